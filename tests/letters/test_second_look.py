"""Months after a letter its client is asked once more, in a window as long as the first, while nothing is on record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from candidates.models import FollowUpPolicy
from candidates.services import Refused
from letters import services
from letters.models import Letter, LookedAgain
from letters.second_look import asked_again, look_again_on, nothing_came
from tests.cast import TODAY, Cast
from tests.letters.desk import OUTCOME, approved, mailed


def asked(cast: Cast, today: date) -> bool:
    return Letter.objects.filter(asked_again(cast.practice.pk, today)).exists()


def test_the_day_is_counted_from_the_mailing() -> None:
    assert look_again_on(date(2026, 8, 14), 90) == date(2026, 11, 12)


@pytest.mark.parametrize(("days", "is_asked"), [(89, False), (90, True), (179, True), (180, False)])
def test_the_second_window_is_as_long_as_the_first(cast: Cast, days: int, is_asked: bool) -> None:
    mailed(cast)
    assert asked(cast, TODAY + timedelta(days=days)) is is_asked


def test_the_practice_says_how_long(cast: Cast) -> None:
    FollowUpPolicy.objects.create(practice=cast.practice, observation_days=30)
    mailed(cast)
    assert [asked(cast, TODAY + timedelta(days=days)) for days in (29, 30, 60)] == [False, True, False]


def test_an_outcome_closes_it_and_a_taken_back_one_does_not(cast: Cast) -> None:
    later = TODAY + timedelta(days=100)
    outcome = services.record_outcome(letter=mailed(cast), by=cast.bob, kind="acknowledged", **OUTCOME)
    assert not asked(cast, later)
    type(outcome).objects.update(voided_at=outcome.recorded_at, voided_by=cast.bob)
    assert asked(cast, later)


def test_nothing_came_closes_it_once(cast: Cast) -> None:
    letter = mailed(cast)
    assert nothing_came(letter=letter, by=cast.bob) == nothing_came(letter=letter, by=cast.alice)
    assert LookedAgain.objects.get().recorded_by == cast.bob
    assert not asked(cast, TODAY + timedelta(days=100))


def test_what_came_later_still_counts(cast: Cast) -> None:
    letter = mailed(cast)
    nothing_came(letter=letter, by=cast.bob)
    assert services.record_outcome(letter=letter, by=cast.bob, kind="referral", **OUTCOME).pk
    with pytest.raises(Refused, match="on record already"):
        nothing_came(letter=letter, by=cast.bob)


def test_nothing_comes_of_what_was_not_mailed(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only what was mailed"):
        nothing_came(letter=approved(cast), by=cast.bob)
