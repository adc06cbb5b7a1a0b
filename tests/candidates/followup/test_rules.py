from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from candidates.followup.rules import Edge, ErrorCode, Holiday, Part, PromiseError, Rule, RuleKind, Unit, date_of

EXAMPLES = [
    Rule(RuleKind.IN, amount=2, unit=Unit.WEEK),
    Rule(RuleKind.IN, amount=1, unit=Unit.WEEK, day=date(2026, 11, 13), edge=Edge.BY, loose=True),
    Rule(RuleKind.DATE, day=date(2028, 2, 29), edge=Edge.AFTER),
    Rule(RuleKind.WEEKDAY, weekday=0),
    Rule(RuleKind.WEEKDAY_OF_WEEK, weekday=6, amount=1),
    Rule(RuleKind.WEEK, part=Part.EARLY, amount=1),
    Rule(RuleKind.MONTH, part=Part.END, day=date(2027, 1, 1)),
    Rule(RuleKind.WEEK_OF_MONTH, amount=-1, day=date(2026, 11, 1)),
    Rule(RuleKind.HOLIDAY, holiday=Holiday.THE_HOLIDAYS, edge=Edge.AFTER),
    Rule(RuleKind.OPEN_ENDED),
    Rule(RuleKind.NOT_ASKED),
]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.kind)
def test_a_rule_comes_back_from_storage(rule: Rule) -> None:
    assert Rule.from_dict(json.loads(json.dumps(rule.as_dict()))) == rule


def test_every_kind_has_an_example() -> None:
    assert {rule.kind for rule in EXAMPLES} == set(RuleKind)


def test_only_what_differs_from_the_default_is_stored() -> None:
    assert Rule(RuleKind.IN, amount=2, unit=Unit.WEEK).as_dict() == {"kind": "in", "amount": 2, "unit": "week"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        None,
        {"kind": "never"},
        {"kind": "in", "amount": 2},
        {"kind": "in", "amount": "2", "unit": "week"},
        {"kind": "in", "amount": True, "unit": "week"},
        {"kind": "in", "amount": 2.5, "unit": "week"},
        {"kind": "in", "amount": -2, "unit": "week"},
        {"kind": "in", "amount": 2, "unit": "week", "loose": 1},
        {"kind": "in", "amount": 2, "unit": "week", "colour": "red"},
        {"kind": "date", "day": "2026-02-30"},
        {"kind": "date", "day": 20261112},
        {"kind": "date", "day": None},
        {"kind": "weekday", "weekday": 7},
        {"kind": "week_of_month", "amount": 0, "day": "2027-01-01"},
    ],
)
def test_anything_else_is_malformed(data: Any) -> None:
    with pytest.raises(PromiseError) as refused:
        Rule.from_dict(data)
    assert refused.value.code is ErrorCode.MALFORMED


@pytest.mark.parametrize(
    ("year", "month", "day", "code"),
    [
        (2026, 2, 30, ErrorCode.NO_SUCH_DATE),
        (2027, 2, 29, ErrorCode.NO_SUCH_DATE),
        (2026, 13, 1, ErrorCode.NO_SUCH_DATE),
        (2026, 1, 10**30, ErrorCode.NO_SUCH_DATE),
        (0, 1, 1, ErrorCode.OUT_OF_RANGE),
        (10_000, 1, 1, ErrorCode.OUT_OF_RANGE),
    ],
)
def test_dates_that_are_none(year: int, month: int, day: int, code: ErrorCode) -> None:
    with pytest.raises(PromiseError) as refused:
        date_of(year, month, day)
    assert refused.value.code is code
