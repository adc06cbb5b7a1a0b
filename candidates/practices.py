"""The practice's own details: its name, where it is, and how it counts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from candidates import trail
from candidates.models import Application
from candidates.policies import recompute
from counselor.accounts.models import Practice, User

MOVES_STANDINGS = frozenset({"time_zone", "country", "subdivision"})
"""Whose business days and midnights count where an employer's own are not known."""


def edit_practice(*, practice: Practice, by: User, **fields: Any) -> None:
    """Change the named details, with a line in the audit trail; then every open application is judged by them anew."""
    before = Practice.objects.get(pk=practice.pk)
    changes = {
        name: [str(getattr(before, name)), str(value)]
        for name, value in fields.items()
        if getattr(before, name) != value
    }
    if not changes:
        return
    with transaction.atomic():
        for name, value in fields.items():
            setattr(practice, name, value)
        practice.full_clean()
        practice.save(update_fields=list(changes))
        trail.note(action=trail.Action.EDITED, by=by, practice=practice, changes=changes)
    if changes.keys() & MOVES_STANDINGS:
        recompute(Application.objects.open().filter(practice=practice), by=by)
