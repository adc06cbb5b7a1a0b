"""Celery tasks of the pipeline."""

from celery import shared_task
from django.utils import timezone

from candidates.sweep import sweep


@shared_task(name="candidates.check_follow_ups")
def check_follow_ups() -> None:
    sweep(timezone.now())
