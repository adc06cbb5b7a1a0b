"""A practice's own template, of a letter that nobody in the rooms writes."""

from __future__ import annotations

from collections.abc import Callable

from counselor.accounts.models import Practice, User
from letters import templates, texts
from letters.models import LetterTemplate

OFFER_DECLINED = {"variant": "offer_declined", "locale": "en-GB"}


def template_of(practice: Practice, by: User, say: Callable[[str], str]) -> LetterTemplate | None:
    """The next version of it, with a sentence of one's own; nothing where the words are those in use."""
    known = templates.versions(practice, **OFFER_DECLINED)
    text = f"{texts.built_in(**OFFER_DECLINED)}\n{say('LetterTemplate.text')}."
    if known and known[0].text == text:
        return known[0]
    return templates.publish(practice=practice, text=text, seen=len(known), by=by, **OFFER_DECLINED)
