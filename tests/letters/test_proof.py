from __future__ import annotations

from dataclasses import fields, replace

import pytest

from letters.content import Party, Variant, compose
from letters.proof import Circumstances, Finding, Severity, blocks, proof
from letters.texts import built_in, locales, offered
from letters.wording import MESSAGES, SUGGESTIONS, message, suggestion
from tests.letters.cast import DANA, facts

LONG = "This is a calm sentence about the work, and it is only here to give the letter its usual length. " * 5


def found(text: str = "", *, around: Circumstances | None = None, **changed: object) -> list[str]:
    told = facts(**changed)
    letter = compose(built_in(told.variant, told.locale), told)
    return [item.code for item in proof(letter.with_body(text) if text else letter, told, around)]


def phrases(sentence: str, **changed: object) -> list[tuple[str, str]]:
    told = facts(**changed)
    letter = compose("{detail}", told).with_body(f"{LONG}\n\n{sentence}")
    return [(item.code, item.phrase) for item in proof(letter, told)]


@pytest.mark.parametrize("locale", locales())
@pytest.mark.parametrize("variant", Variant)
def test_built_in_letters_pass(variant, locale):
    extra = {name: offered(name, locale) for name in ("timeline_request", "feedback_request")}
    assert found(variant=variant, locale=locale) == []
    assert found(variant=variant, locale=locale, **extra) == []


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("empty_field", {"detail": ""}),
        ("empty_field", {"position": " "}),
        ("unresolved_field", {"detail": "I remember [name of the program] well and think of it."}),
        ("unresolved_field", {"detail": "I remember {program} well and think of it often enough."}),
        ("unresolved_field", {"detail": "I remember ____ well and think of it often enough."}),
        ("missing_signer", {"sender": Party(address_lines=("1 Road",), as_printed=("x", "y"))}),
        ("missing_date", {"date": None}),
        ("missing_address", {"recipient": replace(DANA, address_lines=())}),
    ],
)
def test_errors_from_the_facts(code, changed):
    assert found(**changed) == [code]


def test_a_letter_to_nobody():
    assert found(recipient=Party()) == ["missing_recipient", "missing_address"]


@pytest.mark.parametrize(
    ("code", "around"),
    [
        ("too_many_pages", Circumstances(pages=2)),
        ("recipient_elsewhere", Circumstances(recipient_at_employer=False)),
        ("do_not_contact", Circumstances(do_not_contact=True)),
        ("address_too_tall", Circumstances(address_lines=5, address_capacity=4)),
        ("missing_glyph", Circumstances(missing_glyphs="李")),
        ("variant_does_not_fit", Circumstances(fits_standing=False)),
    ],
)
def test_errors_from_the_circumstances(code, around):
    told = facts()
    findings = proof(compose(built_in(told.variant, "en-US"), told), told, around)
    assert [item.code for item in findings] == [code]
    assert blocks(findings)


def test_an_override_lets_the_variant_pass():
    assert found(around=Circumstances(fits_standing=False, overridden=True)) == []


def test_an_email_needs_no_paper():
    around = Circumstances(on_paper=False, pages=3, missing_glyphs="李", address_lines=9, address_capacity=4)
    assert found(around=around, recipient=replace(DANA, address_lines=())) == []


def test_an_address_that_just_fits_is_fine():
    assert found(around=Circumstances(address_lines=4, address_capacity=4)) == []


def test_no_text_and_too_much_text():
    told = facts()
    letter = compose("{detail}", told)
    assert [item.code for item in proof(replace(letter, paragraphs=()), told)] == ["no_text"]
    assert "text_too_long" in found("word " * 4_001)


@pytest.mark.parametrize(
    ("code", "sentence", "phrase"),
    [
        ("reproach", "Since I have not heard from you, I write again.", "Since I have not heard"),
        ("reproach", "You wrote that you would call, as promised.", "as promised"),
        ("reproach", "Despite two tries I could not reach you.", "Despite"),
        ("reproach", "I haven’t heard back and wonder.", "haven’t heard back"),
        ("reproach", "I left you a message on Monday.", "left you a message"),
        ("pleading", "Please reconsider.", "Please reconsider"),
        ("pleading", "I really need this job.", "I really need this job"),
        ("argument", "I believe I was better qualified.", "better qualified"),
        ("argument", "I do not understand why.", "do not understand why"),
        ("legal", "It felt like discrimination.", "discrimination"),
        ("legal", "Perhaps it was because of my age.", "because of my age"),
        ("money", "The salary was fine.", "salary"),
        ("money", "I asked for $50,000 a year.", "$50,000"),
        ("disparagement", "My last boss was difficult.", "My last boss was"),
        ("disparagement", "The other office was rude.", "rude"),
    ],
)
def test_phrases_that_ask_for_a_reason(code, sentence, phrase):
    assert phrases(sentence) == [(code, phrase)]


@pytest.mark.parametrize("word", ["rejection", "probable", "definite"])
def test_words_that_never_appear(word):
    assert phrases(f"After the {word} I thought of you.") == [("verdict_word", word)]


@pytest.mark.parametrize(
    "sentence",
    [
        "I have not heard a better account of the work.",
        "Ada and Sue made me feel welcome.",
        "You race pigeons, you told me, and you never call it a hobby.",
        "Your evening desk at the station has no equal that I know.",
        "Thank you for the definitive answer; I would probably say the same.",
    ],
)
def test_sentences_that_are_fine(sentence):
    assert phrases(sentence) == []


def test_the_name_of_the_position_is_no_phrase():
    assert phrases("The Salary Analyst position was clear.", position="Salary Analyst") == []


def test_where_a_phrase_is():
    told = facts(detail="As promised, it was good to hear how the evening desk works with the families.")
    assert [item.where for item in proof(compose(built_in("after_silence", "en-US"), told), told)] == ["paragraph:2"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("too_few_words", "Thank you for everything."),
        ("too_many_words", "word " * 221),
        ("exclamation_marks", LONG + "Thank you! It was good!"),
        ("too_many_paragraphs", "\n\n".join([LONG[:200]] * 5)),
    ],
)
def test_shape(code, text):
    assert found(text) == [code]


def test_one_exclamation_mark_is_fine():
    assert found(LONG + "Thank you!") == []


def test_the_same_text_as_another_letter():
    told = facts()
    letter = compose(built_in(told.variant, "en-US"), told)
    assert found(around=Circumstances(other_bodies=(letter.body.upper() + " ",))) == ["same_text"]
    assert found(around=Circumstances(other_bodies=(letter.body + " More.",))) == []


def test_a_job_title_in_the_salutation_and_a_sender_without_address_are_warnings():
    told = {"recipient": replace(DANA, given="", family=""), "sender": Party("Bob", "Hale")}
    assert found(**told) == ["sender_without_address", "salutation_job_title"]


def test_errors_come_first():
    codes = [item.severity for item in proof(compose("Too short.", facts(date=None)), facts(date=None))]
    assert codes == [Severity.ERROR, Severity.WARNING]


def test_every_code_has_its_sentences():
    values = {
        "field": "detail",
        "name": "n",
        "employer": "e",
        "phrase": "p",
        "word": "w",
        "characters": "c",
        "limit": 1,
    }
    values |= dict.fromkeys(("pages", "lines", "capacity", "words", "paragraphs", "most", "least", "count"), 2)
    for code in MESSAGES:
        for hint in SUGGESTIONS:
            item = Finding(Severity.ERROR, code, hint, values=values)
            assert "%(" not in message(item) + suggestion(item)


def test_every_circumstance_has_a_harmless_default():
    assert found(around=Circumstances()) == []
    assert len(fields(Circumstances)) == 13
