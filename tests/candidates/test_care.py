"""Sessions, action items and flags: who may do what, once, and with whose rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from icalendar import Calendar

from candidates import access, care
from candidates.edits import Changed
from candidates.feeds import session_calendar
from candidates.models import ActionItem, AuditEntry, CaseNote, Client, CounselingSession, Flag, Side
from candidates.services import Refused
from counselor.accounts.models import Membership
from tests.cast import NOW, Cast, at
from tests.furnished_care import care_of

SOON = at(19)


def planned(cast: Cast, starts_at: datetime = SOON, **fields: Any) -> CounselingSession:
    both: dict[str, Any] = {"counselor": cast.member(cast.alice), "by": cast.alice}
    return care.plan_session(client=cast.client, starts_at=starts_at, **both | fields)


def fresh(row: Any) -> Any:
    row.refresh_from_db()
    return row


# --- Sessions --------------------------------------------------------------------------------------------------------


def test_a_session_is_moved_and_prepared(cast: Cast) -> None:
    session = planned(cast)
    care.keep_session(session=session, version=1, by=cast.alice, starts_at=at(20), agenda="the call")
    assert (fresh(session).starts_at, session.agenda, session.version, session.state) == (
        at(20),
        "the call",
        2,
        "planned",
    )


@pytest.mark.parametrize("state", ["held", "missed"])
def test_how_it_went_is_said_afterwards(cast: Cast, clock: time_machine.Traveller, state: str) -> None:
    session = planned(cast)
    with pytest.raises(Refused, match="still to come"):
        care.keep_session(session=session, version=1, by=cast.alice, state=state)
    clock.move_to(at(19))
    care.keep_session(session=session, version=1, by=cast.alice, state=state)
    assert fresh(session).state == state


def test_a_session_to_come_is_called_off(cast: Cast) -> None:
    session = planned(cast)
    care.keep_session(session=session, version=1, by=cast.alice, state="cancelled")
    assert fresh(session).state == "cancelled"


def test_what_was_written_in_it_is_kept_with_it(cast: Cast) -> None:
    session = planned(cast, at(5))
    care.keep_session(
        session=session, version=1, by=cast.alice, state="held", summary="call first", case_note="hopeful",
        items=[{"text": "call them", "whose": "client", "due_on": date(2026, 11, 16)}],
    )  # fmt: skip
    note, item = CaseNote.objects.get(), ActionItem.objects.get()
    assert (note.text, note.session, note.client) == ("hopeful", session, cast.client)
    assert (item.text, item.session, item.created_by) == ("call them", session, cast.alice)


def test_all_of_it_or_nothing(cast: Cast) -> None:
    session = planned(cast, at(5))
    with pytest.raises(ValidationError):
        care.keep_session(
            session=session, version=1, by=cast.alice, state="held", case_note="hopeful", items=[{"text": "x" * 301}]
        )
    assert (fresh(session).version, CaseNote.objects.count()) == (1, 0)


def test_the_slower_of_two_is_told_what_changed(cast: Cast) -> None:
    session = planned(cast, agenda="the call")
    care.keep_session(session=session, version=1, by=cast.supervisor, agenda="the letter")
    with pytest.raises(Changed) as told:
        care.keep_session(session=session, version=1, by=cast.alice, agenda="the tie", case_note="hopeful")
    change = told.value.since["agenda"]
    assert (change.before, change.after, change.by, told.value.version) == (
        "the call",
        "the letter",
        cast.supervisor,
        2,
    )
    assert (fresh(session).agenda, CaseNote.objects.count()) == ("the letter", 0)


def test_keeping_it_as_it_was_changes_nothing(cast: Cast) -> None:
    session = planned(cast, agenda="the call")
    care.keep_session(session=session, version=1, by=cast.alice, agenda="the call")
    assert (fresh(session).version, AuditEntry.objects.filter(action="edited").count()) == (1, 0)


def test_a_sessions_versions_are_none_of_the_clients(cast: Cast) -> None:
    """Edits of a client's details are found in the trail by their version: a session's must not be taken for them."""
    care.keep_session(session=planned(cast), version=1, by=cast.alice, agenda="the call")
    assert not AuditEntry.objects.filter(values__version__gte=0).exists()


def test_a_session_is_with_somebody_of_the_practice(cast: Cast) -> None:
    carol = Membership.objects.get(user=cast.elsewhere["carol"])
    with pytest.raises(Refused):
        planned(cast, counselor=carol)


@pytest.mark.parametrize("minutes", [4, 481])
def test_a_session_lasts_minutes(cast: Cast, minutes: int) -> None:
    with pytest.raises(ValidationError):
        planned(cast, minutes=minutes)


def test_the_calendar_names_whom_the_reader_meets(cast: Cast) -> None:
    session = planned(cast, agenda="the call\r\nEND:VEVENT", channel="video")
    for reader, name in [(Side.CLIENT, "Alice"), (Side.COUNSELOR, "Bob Miller")]:
        (event,) = Calendar.from_ical(session_calendar(session, reader)).walk("VEVENT")
        assert event["summary"] == f"Session with {name}"
        assert event.decoded("dtend") == at(19, hour=10, minute=50)
        assert event["description"] == "Video\nthe call\nEND:VEVENT"


def test_the_calendar_says_that_it_is_off(cast: Cast) -> None:
    session = planned(cast)
    before = Calendar.from_ical(session_calendar(session, Side.CLIENT)).walk("VEVENT")[0]
    care.keep_session(session=session, version=1, by=cast.alice, state="cancelled")
    after = Calendar.from_ical(session_calendar(fresh(session), Side.CLIENT)).walk("VEVENT")[0]
    assert (before["uid"], before["sequence"], before["status"]) == (after["uid"], 0, "CONFIRMED")
    assert (after["sequence"], after["status"], after.walk("VALARM")) == (1, "CANCELLED", [])


# --- Action items ----------------------------------------------------------------------------------------------------


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    return care.add_item(client=cast.client, text="call them", due_on=date(2026, 11, 16), by=cast.alice)


def test_two_ticks_are_one(cast: Cast, item: ActionItem, clock: time_machine.Traveller) -> None:
    assert care.tick_item(item=item, by=cast.bob)
    clock.shift(60)
    assert not care.tick_item(item=item, by=cast.alice)
    assert (fresh(item).done_at, item.done_by) == (NOW, cast.bob)


def test_either_side_takes_a_tick_back_and_the_trail_remembers_it(cast: Cast, item: ActionItem) -> None:
    care.tick_item(item=item, by=cast.bob)
    assert care.untick_item(item=item, by=cast.alice)
    assert not care.untick_item(item=item, by=cast.alice)
    assert (fresh(item).done_at, item.done_by) == (None, None)
    assert AuditEntry.objects.get(action="edited").values["changes"]["done_by"] == ["Bob", None]


def test_what_was_dropped_is_not_ticked_off(cast: Cast, item: ActionItem) -> None:
    assert care.drop_item(item=item, by=cast.alice)
    assert not care.tick_item(item=item, by=cast.bob)
    assert (fresh(item).done_at, item.dropped_by) == (None, cast.alice)


def test_a_client_drops_only_what_a_client_wrote(cast: Cast, item: ActionItem) -> None:
    with pytest.raises(Refused):
        care.drop_item(item=item, by=cast.bob)
    assert care.drop_item(item=care.add_item(client=cast.client, text="rest", by=cast.bob), by=cast.bob)


def test_an_item_is_about_its_clients_own(cast: Cast) -> None:
    session = care_of(cast.other_application, cast.alice, str).session
    for about in ({"application": cast.other_application}, {"session": session}):
        with pytest.raises(Refused):
            care.add_item(client=cast.client, text="whose?", by=cast.alice, **about)
    assert not ActionItem.objects.filter(client=cast.client).exists()


# --- Flags -----------------------------------------------------------------------------------------------------------


def asked(cast: Cast, by: str) -> Flag:
    return care.raise_flag(client=cast.client, application=cast.application, text="please look", by=getattr(cast, by))


@pytest.mark.parametrize(("asker", "answerer"), [("bob", "alice"), ("alice", "bob"), ("bob", "supervisor")])
def test_the_side_that_was_asked_answers(cast: Cast, asker: str, answerer: str) -> None:
    flag = asked(cast, asker)
    care.resolve_flag(flag=flag, resolution="I looked", by=getattr(cast, answerer))
    assert (fresh(flag).resolution, flag.resolved_by) == ("I looked", getattr(cast, answerer))


@pytest.mark.parametrize(("asker", "other"), [("bob", "bob"), ("alice", "alice"), ("alice", "supervisor")])
def test_nobody_answers_a_question_of_their_own_side(cast: Cast, asker: str, other: str) -> None:
    flag = asked(cast, asker)
    with pytest.raises(Refused):
        care.resolve_flag(flag=flag, resolution="done", by=getattr(cast, other))
    assert fresh(flag).resolved_at is None


def test_the_asker_takes_it_back_and_the_other_side_does_not(cast: Cast) -> None:
    flag = asked(cast, "bob")
    with pytest.raises(Refused):
        care.withdraw_flag(flag=flag, by=cast.alice)
    care.withdraw_flag(flag=flag, by=cast.bob)
    assert (fresh(flag).resolved_by, flag.resolution) == (cast.bob, "")


def test_the_second_answer_is_refused(cast: Cast) -> None:
    flag = asked(cast, "bob")
    care.resolve_flag(flag=flag, resolution="three", by=cast.alice)
    with pytest.raises(Refused):
        care.resolve_flag(flag=flag, resolution="two", by=cast.supervisor)
    assert fresh(flag).resolution == "three"


def test_a_counselor_writes_down_what_a_client_without_an_account_said(cast: Cast) -> None:
    Client.objects.filter(pk=cast.client.pk).update(user=None)
    flag = care.raise_flag(client=fresh(cast.client), text="please look", by=cast.alice)
    care.resolve_flag(flag=flag, resolution="he did", by=cast.alice)
    assert fresh(flag).resolution == "he did"


def test_a_flag_is_about_its_clients_own(cast: Cast) -> None:
    with pytest.raises(Refused):
        care.raise_flag(client=cast.client, application=cast.other_application, text="whose?", by=cast.bob)


# --- The doors -------------------------------------------------------------------------------------------------------

DOORS = {
    "session": access.session, "item": access.action_item, "flag": access.flag,
    "shared_note": access.shared_note, "case_note": access.case_note,
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_doors_open_for_the_client_and_their_counselors(cast: Cast, door: str) -> None:
    row = getattr(care_of(cast.application, cast.alice, str), door)
    seen = set()
    for who in ("alice", "bob", "eve", "dan", "supervisor", "administrator"):
        try:
            DOORS[door](cast.member(getattr(cast, who)), row.pk)
            seen.add(who)
        except Http404:
            pass
    assert seen == ({"alice"} if door == "case_note" else {"alice", "bob"})
