"""Celery tasks of the outbox."""

from celery import shared_task
from django.utils import timezone

from counselor.outbox import account_mail, services
from counselor.outbox.wake import WakeableTask


@shared_task(name="outbox.deliver", base=WakeableTask)
def deliver() -> None:
    account_mail.deliver_account_mail(timezone.now())
    services.deliver_due(timezone.now())
