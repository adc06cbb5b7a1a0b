"""Celery tasks of the copies of everything."""

from celery import shared_task
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor.my_data import exports
from counselor.outbox.wake import WakeableTask


@shared_task(name="my_data.make_exports", base=WakeableTask)
def make_exports() -> None:
    exports.WORK.make_due(timezone.now())


@shared_task(name="my_data.forget_exports")
def forget_exports() -> None:
    with scopes_disabled():
        exports.forget_old(timezone.now())
