from __future__ import annotations

from datetime import date

import pytest

from candidates.followup.facts import Channel, DecisionKind, NextStepKind, Result
from tests.candidates.followup.story import (
    AFTERWARD,
    CLIENT_CALLS,
    MESSAGE,
    MET,
    OPEN_ENDED,
    THEY_CALL,
    WED_NO_ANSWER,
    Fact,
    at,
    called,
    came,
    codes,
    decided,
    said,
    standing,
)


def test_because_tells_the_story_of_a_broken_promise() -> None:
    found = standing("2026-11-20", MET, THEY_CALL)
    assert codes(found) == ["interview_held", "said_employer_contacts", "due", "nothing_since"]
    assert found.because[1].values == {
        "on": date(2026, 11, 3),
        "at": at(AFTERWARD),
        "by": "Ms Kim",
        "kind": "employer_contacts",
        "due_on": date(2026, 11, 17),
        "precision": "exact",
    }
    assert found.because[2].values == {
        "due_on": date(2026, 11, 17),
        "grace_days": 2,
        "grace_ends_on": date(2026, 11, 19),
        "overdue_on": date(2026, 11, 20),
    }
    assert found.because[3].values == {"since": date(2026, 11, 3)}


def test_because_tells_the_story_of_an_unanswered_call() -> None:
    found = standing("2026-11-21", MET, CLIENT_CALLS, called("2026-11-16"), MESSAGE)
    assert codes(found) == [
        "interview_held",
        "said_candidate_calls",
        "call_window",
        "closed_days",
        "attempt_early",
        "attempt_counts",
        "no_answer_in_time",
        "nothing_since",
    ]
    assert found.because[6].values == {"message_on": date(2026, 11, 17), "answer_by": date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("now", "facts", "expected"),
    [
        ("2026-11-04", [], ["no_interview_yet"]),
        ("2026-11-01", [MET], ["interview_ahead"]),
        ("2026-11-04", [MET], ["interview_held", "next_step_not_recorded"]),
        ("2026-11-04", [MET, said(AFTERWARD, NextStepKind.UNRECORDED)], ["interview_held", "next_step_not_recorded"]),
        ("2026-11-16", [MET, THEY_CALL], ["interview_held", "said_employer_contacts", "due_ahead"]),
        ("2026-11-17", [MET, THEY_CALL], ["interview_held", "said_employer_contacts", "due_today"]),
        (
            "2026-11-04",
            [MET, decided("2026-11-04 09:00", DecisionKind.REJECTED)],
            ["interview_held", "decided_rejected"],
        ),
        (
            "2026-11-18",
            [MET, THEY_CALL, came("2026-11-18 09:00")],
            ["interview_held", "said_before", "contact_not_recorded"],
        ),
        (
            "2026-11-18",
            [MET, THEY_CALL, said("2026-11-17", NextStepKind.CANDIDATE_CALLS, "2026-11-19", by="2026-11-20")],
            ["interview_held", "said_before", "slips", "said_candidate_calls", "call_window"],
        ),
        (
            "2026-11-18",
            [MET, OPEN_ENDED],
            ["interview_held", "said_open_ended", "inquiry_window", "closed_days", "nothing_since"],
        ),
        (
            "2026-11-19",
            [MET, CLIENT_CALLS, WED_NO_ANSWER],
            [
                "interview_held",
                "said_candidate_calls",
                "call_window",
                "closed_days",
                "attempt_counts",
                "days_tried",
                "nothing_since",
            ],
        ),
        (
            "2026-11-18 12:00",
            [MET, CLIENT_CALLS, came("2026-11-18 09:00", Result.MISSED, channel=Channel.PHONE)],
            ["interview_held", "said_before", "missed_their_call", "call_window", "closed_days", "nothing_since"],
        ),
        (
            "2026-11-18",
            [MET, decided("2026-11-05", DecisionKind.ON_HOLD), decided("2026-11-10", DecisionKind.RESUMED)],
            ["interview_held", "decided_on_hold", "cleared_by_resumed", "next_step_not_recorded"],
        ),
    ],
)
def test_because_in_order(now: str, facts: list[Fact], expected: list[str]) -> None:
    assert codes(standing(now, *facts)) == expected


def test_because_says_why_a_date_moved() -> None:
    found = standing("2026-11-04", MET, said(AFTERWARD, NextStepKind.EMPLOYER_CONTACTS, "2026-11-26"))
    moved = found.because[2]
    assert moved.code == "due_rolled"
    assert moved.values == {"named_on": date(2026, 11, 26), "due_on": date(2026, 11, 27), "why": "Thanksgiving Day"}


def test_because_names_the_closed_days_in_the_grace() -> None:
    promise = said("2026-12-17", NextStepKind.EMPLOYER_CONTACTS, "2026-12-31")
    closed = standing("2027-01-01", MET, promise).because[3]
    assert closed.code == "closed_days"
    assert closed.values == {
        "first_on": date(2027, 1, 1),
        "last_on": date(2027, 1, 1),
        "days": 1,
        "why": "New Year's Day",
    }


def test_because_says_when_a_promise_had_no_date() -> None:
    found = standing("2026-11-04", MET, said(AFTERWARD, NextStepKind.EMPLOYER_CONTACTS))
    assert found.because[2].code == "due_without_date"
    assert found.because[2].values == {"due_on": date(2026, 12, 17), "days": 30}
