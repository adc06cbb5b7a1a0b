"""Which letter a standing calls for, and whether one still fits."""

from __future__ import annotations

import pytest

from candidates.followup.facts import LetterChoice
from candidates.models import Application
from letters.content import Variant
from letters.models import Letter
from letters.standings import fits, variant_for

EXPECTED = {
    LetterChoice.NONE: None,
    LetterChoice.AFTER_SILENCE: Variant.AFTER_SILENCE,
    LetterChoice.AFTER_SILENCE_BY_OVERRIDE: Variant.AFTER_SILENCE,
    LetterChoice.AFTER_UNANSWERED_CALL: Variant.AFTER_UNANSWERED_CALL,
    LetterChoice.AFTER_REJECTION: Variant.AFTER_REJECTION,
    LetterChoice.POSITION_CLOSED: Variant.POSITION_CLOSED,
    LetterChoice.ON_HOLD: Variant.ON_HOLD,
    LetterChoice.WITHDRAWAL: Variant.WITHDRAWAL,
    LetterChoice.OFFER_DECLINED: Variant.OFFER_DECLINED,
}


def letter(variant: Variant, standing: LetterChoice, reason: str = "") -> Letter:
    application = Application(letter=standing.value)
    return Letter(variant=variant.value, application=application, override_reason=reason)


@pytest.mark.parametrize("choice", LetterChoice)
def test_every_standing_calls_for_its_letter_or_none(choice: LetterChoice) -> None:
    assert variant_for(choice.value) == EXPECTED[choice]


@pytest.mark.parametrize("choice", LetterChoice)
def test_a_letter_fits_exactly_the_standing_that_calls_for_it(choice: LetterChoice) -> None:
    fitting = {each for each in Variant if fits(letter(each, choice))} - {Variant.INTERVIEW_THANKS, Variant.REFERRAL}
    by_override = choice is LetterChoice.AFTER_SILENCE_BY_OVERRIDE
    assert fitting == ({EXPECTED[choice]} - {None} if not by_override else set())


@pytest.mark.parametrize("choice", LetterChoice)
@pytest.mark.parametrize("variant", [Variant.INTERVIEW_THANKS, Variant.REFERRAL])
def test_thanks_that_judge_nothing_always_fit(choice: LetterChoice, variant: Variant) -> None:
    assert fits(letter(variant, choice))


def test_a_persons_reason_makes_any_letter_fit() -> None:
    assert fits(letter(Variant.AFTER_SILENCE, LetterChoice.AFTER_SILENCE_BY_OVERRIDE, "the counselor decided"))


def test_a_standing_the_table_does_not_know_is_no_letter() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        variant_for("nonsense")
