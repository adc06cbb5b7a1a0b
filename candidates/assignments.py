"""Who counsels a client, from when to when: a counselor beside the first one, another first one, an end, a hand-over.

A client in counseling always has one primary counselor whose assignment is open: it passes from one to the next in one
conditional update, so that of two hand-overs at once the second is refused. `services.assign` begins an assignment.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates import notices, trail
from candidates.claims import this
from candidates.models import Assignment, Client, CounselingSession
from candidates.notes import write_case_note
from candidates.querysets import practice_day
from candidates.services import Refused, place
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, User


def open_primary(client: Client) -> Assignment | None:
    """The primary counselor's assignment, which nobody has ended; with a hand-over planned, the one to come."""
    return _with_people(client).filter(to_on=None, primary=True).first()


def not_over(client: Client) -> Any:
    """Today's assignments and those to come."""
    return _with_people(client).not_over(practice_day(client.practice))


def history(client: Client) -> list[Any]:
    """All assignments, earliest first, each with `since`: when the counselor began to counsel without a break."""
    rows = list(_with_people(client).select_related("counselor__supervised_by__user").order_by("from_on", "pk"))
    unbroken: dict[tuple[int, date | None], date] = {}
    for row in rows:
        row.since = unbroken.get((row.counselor_id, row.from_on), row.from_on)
        unbroken[row.counselor_id, row.to_on] = row.since
    return rows


def current(client: Client) -> list[Any]:
    """Who counsels the client today or will later, as in `history`, the primary counselor first."""
    today = practice_day(client.practice)
    rows = [row for row in history(client) if row.to_on is None or row.to_on > today]
    return sorted(rows, key=lambda row: (row.from_on > today, not row.primary))


def in_force(client: Client) -> list[Any]:
    """Who counsels the client today, as in `history`, the primary counselor first."""
    today = practice_day(client.practice)
    return [row for row in current(client) if row.from_on <= today]


def last_counselor(client: Client) -> User | None:
    """The primary counselor at the end of a counseling."""
    last = over(client).filter(primary=True).first()
    return last.counselor.user if last else None


def over(client: Client) -> Any:
    """The assignments of the past, latest first."""
    return _with_people(client).filter(to_on__lte=practice_day(client.practice)).order_by("-to_on", "-pk")


def _with_people(client: Client) -> Any:
    return Assignment.objects.filter(client=client).select_related("counselor__user", "client__practice")


def colleagues(client: Client) -> Any:
    """Who may counsel in the client's practice."""
    members = Membership.objects.current().filter(practice=client.practice_id, role__in=CASE_WORKERS)
    return members.select_related("user").order_by("user__name", "pk")


@transaction.atomic
def end_assignment(*, assignment: Assignment, on: date, by: User) -> None:
    """From `on` the counselor sees the client no more. Raises Refused for the primary one, and a past day.

    One that was still to come is called off.
    """
    today = practice_day(assignment.client.practice)
    if assignment.primary and assignment.to_on is None:
        raise Refused(_("The client would be left without a counselor. Hand over, or end the counseling."))
    if on < today:
        raise Refused(_("What was seen was seen: choose today or a later day."))
    if not _close(Assignment.objects.filter(pk=assignment.pk).not_over(today), on):
        raise Refused(_("This assignment is over already."))
    values: dict[str, Any] = {"counselor": str(assignment.counselor.user), "on": on.isoformat()}
    trail.note(action=trail.Action.UNASSIGNED, by=by, client=assignment.client, **values)


def _close(rows: Any, on: date) -> int:
    """End these assignments on a day; what would only begin later never comes. Their number."""
    called_off, _rows = rows.filter(from_on__gt=on).delete()
    return int(rows.filter(from_on__lte=on).update(to_on=on)) + called_off


@transaction.atomic
def make_primary(*, assignment: Assignment, by: User) -> Assignment:
    """A counselor beside the first one becomes the first, today; the other stays beside them."""
    client, today = assignment.client, practice_day(assignment.client.practice)
    primary = open_primary(client)
    if primary is None or primary.counselor_id == assignment.counselor_id:
        raise Refused(_("%(name)s is the primary counselor already.") % {"name": assignment.counselor.user})
    new = _pass_on(client, primary, assignment.counselor, on=today, stays=True, by=by)
    values: dict[str, Any] = {"counselor": str(assignment.counselor.user), "primary": True, "on": today.isoformat()}
    values["instead"] = str(primary.counselor.user)
    trail.note(action=trail.Action.ASSIGNED, by=by, client=client, **values)
    return new


def _pass_on(client: Client, primary: Assignment, to: Membership, *, on: date, stays: bool, by: User) -> Assignment:
    """`to` is the primary counselor from `on`, instead of whose assignment `primary` was when it was looked at."""
    if on < primary.from_on:
        raise Refused(
            _("%(name)s is the primary counselor from %(day)s on. Choose that day or a later one.")
            % {"name": primary.counselor.user, "day": date_format(primary.from_on, "j M Y")}
        )
    if not this(primary).filter(to_on=None).update(to_on=on):
        raise _too_late()
    _close(Assignment.objects.filter(client=client, counselor=to).not_over(on), on)
    if stays:
        place(client=client, counselor=primary.counselor, on=on, by=by, primary=False)
    return place(client=client, counselor=to, on=on, by=by, primary=True)


def _too_late() -> Refused:
    return Refused(_("Somebody else has just handed this client over. Look at who counsels them now."))


@transaction.atomic
def hand_over(
    *,
    client: Client,
    seen: int,
    to: Membership,
    on: date,
    by: User,
    note: str = "",
    stays: bool = False,
) -> Assignment:
    """`to` counsels the client from `on`, instead of who does so now: all of it or nothing. The new assignment.

    `seen` is the primary assignment the hand-over was decided by. Sessions planned from that day on become the new
    counselor's; action items, flags and notes are the client's and stay. `note` is kept as a case note. Raises Refused.
    """
    primary = _with_people(client).filter(pk=seen, primary=True).first()
    if primary is None:
        raise _too_late()
    if primary.counselor_id == to.pk:
        raise Refused(_("%(name)s is the primary counselor already.") % {"name": to.user})
    if on < practice_day(client.practice):
        raise Refused(_("Choose today or a later day."))
    assignment = _pass_on(client, primary, to, on=on, stays=stays, by=by)
    sessions_from(client, primary.counselor, on).update(counselor=to, version=F("version") + 1)
    if note:
        write_case_note(client=client, text=note, by=by)
    values: dict[str, Any] = {
        "before": str(primary.counselor.user),
        "after": str(to.user),
        "on": on.isoformat(),
        "stays": stays,
    }
    trail.note(action=trail.Action.HANDED_OVER, by=by, client=client, **values)
    notices.post_hand_over(assignment)
    return assignment


def sessions_from(client: Client, counselor: Membership, on: date) -> Any:
    """The sessions a counselor still plans with a client on that day or later."""
    begins = datetime.combine(on, time.min, client.practice.zone)
    planned = CounselingSession.objects.filter(client=client, counselor=counselor, state="planned")
    return planned.filter(starts_at__gte=max(begins, timezone.now()))
