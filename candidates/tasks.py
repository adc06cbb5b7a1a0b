"""Celery tasks of the pipeline."""

from celery import shared_task
from django.utils import timezone
from django_scopes import scopes_disabled

from candidates import imports
from candidates.sweep import sweep


@shared_task(name="candidates.check_follow_ups")
def check_follow_ups() -> None:
    sweep(timezone.now())


@shared_task(name="candidates.forget_imports")
def forget_imports() -> None:
    with scopes_disabled():
        imports.forget_old(timezone.now())
