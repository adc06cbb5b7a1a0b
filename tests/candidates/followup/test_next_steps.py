from __future__ import annotations

from datetime import date

import pytest

from candidates.followup.facts import Ball, Channel, NextStepKind, Result, Status, Window
from tests.candidates.followup.story import CLIENT_CALLS, MET, THEY_CALL, Fact, called, came, met, said, standing, wrote


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
