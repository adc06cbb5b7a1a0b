"""Putting a line of Today off until a day, with a reason that is read again when it is back.

A snooze hides a row from the person who put it off and from nobody else. It is its own log: a new one ends the one
before, and none is ever edited.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Snooze
from candidates.services import Refused
from counselor.accounts.models import Membership, Practice, User

LONGEST = timedelta(days=366)
REMEMBERED = timedelta(days=30)
"""So long after its day the reason of a snooze is still told, where the row is still there."""


def kept(membership: Membership, today: date) -> Any:
    """What a member put off and did not take up again, oldest first: what holds, and what came back lately."""
    rows = Snooze.objects.filter(practice=membership.practice_id, by=membership.user_id, ended_at=None)
    return rows.filter(until_on__gte=today - REMEMBERED).order_by("pk")


@transaction.atomic
def snooze(
    *, practice: Practice, kind: str, subject: str, version: int, until: date, reason: str, today: date, by: User
) -> Snooze:
    """Put one row of Today off until a day. Raises Refused for a day that has come, or lies more than a year ahead.

    `today` is the person's own date. What was put off before is put off anew.
    """
    if until <= today:
        raise Refused(_("Choose a day that is still to come."))
    if until - today > LONGEST:
        raise Refused(_("That is more than a year away. Choose an earlier day."))
    unsnooze(practice=practice, kind=kind, subject=subject, by=by)
    row = Snooze(
        practice=practice,
        by=by,
        kind=kind,
        subject=subject,
        version=version,
        until_on=until,
        reason=reason.strip(),
        created_at=timezone.now(),
    )
    row.full_clean()
    row.save()
    return row


def unsnooze(*, practice: Practice, kind: str, subject: str, by: User) -> bool:
    """Take a row up again before its day. False where nothing of one's own was put off."""
    rows = Snooze.objects.filter(practice=practice, by=by, kind=kind, subject=subject, ended_at=None)
    return bool(rows.update(ended_at=timezone.now()))
