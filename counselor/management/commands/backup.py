"""`manage.py backup`: everything in one archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from counselor.backups import BackupError, backup
from counselor.databases import DatabaseToolError


class Command(BaseCommand):
    help = "Writes the database, with every letter and document in it, and the secret key into one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", nargs="?", type=Path, help="the archive; by default in DATA_DIR/backups")

    def handle(self, *args: Any, target: Path | None, **options: Any) -> None:
        target = target or settings.DATA_DIR / "backups" / f"class-act-{timezone.now():%Y%m%d-%H%M%S}.tar"
        try:
            manifest = backup(target)
        except (BackupError, DatabaseToolError) as error:
            raise CommandError(str(error)) from error
        rows, size = sum(manifest.rows.values()), target.stat().st_size / 1e6
        self.stdout.write(f"{target}: {len(manifest.rows)} tables, {rows} rows, {size:.1f} MB.")
        self.stdout.write("It holds everything, the secret key included: keep it as safe as the database.")
