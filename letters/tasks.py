"""Celery tasks of the letters."""

import structlog
from celery import shared_task
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor.outbox.wake import WakeableTask
from letters import print_runs, services

log = structlog.get_logger(__name__)


@shared_task(name="letters.check_archive")
def check_archive() -> None:
    with scopes_disabled():
        damaged = services.check_archive()
    log.log(40 if damaged else 20, "letter archive checked", damaged=damaged)


@shared_task(name="letters.make_print_runs", base=WakeableTask)
def make_print_runs() -> None:
    print_runs.make_due(timezone.now())
