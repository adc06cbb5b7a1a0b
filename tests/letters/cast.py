"""One letter that every test here can start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from letters.content import LetterFacts, Party, Variant, compose
from letters.layout import ENVELOPES, LAYOUTS, envelopes_for
from letters.page import LetterPage, letter_page
from letters.texts import built_in

PAIRS = [(layout.code, envelope.code) for layout in LAYOUTS.values() for envelope in envelopes_for(layout)]
PRINTED = [code for code, envelope in ENVELOPES.items() if envelope.printed]
WINDOWED = [(layout, envelope) for layout, envelope in PAIRS if not ENVELOPES[envelope].printed]
DETAIL = (
    "When you walked me through how the evening volunteers hand on each family's story at the shift change, "
    "I understood why people come back to your desk year after year."
)
BOB = Party(
    "Bob", "Hale", address_lines=("418 Alder Street, Apt. 3", "Portland, OR 97205"), phone="(503) 555-0142",
    email="bob.hale@example.com",
)  # fmt: skip
DANA = Party(
    "Dana", "Ortiz", "ms", "Director of Family Services", "Harbor House", ("1200 Mill Road", "Vancouver, WA 98660")
)


def facts(variant: Variant = Variant.AFTER_SILENCE, locale: str = "en-US", **changed: object) -> LetterFacts:
    values = {
        "date": date(2026, 3, 30),
        "sender": BOB,
        "recipient": DANA,
        "position": "Program Coordinator",
        "employer": "Harbor House",
        "detail": DETAIL,
        "interview_on": date(2026, 3, 3),
    }
    return LetterFacts(variant=variant, locale=locale, **(values | changed))  # type: ignore[arg-type]


def page(layout: str = "us-block", envelope: str = "", locale: str = "en-US", **changed: object) -> LetterPage:
    told = facts(locale=locale, **changed)
    letter = compose(built_in(told.variant, locale), told)
    return letter_page(letter, told, layout=layout, envelope=envelope, title="Letter to Dana Ortiz")


def short(layout: str, envelope: str) -> LetterPage:
    """A letter whose address has four lines, so that it fits every window."""
    letter = page(layout, envelope)
    return replace(letter, address=letter.address[:1] + letter.address[2:])
