"""Celery tasks that need the pages’ view of things."""

from celery import shared_task
from django.utils import timezone

from counselor.dashboard.today import digests


@shared_task(name="counselor.write_digests")
def write_digests() -> None:
    digests.write_due(timezone.now())
