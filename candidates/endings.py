"""The end of a counseling: the client keeps everything, and nobody of the practice sees it; how it goes on again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import notices, trail
from candidates.claims import this
from candidates.models import ActionItem, Assignment, Client, CounselingSession, Flag, Side
from candidates.querysets import practice_day
from candidates.services import Refused, assign
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, User

PLANNED, CANCELLED = CounselingSession.State.PLANNED, CounselingSession.State.CANCELLED


@transaction.atomic
def end(*, client: Client, outcomes_kept: bool, by: User) -> None:
    """The counseling ends now. `outcomes_kept` is what the client agreed to, for the trail. Raises Refused twice.

    Applications, letters, notes, documents and reminders are left alone. Case notes stay where they are, and no page
    leads to them any more.
    """
    now = timezone.now()
    if not Client.objects.filter(pk=client.pk, ended_at=None).update(ended_at=now, ended_by=by):
        raise Refused(_("The counseling has ended already."))
    client.ended_at, client.ended_by = now, by
    _settle(client, by)
    today = practice_day(client.practice)
    theirs = Assignment.objects.filter(client=client)
    theirs.filter(from_on__gt=today).delete()
    theirs.not_over(today).update(to_on=today)
    trail.note(action=trail.Action.ENDED, by=by, client=client, outcomes_kept=outcomes_kept)
    notices.post_ending(client)


def _settle(client: Client, by: User) -> None:
    """What needed a counselor needs nobody any more. What the client set out to do stays on their list."""
    now = timezone.now()
    rows = _open(client)
    rows["sessions"].update(state=CANCELLED, version=F("version") + 1)
    rows["flags"].update(resolved_at=now, resolved_by=by, resolution=_("The counseling has ended."))
    rows["items"].update(dropped_at=now, dropped_by=by)


def closes(client: Client) -> dict[str, int]:
    """How much an ending would close, for whoever is about to decide it."""
    return {name: rows.count() for name, rows in _open(client).items()}


def _open(client: Client) -> dict[str, Any]:
    """What needs a counselor now: sessions ahead, open questions, and what counselors have still to do."""
    return {
        "sessions": CounselingSession.objects.filter(client=client, state=PLANNED, starts_at__gt=timezone.now()),
        "flags": Flag.objects.filter(client=client, resolved_at=None),
        "items": ActionItem.objects.filter(client=client, whose=Side.COUNSELOR, done_at=None, dropped_at=None),
    }


@transaction.atomic
def take_up(*, client: Client, counselor: Membership | None, by: User) -> None:
    """The counseling goes on, with `counselor` if there is one; else whoever manages the practice chooses.

    Raises Refused where it has not ended.
    """
    if not this(client).filter(ended_at__isnull=False).update(ended_at=None, ended_by=None):
        raise Refused(_("The counseling has not ended."))
    client.ended_at = client.ended_by = None
    trail.note(action=trail.Action.RESUMED, by=by, client=client)
    if counselor:
        assignment = assign(client=client, counselor=counselor, on=practice_day(client.practice), by=by)
        notices.post_hand_over(assignment)


def former_counselor(client: Client) -> Membership | None:
    """Who counseled last, if they still do here."""
    last = Assignment.objects.filter(client=client, primary=True).order_by(F("to_on").desc(nulls_first=True), "-pk")
    row = last.select_related("counselor__user").first()
    here = row and row.counselor.ended_at is None and row.counselor.user.is_active
    return row.counselor if row and here and row.counselor.role in CASE_WORKERS else None
