from __future__ import annotations

import pytest

from candidates.followup.facts import DecisionKind, NextStepKind, Status, Verdict
from tests.candidates.followup.story import MET, THEY_CALL, came, decided, met, said, standing

# --- The decision -----------------------------------------------------------------------------------------------------


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


def test_an_invitation_and_a_next_step_at_the_instant_of_the_decision_do_not_clear_it() -> None:
    again = met("2026-12-01 14:00", invited="2026-11-10")
    promise = said("2026-11-10", NextStepKind.EMPLOYER_CONTACTS, "2026-11-30")
    found = standing("2026-11-20", MET, decided("2026-11-10", DecisionKind.REJECTED), again, promise)
    assert found.verdict == Verdict.EXPLICIT


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


# --- The interview ----------------------------------------------------------------------------------------------------


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
