"""The employer's words → dates: what a rule comes to on a calendar, explained day by day.

The words are read in `reading.py`; here a `Rule` already stands. All dates are civil dates at the employer. Source of
every figure: design of the follow-up rule, section 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candidates.followup.almanac import days_between, first_full_week
from candidates.followup.clock import ONE_DAY, Calendar
from candidates.followup.facts import Precision, Reason
from candidates.followup.rules import UNDATED, Edge, ErrorCode, PromiseError, Rule, RuleKind, precision
from candidates.followup.spans import Because, Span, closed_on, span_of

HORIZON_DAYS = 5 * 366  # calendar days either way; nobody promises an answer for later
AFTER_A_HOLIDAY = 5  # business days added to the first full business week


class Actor(StrEnum):
    """Whose move was promised. An employer is due at the end of a span, a candidate may act from its beginning."""

    EMPLOYER = "employer"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Due:
    """A rule's dates. For an employer `due_on` is the last day of the promise; for a candidate it is the first day an
    invitation holds, and `by_on` its last, where the words named one. `because` tells each step in order."""

    due_on: date | None
    by_on: date | None
    precision: Precision
    because: tuple[Reason, ...]


def due(rule: Rule, said_on: date, calendar: Calendar) -> date | None:
    """The day an employer's promise is due; None for one without a date. Raises `PromiseError` as `explain` does."""
    return explain(rule, said_on, calendar).due_on


def explain(
    rule: Rule,
    said_on: date,
    calendar: Calendar,
    *,
    actor: Actor = Actor.EMPLOYER,
    entered_on: date | None = None,
) -> Due:
    """The dates of a rule with the reasons for each step.

    A date before `entered_on` (or, without it, before `said_on`) is allowed and carries `Because.PAST`.
    Raises `PromiseError`: `TOO_FAR` past the horizon, `NO_SUCH_DATE` for a week a month does not have,
    `OUT_OF_RANGE` outside the years 1 to 9999 or where the calendar has no business day.
    """
    if rule.kind in UNDATED:
        return Due(None, None, precision(rule), (Reason(Because(f"promise_{rule.kind}")),))
    try:
        dated = _dated(rule, said_on, calendar, actor)
    except PromiseError:
        raise
    except (OverflowError, ValueError) as error:  # dates, and a calendar without a business day
        raise PromiseError(ErrorCode.OUT_OF_RANGE, str(error)) from error
    return _checked(dated, said_on, entered_on or said_on)


def _dated(rule: Rule, said_on: date, calendar: Calendar, actor: Actor) -> Due:
    if rule.amount > HORIZON_DAYS:
        raise PromiseError(ErrorCode.TOO_FAR, f"{rule.amount} {rule.unit or rule.kind}")
    raw = span_of(rule, said_on, calendar)
    span = _edged(_loosened(raw, rule), rule, said_on, calendar)
    if actor is Actor.EMPLOYER:
        return _for_employer(span, rule, calendar)
    return _for_candidate(span, rule, said_on, calendar)


def _loosened(span: Span, rule: Rule) -> Span:
    return Span(span.first, span.last, (*span.because, Reason(Because.LOOSE))) if rule.loose else span


def _checked(dated: Due, said_on: date, entered_on: date) -> Due:
    last = max(day for day in (dated.due_on, dated.by_on) if day)
    if abs((last - said_on).days) > HORIZON_DAYS:
        raise PromiseError(ErrorCode.TOO_FAR, f"{last} is too far from {said_on}")
    if last >= entered_on:
        return dated
    past = Reason(Because.PAST, {"date": last, "entered_on": entered_on})
    return Due(dated.due_on, dated.by_on, dated.precision, (*dated.because, past))


def _for_employer(span: Span, rule: Rule, calendar: Calendar) -> Due:
    due_on, moves = _rolled(span.last, calendar)
    return Due(due_on, None, precision(rule), (*span.because, *moves))


def _for_candidate(span: Span, rule: Rule, said_on: date, calendar: Calendar) -> Due:
    """An invitation: "by Friday" holds from the day it was said, "next week" from its first business day."""
    within = rule.edge in (Edge.BY, Edge.BEFORE)
    first, moves = _rolled(said_on if within else max(span.first, min(said_on, span.last)), calendar)
    last, more = _rolled(span.last, calendar)
    invited = (*span.because, *moves, Reason(Because.FROM, {"date": first}))
    if (last <= first and not within) or rule.edge is Edge.AFTER:
        return Due(first, None, _invitation_precision(rule), invited)
    named = (*invited, *more, Reason(Because.BY, {"date": last}))
    return Due(first, max(first, last), _invitation_precision(rule), named)


def _invitation_precision(rule: Rule) -> Precision:
    # "Call me after the 15th" leaves an employer all the time in the world, but tells a candidate the day exactly.
    plain = rule.edge is Edge.AFTER and rule.kind is not RuleKind.HOLIDAY and not rule.loose
    return Precision.EXACT if plain else precision(rule)


def _rolled(day: date, calendar: Calendar) -> tuple[date, tuple[Reason, ...]]:
    """The day itself or the next business day, with the reason for each day skipped."""
    landed = calendar.roll_forward(day)
    if landed == day:
        return day, ()
    return landed, (*_skipped(days_between(day, landed - ONE_DAY), calendar), Reason(Because.MOVED, {"date": landed}))


def _skipped(days: Iterable[date], calendar: Calendar) -> tuple[Reason, ...]:
    return tuple(closed_on(day, calendar) for day in days)


def _edged(span: Span, rule: Rule, said_on: date, calendar: Calendar) -> Span:
    """The span as seen from "before" or "after" it; "by" and "on" end where it ends."""
    if rule.edge is Edge.BEFORE:
        day = span.first - ONE_DAY
        return Span(day, day, (*span.because, Reason(Because.BEFORE, {"date": day})))
    if rule.edge is Edge.AFTER and rule.kind is RuleKind.HOLIDAY:
        return _after_holiday(span, calendar)
    if rule.edge is Edge.AFTER:
        day = span.last + ONE_DAY
        return Span(day, day, (*span.because, Reason(Because.AFTER, {"date": day})))
    return span


def _after_holiday(span: Span, calendar: Calendar) -> Span:
    """The suggestion for "after Thanksgiving": first full business week, and five business days from its first day."""
    start = first_full_week(span.last, calendar)
    end = calendar.add_business_days(start, AFTER_A_HOLIDAY)
    allowance = Reason(Because.ALLOWANCE, {"amount": AFTER_A_HOLIDAY, "anchor": start, "date": end})
    return Span(start, end, (*span.because, Reason(Because.FULL_WEEK, {"date": start}), allowance))
