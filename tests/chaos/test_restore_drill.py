"""The restore drill on PostgreSQL: a backup of a throw-away database comes back in an empty one, and sends nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from counselor.backups import backup
from tests.cast import Cast
from tests.counselor.test_backups import waiting_mails
from tests.furnished import furnish
from tests.mailserver import Sink, serving
from tests.test_architecture import ROOT

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="needs PostgreSQL"),
]

SHOW = """
import hashlib, json
from django.db import connection
from letters.models import FrozenLetter
names = [each for each in connection.introspection.table_names() if each != "outbox_freeze"]
cursor = connection.cursor()
counts = {}
for name in sorted(names):
    cursor.execute(f'SELECT count(*) FROM "{name}"')
    counts[name] = cursor.fetchone()[0]
pages = [hashlib.sha256(bytes(each.pdf)).hexdigest() for each in FrozenLetter._base_manager.order_by("pk")]
print(json.dumps([counts, pages]))
"""
DELIVER = "from counselor.outbox.tasks import deliver; deliver()"


def url_of(name: str) -> str:
    """The address of another database of the same server."""
    given = connection.settings_dict
    host = str(given["HOST"]).replace("/", "%2F")
    return f"postgres://{given['USER']}@{host}{':' + str(given['PORT']) if given['PORT'] else ''}/{name}"


def manage(folder: Path, database: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "ENV_FILE": os.devnull, "HOME": str(folder)}
    known |= {"DATABASE_URL": url_of(database)} | env
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False, timeout=300)


def test_a_backup_comes_back_in_an_empty_database(shared_database: None, cast: Cast, tmp_path: Path) -> None:
    furnish(cast.client, cast.alice)
    waiting_mails(cast)
    backup(tmp_path / "all.tar")
    there = f"{connection.settings_dict['NAME']}_restored"
    folder = tmp_path / "there"
    folder.mkdir()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{there}"')
        cursor.execute(f'CREATE DATABASE "{there}"')
    try:
        done = manage(folder, there, "restore", str(tmp_path / "all.tar"))
        assert done.returncode == 0, done.stderr
        ours, theirs = (
            manage(folder, name, "shell", "--no-imports", "-c", SHOW)
            for name in (connection.settings_dict["NAME"], there)
        )
        assert ours.stdout == theirs.stdout != ""
        sink = Sink()
        with serving(sink) as port:
            url = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
            manage(folder, there, "shell", "--no-imports", "-c", DELIVER, **url)
            assert sink.taken == []
            assert manage(folder, there, "unfreeze", "--send-waiting").returncode == 0
            manage(folder, there, "shell", "--no-imports", "-c", DELIVER, **url)
            assert len(sink.taken) == 3
        assert "already" in manage(folder, there, "restore", str(tmp_path / "all.tar")).stderr
        assert manage(folder, there, "restore", str(tmp_path / "all.tar"), "--force").returncode == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{there}"')
