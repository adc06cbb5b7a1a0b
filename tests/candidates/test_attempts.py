"""Each logged attempt with its judgment: whether it counts, and the sentence that says why."""

from __future__ import annotations

from datetime import date

import pytest

from candidates.attempts import judged_attempts
from tests.cast import NOW, Cast, at
from tests.pipeline import called, met, told


@pytest.fixture
def invited(cast: Cast) -> Cast:
    """Ms Kim said: call me from the 9th."""
    met(cast)
    told(cast, kind="candidate_calls", due_on=date(2026, 11, 9))
    return cast


def test_a_call_in_time_counts(invited: Cast) -> None:
    call = called(invited, happened_at=at(10))
    assert judged_attempts(invited.application, NOW) == {call.pk: (True, "On Tue 10 Nov, 10:00: I left a message.")}


def test_an_early_call_does_not(invited: Cast) -> None:
    call = called(invited, happened_at=at(6))
    sentence = "The attempt of Fri 6 Nov, 10:00 was too early: they said Mon 9 Nov."
    assert judged_attempts(invited.application, NOW) == {call.pk: (False, sentence)}


def test_a_call_on_a_holiday_does_not(invited: Cast) -> None:
    call = called(invited, happened_at=at(11))
    counts, why = judged_attempts(invited.application, NOW)[call.pk]
    assert (counts, "Veterans Day" in why) == (False, True)


def test_what_the_employer_did_is_no_attempt(invited: Cast) -> None:
    called(invited, direction="in", result="auto_reply")
    assert judged_attempts(invited.application, NOW) == {}


def test_a_voided_attempt_is_not_judged(invited: Cast) -> None:
    from candidates.services import void

    void(fact=called(invited), reason="dialed somebody else", by=invited.bob)
    assert judged_attempts(invited.application, NOW) == {}


def test_two_attempts_at_one_minute_are_judged_each_for_itself(invited: Cast) -> None:
    switchboard = called(invited, happened_at=at(10), invited=False)
    named = called(invited, happened_at=at(10))
    judged = judged_attempts(invited.application, NOW)
    assert (judged[switchboard.pk][0], judged[named.pk][0]) == (False, True)


def test_two_attempts_alike_are_both_judged(invited: Cast) -> None:
    pair = {called(invited, happened_at=at(10)).pk, called(invited, happened_at=at(10)).pk}
    assert judged_attempts(invited.application, NOW).keys() == pair
