from __future__ import annotations

import pytest

from candidates.followup.facts import Channel, NextStepKind, Purpose, Result, Status, Verdict
from candidates.followup.standing import judge_attempts
from tests.candidates.followup.calendars import US
from tests.candidates.followup.story import (
    AFTERWARD,
    CLIENT_CALLS,
    CLIENT_WRITES,
    MESSAGE,
    MET,
    NOT_ASKED,
    POLICY,
    THEN_CALL,
    THEY_CALL,
    WED_NO_ANSWER,
    Fact,
    at,
    called,
    history,
    said,
    standing,
    wrote,
)


@pytest.mark.parametrize(
    ("attempt", "agreed", "code"),
    [
        (MESSAGE, CLIENT_CALLS, "attempt_counts"),
        (called("2026-12-10"), CLIENT_CALLS, "attempt_counts"),  # late is better than never
        (called("2026-11-16"), CLIENT_CALLS, "attempt_early"),
        (called("2026-11-26"), CLIENT_CALLS, "attempt_not_business_day"),
        (called("2026-11-21"), CLIENT_CALLS, "attempt_not_business_day"),
        (called("2026-11-17 07:59"), CLIENT_CALLS, "attempt_outside_hours"),
        (called("2026-11-17 08:00"), CLIENT_CALLS, "attempt_counts"),
        (called("2026-11-17 17:59"), CLIENT_CALLS, "attempt_counts"),
        (called("2026-11-17 18:00"), CLIENT_CALLS, "attempt_outside_hours"),
        (called("2026-11-17", invited=False), CLIENT_CALLS, "attempt_not_as_invited"),
        (called("2026-11-17", Result.WRONG_NUMBER), CLIENT_CALLS, "attempt_wrong_number"),
        (called("2026-11-17", Result.TECHNICAL), CLIENT_CALLS, "attempt_technical"),
        (called("2026-11-03 14:59"), CLIENT_CALLS, "attempt_before_statement"),
        (called(AFTERWARD), CLIENT_CALLS, "attempt_before_statement"),
        (called("2026-11-17", Result.REACHED), CLIENT_CALLS, "attempt_reached"),
        (wrote("2026-11-17"), CLIENT_CALLS, "attempt_not_by_phone"),
        (wrote("2026-11-17", channel=Channel.IN_PERSON), CLIENT_CALLS, "attempt_other_channel"),
        (called("2026-11-17"), THEN_CALL, "attempt_early"),
        (called("2026-11-18"), THEN_CALL, "attempt_counts"),
        (wrote("2026-11-18"), THEN_CALL, "attempt_not_by_phone"),
        (wrote("2026-11-21"), THEY_CALL, "attempt_counts"),  # mail has no office hours
        (wrote("2026-11-18", channel=Channel.LETTER), THEY_CALL, "attempt_counts"),
        (wrote("2026-11-17"), THEY_CALL, "attempt_early"),
        (called("2026-11-18", invited=False), THEY_CALL, "attempt_counts"),  # nobody was invited to call
        (wrote("2026-11-18", Result.BOUNCED), THEY_CALL, "attempt_bounced"),
        (wrote("2026-11-18", purpose=Purpose.THANKS), THEY_CALL, "attempt_not_an_inquiry"),
        (called("2026-11-17"), CLIENT_WRITES, "attempt_not_in_writing"),
        (wrote("2026-11-17"), CLIENT_WRITES, "attempt_counts"),
        (wrote("2026-11-17", invited=False), CLIENT_WRITES, "attempt_not_as_invited"),
        (wrote("2026-11-04"), NOT_ASKED, "attempt_early"),
        (wrote("2026-11-10"), NOT_ASKED, "attempt_counts"),
    ],
)
def test_each_attempt_is_judged(attempt: Fact, agreed: Fact, code: str) -> None:
    judged = judge_attempts(history(MET, agreed, attempt), POLICY, US, at("2026-12-31"))
    assert [(each.why.code, each.counts) for each in judged] == [(code, code == "attempt_counts")]


def test_an_attempt_without_an_agreement() -> None:
    judged = judge_attempts(history(MET, MESSAGE), POLICY, US, at("2026-12-31"))
    assert [each.why.code for each in judged] == ["attempt_nothing_agreed"]


@pytest.mark.parametrize(
    ("now", "attempts", "status"),
    [
        ("2026-11-17 11:00", [MESSAGE], Status.AWAITING_RETURN_CALL),
        ("2026-11-20 23:59", [MESSAGE], Status.AWAITING_RETURN_CALL),
        ("2026-11-21 00:00", [MESSAGE], Status.INVITED_CALL_UNANSWERED),
        ("2026-11-23", [MESSAGE, called("2026-11-19")], Status.AWAITING_RETURN_CALL),  # from the last message
        ("2026-11-19", [called("2026-11-18", Result.NO_ANSWER)], Status.CALL_RETRY),
        ("2026-11-19", [WED_NO_ANSWER, called("2026-11-18 16:00", Result.NO_ANSWER)], Status.CALL_RETRY),
        ("2026-11-20", [WED_NO_ANSWER, called("2026-11-19", Result.NO_ANSWER)], Status.INVITED_CALL_UNANSWERED),
        ("2026-11-19", [called("2026-11-18", Result.REFUSED)], Status.INVITED_CALL_UNANSWERED),
        ("2026-11-19", [WED_NO_ANSWER, called("2026-11-18 12:00")], Status.AWAITING_RETURN_CALL),
        ("2026-11-19", [called("2026-11-18", Result.REFUSED), called("2026-11-18 12:00")], Status.AWAITING_RETURN_CALL),
    ],
)
def test_what_the_attempts_add_up_to(now: str, attempts: list[Fact], status: Status) -> None:
    assert standing(now, MET, CLIENT_CALLS, *attempts).status == status


def test_a_new_promise_starts_the_evidence_afresh() -> None:
    call_again = said("2026-11-24", NextStepKind.CANDIDATE_CALLS, "2026-11-30")
    assert standing("2026-11-23", MET, CLIENT_CALLS, MESSAGE).verdict == Verdict.DEFINITE
    assert standing("2026-12-01", MET, CLIENT_CALLS, MESSAGE, call_again).status == Status.CALL_DUE


def test_a_written_inquiry_has_five_business_days() -> None:
    inquiry = wrote("2026-11-20")
    assert standing("2026-11-30", MET, THEY_CALL, inquiry).status == Status.OVERDUE_INQUIRED
    assert standing("2026-12-01", MET, THEY_CALL, inquiry).status == Status.OVERDUE_SILENT


def test_a_call_after_an_unanswered_letter_is_waited_for() -> None:
    letter, call = wrote("2026-11-17"), called("2026-11-27")
    assert standing("2026-11-27 11:00", MET, CLIENT_WRITES, letter).status == Status.WRITTEN_UNANSWERED
    assert standing("2026-11-27 11:00", MET, CLIENT_WRITES, letter, call).status == Status.AWAITING_REPLY
