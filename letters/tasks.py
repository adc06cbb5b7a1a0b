"""Celery tasks of the letters."""

import structlog
from celery import shared_task
from django_scopes import scopes_disabled

from letters import services

log = structlog.get_logger(__name__)


@shared_task(name="letters.check_archive")
def check_archive() -> None:
    with scopes_disabled():
        damaged = services.check_archive()
    log.log(40 if damaged else 20, "letter archive checked", damaged=damaged)
