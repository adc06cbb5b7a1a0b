"""What a rule's words cover on the calendar: the raw first and last day, each with its reason.

`promise.py` turns a span into the day an employer is due or a candidate may call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from candidates.followup.almanac import (
    add_months,
    days_between,
    holiday_span,
    month_first,
    month_last,
    next_weekday,
    nth_week,
    week_start,
)
from candidates.followup.clock import ONE_DAY, Calendar
from candidates.followup.facts import Reason
from candidates.followup.rules import Part, Rule, RuleKind, Unit

Values = dict[str, str | int | date | datetime]

EARLY_WEEK, MIDDLE_WEEK, LATE_WEEK = 2, 3, 3  # days after the first: Wednesday, Thursday, Thursday in an ISO week
EARLY_MONTH, MIDDLE_MONTH, LATE_MONTH = 9, 14, 20  # days after the first: the 10th, the 15th, the 21st


class Because(StrEnum):
    """Codes of the reasons a date is explained by, with the values each carries."""

    IN_HOURS = "promise_in_hours"  # amount, anchor, date
    IN_DAYS = "promise_in_days"  # amount, anchor, date
    IN_BUSINESS_DAYS = "promise_in_business_days"  # amount, anchor, date
    IN_WEEKS = "promise_in_weeks"  # amount, anchor, date
    IN_MONTHS = "promise_in_months"  # amount, anchor, date
    MONTH_CLAMPED = "promise_month_clamped"  # date: the month has no such day, so its last
    DATE = "promise_date"  # date
    WEEKDAY = "promise_weekday"  # anchor, weeks, date: the next such day after the anchor, so many weeks on
    WEEKDAY_OF_WEEK = "promise_weekday_of_week"  # anchor, weeks, date
    WEEK = "promise_week"  # part, anchor, weeks, first, date
    MONTH = "promise_month"  # part, first, date
    WEEK_OF_MONTH = "promise_week_of_month"  # nth (-1: last), month, first, date
    HOLIDAY = "promise_holiday"  # holiday, date (its last day)
    FULL_WEEK = "promise_full_week"  # date: first day of the first full business week
    ALLOWANCE = "promise_allowance"  # amount (business days), anchor, date
    BEFORE = "promise_before"  # date: the day before
    AFTER = "promise_after"  # date: the day after
    WEEKEND = "promise_weekend"  # date
    CLOSED = "promise_closed"  # date, why: the closure's name
    MOVED = "promise_moved"  # date: so the next business day
    FROM = "promise_from"  # date: the client may act from here
    BY = "promise_by"  # date: the invitation's last day
    LOOSE = "promise_loose"  # the words were approximate
    PAST = "promise_past"  # date, entered_on
    OPEN_ENDED = "promise_open_ended"  # no date was named
    NOT_ASKED = "promise_not_asked"  # next steps were not discussed


@dataclass(frozen=True, slots=True)
class Span:
    """The raw first and last day the words cover, before either is moved to a business day."""

    first: date
    last: date
    because: tuple[Reason, ...]


def span_of(rule: Rule, said_on: date, calendar: Calendar) -> Span:
    """The days a dated rule covers. Raises what `promise.explain` turns into `PromiseError`."""
    return _SPANS[rule.kind](rule, rule.day or said_on, calendar)


def closed_on(day: date, calendar: Calendar) -> Reason:
    """Why no business is done on `day`: the closure's own reason, else the weekend."""
    if why := calendar.closed.get(day):
        return Reason(Because.CLOSED, {"date": day, "why": why})
    return Reason(Because.WEEKEND, {"date": day})


def _one_day(day: date, *because: Reason) -> Span:
    return Span(day, day, because)


def _in(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    """So many units after the anchor. Never 24-hour steps: hours are counted in started days."""
    unit, amount = rule.unit or Unit.DAY, rule.amount
    day = _counted(unit, amount, anchor, calendar)
    because = [Reason(Because(f"promise_in_{unit}s"), {"amount": amount, "anchor": anchor, "date": day})]
    if unit is Unit.MONTH and day.day != anchor.day:
        because.append(Reason(Because.MONTH_CLAMPED, {"date": day}))
    if unit is Unit.BUSINESS_DAY:
        inside = (d for d in days_between(anchor + ONE_DAY, day) if not calendar.is_business_day(d))
        because += (reason for d in inside if (reason := closed_on(d, calendar)).code == Because.CLOSED)
    return _one_day(day, *because)


def _counted(unit: Unit, amount: int, anchor: date, calendar: Calendar) -> date:
    if unit is Unit.BUSINESS_DAY:
        return calendar.add_business_days(anchor, amount)
    if unit is Unit.MONTH:
        return add_months(anchor, amount)
    days = {Unit.HOUR: -(-amount // 24), Unit.DAY: amount, Unit.WEEK: 7 * amount}[unit]
    return anchor + timedelta(days=days)


def _date(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    return _one_day(anchor, Reason(Because.DATE, {"date": anchor}))


def _weekday(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    day = next_weekday(rule.weekday or 0, anchor) + timedelta(weeks=rule.amount)
    return _one_day(day, Reason(Because.WEEKDAY, {"anchor": anchor, "weeks": rule.amount, "date": day}))


def _weekday_of_week(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    start = week_start(anchor, calendar) + timedelta(weeks=rule.amount)
    day = start + timedelta(days=((rule.weekday or 0) - start.weekday()) % 7)
    return _one_day(day, Reason(Because.WEEKDAY_OF_WEEK, {"anchor": anchor, "weeks": rule.amount, "date": day}))


def _week(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    start = week_start(anchor, calendar) + timedelta(weeks=rule.amount)
    first, last, moves = _part(
        rule.part or Part.WHOLE, start, start + 6 * ONE_DAY, (EARLY_WEEK, MIDDLE_WEEK, LATE_WEEK), calendar
    )
    values: Values = {"part": str(rule.part), "anchor": anchor, "weeks": rule.amount, "first": start, "date": last}
    return Span(first, last, (Reason(Because.WEEK, values), *moves))


def _month(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    start = month_first(anchor, rule.amount)
    offsets = (EARLY_MONTH, MIDDLE_MONTH, LATE_MONTH)
    first, last, moves = _part(rule.part or Part.WHOLE, start, month_last(start), offsets, calendar)
    return Span(first, last, (Reason(Because.MONTH, {"part": str(rule.part), "first": start, "date": last}), *moves))


def _part(
    part: Part, start: date, end: date, offsets: tuple[int, int, int], calendar: Calendar
) -> tuple[date, date, tuple[Reason, ...]]:
    """First and last day of a part of a period. `offsets` are days from its start to the end of the early part, to the
    middle, and to the beginning of the late part."""
    early, middle, late = (start + timedelta(days=n) for n in offsets)
    if part is Part.EARLY:
        return start, early, ()
    if part is Part.MIDDLE:
        return middle, middle, ()
    last, moves = _last_business_day(start, end, calendar)
    return {Part.WHOLE: start, Part.LATE: min(late, last), Part.END: last}[part], last, moves


def _last_business_day(start: date, end: date, calendar: Calendar) -> tuple[date, tuple[Reason, ...]]:
    """The period's last business day, or its last day where all of it is closed (rolled forward later)."""
    day, moves = end, []
    while not calendar.is_business_day(day):
        if day == start:
            return end, ()
        moves.append(closed_on(day, calendar))
        day -= ONE_DAY
    return day, tuple(moves)


def _week_of_month(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    first, last = nth_week(anchor, rule.amount, calendar)
    day, moves = _last_business_day(first, last, calendar)
    values: Values = {"nth": rule.amount, "month": month_first(anchor), "first": first, "date": day}
    return Span(first, day, (Reason(Because.WEEK_OF_MONTH, values), *moves))


def _holiday(rule: Rule, anchor: date, calendar: Calendar) -> Span:
    assert rule.holiday is not None  # a rule of this kind cannot be made without one
    first, last = holiday_span(rule.holiday, anchor, calendar)
    return Span(first, last, (Reason(Because.HOLIDAY, {"holiday": str(rule.holiday), "date": last}),))


_SPANS: dict[RuleKind, Callable[[Rule, date, Calendar], Span]] = {
    RuleKind.IN: _in,
    RuleKind.DATE: _date,
    RuleKind.WEEKDAY: _weekday,
    RuleKind.WEEKDAY_OF_WEEK: _weekday_of_week,
    RuleKind.WEEK: _week,
    RuleKind.MONTH: _month,
    RuleKind.WEEK_OF_MONTH: _week_of_month,
    RuleKind.HOLIDAY: _holiday,
}
