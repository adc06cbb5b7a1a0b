"""Which letter a standing calls for."""

from __future__ import annotations

from django.db.models import F, Q

from candidates.followup.clock import civil_date
from candidates.followup.facts import DecisionKind, LetterChoice
from candidates.models import Decision
from candidates.standings import zone_of
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


FITTING = ~Q(override_reason="") | Q(variant__in=ALWAYS_WELCOME) | Q(variant=F("application__letter"))
"""What `fits` says, as a condition on letters: a letter and the standing that calls for it have the same name."""


ANSWERS = [DecisionKind.REJECTED, DecisionKind.POSITION_CLOSED, DecisionKind.OFFER_RESCINDED]


def said_before_mailing(letter: Letter) -> Decision | None:
    """The answer that had been given when the letter was mailed, and was entered only afterwards. Nothing is rewritten:
    the letter's page tells it."""
    if letter.mailed_on is None or letter.mailed_at is None:
        return None
    entered_later = letter.application.decisions.standing().filter(kind__in=ANSWERS, recorded_at__gt=letter.mailed_at)
    zone = zone_of(letter.application)
    known: list[Decision] = [row for row in entered_later if civil_date(row.happened_at, zone) <= letter.mailed_on]
    return known[-1] if known else None
