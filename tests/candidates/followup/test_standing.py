from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from candidates.followup.facts import (
    Ball,
    Channel,
    ClockAxis,
    Decided,
    DecisionKind,
    Evidence,
    InterviewAxis,
    LetterChoice,
    NextStepKind,
    Purpose,
    Result,
    Status,
    Verdict,
    Window,
)
from candidates.followup.standing import Conclusion, assess, conclude, judge_attempts
from tests.candidates.followup.calendars import US
from tests.candidates.followup.story import (
    POLICY,
    Fact,
    at,
    called,
    came,
    codes,
    decided,
    history,
    met,
    said,
    standing,
    wrote,
)

CASES = Path(__file__).with_name("standing_cases.csv")
MET = met("2026-11-03 14:00")
AFTERWARD = "2026-11-03 15:00"
THEY_CALL = said(AFTERWARD, NextStepKind.EMPLOYER_CONTACTS, "2026-11-17", who="Ms Kim")
CLIENT_CALLS = said(AFTERWARD, NextStepKind.CANDIDATE_CALLS, "2026-11-17")
CLIENT_WRITES = said(AFTERWARD, NextStepKind.CANDIDATE_WRITES, "2026-11-17")
THEN_CALL = said(AFTERWARD, NextStepKind.EMPLOYER_THEN_CALL, "2026-11-17")
OPEN_ENDED = said(AFTERWARD, NextStepKind.OPEN_ENDED)
NOT_ASKED = said(AFTERWARD, NextStepKind.NOT_ASKED)


# --- The table -------------------------------------------------------------------------------------------------------


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


# --- The decision ----------------------------------------------------------------------------------------------------


def test_the_latest_decision_by_event_time_holds_whatever_the_order_of_entry() -> None:
    on_hold = decided("2026-11-10", DecisionKind.ON_HOLD)
    rejected = decided("2026-11-05", DecisionKind.REJECTED)
    assert standing("2026-11-20", MET, on_hold, rejected).status == Status.ON_HOLD


def test_of_two_decisions_entered_with_one_date_the_later_in_the_course_of_events_holds() -> None:
    offer, accepted = (decided("2026-11-10", kind) for kind in (DecisionKind.OFFER_OPEN, DecisionKind.OFFER_ACCEPTED))
    assert standing("2026-11-20", MET, accepted, offer).status == Status.PLACED


@pytest.mark.parametrize(
    "kind",
    [
        DecisionKind.REJECTED,
        DecisionKind.ON_HOLD,
        DecisionKind.POSITION_CLOSED,
        DecisionKind.OFFER_RESCINDED,
        DecisionKind.OFFER_DECLINED,
        DecisionKind.WITHDRAWN,
    ],
)
def test_an_invitation_to_a_further_round_clears(kind: DecisionKind) -> None:
    again = met("2026-12-01 14:00", invited="2026-11-12")
    assert standing("2026-11-20", MET, decided("2026-11-10", kind), again).status == Status.INTERVIEW_SCHEDULED


@pytest.mark.parametrize(
    ("kind", "status"),
    [(DecisionKind.OFFER_OPEN, Status.OFFER), (DecisionKind.OFFER_ACCEPTED, Status.PLACED)],
)
def test_an_offer_stands_through_an_invitation(kind: DecisionKind, status: Status) -> None:
    again = met("2026-12-01 14:00", invited="2026-11-12")
    assert standing("2026-11-20", MET, decided("2026-11-10", kind), again).status == status


def test_a_round_arranged_before_the_rejection_does_not_clear_it() -> None:
    ahead = met("2026-12-01 14:00", invited="2026-11-08")
    assert standing("2026-11-20", MET, decided("2026-11-10", DecisionKind.REJECTED), ahead).verdict == Verdict.EXPLICIT


def test_an_invitation_that_was_called_off_still_shows_the_rejection_was_not_the_last_word() -> None:
    off = met("2026-12-01 14:00", invited="2026-11-12", cancelled=True)
    found = standing("2026-11-20", MET, decided("2026-11-10", DecisionKind.REJECTED), off)
    assert found.status == Status.NEEDS_DEBRIEF


def test_an_invitation_that_was_called_off_does_not_undo_a_withdrawal() -> None:
    off = met("2026-12-01 14:00", invited="2026-11-12", cancelled=True)
    found = standing("2026-11-20", MET, decided("2026-11-10", DecisionKind.WITHDRAWN), off)
    assert found.status == Status.WITHDRAWN


@pytest.mark.parametrize("kind", [DecisionKind.REJECTED, DecisionKind.ON_HOLD, DecisionKind.POSITION_CLOSED])
def test_a_new_next_step_clears(kind: DecisionKind) -> None:
    new = said("2026-11-12", NextStepKind.EMPLOYER_CONTACTS, "2026-11-30")
    assert standing("2026-11-20", MET, decided("2026-11-10", kind), new).status == Status.WAITING


@pytest.mark.parametrize("kind", [NextStepKind.NOT_ASKED, NextStepKind.UNRECORDED])
def test_what_the_employer_did_not_say_clears_nothing(kind: NextStepKind) -> None:
    found = standing("2026-11-20", MET, decided("2026-11-10", DecisionKind.REJECTED), said("2026-11-12", kind))
    assert found.verdict == Verdict.EXPLICIT


@pytest.mark.parametrize("kind", [DecisionKind.WITHDRAWN, DecisionKind.OFFER_OPEN, DecisionKind.OFFER_DECLINED])
def test_a_new_next_step_does_not_clear(kind: DecisionKind) -> None:
    new = said("2026-11-12", NextStepKind.EMPLOYER_CONTACTS, "2026-11-30")
    assert standing("2026-11-20", MET, decided("2026-11-10", kind), new).status != Status.WAITING


@pytest.mark.parametrize(
    ("kind", "taken_back"),
    [
        (DecisionKind.WITHDRAWN, DecisionKind.REINSTATED),
        (DecisionKind.ON_HOLD, DecisionKind.RESUMED),
        (DecisionKind.POSITION_CLOSED, DecisionKind.RESUMED),
        (DecisionKind.REJECTED, DecisionKind.RESUMED),
    ],
)
def test_taken_back(kind: DecisionKind, taken_back: DecisionKind) -> None:
    found = standing("2026-11-20", MET, THEY_CALL, decided("2026-11-05", kind), decided("2026-11-09", taken_back))
    assert found.status == Status.NEEDS_DEBRIEF


def test_resuming_does_not_undo_a_withdrawal() -> None:
    withdrawn, resumed = (
        decided("2026-11-05", DecisionKind.WITHDRAWN),
        decided("2026-11-09", DecisionKind.RESUMED),
    )
    assert standing("2026-11-20", MET, withdrawn, resumed).status == Status.WITHDRAWN


def test_what_was_said_when_the_process_resumed_is_in_force() -> None:
    resumed = decided("2026-11-09", DecisionKind.RESUMED)
    promise = said("2026-11-09", NextStepKind.EMPLOYER_CONTACTS, "2026-11-30")
    found = standing("2026-11-20", MET, decided("2026-11-05", DecisionKind.ON_HOLD), resumed, promise)
    assert found.status == Status.WAITING


def test_mail_after_a_rejection_does_not_reopen_it() -> None:
    found = standing("2026-11-20", MET, decided("2026-11-05", DecisionKind.REJECTED), came("2026-11-09"))
    assert found.status == Status.REJECTED


# --- The interview ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "status"),
    [
        ("2026-11-03 13:59", Status.INTERVIEW_SCHEDULED),
        ("2026-11-03 14:59", Status.INTERVIEW_SCHEDULED),
        ("2026-11-03 15:00", Status.NEEDS_DEBRIEF),
    ],
)
def test_an_interview_is_held_when_it_is_over(now: str, status: Status) -> None:
    assert standing(now, MET).status == status


def test_without_an_interview_the_rule_does_not_apply() -> None:
    assert standing("2026-12-20", said("2026-11-02", NextStepKind.EMPLOYER_CONTACTS, "2026-11-03")).status == "applied"


def test_an_invitation_supersedes_the_promise() -> None:
    again = met("2026-12-20 14:00", invited="2026-11-16")
    assert standing("2026-12-10", MET, THEY_CALL, again).status == Status.INTERVIEW_SCHEDULED
    assert standing("2026-12-30", MET, THEY_CALL, again).status == Status.NEEDS_DEBRIEF


def test_a_held_round_supersedes_what_was_said_before_its_day() -> None:
    again = met("2026-11-10 14:00", invited="2026-11-03 14:30")
    assert standing("2026-11-30", MET, THEY_CALL, again).status == Status.NEEDS_DEBRIEF


def test_what_was_said_on_the_day_of_the_round_may_carry_an_earlier_hour() -> None:
    noted_at_noon = said("2026-11-03 12:00", NextStepKind.EMPLOYER_CONTACTS, "2026-11-17")
    assert standing("2026-11-10", MET, noted_at_noon).status == Status.WAITING


def test_an_interview_entered_late_was_not_arranged_after_it_began() -> None:
    entered_late = met("2026-11-03 14:00", invited="2026-11-25")
    assert standing("2026-11-30", entered_late, THEY_CALL).status == Status.OVERDUE


# --- The next step in force ------------------------------------------------------------------------------------------


def test_the_latest_statement_is_in_force_and_a_later_date_is_a_slip() -> None:
    another_week = said("2026-11-17", NextStepKind.EMPLOYER_CONTACTS, "2026-11-24")
    found = standing("2026-11-20", MET, another_week, THEY_CALL)
    assert (found.status, found.slips) == (Status.WAITING, 1)


def test_an_earlier_date_is_no_slip() -> None:
    sooner = said("2026-11-05", NextStepKind.EMPLOYER_CONTACTS, "2026-11-10")
    assert standing("2026-11-06", MET, THEY_CALL, sooner).slips == 0


def test_slips_belong_to_one_round() -> None:
    another_week = said("2026-11-17", NextStepKind.EMPLOYER_CONTACTS, "2026-11-24")
    again = met("2026-12-01 14:00", invited="2026-11-23")
    promise = said("2026-12-01 15:00", NextStepKind.EMPLOYER_CONTACTS, "2026-12-15")
    assert standing("2026-12-02", MET, THEY_CALL, another_week, again, promise).slips == 0


def test_one_person_correcting_themselves_on_a_day_is_in_force_with_the_earlier_date() -> None:
    first = said("2026-11-03 15:00", NextStepKind.EMPLOYER_CONTACTS, "2026-11-17", who="Ms Kim")
    corrected = said("2026-11-03 17:00", NextStepKind.EMPLOYER_CONTACTS, "2026-11-10", who="Ms Kim")
    assert standing("2026-11-11", MET, first, corrected).status == Status.DUE_IN_GRACE


def test_a_missed_return_call_puts_the_ball_with_the_client() -> None:
    their_call = came("2026-11-18 11:00", Result.MISSED, channel=Channel.PHONE)
    found = standing("2026-11-18 12:00", MET, CLIENT_CALLS, called("2026-11-17 10:00"), their_call)
    assert (found.status, found.ball) == (Status.CALL_DUE, Ball.CLIENT)
    assert found.window == Window(date(2026, 11, 18), date(2026, 12, 3), date(2026, 11, 18))


def test_a_return_call_missed_on_saturday_is_returned_on_monday() -> None:
    their_call = came("2026-11-21 11:00", Result.MISSED, channel=Channel.PHONE)
    assert standing("2026-11-22", MET, CLIENT_CALLS, their_call).status == Status.CALL_NOT_YET


def test_a_missed_call_without_any_next_step_still_needs_a_debrief() -> None:
    their_call = came("2026-11-18 11:00", Result.MISSED, channel=Channel.PHONE)
    assert standing("2026-11-18 12:00", MET, their_call).status == Status.NEEDS_DEBRIEF


@pytest.mark.parametrize("contact", [came("2026-11-18"), called("2026-11-18", Result.REACHED)])
def test_contact_without_a_record_of_what_was_said_needs_a_debrief(contact: Fact) -> None:
    assert standing("2026-12-18", MET, THEY_CALL, contact).status == Status.NEEDS_DEBRIEF


def test_the_record_wins_over_the_contact_at_the_same_instant() -> None:
    another_week = said("2026-11-18", NextStepKind.EMPLOYER_CONTACTS, "2026-11-25")
    assert standing("2026-11-20", MET, THEY_CALL, came("2026-11-18"), another_week).status == Status.WAITING


@pytest.mark.parametrize("nothing", [came("2026-11-18", Result.AUTO_REPLY), wrote("2026-11-18", Result.BOUNCED)])
def test_automatic_replies_and_bounces_change_nothing(nothing: Fact) -> None:
    assert standing("2026-11-20", MET, THEY_CALL, nothing).status == Status.OVERDUE


# --- The evidence ----------------------------------------------------------------------------------------------------

MESSAGE = called("2026-11-17 10:00")
WED_NO_ANSWER = called("2026-11-18", Result.NO_ANSWER)


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


# --- The review ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "facts", "review_on"),
    [
        ("2026-11-04", [MET, THEY_CALL], date(2026, 11, 18)),
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


# --- The reasons -----------------------------------------------------------------------------------------------------


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


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        assess(history(MET), POLICY, US, datetime(2026, 11, 4))
