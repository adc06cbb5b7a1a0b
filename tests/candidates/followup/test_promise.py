"""Rules → dates: the checked examples of the design (section 2), edge cases (section 7), and what must be refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.followup.clock import Calendar
from candidates.followup.facts import Precision, Reason
from candidates.followup.promise import HORIZON_DAYS, Actor, Due, due, explain
from candidates.followup.rules import (
    NOT_ASKED,
    OPEN_ENDED,
    Edge,
    ErrorCode,
    Holiday,
    Part,
    PromiseError,
    Rule,
    RuleKind,
    Unit,
)
from candidates.followup.spans import Because
from tests.candidates.followup.calendars import PLAIN, US

THURSDAY = date(2026, 11, 12)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def within(amount: int, unit: Unit, **fields: Any) -> Rule:
    return Rule(RuleKind.IN, amount=amount, unit=unit, **fields)


def week(part: Part, amount: int = 0, **fields: Any) -> Rule:
    return Rule(RuleKind.WEEK, amount=amount, part=part, **fields)


def month(part: Part, amount: int = 0, **fields: Any) -> Rule:
    return Rule(RuleKind.MONTH, amount=amount, part=part, **fields)


def holiday(name: Holiday, edge: Edge = Edge.ON) -> Rule:
    return Rule(RuleKind.HOLIDAY, holiday=name, edge=edge)


def on(day: date, edge: Edge = Edge.ON) -> Rule:
    return Rule(RuleKind.DATE, day=day, edge=edge)


def invitation(rule: Rule, said_on: date = THURSDAY, calendar: Calendar = US) -> Due:
    return explain(rule, said_on, calendar, actor=Actor.CANDIDATE)


@pytest.mark.parametrize(
    ("said_on", "expected"),
    [
        (date(2026, 12, 17), date(2026, 12, 31)),
        (date(2026, 12, 18), date(2027, 1, 4)),
        (date(2026, 6, 19), date(2026, 7, 6)),
        (date(2026, 11, 12), date(2026, 11, 27)),
    ],
)
def test_in_two_weeks_as_checked_in_the_design(said_on: date, expected: date) -> None:
    assert due(within(2, Unit.WEEK), said_on, US) == expected


@pytest.mark.parametrize(
    ("rule", "expected", "precision"),
    [
        (within(10, Unit.DAY), date(2026, 11, 23), Precision.EXACT),
        (within(10, Unit.BUSINESS_DAY), date(2026, 11, 27), Precision.EXACT),
        (within(1, Unit.MONTH), date(2026, 12, 14), Precision.EXACT),
        (within(48, Unit.HOUR), date(2026, 11, 16), Precision.EXACT),
        (within(0, Unit.DAY), THURSDAY, Precision.EXACT),
        (within(2, Unit.WEEK, loose=True), date(2026, 11, 27), Precision.APPROXIMATE),
        (within(3, Unit.BUSINESS_DAY, loose=True), date(2026, 11, 17), Precision.APPROXIMATE),
        (within(1, Unit.WEEK, day=date(2026, 11, 13)), date(2026, 11, 20), Precision.EXACT),
        (on(date(2026, 11, 26), Edge.BY), date(2026, 11, 27), Precision.EXACT),
        (on(date(2026, 11, 26), Edge.BEFORE), date(2026, 11, 25), Precision.EXACT),
        (on(date(2026, 11, 15), Edge.AFTER), date(2026, 11, 16), Precision.VAGUE),
        (Rule(RuleKind.WEEKDAY, weekday=FRI), date(2026, 11, 13), Precision.EXACT),
        (Rule(RuleKind.WEEKDAY, weekday=THU), date(2026, 11, 19), Precision.EXACT),
        (Rule(RuleKind.WEEKDAY, weekday=FRI, amount=1), date(2026, 11, 20), Precision.EXACT),
        (Rule(RuleKind.WEEKDAY_OF_WEEK, weekday=MON, amount=1), date(2026, 11, 16), Precision.EXACT),
        (Rule(RuleKind.WEEKDAY_OF_WEEK, weekday=THU, amount=2), date(2026, 11, 27), Precision.EXACT),
        (week(Part.END), date(2026, 11, 13), Precision.EXACT),
        (week(Part.END, 1), date(2026, 11, 20), Precision.EXACT),
        (week(Part.EARLY, 1), date(2026, 11, 18), Precision.APPROXIMATE),
        (week(Part.MIDDLE, 1), date(2026, 11, 19), Precision.APPROXIMATE),
        (week(Part.LATE, 1), date(2026, 11, 20), Precision.APPROXIMATE),
        (week(Part.WHOLE, 1), date(2026, 11, 20), Precision.APPROXIMATE),
        (month(Part.END), date(2026, 11, 30), Precision.EXACT),
        (month(Part.END, 1), date(2026, 12, 31), Precision.EXACT),
        (month(Part.EARLY, 1), date(2026, 12, 10), Precision.APPROXIMATE),
        (month(Part.MIDDLE), date(2026, 11, 16), Precision.APPROXIMATE),
        (month(Part.LATE, 2), date(2027, 1, 29), Precision.APPROXIMATE),
        (month(Part.WHOLE, day=date(2027, 1, 1)), date(2027, 1, 29), Precision.APPROXIMATE),
        (Rule(RuleKind.WEEK_OF_MONTH, amount=1, day=date(2027, 1, 1)), date(2027, 1, 8), Precision.APPROXIMATE),
        (Rule(RuleKind.WEEK_OF_MONTH, amount=1, day=date(2026, 12, 1)), date(2026, 12, 4), Precision.APPROXIMATE),
        (Rule(RuleKind.WEEK_OF_MONTH, amount=-1, day=date(2026, 11, 1)), date(2026, 11, 27), Precision.APPROXIMATE),
        (holiday(Holiday.THANKSGIVING, Edge.AFTER), date(2026, 12, 7), Precision.VAGUE),
        (holiday(Holiday.THE_HOLIDAYS, Edge.AFTER), date(2027, 1, 11), Precision.VAGUE),
        (holiday(Holiday.CHRISTMAS, Edge.BY), date(2026, 12, 28), Precision.EXACT),
        (holiday(Holiday.THANKSGIVING, Edge.BEFORE), date(2026, 11, 25), Precision.EXACT),
    ],
)
def test_each_rule_said_on_thursday_12_november(rule: Rule, expected: date, precision: Precision) -> None:
    found = explain(rule, THURSDAY, US)
    assert (found.due_on, found.precision) == (expected, precision)


@pytest.mark.parametrize(("rule", "code"), [(OPEN_ENDED, Because.OPEN_ENDED), (NOT_ASKED, Because.NOT_ASKED)])
def test_without_a_date(rule: Rule, code: Because) -> None:
    assert explain(rule, THURSDAY, US) == Due(None, None, Precision.NONE, (Reason(code),))


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        (within(2, Unit.WEEK), date(2026, 11, 27), None),
        (within(2, Unit.WEEK, edge=Edge.BY), THURSDAY, date(2026, 11, 27)),
        (on(date(2026, 11, 20), Edge.BY), THURSDAY, date(2026, 11, 20)),
        (on(date(2026, 11, 15), Edge.AFTER), date(2026, 11, 16), None),
        (week(Part.EARLY, 1), date(2026, 11, 16), date(2026, 11, 18)),
        (week(Part.WHOLE, 1), date(2026, 11, 16), date(2026, 11, 20)),
        (week(Part.WHOLE), THURSDAY, date(2026, 11, 13)),
        (week(Part.END, 1), date(2026, 11, 20), None),
        (month(Part.LATE), date(2026, 11, 23), date(2026, 11, 30)),
        (Rule(RuleKind.WEEK_OF_MONTH, amount=1, day=date(2026, 12, 1)), date(2026, 12, 1), date(2026, 12, 4)),
        (holiday(Holiday.THANKSGIVING, Edge.AFTER), date(2026, 11, 30), None),
    ],
)
def test_an_invitation_holds_from_the_first_day_to_the_last_named(rule: Rule, first: date, last: date | None) -> None:
    found = invitation(rule)
    assert (found.due_on, found.by_on) == (first, last)


def test_the_reasons_name_every_day_skipped() -> None:
    assert explain(within(2, Unit.WEEK), date(2026, 12, 18), US).because == (
        Reason(Because.IN_WEEKS, {"amount": 2, "anchor": date(2026, 12, 18), "date": date(2027, 1, 1)}),
        Reason(Because.CLOSED, {"date": date(2027, 1, 1), "why": "New Year's Day"}),
        Reason(Because.WEEKEND, {"date": date(2027, 1, 2)}),
        Reason(Because.WEEKEND, {"date": date(2027, 1, 3)}),
        Reason(Because.MOVED, {"date": date(2027, 1, 4)}),
    )


def test_counted_business_days_name_the_closures_but_not_the_weekends() -> None:
    found = explain(within(10, Unit.BUSINESS_DAY), THURSDAY, US).because
    assert [(reason.code, reason.values["date"]) for reason in found] == [
        (Because.IN_BUSINESS_DAYS, date(2026, 11, 27)),
        (Because.CLOSED, date(2026, 11, 26)),
    ]


def test_the_end_of_a_month_on_a_weekend_is_explained_backwards() -> None:
    found = explain(month(Part.END, day=date(2027, 1, 1)), THURSDAY, US).because
    assert [reason.values["date"] for reason in found] == [date(2027, 1, d) for d in (29, 31, 30)]


def test_a_practices_own_closure_counts() -> None:
    closed = Calendar(closed={date(2026, 11, 26): "Inventory", date(2026, 11, 27): "Inventory"})
    assert due(within(2, Unit.WEEK), THURSDAY, closed) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("said_on", "months", "expected"),
    [
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 29), 1, date(2027, 3, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)
def test_months_end_where_the_month_ends(said_on: date, months: int, expected: date) -> None:
    assert due(within(months, Unit.MONTH), said_on, PLAIN) == expected


def test_a_clamped_month_says_so() -> None:
    codes = [reason.code for reason in explain(within(1, Unit.MONTH), date(2028, 1, 31), PLAIN).because]
    assert codes == [Because.IN_MONTHS, Because.MONTH_CLAMPED]


def test_29_february() -> None:
    assert due(on(date(2028, 2, 29)), date(2028, 2, 1), US) == date(2028, 2, 29)
    assert due(month(Part.END), date(2028, 2, 1), US) == date(2028, 2, 29)
    assert due(within(1, Unit.WEEK), date(2028, 2, 22), US) == date(2028, 2, 29)


def test_the_year_ends_inside_a_promise() -> None:
    assert due(week(Part.END, 1), date(2026, 12, 30), US) == date(2027, 1, 8)
    assert due(month(Part.END, 1), date(2026, 12, 31), US) == date(2027, 1, 29)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (week(Part.END), date(2026, 11, 12)),
        (week(Part.END, 1), date(2026, 11, 19)),
        (week(Part.EARLY, 1), date(2026, 11, 17)),
        (week(Part.MIDDLE, 1), date(2026, 11, 18)),
        (Rule(RuleKind.WEEKDAY_OF_WEEK, weekday=SUN, amount=1), date(2026, 11, 15)),
        (within(3, Unit.DAY), date(2026, 11, 15)),
        (within(2, Unit.DAY), date(2026, 11, 15)),
        (within(3, Unit.BUSINESS_DAY), date(2026, 11, 17)),
    ],
)
def test_a_week_with_friday_and_saturday_off_begins_on_sunday(rule: Rule, expected: date) -> None:
    assert due(rule, date(2026, 11, 12), Calendar(weekend=frozenset({FRI, SAT}))) == expected


def test_a_weekend_belongs_to_the_week_it_ends() -> None:
    found = {due(week(Part.END, 1), said_on, US) for said_on in (date(2026, 11, 14), date(2026, 11, 15))}
    assert found == {date(2026, 11, 20)}


def test_the_holiday_is_the_employers() -> None:
    ontario = Calendar(closed={date(2026, 10, 12): "Thanksgiving Day"})
    found = [due(holiday(Holiday.THANKSGIVING, Edge.BEFORE), date(2026, 9, 21), c) for c in (ontario, US)]
    assert found == [date(2026, 10, 13), date(2026, 11, 25)]  # Sunday 11 October, Monday the holiday


def test_a_holiday_said_on_its_own_day_is_that_day() -> None:
    assert due(holiday(Holiday.THANKSGIVING, Edge.AFTER), date(2026, 11, 26), US) == date(2026, 12, 7)


def test_a_week_wholly_closed_rolls_on() -> None:
    shut = Calendar(closed={date(2026, 12, d): "Shut" for d in range(21, 26)})
    assert due(week(Part.END, 1), date(2026, 12, 16), shut) == date(2026, 12, 28)


def test_a_date_past_at_entry_is_allowed_and_flagged() -> None:
    found = explain(within(1, Unit.WEEK), THURSDAY, US, entered_on=date(2026, 12, 1))
    past = Reason(Because.PAST, {"date": date(2026, 11, 19), "entered_on": date(2026, 12, 1)})
    assert (found.due_on, found.because[-1]) == (date(2026, 11, 19), past)


@pytest.mark.parametrize(
    ("rule", "said_on", "code"),
    [
        (within(100_000, Unit.WEEK), THURSDAY, ErrorCode.TOO_FAR),
        (within(10**12, Unit.BUSINESS_DAY), THURSDAY, ErrorCode.TOO_FAR),
        (within(300, Unit.MONTH), THURSDAY, ErrorCode.TOO_FAR),
        (on(date(1, 1, 1)), THURSDAY, ErrorCode.TOO_FAR),
        (within(2, Unit.WEEK), date(9999, 12, 25), ErrorCode.OUT_OF_RANGE),
        (within(1, Unit.MONTH), date(9999, 12, 1), ErrorCode.OUT_OF_RANGE),
        (month(Part.END, 1), date(9999, 12, 1), ErrorCode.OUT_OF_RANGE),
        (week(Part.END, 1), date(9999, 12, 27), ErrorCode.OUT_OF_RANGE),
        (on(date(1, 1, 1), Edge.BEFORE), date(1, 1, 1), ErrorCode.OUT_OF_RANGE),
        (Rule(RuleKind.WEEK_OF_MONTH, amount=5, day=date(2027, 2, 1)), THURSDAY, ErrorCode.NO_SUCH_DATE),
    ],
)
def test_what_cannot_be_a_date_is_refused(rule: Rule, said_on: date, code: ErrorCode) -> None:
    with pytest.raises(PromiseError) as refused:
        due(rule, said_on, PLAIN)
    assert refused.value.code is code


def test_a_calendar_that_never_opens_is_refused() -> None:
    shut = Calendar(closed={THURSDAY + timedelta(days=n): "Shut" for n in range(500)})
    with pytest.raises(PromiseError):
        due(within(1, Unit.WEEK), THURSDAY, shut)


RULES: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    kind=st.sampled_from(RuleKind),
    amount=st.integers(-1, 5000) | st.integers(),
    unit=st.none() | st.sampled_from(Unit),
    day=st.none() | st.dates(),
    weekday=st.none() | st.integers(-1, 7),
    part=st.none() | st.sampled_from(Part),
    holiday=st.none() | st.sampled_from(Holiday),
    edge=st.sampled_from(Edge),
    loose=st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(fields=RULES, said_on=st.dates(), actor=st.sampled_from(Actor))
def test_a_rule_gives_a_business_day_in_reach_or_a_promise_error(
    fields: dict[str, Any], said_on: date, actor: Actor
) -> None:
    try:
        rule = Rule(**fields)
        found = explain(rule, said_on, US, actor=actor)
    except PromiseError:
        return
    assert Rule.from_dict(json.loads(json.dumps(rule.as_dict()))) == rule
    if found.due_on is not None:
        assert US.is_business_day(found.due_on)
        assert abs((found.due_on - said_on).days) <= HORIZON_DAYS
