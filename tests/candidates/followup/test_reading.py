"""What the reader makes of the words: the labelled corpus, the questions it asks, and that nothing can upset it.

The corpus (`promise_corpus.csv`) was labelled from what the words mean. `kind` empty and `ask` empty: nothing is to be
understood. `ask` names the question that belongs there; `due_on` must then be among the dates offered.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.followup.facts import Channel, NextStepKind, Precision
from candidates.followup.moments import Ask
from candidates.followup.promise import Actor, explain
from candidates.followup.reading import Condition, Reading, choose, read
from candidates.followup.rules import Edge, Rule, RuleKind
from candidates.followup.spans import Because
from tests.candidates.followup.calendars import PLAIN, US, calendar_of

THURSDAY, FRIDAY, SATURDAY = date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 14)
CORPUS = list(csv.DictReader((Path(__file__).parent / "promise_corpus.csv").read_text("utf-8").splitlines()))


def said(words: str, on: date = THURSDAY) -> Reading:
    return read(words, on, US)


def asked(words: str, on: date = THURSDAY) -> dict[Ask, list[date | None]]:
    return {question.code: [option.due_on for option in question.options] for question in said(words, on).questions}


def outcome(row: dict[str, str]) -> str:
    """One of right, asked (needlessly or another question), not understood, wrong."""
    reading = said(row["words"], date.fromisoformat(row["said_on"]))
    if is_right(row, reading):
        return "right"
    if reading.questions:
        return "asked"
    return "wrong" if reading.understood else "not understood"


def is_right(row: dict[str, str], reading: Reading) -> bool:
    if row["ask"]:
        offered = {str(option.due_on) for question in reading.questions for option in question.options}
        fits = row["due_on"] in offered | {""} and (not reading.kind or reading.kind == row["kind"])
        return fits and row["ask"] in {question.code for question in reading.questions}
    if not row["kind"]:
        return not reading.understood and not reading.questions
    found = (reading.kind, str(reading.due_on or ""), reading.precision)
    return reading.is_settled and found == (row["kind"], row["due_on"], row["precision"])


def test_corpus() -> None:
    outcomes = [outcome(row) for row in CORPUS]
    tally = Counter(outcomes)
    safe = (tally["right"] + tally["asked"]) / len(CORPUS)
    print(f"\npromise corpus: {len(CORPUS)} phrases, {dict(tally)}, right or asked {safe:.1%}")
    assert len(CORPUS) >= 260
    assert safe >= 0.95
    assert [row["words"] for row, found in zip(CORPUS, outcomes, strict=True) if found == "wrong"] == []


def test_the_corpus_has_no_phrase_twice() -> None:
    assert [row for row, n in Counter((row["words"], row["said_on"]) for row in CORPUS).items() if n > 1] == []


def test_every_question_but_the_limit_is_in_the_corpus() -> None:
    assert {row["ask"] for row in CORPUS} - {""} == set(Ask) - {Ask.TOO_LONG}


def test_in_two_weeks_is_explained_day_by_day() -> None:
    reading = said("We’ll be in touch in two weeks")
    assert [(reason.code, reason.values.get("date")) for reason in reading.because] == [
        (Because.IN_WEEKS, date(2026, 11, 26)),
        (Because.CLOSED, date(2026, 11, 26)),
        (Because.MOVED, date(2026, 11, 27)),
    ]
    assert reading.rule is not None
    assert Rule.from_dict(reading.rule.as_dict()) == reading.rule


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("I'll call you on Monday", Channel.PHONE),
        ("She will email me on Monday", Channel.EMAIL),
        ("We'll be in touch on Monday", None),
        ("Follow up with me by phone on Monday", Channel.PHONE),
        ("Drop me a line on Monday", Channel.EMAIL),
        ("She'll text me on Monday", Channel.OTHER),
    ],
)
def test_the_channel(words: str, channel: Channel | None) -> None:
    assert said(words).channel is channel


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("They'll call me in two weeks", NextStepKind.EMPLOYER_CONTACTS),
        ("I'll call you in two weeks", NextStepKind.EMPLOYER_CONTACTS),
        ("I'll call them in two weeks", NextStepKind.CANDIDATE_CALLS),
        ("She told me to call in two weeks", NextStepKind.CANDIDATE_CALLS),
        ("Don't hesitate to call in two weeks", NextStepKind.CANDIDATE_CALLS),
        ("Don't call us. We'll write in two weeks", NextStepKind.EMPLOYER_CONTACTS_NO_CALLS),
        ("If you haven't heard in two weeks, call", NextStepKind.EMPLOYER_THEN_CALL),
    ],
)
def test_who_acts(words: str, kind: NextStepKind) -> None:
    assert said(words).kind is kind


def test_an_invitation_by_friday_holds_from_the_day_it_was_made() -> None:
    reading = said("Call me by Friday", date(2026, 11, 16))
    assert (reading.due_on, reading.by_on) == (date(2026, 11, 16), date(2026, 11, 20))


def test_an_invitation_for_next_week_holds_all_week() -> None:
    reading = said("Call me next week")
    assert (reading.due_on, reading.by_on) == (date(2026, 11, 16), date(2026, 11, 20))


def test_an_invitation_in_two_weeks_names_no_last_day() -> None:
    reading = said("Call me in two weeks")
    assert (reading.due_on, reading.by_on) == (date(2026, 11, 27), None)


def test_writing_after_silence_begins_the_day_after_the_employers_own_date() -> None:
    reading = said("Email me if you haven't heard by the 20th")
    assert (reading.kind, reading.due_on) == (NextStepKind.CANDIDATE_WRITES, date(2026, 11, 23))


@pytest.mark.parametrize(
    "words",
    [
        "only if you're selected",
        "We'll call you by Friday if you are chosen",
        "If you don't hear by the 20th, assume you weren't selected",
    ],
)
def test_a_condition_is_kept_and_the_employer_still_contacts(words: str) -> None:
    reading = said(words, date(2026, 11, 16))
    assert (reading.kind, reading.condition) == (NextStepKind.EMPLOYER_CONTACTS, Condition.SELECTED)


def test_no_condition_where_none_was_said() -> None:
    assert said("We'll call you on Monday").condition is None


def test_friday_said_on_a_friday_is_asked() -> None:
    assert asked("We'll let you know by Friday", FRIDAY) == {Ask.SAME_DAY: [FRIDAY, date(2026, 11, 20)]}


def test_next_friday_is_asked_and_next_monday_is_not() -> None:
    assert asked("We'll call next Friday") == {Ask.NEXT_WEEKDAY: [FRIDAY, date(2026, 11, 20)]}
    assert asked("We'll call next Monday") == {}


@pytest.mark.parametrize("words", ["by the end of the week", "by the end of next week", "early next week", "this week"])
def test_week_words_said_on_a_weekend_are_asked(words: str) -> None:
    assert list(asked(f"We'll let you know {words}", SATURDAY)) == [Ask.WHICH_WEEK]


def test_the_weekend_is_the_employers() -> None:
    friday_in_egypt = read("We'll let you know by the end of the week", FRIDAY, calendar_of("EG"))
    assert [question.code for question in friday_in_egypt.questions] == [Ask.WHICH_WEEK]
    assert [option.due_on for option in friday_in_egypt.questions[0].options] == [
        date(2026, 11, 19),
        date(2026, 11, 26),
    ]


def test_a_slashed_date_is_asked_in_the_readers_own_order() -> None:
    words, on = "We'll be in touch by 5/6", date(2026, 4, 20)
    first = {locale: read(words, on, US, locale).questions[0].options[0].due_on for locale in ("en-US", "en-GB")}
    assert first == {"en-US": date(2026, 5, 6), "en-GB": date(2026, 6, 5)}


def test_an_open_question_leaves_the_date_open() -> None:
    reading = said("We'll call you in one to two weeks")
    assert (reading.understood, reading.is_settled, reading.due_on) == (True, False, None)


def test_an_answer_gives_the_dates() -> None:
    option = said("Follow up in two weeks").questions[0].options[0]
    assert choose(option.kind, option.rule, THURSDAY, US) == option


def test_a_date_past_at_entry_is_allowed_and_flagged() -> None:
    reading = read("We'll call you on Monday", THURSDAY, US, entered_on=date(2026, 12, 1))
    assert reading.is_settled
    assert reading.because[-1].code == Because.PAST


def test_a_date_past_when_it_was_said_is_asked() -> None:
    assert list(asked("We'll let you know by November 5, 2026")) == [Ask.PAST_DATE]


@pytest.mark.parametrize("words", ["", " ", "?!", "blah blah", "two weeks notice is required", "The job starts in May"])
def test_what_is_no_promise_is_not_understood(words: str) -> None:
    assert said(words) == Reading(understood=False)


def test_more_text_than_a_promise_has_is_refused() -> None:
    assert said("we will call " * 1000).questions[0].code is Ask.TOO_LONG


TONGUE = (
    "we will call you me us email i they in by before after until two weeks a few days monday next friday the 15th"
    " 31st of february 5/6 12/31/9999 2026-02-30 00/00 99999999999999 if not haven't heard only selected don't or to"
    " between end early week month january holidays thanksgiving year when back , . ; ' ’ - – \x00 \u202e 👍 ½ ½ weeks"
    " 1st 0th eod"
).split(" ")
MUMBLE = st.lists(st.sampled_from(TONGUE), max_size=60).map(lambda words: " ".join(words)[:500])


@settings(max_examples=300, deadline=None)
@given(words=st.text(max_size=500) | MUMBLE, on=st.dates())
def test_read_never_raises(words: str, on: date) -> None:
    assert isinstance(read(words, on, US), Reading)


@settings(max_examples=200, deadline=None)
@given(words=MUMBLE, on=st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_a_settled_date_is_a_business_day_its_rule_explains(words: str, on: date) -> None:
    reading = read(words, on, US)
    if reading.is_settled and reading.due_on and reading.rule and reading.kind:
        option = choose(reading.kind, reading.rule, on, US)
        assert (reading.due_on, reading.by_on) == (option.due_on, option.by_on)
        assert US.is_business_day(reading.due_on)
        assert (reading.by_on or reading.due_on) >= on


@settings(max_examples=100, deadline=None)
@given(words=MUMBLE, on=st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_nothing_is_dated_while_a_question_is_open(words: str, on: date) -> None:
    reading = read(words, on, PLAIN)
    if reading.questions or not reading.understood:
        assert (reading.due_on, reading.by_on, reading.precision) == (None, None, Precision.NONE)


@pytest.mark.parametrize(
    "words",
    [
        "a" * 10_000,
        "a " * 5_000,
        "in two weeks " * 150,
        "1-" * 990,
        "(" * 1_999,
        "1." * 990,
        "9" * 2_000,
        "a@" * 990,
        "if " * 660,
        "the end of " * 180,
        "call me or " * 180,
        "@1 " * 660,
        "by on in " * 220,
        "a week from 999999999999 business days",
    ],
)
def test_long_input_is_read_quickly(words: str) -> None:
    started = time.perf_counter()
    said(words)
    assert time.perf_counter() - started < 1.0


def test_the_side_decides_what_after_means() -> None:
    rule = Rule(RuleKind.DATE, day=date(2026, 11, 17), edge=Edge.AFTER)
    precisions = [explain(rule, THURSDAY, US, actor=actor).precision for actor in Actor]
    assert precisions == [Precision.VAGUE, Precision.EXACT]
