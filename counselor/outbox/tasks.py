"""Celery tasks of the outbox."""

from celery import shared_task
from django.utils import timezone

from counselor.outbox import services
from counselor.outbox.wake import WakeableTask


@shared_task(name="outbox.deliver", base=WakeableTask)
def deliver() -> None:
    services.deliver_due(timezone.now())
