"""Every reason the rule can give has its sentence, and every blank in it is filled."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from candidates import followup
from candidates.followup.facts import DecisionKind, Facts, NextStepKind, Policy, Reason
from candidates.followup.standing import assess, judge_attempts
from candidates.wording import SENTENCES, sentence
from tests.candidates.followup.calendars import US
from tests.candidates.followup.test_standing_properties import NOW, histories
from tests.cast import at

SAID = tuple(kind for kind in NextStepKind if kind is not NextStepKind.UNRECORDED)  # what a row can hold


def codes_in_source() -> set[str]:
    """Every reason's code written in the rule, with those that are put together there completed."""
    source = "".join(path.read_text() for path in Path(followup.__file__).parent.glob("*.py"))
    written = set(re.findall(r'(?:_reason|_statement|Reason)\(\s*"(\w+)"', source))
    written |= set(re.findall(r'"(attempt_\w+)"', source)) | set(re.findall(r'return "(due\w*)"', source))
    for pair in re.findall(r'(?:code =|return|_statement\()\s*"(\w+)"\s*if .* else "(\w+)"', source):
        written |= set(pair)
    takes_back = {DecisionKind.REINSTATED, DecisionKind.RESUMED}
    return (
        written
        | {f"said_{kind}" for kind in SAID}
        | {f"decided_{kind}" for kind in DecisionKind if kind not in takes_back}
        | {f"cleared_by_{what}" for what in (takes_back | {"invitation", "next_step"})}
    )


def test_every_code_in_the_rule_has_a_sentence() -> None:
    codes = codes_in_source()
    assert sorted(codes - SENTENCES.keys()) == []
    assert len(codes) > 45


def reasons(facts: Facts, now) -> list[Reason]:  # type: ignore[no-untyped-def]
    attempts = judge_attempts(facts, Policy(), US, now)
    return [*assess(facts, Policy(), US, now).because, *(each.why for each in attempts)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(SAID), NOW)
def test_no_sentence_of_a_random_history_has_a_gap(facts: Facts, now) -> None:  # type: ignore[no-untyped-def]
    for reason in reasons(facts, now):
        text = sentence(reason)
        assert not re.search(r"…|%\(|\(\)|: \.|  |None", text), (reason, text)
        assert text[0].isupper() or text[0] == "“", text
        assert text[-1] == "."


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_one_the_rule_can_say(code: str) -> None:
    written_here = {"closed_days_run", "counselor_concluded_because"}  # other sentences for the same code
    never_in_force = {"decided_reinstated", "decided_resumed"}  # they only take others back
    assert code in codes_in_source() | written_here | never_in_force


def test_days_and_hours_are_the_employers() -> None:
    assert sentence(Reason("attempt_reached", {"at": at(3, hour=15)})) == "On Tue 3 Nov, 15:00 you reached them."


@pytest.mark.parametrize(("zone", "hour"), [("America/New_York", "10:00"), ("America/Chicago", "10:00 there")])
def test_a_clock_that_is_not_the_readers_is_called_theirs(zone: str, hour: str) -> None:
    moment = datetime(2026, 11, 12, 10, tzinfo=ZoneInfo(zone))
    with timezone.override("America/New_York"):
        assert sentence(Reason("attempt_reached", {"at": moment})) == f"On Thu 12 Nov, {hour} you reached them."


def test_who_said_it_and_the_words_are_told() -> None:
    said = Reason("said_employer_contacts", {"on": date(2026, 11, 3), "by": "Ms Kim", "words": "in two weeks"})
    assert sentence(said) == "On Tue 3 Nov Ms Kim said: “in two weeks”."


def test_without_a_name_it_was_they_and_without_words_the_kind_tells() -> None:
    said = Reason("said_employer_contacts", {"on": date(2026, 11, 3), "kind": "employer_contacts"})
    assert sentence(said) == "On Tue 3 Nov they said: They will be in touch."


def test_a_sentence_that_opens_with_they_opens_with_a_capital() -> None:
    said = Reason("said_beside", {"kind": "employer_contacts"})
    assert sentence(said).startswith("They said something else that day")


@pytest.mark.parametrize("words", ["100% sure %(on)s", "%s", "{on}", "%"])
def test_what_people_typed_is_never_a_pattern(words: str) -> None:
    assert f"“{words}”" in sentence(Reason("said_open_ended", {"on": date(2026, 11, 3), "words": words}))


def test_the_result_is_told_in_words() -> None:
    why = Reason("attempt_counts", {"at": at(3), "result": "message_left"})
    assert sentence(why) == "On Tue 3 Nov, 10:00: I left a message."


def test_a_closed_day_is_named() -> None:
    day = {"first_on": date(2026, 11, 26), "last_on": date(2026, 11, 26), "days": 1, "why": "Thanksgiving"}
    assert sentence(Reason("closed_days", day)) == "Thu 26 Nov is closed there (Thanksgiving)."


def test_a_run_of_closed_days_is_told_from_end_to_end() -> None:
    run = {"first_on": date(2026, 12, 24), "last_on": date(2026, 12, 31), "days": 6, "why": "shutdown"}
    assert sentence(Reason("closed_days", run)) == "Thu 24 Dec to Thu 31 Dec they are closed (shutdown)."
