"""What a client and their counselor have with each other: sessions, action items, flags, notes of both kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from candidates import care, notes
from candidates.models import ActionItem, Application, CaseNote, CounselingSession, Flag, SharedNote
from counselor.accounts.models import Membership, User
from tests.cast import at


@dataclass
class Care:
    """One row of each kind; `flag` is for the client to answer, where they have an account."""

    session: CounselingSession
    item: ActionItem
    flag: Flag
    case_note: CaseNote
    shared_note: SharedNote


def care_of(application: Application, by: User, say: Callable[[str], str]) -> Care:
    client = application.client
    both: dict[str, Any] = {"client": client, "application": application, "by": by}
    session = session_of(application, by, say)
    note = notes.write_case_note(text=say("CaseNote.text"), session=session, client=client, by=by)
    notes.add_addendum(note=note, text=say("Addendum.text"), by=by)
    done = care.add_item(text=say("ActionItem.text"), whose="counselor", **both)
    care.tick_item(item=done, by=by)
    asked = care.raise_flag(client=client, text=say("Flag.text"), by=client.user or by)
    care.resolve_flag(flag=asked, resolution=say("Flag.resolution"), by=by)
    return Care(
        session=session,
        item=care.add_item(
            text=say("ActionItem.text"), due_on=date(2026, 11, 10), session=session, client=client, by=by
        ),
        flag=care.raise_flag(text=say("Flag.text"), **both),
        case_note=note,
        shared_note=notes.write_shared_note(text=say("SharedNote.text"), client=client, by=by),
    )


def session_of(application: Application, by: User, say: Callable[[str], str]) -> CounselingSession:
    """One that was held on the 5th, and one to come on the 19th, which is given back."""
    counselor = Membership.objects.current().get(user=by)
    both: dict[str, Any] = {"client": application.client, "counselor": counselor, "by": by}
    held = care.plan_session(starts_at=at(5), agenda=say("CounselingSession.agenda"), **both)
    care.keep_session(session=held, version=1, state="held", summary=say("CounselingSession.summary"), by=by)
    return care.plan_session(starts_at=at(19), agenda=say("CounselingSession.agenda"), channel="video", **both)
