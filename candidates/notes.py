"""Every write to the notes about a client: private ones that lock after a day, and those both sides read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.claims import this
from candidates.models import Addendum, Application, CaseNote, Client, CounselingSession, SharedNote, Side
from candidates.services import Refused
from counselor.accounts.models import User

OPEN_FOR = timedelta(hours=24)
"""So long may its author mend a case note. What was known and thought on a day must be readable as it was."""


def side_of(client: Client, user_id: int) -> Side:
    """Whether somebody speaks as the client or as one of the counselors."""
    return Side.CLIENT if user_id == client.user_id else Side.COUNSELOR


def belongs(client: Client, *rows: Application | CounselingSession | None) -> None:
    """Raise Refused unless all these rows are the client's."""
    if any(row is not None and row.client_id != client.pk for row in rows):
        raise Refused(_("This belongs to somebody else. Please choose again."))


def keep(row: Any) -> Any:
    """Save a new row, checked. Raises ValidationError for values that make no sense."""
    row.full_clean()
    row.save()
    return row


def is_open(note: CaseNote, now: datetime) -> bool:
    """Whether a case note may still be mended, a day to the second after it was written at the latest."""
    return now - note.created_at <= OPEN_FOR


def write_case_note(
    *,
    client: Client,
    text: str,
    by: User,
    application: Application | None = None,
    session: CounselingSession | None = None,
) -> CaseNote:
    """A dated text only the client’s counselors read. Raises Refused for an application or a session of another's."""
    belongs(client, application, session)
    return keep(
        CaseNote(
            client=client, application=application, session=session, author=by, text=text, created_at=timezone.now()
        )
    )


@transaction.atomic
def edit_case_note(*, note: CaseNote, text: str, by: User) -> None:
    """Its author mends a note while it is open. Raises Refused for anybody else, and once it is locked."""
    if note.author_id != by.pk:
        raise Refused(_("Only who wrote a note may change it. Add to it instead."))
    now = timezone.now()
    mine = this(note).filter(author=by, created_at__gte=now - OPEN_FOR)
    if not mine.update(text=text, edited_at=now):
        raise Refused(_("This note is locked: a day has passed since it was written. Add to it instead."))
    trail.note(action=trail.Action.EDITED, by=by, client=note.client, case_note=note.pk)


def add_addendum(*, note: CaseNote, text: str, by: User) -> Addendum:
    """What a counselor of the client adds to a note; the note itself stays as it is."""
    return keep(Addendum(note=note, author=by, text=text, created_at=timezone.now()))


def write_shared_note(*, client: Client, text: str, by: User, application: Application | None = None) -> SharedNote:
    """A dated text the client and the counselors read. Raises Refused for an application of another client's."""
    belongs(client, application)
    return keep(SharedNote(client=client, application=application, author=by, text=text, created_at=timezone.now()))


def mark_seen(*, note: SharedNote, by: User) -> bool:
    """The side that did not write it says they have read it; False when that was said before. Raises Refused."""
    if side_of(note.client, note.author_id) == side_of(note.client, by.pk):
        raise Refused(_("You wrote this yourselves: the other side says when they have read it."))
    return bool(this(note).filter(seen_at=None).update(seen_at=timezone.now(), seen_by=by))
