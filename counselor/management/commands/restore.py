"""`manage.py restore`: everything back from one archive, frozen."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from counselor.backups import BackupError, restore
from counselor.databases import DatabaseToolError
from counselor.management.commands.up import only_one
from counselor.outbox import freeze


class Command(BaseCommand):
    help = "Restores a backup on an empty installation. It sends nothing until `manage.py unfreeze`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--force", action="store_true", help="replace the database there is")

    def handle(self, *args: Any, source: Path, force: bool, **options: Any) -> None:
        try:
            with only_one(settings.DATA_DIR):
                manifest = restore(source, force=force)
        except (BackupError, DatabaseToolError) as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"Restored: {len(manifest.rows)} tables, {rows} rows, as of {manifest.made_at}.")
        self.stdout.write(f"Nothing is sent until `manage.py unfreeze`; {freeze.waiting().count()} e-mails wait.")
