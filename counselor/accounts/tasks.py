"""Celery tasks of the accounts."""

from celery import shared_task
from django.utils import timezone

from counselor.accounts import forgetting


@shared_task(name="accounts.forget_what_is_over")
def forget_what_is_over() -> None:
    forgetting.forget_what_is_over(timezone.now())
