"""Letters of bob's, made by the product's own services: bob waited, Acme stayed silent, today is 12 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters import services
from letters.models import FrozenLetter, Letter
from tests.cast import TODAY, Cast
from tests.letters.cast import DETAIL
from tests.pipeline import silent

REASON = "it is meant so"
OUTCOME = {"happened_on": TODAY, "attribution": "employer"}


def draft(cast: Cast, **how: Any) -> Letter:
    """A draft to Ms Kim with its one specific detail, ready to be approved."""
    if cast.application.status == "applied":
        silent(cast)
    values = {"application": cast.application, "contact": cast.contact, "on": TODAY, "by": cast.alice} | how
    letter = services.draft_letter(**values)
    services.edit_draft(letter=letter, version=1, by=cast.bob, detail=DETAIL)
    return letter


def approved(cast: Cast, **how: Any) -> Letter:
    letter = draft(cast, **how)
    services.approve(letter=letter, version=letter.version, by=cast.bob, warning_reason=REASON)
    return letter


def mailed(cast: Cast, on: date = TODAY, **how: Any) -> Letter:
    letter = approved(cast, **how)
    services.mark_mailed(letter=letter, on=on, by=cast.bob)
    return letter


def frozen(letter: Letter) -> FrozenLetter:
    """What was approved, read afresh."""
    return FrozenLetter.objects.get(letter=letter)
