"""Promises to be in touch: kept, late, broken, open, released. Said on the 3rd, due the 17th, grace until the 19th."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from candidates.followup.clock import Calendar
from candidates.followup.facts import (
    Channel,
    DecisionFact,
    DecisionKind,
    Direction,
    Facts,
    InterviewFact,
    NextStepFact,
    NextStepKind,
    Policy,
    Precision,
    Purpose,
    Result,
    TouchpointFact,
)
from candidates.followup.invited_calls import invited_calls
from candidates.followup.track_record import JudgedPromise, Word, judge_promises, track_record

ZONE = ZoneInfo("America/New_York")
CALENDAR = Calendar(closed={date(2026, 11, 26): "Thanksgiving"})


def at(day: int, hour: int = 10, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


LATER = at(30)


def said(day: int = 3, due: int = 17, kind: NextStepKind = NextStepKind.EMPLOYER_CONTACTS, **more) -> NextStepFact:
    return NextStepFact(at(day), kind, date(2026, 11, due), precision=Precision.EXACT, **more)


def wrote(day: int, hour: int = 10, purpose: Purpose = Purpose.INQUIRY) -> TouchpointFact:
    return TouchpointFact(at(day, hour), Direction.IN, Channel.EMAIL, Result.RECEIVED, purpose=purpose)


def called(day: int, result: Result = Result.REACHED) -> TouchpointFact:
    return TouchpointFact(at(day), Direction.OUT, Channel.PHONE, result)


def judged(now: datetime = LATER, **facts) -> list[JudgedPromise]:
    facts = {"next_steps": (said(),)} | facts
    aside = facts.pop("aside_at", None)
    return list(judge_promises(Facts(zone=ZONE, **facts), Policy(), CALENDAR, now, aside_at=aside))


def word(**facts) -> Word:
    (only,) = judged(**facts)
    return only.word


def test_dates_of_a_promise():
    (only,) = judged()
    assert (only.said_on, only.due_on, only.grace_ends_on) == (
        date(2026, 11, 3),
        date(2026, 11, 17),
        date(2026, 11, 19),
    )


@pytest.mark.parametrize("day", [4, 17, 19])
def test_kept_up_to_the_last_grace_day(day):
    assert word(touchpoints=(wrote(day, hour=23),)) is Word.KEPT


def test_late_by_business_days_after_the_named_day():
    (only,) = judged(touchpoints=(wrote(27),))  # 18, 19, 20, 23, 24, 25, 27: the 26th is Thanksgiving
    assert (only.word, only.days_late, only.came_on) == (Word.LATE, 7, date(2026, 11, 27))


def test_broken_once_the_grace_days_are_over():
    assert word(now=at(19, 23)) is Word.OPEN
    assert word(now=at(20, 0)) is Word.BROKEN


def test_a_decision_and_an_invitation_keep_it_too():
    assert word(decisions=(DecisionFact(at(18), DecisionKind.REJECTED),)) is Word.KEPT
    assert word(interviews=(InterviewFact(at(25), at(25, 11), at(12)),)) is Word.KEPT


def test_about_something_else_keeps_nothing():
    automatic = TouchpointFact(at(10), Direction.IN, Channel.EMAIL, Result.AUTO_REPLY)
    assert word(touchpoints=(wrote(10, purpose=Purpose.OTHER), automatic)) is Word.BROKEN


def test_a_call_the_client_missed_was_made():
    missed = TouchpointFact(at(17), Direction.IN, Channel.PHONE, Result.MISSED)
    assert word(touchpoints=(missed,)) is Word.KEPT


@pytest.mark.parametrize(
    "facts",
    [
        {"touchpoints": (called(10), wrote(18))},
        {"decisions": (DecisionFact(at(10), DecisionKind.WITHDRAWN),)},
        {"aside_at": at(10)},
    ],
    ids=["the client asked first", "withdrew", "put aside"],
)
def test_released_before_the_grace_days_are_over(facts):
    assert word(**facts) is Word.RELEASED


def test_asking_after_the_grace_days_mends_nothing():
    assert word(touchpoints=(called(23),), decisions=(DecisionFact(at(24), DecisionKind.REJECTED),)) is Word.BROKEN


def test_give_us_another_week_keeps_the_first_promise_and_makes_a_second():
    assert [each.word for each in judged(next_steps=(said(), said(16, 23)))] == [Word.KEPT, Word.BROKEN]


def test_another_week_heard_in_the_clients_own_call_keeps_nothing():
    first, _second = judged(next_steps=(said(), said(16, 23)), touchpoints=(called(16),))
    assert first.word is Word.RELEASED


def test_of_two_on_one_day_the_later_date_counts_unless_one_was_chosen():
    sooner, later = said(due=10), said(due=17)
    assert [each.due_on.day for each in judged(next_steps=(sooner, later))] == [17]
    chosen = said(due=10, in_force_by_choice=True)
    assert [each.due_on.day for each in judged(next_steps=(chosen, later))] == [10]


def test_an_invitation_to_call_is_no_promise():
    assert judged(next_steps=(said(kind=NextStepKind.CANDIDATE_CALLS),)) == []


def test_the_sum():
    many = [
        *judged(touchpoints=(wrote(17),)),
        *judged(touchpoints=(wrote(20),)),
        *judged(touchpoints=(wrote(24),)),
        *judged(),
        *judged(now=at(10)),
        *judged(aside_at=at(10)),
    ]
    record = track_record(many)
    assert (record.kept, record.late, record.broken, record.open, record.judged) == (1, 2, 1, 1, 4)
    assert record.median_days_late == 4  # 3 and 5 business days


# --- The client's side -----------------------------------------------------------------------------------------------

INVITED = said(kind=NextStepKind.CANDIDATE_CALLS, due=5)  # its window closes after ten business days, on the 19th


def made(now: datetime = LATER, **facts) -> list[bool]:
    facts = {"next_steps": (INVITED,)} | facts
    return [each.made for each in invited_calls(Facts(zone=ZONE, **facts), Policy(), CALENDAR, now)]


def test_an_invited_call_counts_once_its_window_is_over():
    assert made(now=at(19)) == []
    assert made(now=at(20)) == [False]


@pytest.mark.parametrize(("day", "done"), [(4, False), (5, True), (19, True), (20, False)])
def test_made_from_the_first_day_of_the_window_to_the_last(day, done):
    assert made(touchpoints=(called(day, Result.MESSAGE_LEFT),)) == [done]


def test_a_line_that_failed_is_no_call():
    assert made(touchpoints=(called(9, Result.TECHNICAL),)) == [False]


def test_no_call_is_asked_for_once_they_were_in_touch():
    assert made(touchpoints=(wrote(6),)) == []
