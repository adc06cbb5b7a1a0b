"""`manage.py unfreeze`: a restored copy may send again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from counselor.outbox import freeze
from counselor.outbox.models import OutgoingEmail


class Command(BaseCommand):
    help = "Lifts the freeze of a restored copy: it sends e-mail from now on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--send-waiting", action="store_true", help="send what waits, too")
        what.add_argument("--cancel-waiting", action="store_true", help="what waits was sent by the other copy")

    @transaction.atomic
    def handle(self, *args: Any, send_waiting: bool, cancel_waiting: bool, **options: Any) -> None:
        waiting = freeze.waiting()
        if (count := waiting.count()) and not (send_waiting or cancel_waiting) and freeze.is_on():
            raise CommandError(
                f"{count} e-mails wait. Did the installation this is a copy of send them? Then --cancel-waiting; "
                "if it is gone and did not, --send-waiting."
            )
        if not freeze.lift():
            self.stdout.write("There is no freeze.")
            return
        if cancel_waiting:
            waiting.update(state=OutgoingEmail.State.CANCELLED)
        self.stdout.write("The freeze is lifted: e-mail is sent from now on.")
