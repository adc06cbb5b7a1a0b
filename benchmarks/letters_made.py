"""Letters to measure with: a hundred that differ in their words, and their pages in the shape other programs take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from letters import texts
from letters.content import LetterFacts, Party, Variant, compose
from letters.page import LetterPage, letter_page

DIFFERENT = 100
FACTS = LetterFacts(
    variant=Variant.AFTER_SILENCE,
    locale="en-US",
    date=date(2026, 11, 12),
    sender=Party("Bob", "Miller", address_lines=("27 Munjoy Street", "Portland, ME 04101")),
    recipient=Party("Jin", "Kim", "Ms", "Director", "Acme", ("120 Main Street", "Albany, NY 12207")),
    position="Analyst",
    employer="Acme",
    detail="I still think of the harbor lights on your map.",
    interview_on=date(2026, 10, 29),
)
FAMILY = "Abel Berg Cruz Diaz Engel Fuchs Grant Hale Ito Jones".split()
GIVEN = "Ana Ben Cleo Dora Emil Fay Gus Hana Ivo June".split()


def page_of(facts: LetterFacts) -> LetterPage:
    letter = compose(texts.built_in(facts.variant, facts.locale), facts)
    return letter_page(letter, facts, layout="us-block", title="A letter")


def facts_of(number: int) -> LetterFacts:
    """The facts of the letter of that number: other people, another detail."""
    given, family = GIVEN[number % 10], FAMILY[number // 10 % 10]
    return replace(
        FACTS,
        sender=replace(FACTS.sender, given=given, family=family),
        recipient=replace(FACTS.recipient, given=family, family=given),
        detail=f"What {given} said about the {number} harbor lights on your map has stayed with me.",
    )


def pages(count: int = DIFFERENT) -> list[LetterPage]:
    return [page_of(facts_of(number % DIFFERENT)) for number in range(count)]


def plain(page: LetterPage) -> dict[str, Any]:
    """What is on the page, for programs that know nothing of ours."""
    return {
        "sender": list(page.sender),
        "date": page.date_line,
        "address": list(page.address),
        "salutation": page.salutation,
        "paragraphs": list(page.paragraphs),
        "close": page.close,
        "signed": page.signed,
    }
