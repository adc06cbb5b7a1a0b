"""Which letter a standing calls for."""

from __future__ import annotations

from candidates.followup.facts import LetterChoice
from letters.content import Variant
from letters.models import Letter

CALLED_FOR: dict[LetterChoice, Variant] = {
    LetterChoice.AFTER_SILENCE: Variant.AFTER_SILENCE,
    LetterChoice.AFTER_SILENCE_BY_OVERRIDE: Variant.AFTER_SILENCE,
    LetterChoice.AFTER_UNANSWERED_CALL: Variant.AFTER_UNANSWERED_CALL,
    LetterChoice.AFTER_REJECTION: Variant.AFTER_REJECTION,
    LetterChoice.POSITION_CLOSED: Variant.POSITION_CLOSED,
    LetterChoice.ON_HOLD: Variant.ON_HOLD,
    LetterChoice.WITHDRAWAL: Variant.WITHDRAWAL,
    LetterChoice.OFFER_DECLINED: Variant.OFFER_DECLINED,
}

ALWAYS_WELCOME = frozenset({Variant.INTERVIEW_THANKS, Variant.REFERRAL})


def variant_for(choice: str) -> Variant | None:
    """The letter a standing calls for, or None."""
    return CALLED_FOR.get(LetterChoice(choice))


def fits(letter: Letter) -> bool:
    """Whether the letter still suits its application's standing, or a person decided so and said why."""
    if letter.override_reason or letter.chosen_variant in ALWAYS_WELCOME:
        return True
    choice = LetterChoice(letter.application.letter)
    return choice != LetterChoice.AFTER_SILENCE_BY_OVERRIDE and CALLED_FOR.get(choice) == letter.chosen_variant
