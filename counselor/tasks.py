"""Celery tasks that need the pages’ view of things."""

from celery import shared_task
from django.utils import timezone

from candidates import client_digests
from counselor.dashboard.today import digests
from letters import reminders


@shared_task(name="counselor.write_digests")
def write_digests() -> None:
    digests.write_due(timezone.now())


@shared_task(name="counselor.write_reminders")
def write_reminders() -> None:
    reminders.post_due(timezone.now())
    client_digests.write_due(timezone.now())
