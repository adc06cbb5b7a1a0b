"""Celery tasks of the copies of everything, and of what is not kept any longer."""

from celery import shared_task
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor.my_data import exports, retention
from counselor.outbox.wake import WakeableTask


@shared_task(name="my_data.make_exports", base=WakeableTask)
def make_exports() -> None:
    exports.WORK.make_due(timezone.now())


@shared_task(name="my_data.forget_exports")
def forget_exports() -> None:
    with scopes_disabled():
        exports.forget_old(timezone.now())


@shared_task(name="my_data.erase_ended")
def erase_ended() -> None:
    retention.run(timezone.now())
