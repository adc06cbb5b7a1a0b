"""An installation of the first version, with rows in it, comes up to this one: every row kept, every letter intact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

pytestmark = pytest.mark.chaos

FIRST = {"accounts": "0001", "outbox": "0001", "candidates": "0001", "letters": "0002"}

OLD_ROWS = """
import hashlib, json
from datetime import date, datetime, timedelta, UTC
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_scopes import scopes_disabled

FIRST = json.loads('%s')
for app, number in [("contenttypes", None), ("auth", None), ("sessions", None), ("account", None), *FIRST.items()]:
    call_command("migrate", app, *filter(None, [number]), verbosity=0)
loader = MigrationExecutor(connection).loader
targets = [key for key in loader.graph.nodes if key in loader.applied_migrations]
then = loader.project_state(targets).apps.get_model
now = datetime(2026, 11, 12, tzinfo=UTC)
with scopes_disabled():
    practice = then("accounts", "Practice").objects.create(name="First")
    user = then("accounts", "User").objects.create(email="a@first.example", name="A", password="!")
    member = then("accounts", "Membership").objects.create(practice=practice, user=user, role="counselor")
    employer = then("candidates", "Employer").objects.create(practice=practice, name="Acme")
    site = then("candidates", "Site").objects.create(employer=employer, city="Albany")
    contact = then("candidates", "Contact").objects.create(employer=employer, family_name="Kim")
    for number in range(20):
        client = then("candidates", "Client").objects.create(practice=practice, given_name="C", family_name=str(number))
        then("candidates", "Assignment").objects.create(client=client, counselor=member, from_on=date(2026, 1, 1))
        application = then("candidates", "Application").objects.create(
            practice=practice, client=client, employer=employer, site=site, position="Clerk", created_by=user,
            review_at=now,
        )
        then("candidates", "Interview").objects.create(
            application=application, recorded_by=user, arranged_at=now, starts_at=now + timedelta(days=1)
        )
        then("candidates", "SharedNote").objects.create(client=client, author=user, text="kept")
        letter = then("letters", "Letter").objects.create(
            practice=practice, application=application, contact=contact, variant="process_silence", dated_on=now.date(),
            created_by=user, state="approved", approved_at=now, approved_by=user,
        )
        pages = {"pdf": b"page", "sha256": hashlib.sha256(b"page").hexdigest()}
        pages |= {"envelope_" + name: value for name, value in pages.items()}
        then("letters", "FrozenLetter").objects.create(
            letter=letter, body="", template_version="1", merge_values={}, standing={}, **pages
        )
"""
NOW = """
import json
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django_scopes import scopes_disabled
call_command("migrate", verbosity=0)
call_command("check_follow_ups", verbosity=0)
connection.check_constraints()
from candidates.models import Application, Client, Interview, SharedNote
from letters.models import FrozenLetter, Letter
from letters.services import check_archive
with scopes_disabled():
    counts = {each.__name__: each.objects.count() for each in (Client, Application, Interview, SharedNote, Letter)}
    failed = Application.objects.exclude(sweep_failures=0).count()
    print(json.dumps([counts, check_archive(), FrozenLetter.objects.count(), failed]))
"""


def run(script: str, folder: Path) -> str:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "ENV_FILE": os.devnull, "HOME": str(folder)}
    env["DJANGO_SETTINGS_MODULE"] = "counselor.settings"
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def test_the_first_version_comes_up_to_this_one(tmp_path: Path) -> None:
    run(OLD_ROWS % json.dumps(FIRST), tmp_path)
    counts, damaged, frozen, failed = json.loads(run(NOW, tmp_path))
    assert counts == {"Client": 20, "Application": 20, "Interview": 20, "SharedNote": 20, "Letter": 20}
    assert (damaged, frozen, failed) == ([], 20, 0)
