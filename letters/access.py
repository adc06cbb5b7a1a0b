"""The door to letters: those of the applications a member may see."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from candidates.models import Application
from counselor.accounts.models import Membership
from letters.models import Letter, LetterQuerySet


def letters(membership: Membership) -> LetterQuerySet:
    """The letters a member may see, ready to be named."""
    return Letter.objects.visible_to(membership).with_names().select_related("practice")


def letter(membership: Membership, pk: int) -> Letter:
    """One of the letters a member may see."""
    return get_object_or_404(letters(membership), pk=pk)


def of_application(application: Application) -> Any:
    """The letters of an application one may see, with their outcomes."""
    rows = application.letters.select_related("contact", "mailed_by", "application__client", "application__employer")
    return rows.prefetch_related("outcomes__recorded_by")


def origin_of(application: Application) -> Letter | None:
    """The letter whose outcome led to this application, if one did."""
    return Letter.objects.filter(outcomes__led_to=application).first()
