"""A practice's own templates: checked as text, proofed, published in versions, kept by the letters begun with them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from candidates.models import AuditEntry
from candidates.services import Refused
from letters import services, templates, texts
from letters.content import Variant
from letters.models import LetterTemplate
from tests.cast import Cast
from tests.letters.desk import approved, draft, frozen
from tests.threads import at_once

SILENCE = {"variant": "after_silence", "locale": "en-US"}
OWN = f"{texts.built_in(**SILENCE)}\nOur office sends its regards."


def published(cast: Cast, text: str = OWN, seen: int = 0, **how: Any) -> LetterTemplate:
    return templates.publish(practice=cast.practice, text=text, seen=seen, by=cast.alice, **(SILENCE | how))


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("locale", texts.locales())
def test_every_built_in_text_could_be_published(variant: Variant, locale: str) -> None:
    assert templates.problems(texts.built_in(variant, locale)) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Thank you, {positon}.", "Line 2: there is no field {positon}. Use one from the list."),
        ("{position.upper}", "Line 2: there is no field {position.upper}. Use one from the list."),
        ("{detail[0]}", "Line 2: there is no field {detail[0]}. Use one from the list."),
        ("{position!r:>9}", "Line 2: there is no field {position!r>9}. Use one from the list."),
        ("{position", "Line 2: a brace stands alone. A field is written {position}, with both."),
        ("{}", "Line 2: there is no field {}. Use one from the list."),
    ],
)
def test_what_is_no_field_is_named_with_its_line(line: str, told: str) -> None:
    assert templates.problems(f"{{detail}} {{employer}} {{position}}\n{line}") == [told]


def test_what_every_letter_needs_is_missed() -> None:
    assert templates.problems("Thank you for the {position} talk.") == [
        "{employer} is missing: every letter needs it.",
        "{detail} is missing: every letter needs it.",
    ]


def test_a_letter_is_made_of_the_practices_own_text_and_says_so(cast: Cast) -> None:
    published(cast)
    kept = frozen(approved(cast))
    assert kept.body.endswith("Our office sends its regards.")
    assert kept.template_version == "after_silence en-US own 1"


def test_a_draft_keeps_the_version_it_was_begun_with(cast: Cast) -> None:
    published(cast)
    letter = draft(cast)
    published(cast, OWN.replace("its regards", "warm regards"), seen=1)
    templates.retire(practice=cast.practice, by=cast.alice, **SILENCE)
    services.approve(letter=letter, version=letter.version, by=cast.bob)
    assert frozen(letter).body.endswith("Our office sends its regards.")


def test_a_draft_in_another_language_takes_that_languages_text(cast: Cast) -> None:
    published(cast)
    letter = draft(cast)
    services.edit_draft(letter=letter, version=letter.version, by=cast.bob, locale="en-GB")
    assert letter.template is None


def test_retiring_goes_back_to_the_built_in_text_and_versions_go_on(cast: Cast) -> None:
    published(cast)
    published(cast, OWN + " Warmly.", seen=1)
    templates.retire(practice=cast.practice, by=cast.alice, **SILENCE)
    assert templates.in_force(cast.practice, **SILENCE) is None
    assert published(cast, seen=2).number == 3
    assert [row.retired_at is None for row in templates.versions(cast.practice, **SILENCE)] == [True, False, False]


def test_there_is_nothing_to_retire_where_the_built_in_text_is_used(cast: Cast) -> None:
    with pytest.raises(Refused, match="in use already"):
        templates.retire(practice=cast.practice, by=cast.alice, **SILENCE)


def test_the_text_in_use_is_not_published_again(cast: Cast) -> None:
    with pytest.raises(Refused, match="in use already"):
        published(cast, texts.built_in(**SILENCE).replace("\n", "\r\n"))


def test_somebody_else_published_in_the_meantime(cast: Cast) -> None:
    published(cast)
    with pytest.raises(ValidationError, match="Somebody else published a version in the meantime"):
        published(cast, OWN + " Warmly.")


def test_of_two_who_publish_at_once_one_does(shared_database: None, cast: Cast) -> None:
    def publish(text: str) -> None:
        with scope(practice=cast.practice):
            published(cast, text)

    results = at_once(*(partial(publish, f"{OWN} {word}.") for word in ("Warmly", "Kindly")))
    assert sorted(isinstance(each, (Refused, ValidationError)) for each in results) == [False, True]


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("We call it a rejection.", "does not belong in this letter"),
        ("\n\n" + "Many words. " * 300, "it has to fit on one"),
        ("\n\nMany words." * 300, "more text than a letter"),
    ],
)
def test_a_text_whose_proof_finds_errors_is_not_published(cast: Cast, added: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        published(cast, OWN + added)
    assert LetterTemplate.objects.count() == 0


def test_the_trail_tells_who_published_and_who_went_back(cast: Cast) -> None:
    published(cast)
    templates.retire(practice=cast.practice, by=cast.dan, **SILENCE)
    found = AuditEntry.objects.filter(action__in=["published", "retired"]).order_by("pk")
    assert [(row.action, row.by, row.values) for row in found] == [
        ("published", cast.alice, SILENCE | {"number": 1}),
        ("retired", cast.dan, SILENCE | {"number": 1}),
    ]
