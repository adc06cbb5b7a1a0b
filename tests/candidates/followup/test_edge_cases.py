"""The edge cases of the design, section 7, as far as the pure rule can tell them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from candidates.followup.facts import Channel, DecisionKind, NextStepKind, Policy, Result, Status, Verdict
from candidates.followup.standing import assess, judge_attempts
from tests.candidates.followup.calendars import US, calendar_of
from tests.candidates.followup.story import (
    NEW_YORK,
    POLICY,
    TOKYO,
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

MET = met("2026-11-03 14:00")
AFTERWARD = "2026-11-03 15:00"
THEY_CALL = said(AFTERWARD, NextStepKind.EMPLOYER_CONTACTS, "2026-11-17")
CLIENT_CALLS = said(AFTERWARD, NextStepKind.CANDIDATE_CALLS, "2026-11-17")


# --- Interviews that did not take place ------------------------------------------------------------------------------


def test_interview_cancelled() -> None:
    found = standing("2026-12-20", met("2026-11-03 14:00", cancelled=True))
    assert (found.status, codes(found)) == (Status.APPLIED, ["no_interview_yet", "interview_called_off"])


def test_interview_postponed_without_a_date() -> None:
    postponed = met("2026-11-10 14:00", invited="2026-11-05", cancelled=True)
    found = standing("2026-12-20", MET, THEY_CALL, postponed)
    assert (found.status, found.verdict) == (Status.NEEDS_DEBRIEF, Verdict.NONE)


def test_interview_postponed_with_a_new_promise() -> None:
    postponed = met("2026-11-10 14:00", invited="2026-11-05", cancelled=True)
    promise = said("2026-11-09", NextStepKind.EMPLOYER_CONTACTS, "2026-11-24")
    assert standing("2026-11-20", MET, THEY_CALL, postponed, promise).status == Status.WAITING


# --- Two interviewers with different promises ------------------------------------------------------------------------

IN_A_WEEK = said("2026-11-03 15:00", NextStepKind.EMPLOYER_CONTACTS, "2026-11-10", who="Mr Ode")
IN_TWO_WEEKS = said("2026-11-03 14:30", NextStepKind.EMPLOYER_CONTACTS, "2026-11-17", who="Ms Kim")


def test_of_two_promises_on_one_day_the_later_date_is_in_force() -> None:
    found = standing("2026-11-16", MET, IN_A_WEEK, IN_TWO_WEEKS)
    assert (found.status, found.slips) == (Status.WAITING, 0)
    assert codes(found) == ["interview_held", "said_employer_contacts", "said_beside", "due_ahead"]


def test_the_counselor_may_switch_to_the_other_promise() -> None:
    found = standing("2026-11-16", MET, replace(IN_A_WEEK, in_force_by_choice=True), IN_TWO_WEEKS)
    assert found.status == Status.OVERDUE
    assert "said_beside_chosen" in codes(found)


def test_of_two_unsigned_promises_on_one_day_the_later_date_is_in_force() -> None:
    unsigned = [replace(each, said_by="") for each in (IN_A_WEEK, IN_TWO_WEEKS)]
    assert standing("2026-11-16", MET, *unsigned).status == Status.WAITING


def test_a_choice_ends_with_the_next_statement() -> None:
    later = said("2026-11-12", NextStepKind.EMPLOYER_CONTACTS, "2026-11-20", who="Ms Kim")
    chosen = replace(IN_A_WEEK, in_force_by_choice=True)
    assert standing("2026-11-16", MET, chosen, IN_TWO_WEEKS, later).status == Status.WAITING


# --- Entered late ----------------------------------------------------------------------------------------------------


def test_debrief_entered_weeks_late_asks_for_no_review_in_the_past() -> None:
    found = standing("2026-12-15", MET, THEY_CALL)
    assert (found.status, found.review_on) == (Status.OVERDUE, None)


def test_promise_in_the_past_at_entry() -> None:
    found = standing("2026-11-18", MET, THEY_CALL)
    assert (found.status, found.review_on) == (Status.DUE_IN_GRACE, date(2026, 11, 20))


def test_rejection_dated_before_the_letter_but_entered_after_it() -> None:
    rejected = decided("2026-11-19 16:00", DecisionKind.REJECTED)
    when_the_letter_went = standing("2026-11-20", MET, THEY_CALL)
    today = standing("2026-11-27", MET, THEY_CALL, rejected)
    assert (when_the_letter_went.verdict, today.verdict) == (Verdict.PROBABLE, Verdict.EXPLICIT)
    assert today.because[-1].values["on"] == date(2026, 11, 19)


def test_the_spam_mail_is_found() -> None:
    in_spam = came("2026-11-16")
    assert standing("2026-11-23", MET, THEY_CALL).verdict == Verdict.PROBABLE
    assert standing("2026-11-23", MET, THEY_CALL, in_spam).verdict == Verdict.NONE


def test_the_spam_mail_said_to_call() -> None:
    in_spam = came("2026-11-16")
    invitation = said("2026-11-16", NextStepKind.CANDIDATE_CALLS, "2026-11-23")
    assert standing("2026-11-23", MET, THEY_CALL, in_spam, invitation).status == Status.CALL_DUE


# --- Zones -----------------------------------------------------------------------------------------------------------


def test_employer_in_tokyo_client_in_new_york() -> None:
    japan = calendar_of("JP")
    promise = said(AFTERWARD, NextStepKind.EMPLOYER_CONTACTS, "2026-11-17", zone=TOKYO)
    facts = history(met("2026-11-03 14:00", zone=TOKYO), promise, zone=TOKYO)
    # 00:00 on the 20th in Tokyo is 10:00 on the 19th in New York.
    assert assess(facts, POLICY, japan, at("2026-11-19 09:59")).status == Status.DUE_IN_GRACE
    assert assess(facts, POLICY, japan, at("2026-11-19 10:00")).status == Status.OVERDUE


def test_a_call_from_new_york_counts_by_the_hour_in_tokyo() -> None:
    promise = said(AFTERWARD, NextStepKind.CANDIDATE_CALLS, "2026-11-17", zone=TOKYO)
    evening, morning = called("2026-11-16 19:00"), called("2026-11-17 09:00")
    facts = history(met("2026-11-03 14:00", zone=TOKYO), promise, evening, morning, zone=TOKYO)
    judged = judge_attempts(facts, POLICY, calendar_of("JP"), at("2026-11-20"))
    assert [each.why.code for each in judged] == ["attempt_counts", "attempt_outside_hours"]


def test_employer_moves_zone() -> None:
    los_angeles = ZoneInfo("America/Los_Angeles")
    before, after = (
        assess(history(MET, THEY_CALL, zone=zone), POLICY, US, at("2026-11-04")) for zone in (NEW_YORK, los_angeles)
    )
    assert before.window == after.window
    assert (before.review_at, after.review_at) == (
        datetime(2026, 11, 18, 5, tzinfo=UTC),
        datetime(2026, 11, 18, 8, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("zone", "now_in_utc", "status"),
    [
        # Clocks in Cairo jump from 00:00 to 01:00 on Friday 24 April 2026: the 23rd ends at 22:00 UTC.
        ("Africa/Cairo", datetime(2026, 4, 23, 21, 59, tzinfo=UTC), Status.WAITING),
        ("Africa/Cairo", datetime(2026, 4, 23, 22, 0, tzinfo=UTC), Status.DUE_IN_GRACE),
    ],
)
def test_dst_gap_at_midnight(zone: str, now_in_utc: datetime, status: Status) -> None:
    cairo = ZoneInfo(zone)
    promise = said("2026-04-09", NextStepKind.EMPLOYER_CONTACTS, "2026-04-23", zone=cairo)
    facts = history(met("2026-04-09 08:00", zone=cairo), promise, zone=cairo)
    assert assess(facts, POLICY, calendar_of("EG"), now_in_utc).status == status


def test_dst_fold_the_second_of_two_equal_hours_comes_later() -> None:
    first = at("2026-11-01 01:30")
    second = first.replace(fold=1)
    promise = replace(THEY_CALL, said_at=second)
    mail = replace(came("2026-11-01 01:30"), happened_at=first)
    facts = history(met("2026-10-31 14:00"), promise, mail)
    assert assess(facts, POLICY, US, at("2026-11-04")).status == Status.WAITING


def test_two_weeks_across_the_end_of_summer_time_are_two_civil_weeks() -> None:
    promise = said("2026-10-26 23:30", NextStepKind.EMPLOYER_CONTACTS, "2026-11-09")
    found = standing("2026-11-09 23:59", met("2026-10-26 14:00"), promise)
    assert (found.status, found.review_at) == (Status.WAITING, datetime(2026, 11, 10, 5, tzinfo=UTC))


# --- Calendars -------------------------------------------------------------------------------------------------------


def test_29_february() -> None:
    promise = said("2028-02-15", NextStepKind.EMPLOYER_CONTACTS, "2028-02-29")
    interview = met("2028-02-15 08:00")
    assert standing("2028-02-29", interview, promise).status == Status.WAITING
    assert standing("2028-03-02", interview, promise).status == Status.DUE_IN_GRACE
    assert standing("2028-03-03", interview, promise).status == Status.OVERDUE


def test_weekend_on_friday_and_saturday() -> None:
    cairo, egypt = ZoneInfo("Africa/Cairo"), calendar_of("EG")
    promise = said(AFTERWARD, NextStepKind.CANDIDATE_CALLS, "2026-11-05", zone=cairo)
    friday, sunday = (called(day, Result.NO_ANSWER, zone=cairo) for day in ("2026-11-06", "2026-11-08"))
    facts = history(met("2026-11-03 14:00", zone=cairo), promise, friday, sunday, zone=cairo)
    judged = judge_attempts(facts, POLICY, egypt, at("2026-11-09", cairo))
    assert [each.why.code for each in judged] == ["attempt_not_business_day", "attempt_counts"]


def test_practice_changes_its_policy() -> None:
    patient = Policy(grace_exact=5)
    assert standing("2026-11-20", MET, THEY_CALL).status == Status.OVERDUE
    found = standing("2026-11-20", MET, THEY_CALL, policy=patient)
    assert found.status == Status.DUE_IN_GRACE
    assert found.because[2].values["grace_days"] == 5  # each standing is explained by the policy of its time


# --- Contact about something else ------------------------------------------------------------------------------------


def test_a_thank_you_by_mail_asks_nothing() -> None:
    not_asked = said(AFTERWARD, NextStepKind.NOT_ASKED)
    thanks = wrote("2026-11-04")
    found = standing("2026-11-11", MET, not_asked, thanks)
    assert found.status == Status.INQUIRY_DUE


def test_a_return_call_that_is_never_returned_proves_nothing() -> None:
    their_call = came("2026-11-18 11:00", Result.MISSED, channel=Channel.PHONE)
    found = standing("2026-12-18", MET, CLIENT_CALLS, called("2026-11-17"), their_call)
    assert (found.status, found.verdict) == (Status.CALL_MISSED, Verdict.NO_CONCLUSION)
