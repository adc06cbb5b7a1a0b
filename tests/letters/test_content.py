from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.content import (
    FIELDS,
    Party,
    TemplateError,
    Variant,
    clean,
    compose,
    inside_address,
    salutation_of,
    sender_block,
    template_fields,
    typographic,
)
from letters.locales import LOCALES
from letters.texts import built_in, locales, offered
from tests.letters.cast import BOB, DANA, DETAIL, facts

US, GB = LOCALES["en-US"], LOCALES["en-GB"]
EVERY = [(variant, locale) for variant in Variant for locale in locales()]
EXTRAS = {
    "emailed_on": date(2026, 3, 10),
    "spoken_of": "the summer program",
    "reason": "I have accepted a position closer to home.",
    "came_of_it": "I have since met the whole team, and I start there in May.",
}


def extras(locale: str) -> dict[str, object]:
    return EXTRAS | {name: offered(name, locale) for name in ("timeline_request", "feedback_request")}


def written(template: str, **changed: object) -> str:
    return compose(template, facts(**changed)).body


def test_there_are_nine_variants_in_two_locales():
    assert (len(Variant), locales()) == (9, ("en-GB", "en-US"))


@pytest.mark.parametrize(("variant", "locale"), EVERY)
def test_built_in_text_is_whole_and_of_the_right_length(variant, locale):
    letter = compose(built_in(variant, locale), facts(variant, locale))
    assert letter.unresolved == ()
    assert len(letter.paragraphs) == 3
    assert 90 <= letter.word_count <= 160


@pytest.mark.parametrize(("variant", "locale"), EVERY)
def test_built_in_text_with_every_optional_sentence_still_fits_a_page(variant, locale):
    letter = compose(built_in(variant, locale), facts(variant, locale, **extras(locale)))
    assert 90 <= letter.word_count <= 185
    assert "{" not in letter.body


@pytest.mark.parametrize(("variant", "locale"), EVERY)
def test_built_in_text_without_optional_fields_leaves_no_gap(variant, locale):
    body = compose(built_in(variant, locale), facts(variant, locale, interview_on=None)).body
    assert re.search(r"  |\s[.,;]|\{|None|\bon [.,]", body) is None
    assert len(body.split()) >= 85


@pytest.mark.parametrize(("variant", "locale"), EVERY)
def test_the_detail_is_in_the_second_paragraph(variant, locale):
    letter = compose(built_in(variant, locale), facts(variant, locale))
    assert letter.paragraphs[1].startswith(typographic(DETAIL))


@pytest.mark.parametrize(("variant", "locale"), EVERY)
def test_built_in_text_never_says_what_a_letter_never_says(variant, locale):
    body = compose(built_in(variant, locale), facts(variant, locale, **extras(locale))).body
    assert (
        re.findall(r"(?i)\b(?:reject\w*|probabl\w*|definite\w*|unfortunately|late|promise\w*|despite)\b|!", body) == []
    )


def test_the_letter_after_a_call_does_not_mention_the_call():
    for locale in locales():
        assert (
            re.search(r"(?i)\b(call(?:ed)?|message|voice ?mail|phone)\b", built_in("after_unanswered_call", locale))
            is None
        )


def test_us_letter():
    letter = compose("{detail}", facts())
    assert (letter.date_line, letter.salutation, letter.close) == ("March 30, 2026", "Dear Ms. Ortiz:", "Sincerely,")
    assert letter.signed == "Bob Hale"


def test_british_letter():
    letter = compose("{detail}", facts(locale="en-GB"))
    assert (letter.date_line, letter.salutation) == ("30 March 2026", "Dear Ms Ortiz,")
    assert letter.close == "Yours sincerely,"


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Party("Dana", "Ortiz", "Ms."), ("Dear Ms. Ortiz:", "")),
        (Party("Dana", "Ortiz"), ("Dear Dana Ortiz:", "salutation_full_name")),
        (Party("Dana", "Ortiz", "Excellency"), ("Dear Dana Ortiz:", "salutation_full_name")),
        (Party("", "Ortiz"), ("Dear Ortiz:", "salutation_full_name")),
        (Party("Dana", "Ortiz", "dr", first_name_terms=True), ("Dear Dana,", "")),
        (Party(job_title="Hiring Manager"), ("Dear Hiring Manager:", "salutation_job_title")),
        (Party(), ("", "salutation_missing")),
    ],
)
def test_salutation(person, expected):
    assert salutation_of(person, US) == expected


def test_a_british_letter_to_a_job_title_closes_faithfully():
    letter = compose("{detail}", facts(locale="en-GB", recipient=Party(job_title="Hiring Manager")))
    assert (letter.salutation, letter.close) == ("Dear Hiring Manager,", "Yours faithfully,")


def test_a_missing_optional_field_takes_its_sentence_with_it():
    text = written("I was glad. I also wrote on {emailed_on}. I hope to hear from Dr. Ames.\n\n{detail}")
    assert text.startswith("I was glad. I hope to hear from Dr. Ames.\n\n")


def test_an_optional_whole_sentence_takes_nothing_else_with_it():
    assert written("Thank you.\n{reason}\nGoodbye.") == "Thank you. Goodbye."
    assert written("Thank you. {reason} Goodbye.", reason="I moved") == "Thank you. I moved. Goodbye."


def test_a_paragraph_of_missing_optional_fields_disappears():
    assert written("One.\n\n{reason}\n\nTwo.") == "One.\n\nTwo."


def test_a_missing_required_field_stays_visible():
    letter = compose("The {position} position.\n\n{detail} Thanks.", facts(position="", detail=" \n"))
    assert letter.body == "The {position} position.\n\n{detail} Thanks."
    assert letter.unresolved == ("position", "detail")


def test_what_people_type_is_never_merged_again():
    letter = compose("{detail} Bye.", facts(detail="See {position} and {{employer}} and {detail.__class__}."))
    assert letter.body == "See {position} and {{employer}} and {detail.__class__}. Bye."


def test_an_edited_body_is_checked_for_what_it_still_holds():
    letter = compose("{detail}", facts()).with_body("Thank you, {employer}.\r\n\r\nBye.")
    assert (letter.paragraphs, letter.unresolved) == (("Thank you, {employer}.", "Bye."), ("employer",))


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{position.__class__}", "unknown_field"),
        ("{position[0]}", "unknown_field"),
        ("{position!r}", "unknown_field"),
        ("{position:>9999}", "unknown_field"),
        ("{}", "unknown_field"),
        ("{0}", "unknown_field"),
        ("{sender}", "unknown_field"),
        ("{position", "syntax"),
        ("position}", "syntax"),
        ("x" * 10_001, "too_long"),
    ],
)
def test_a_template_has_flat_declared_names_only(template, code):
    with pytest.raises(TemplateError) as caught:
        compose(template, facts())
    assert caught.value.code == code


def test_template_fields_in_order():
    assert template_fields("{employer} {detail} {employer}") == ("employer", "detail")


def test_the_year_is_said_where_it_is_not_obvious():
    assert US.date_in_text(date(2025, 12, 18), date(2026, 1, 12)) == "December 18"
    assert US.date_in_text(date(2024, 12, 18), date(2026, 1, 12)) == "December 18, 2024"
    assert GB.date_in_text(date(2024, 12, 18), date(2026, 1, 12)) == "18 December 2024"


def test_inside_address():
    expected = (
        "Ms. Dana Ortiz",
        "Director of Family Services",
        "Harbor House",
        "1200 Mill Road",
        "Vancouver, WA 98660",
    )
    assert inside_address(DANA, US) == expected


def test_the_address_somebody_typed_wins():
    assert inside_address(replace(DANA, as_printed=("Attn: D. Ortiz", " desk\x00")), US) == ("Attn: D. Ortiz", "desk")
    assert inside_address(replace(DANA, as_printed=("Box 7", "Reno")), US) == ("Ms. Dana Ortiz", "Box 7", "Reno")
    assert sender_block(replace(BOB, as_printed=("Box 7",))) == ("Bob Hale", "Box 7")


def test_quotes_are_set_and_nothing_else_is_touched():
    assert typographic("""It's "the desk" ('x' 5'2" a="b")""") == """It’s “the desk” ('x' 5'2" a="b")"""


def test_clean_composes_and_drops_what_no_page_can_hold():
    assert clean("  Nguye\u0302\u0303n\x00\ud800 \t x ") == "Nguyễn x"


@given(st.text(max_size=300), st.sampled_from(EVERY))
def test_any_detail_gives_a_letter_without_unresolved_text(detail, chosen):
    variant, locale = chosen
    letter = compose(built_in(variant, locale), facts(variant, locale, detail=detail))
    assert letter.unresolved == (() if clean(detail) else ("detail",))
    assert all(paragraph == clean(paragraph) for paragraph in letter.paragraphs)


@given(st.dictionaries(st.sampled_from(sorted(set(FIELDS) - {"interview_on", "emailed_on"})), st.text(max_size=40)))
def test_any_values_compose(values):
    assert compose(built_in("referral", "en-US"), facts(Variant.REFERRAL, **values)).signed == BOB.full_name
