"""Every write to what counselor and client do together: sessions, action items, flags."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.claims import this
from candidates.edits import Changed, changes_between, plain
from candidates.models import ActionItem, Application, AuditEntry, Client, CounselingSession, Flag, Side
from candidates.notes import belongs, keep, side_of, write_case_note
from candidates.services import Refused
from counselor.accounts.models import Membership, User

State = CounselingSession.State


# --- Sessions --------------------------------------------------------------------------------------------------------


def plan_session(
    *, client: Client, counselor: Membership, starts_at: datetime, by: User, **fields: Any
) -> CounselingSession:
    """Client and counselor will meet. Raises Refused for a counselor of another practice."""
    if counselor.practice_id != client.practice_id:
        raise Refused(_("This counselor does not belong to the practice."))
    session = CounselingSession(
        client=client, counselor=counselor, starts_at=starts_at, created_by=by, created_at=timezone.now(), **fields
    )
    return keep(session)


@transaction.atomic
def keep_session(
    *,
    session: CounselingSession,
    version: int,
    by: User,
    case_note: str = "",
    items: Iterable[dict[str, Any]] = (),
    **fields: Any,
) -> None:
    """Move a session, prepare it, say how it went; with what was written down in it, all or nothing.

    `version` is the one the writer saw. Raises Changed when somebody was quicker, and Refused for a session still to
    come that is said to be over.
    """
    row = CounselingSession.objects.select_related("client__practice").filter(pk=session.pk)[0]
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    changes = {name: [plain(getattr(row, name)), plain(value)] for name, value in differing.items()}
    for name, value in differing.items():
        setattr(row, name, value)
    row.full_clean()
    if row.state in (State.HELD, State.MISSED) and row.starts_at > timezone.now():
        raise Refused(_("This session is still to come. Say how it went once it was held."))
    if differing:
        rows = this(row).filter(version=version)
        if not rows.update(version=version + 1, **differing):
            raise _changed(row, version)
        values: dict[str, Any] = {"session": row.pk, "session_version": version + 1, "changes": changes}
        trail.note(action=trail.Action.EDITED, by=by, client=row.client, **values)
    if case_note:
        write_case_note(client=row.client, session=row, text=case_note, by=by)
    for item in items:
        add_item(client=row.client, session=row, by=by, **item)


def _changed(row: CounselingSession, seen: int) -> Changed:
    entries = AuditEntry.objects.filter(
        client=row.client_id, values__session=row.pk, values__session_version__gt=seen
    ).select_related("by")
    later = list(entries.order_by("pk"))
    for entry in later:  # a client's own edits are counted by “version”
        entry.values["version"] = entry.values["session_version"]
    version = CounselingSession.objects.values_list("version", flat=True).get(pk=row.pk)
    return Changed(version, changes_between(later))


# --- Action items ----------------------------------------------------------------------------------------------------


def add_item(
    *,
    client: Client,
    text: str,
    by: User,
    whose: str = Side.CLIENT,
    due_on: date | None = None,
    application: Application | None = None,
    session: CounselingSession | None = None,
) -> ActionItem:
    """Something one side will do. Raises Refused for an application or a session of another client's."""
    belongs(client, application, session)
    item = ActionItem(client=client, application=application, session=session, whose=whose, text=text, due_on=due_on)
    item.created_by, item.created_at = by, timezone.now()
    return keep(item)


def tick_item(*, item: ActionItem, by: User) -> bool:
    """It is done. Two ticks are one: False when it was ticked, or dropped, before."""
    rows = this(item).filter(done_at=None, dropped_at=None)
    return bool(rows.update(done_at=timezone.now(), done_by=by))


@transaction.atomic
def untick_item(*, item: ActionItem, by: User) -> bool:
    """It is not done after all; the trail remembers who had said so. False when it was open."""
    before = ActionItem.objects.select_related("done_by").get(pk=item.pk)
    rows = this(item).filter(done_at__isnull=False, done_at=before.done_at)
    if not rows.update(done_at=None, done_by=None):
        return False
    changes = {"done_at": [plain(before.done_at), None], "done_by": [before.done_by and str(before.done_by), None]}
    trail.note(action=trail.Action.EDITED, by=by, client=item.client, action_item=item.pk, changes=changes)
    return True


def may_drop(item: ActionItem, side: Side) -> bool:
    """Counselors drop what they like; a client what a client wrote."""
    return side == Side.COUNSELOR or side_of(item.client, item.created_by_id) == side


def drop_item(*, item: ActionItem, by: User) -> bool:
    """Nobody needs to do it any more. Raises Refused for a client dropping what the counselor wrote."""
    if not may_drop(item, side_of(item.client, by.pk)):
        raise Refused(_("Your counselor wrote this down. Ask them to take it off the list."))
    rows = this(item).filter(done_at=None, dropped_at=None)
    return bool(rows.update(dropped_at=timezone.now(), dropped_by=by))


# --- Flags -----------------------------------------------------------------------------------------------------------


def raise_flag(*, client: Client, text: str, by: User, application: Application | None = None) -> Flag:
    """One side asks the other to look. Raises Refused for an application of another's, and after the end."""
    belongs(client, application)
    if client.on_their_own:
        raise Refused(_("No counselor is there to read this."))
    asked = Side.COUNSELOR if side_of(client, by.pk) == Side.CLIENT else Side.CLIENT
    flag = Flag(client=client, application=application, asked=asked, text=text, raised_by=by)
    flag.raised_at = timezone.now()
    return keep(flag)


def may_resolve(flag: Flag, side: Side) -> bool:
    """Whoever was asked; for a client without an account the counselor writes down what they said."""
    return side == flag.asked or (flag.asked == Side.CLIENT and flag.client.user_id is None)


def resolve_flag(*, flag: Flag, resolution: str, by: User) -> None:
    """The side that was asked says what came of it. Raises Refused for the other side, and the second time."""
    if not may_resolve(flag, side_of(flag.client, by.pk)):
        raise Refused(_("Only who was asked can answer this. You may take it back."))
    _close(flag, resolution, by)


def withdraw_flag(*, flag: Flag, by: User) -> None:
    """The side that asked needs no answer any more. Raises Refused for the other side, and once it is answered."""
    if side_of(flag.client, by.pk) == flag.asked:
        raise Refused(_("The other side asked this. Answer it instead."))
    _close(flag, "", by)


def _close(flag: Flag, resolution: str, by: User) -> None:
    rows = this(flag).filter(resolved_at=None)
    if not rows.update(resolved_at=timezone.now(), resolved_by=by, resolution=resolution):
        raise Refused(_("This was answered or taken back already."))
