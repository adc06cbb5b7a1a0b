"""Notes about a client: private ones lock after a day to the second, shared ones are read by the other side."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from candidates import access, notes
from candidates.models import AuditEntry, CaseNote, CounselingSession, SharedNote
from candidates.notes import OPEN_FOR
from candidates.services import Refused
from tests.cast import NOW, Cast
from tests.furnished_care import care_of

JUST_AFTER = OPEN_FOR + timedelta(microseconds=1)


@pytest.fixture
def note(cast: Cast) -> CaseNote:
    return notes.write_case_note(client=cast.client, text="tired today", by=cast.alice)


def mend(note: CaseNote, cast: Cast) -> CaseNote:
    notes.edit_case_note(note=note, text="rested today", by=cast.alice)
    note.refresh_from_db()
    return note


def test_its_author_mends_it_for_a_whole_day(cast: Cast, note: CaseNote, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + OPEN_FOR)
    assert mend(note, cast).text == "rested today"
    assert note.edited_at == NOW + OPEN_FOR


def test_then_it_is_locked(cast: Cast, note: CaseNote, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + JUST_AFTER)
    with pytest.raises(Refused, match="Add to it instead"):
        mend(note, cast)
    note.refresh_from_db()
    assert (note.text, note.edited_at) == ("tired today", None)


@pytest.mark.parametrize(("age", "is_open"), [(OPEN_FOR, True), (JUST_AFTER, False)])
def test_the_page_and_the_write_agree_on_the_edge(note: CaseNote, age: timedelta, is_open: bool) -> None:
    assert notes.is_open(note, NOW + age) is is_open


def test_mending_does_not_keep_it_open_longer(cast: Cast, note: CaseNote, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + OPEN_FOR)
    mend(note, cast)
    clock.move_to(NOW + JUST_AFTER)
    with pytest.raises(Refused):
        mend(note, cast)


def test_nobody_else_mends_it(cast: Cast, note: CaseNote) -> None:
    with pytest.raises(Refused):
        notes.edit_case_note(note=note, text="mine now", by=cast.supervisor)
    note.refresh_from_db()
    assert note.text == "tired today"


def test_the_trail_says_that_it_was_mended_and_not_what_it_said(cast: Cast, note: CaseNote) -> None:
    mend(note, cast)
    entry = AuditEntry.objects.get(action="edited")
    assert (entry.by, entry.client, entry.values) == (cast.alice, cast.client, {"case_note": note.pk})


def test_an_addendum_keeps_its_author_and_leaves_the_note(
    cast: Cast, note: CaseNote, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW + JUST_AFTER)
    notes.add_addendum(note=note, text="rested by Friday", by=cast.supervisor)
    note.refresh_from_db()
    (added,) = note.addenda.all()
    assert (note.text, note.author) == ("tired today", cast.alice)
    assert (added.text, added.author, added.created_at) == ("rested by Friday", cast.supervisor, NOW + JUST_AFTER)


def test_a_note_keeps_its_author_when_the_client_is_handed_over(cast: Cast, note: CaseNote) -> None:
    cast.client.assignments.update(counselor=cast.member(cast.dan))
    assert access.case_note(cast.member(cast.dan), note.pk).author == cast.alice


def test_a_note_says_something(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        notes.write_case_note(client=cast.client, text="", by=cast.alice)


def test_a_note_is_about_its_clients_own(cast: Cast) -> None:
    session = care_of(cast.other_application, cast.alice, str).session
    before = CaseNote.objects.count(), SharedNote.objects.count()
    foreign: list[dict[str, object]] = [
        {"application": cast.other_application},
        {"application": cast.elsewhere["application"]},
        {"session": session},
    ]
    for about in foreign:
        with pytest.raises(Refused):
            notes.write_case_note(client=cast.client, text="whose?", by=cast.alice, **about)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        notes.write_shared_note(client=cast.client, application=cast.other_application, text="whose?", by=cast.alice)
    assert (CaseNote.objects.count(), SharedNote.objects.count()) == before
    assert CounselingSession.objects.filter(client=cast.client).count() == 0


def test_the_other_side_says_once_that_it_was_read(cast: Cast, clock: time_machine.Traveller) -> None:
    note = notes.write_shared_note(client=cast.client, text="call on Monday", by=cast.alice)
    assert notes.mark_seen(note=note, by=cast.bob)
    clock.shift(60)
    assert not notes.mark_seen(note=note, by=cast.bob)
    note.refresh_from_db()
    assert (note.seen_at, note.seen_by) == (NOW, cast.bob)


def test_a_colleague_does_not_read_it_for_the_client(cast: Cast) -> None:
    note = notes.write_shared_note(client=cast.client, text="call on Monday", by=cast.alice)
    with pytest.raises(Refused):
        notes.mark_seen(note=note, by=cast.supervisor)
