"""`manage.py demo`: a practice full of invented people, to look around in."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from counselor.accounts.models import Practice
from counselor.demo.large import enlarge
from counselor.demo.letters import can_render
from counselor.demo.people import DEMO_PASSWORD, LOG_INS
from counselor.demo.practice import find_demo, make_demo
from counselor.demo.removal import remove


class Command(BaseCommand):
    help = (
        "Makes the demo practice: invented clients whose applications stand at every point of the rule today. "
        "Run twice, it changes nothing; --reset makes it anew. Its password is public: it refuses unless DEMO=1 and "
        "no other practice exists; --force overrides that. Only the demo's own rows are ever removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="remove the demo practice and make it anew")
        parser.add_argument(
            "--large", action="store_true", help="150 clients with 6,000 applications, for a look at a full caseload"
        )
        parser.add_argument(
            "--force", action="store_true", help="although DEMO is off, or beside the practices of real people"
        )

    def handle(self, *args: Any, reset: bool, large: bool, force: bool, **options: Any) -> None:
        demo = find_demo()
        if demo and not reset:
            self.stdout.write(f"The demo practice is there; nothing was changed. To make it anew: {self.again}")
            return
        refuse_beside_real_people(demo, force=force)
        with transaction.atomic():
            if demo:
                remove(demo)
            now = timezone.now()
            practice = make_demo(now)
            if large:
                enlarge(practice, now)
        self.tell(practice)

    again = "manage.py demo --reset"

    def tell(self, practice: Practice) -> None:
        self.stdout.write(f"The demo practice is ready: {practice}. Sign in with the password {DEMO_PASSWORD} as")
        for role, email in LOG_INS:
            self.stdout.write(f"  {email:22} {role}")
        if not can_render():
            self.stdout.write("Its letters are drafts only: PDFs cannot be made here (manage.py check --deploy).")


def refuse_beside_real_people(demo: Practice | None, *, force: bool) -> None:
    """Raise CommandError where a public password could open a door to somebody's data."""
    if force:
        return
    if not settings.DEMO:
        raise CommandError("DEMO is off, and the demo's password is public. Set DEMO=1, or say --force.")
    others = Practice.objects.exclude(pk=demo.pk) if demo else Practice.objects.all()
    if others.exists():
        raise CommandError(
            f"There is another practice here ({others.first()}), and the demo's password is public. "
            "Use another database for the demo, or say --force."
        )
