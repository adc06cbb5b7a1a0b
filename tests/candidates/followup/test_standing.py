from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from candidates.followup.facts import (
    Ball,
    ClockAxis,
    Decided,
    DecisionKind,
    Evidence,
    InterviewAxis,
    LetterChoice,
    NextStepKind,
    Status,
    Verdict,
)
from candidates.followup.standing import Conclusion, assess, conclude
from tests.candidates.followup.calendars import US
from tests.candidates.followup.story import (
    AFTERWARD,
    CLIENT_CALLS,
    MESSAGE,
    MET,
    OPEN_ENDED,
    POLICY,
    THEY_CALL,
    Fact,
    decided,
    history,
    said,
    standing,
    wrote,
)

CASES = Path(__file__).with_name("standing_cases.csv")


# --- The table --------------------------------------------------------------------------------------------------------


def test_every_combination_of_the_table() -> None:
    with CASES.open(newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [row for row in rows if _concluded(row) != _expected(row)]
    assert (len(rows), wrong) == (9 * 3 * 8 * 3 * 4, [])


def _concluded(row: dict[str, str]) -> Conclusion:
    return conclude(
        Decided(row["decision"]),
        InterviewAxis(row["interview"]),
        NextStepKind(row["next_step"]),
        ClockAxis(row["clock"]),
        Evidence(row["evidence"]),
    )


def _expected(row: dict[str, str]) -> Conclusion:
    return Conclusion(Status(row["status"]), Verdict(row["verdict"]), LetterChoice(row["letter"]), Ball(row["ball"]))


# --- The review -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "facts", "review_on"),
    [
        ("2026-11-04", [MET, THEY_CALL], date(2026, 11, 18)),
        (AFTERWARD, [MET, THEY_CALL], date(2026, 11, 18)),
        ("2026-11-18", [MET, THEY_CALL], date(2026, 11, 20)),
        ("2026-11-20", [MET, THEY_CALL], None),
        ("2026-11-20", [MET, THEY_CALL, wrote("2026-11-19")], date(2026, 11, 28)),
        ("2026-11-17 11:00", [MET, CLIENT_CALLS, MESSAGE], date(2026, 11, 21)),
        ("2026-11-21", [MET, CLIENT_CALLS, MESSAGE], None),
        ("2026-11-18", [MET, CLIENT_CALLS], date(2026, 12, 3)),
        ("2026-11-04", [MET, OPEN_ENDED], date(2026, 11, 18)),
        ("2026-11-18", [MET, OPEN_ENDED], date(2026, 12, 18)),
        ("2026-11-04", [MET], None),
        ("2026-11-01", [], None),
        ("2026-11-04", [MET, THEY_CALL, decided("2026-11-04 09:00", DecisionKind.REJECTED)], None),
    ],
)
def test_review_on(now: str, facts: list[Fact], review_on: date | None) -> None:
    assert standing(now, *facts).review_on == review_on


def test_review_at_is_the_first_instant_of_the_day_at_the_employer() -> None:
    assert standing("2026-11-04", MET, THEY_CALL).review_at == datetime(2026, 11, 18, 5, tzinfo=UTC)


def test_a_scheduled_interview_is_reviewed_when_it_ends() -> None:
    found = standing("2026-11-03 09:00", MET)
    assert (found.review_on, found.review_at) == (date(2026, 11, 3), datetime(2026, 11, 3, 20, tzinfo=UTC))


def test_a_fact_dated_ahead_is_not_known_yet_and_asks_for_a_review() -> None:
    found = standing("2026-11-04", MET, THEY_CALL, decided("2026-11-06", DecisionKind.REJECTED))
    assert (found.status, found.review_on) == (Status.WAITING, date(2026, 11, 6))


def test_a_promise_dated_ahead_asks_for_a_review_although_the_client_still_waits() -> None:
    ahead = said("2026-11-06", NextStepKind.EMPLOYER_CONTACTS, "2026-11-30")
    assert standing("2026-11-04", MET, THEY_CALL, ahead).review_on == date(2026, 11, 6)


# --- What the rule cannot read ----------------------------------------------------------------------------------------


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        assess(history(MET), POLICY, US, datetime(2026, 11, 4))


def test_an_instant_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        assess(history(MET), POLICY, US, datetime.min.replace(tzinfo=UTC))
