"""The sweep by hand, without Celery."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from candidates.sweep import sweep


class Command(BaseCommand):
    help = "Checks the follow-up windows that are due. The last line reads: due N, changed N, failed N"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", help="pretend it is this moment, ISO 8601, such as 2026-11-23T09:00-05:00")
        parser.add_argument("--limit", type=int, default=10_000, help="look at so many applications at the most")

    def handle(self, *args: Any, now: str | None, limit: int, **options: Any) -> None:
        if limit < 1:
            raise CommandError("--limit must be 1 or more")
        self.stdout.write(str(sweep(_moment(now), limit)))


def _moment(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--now {text!r} is not a moment such as 2026-11-23T09:00-05:00") from error
    return moment if moment.tzinfo else timezone.make_aware(moment)
