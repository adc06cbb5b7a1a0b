"""Business days, closures, and where today stands in the follow-up window of a next step.

Days are civil dates at the employer. Source of the windows and of every number of days: design of the follow-up rule,
sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from candidates.followup.facts import ClockAxis, NextStepFact, NextStepKind, Policy, Precision, Window

WEEKEND = "weekend"
LONGEST_CLOSURE = 400  # calendar days; a calendar closed for longer is a mistake, not a holiday
DAYS_IN_WEEK = 7
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the little calendar. `closed` is None on a business day, else `WEEKEND` or the name of the closure."""

    on: date
    closed: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The business days at an employer.

    `weekend` holds weekdays as `date.weekday()` counts them: Monday is 0, Sunday is 6. `closed` names the public
    holidays and closures, observed days included. Raises ValueError for a week without a business day.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    closed: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.weekend <= frozenset(range(DAYS_IN_WEEK)):
            raise ValueError(f"Weekend days are numbered 0 (Monday) to 6 (Sunday), not {sorted(self.weekend)}.")
        if len(self.weekend) == DAYS_IN_WEEK:
            raise ValueError("This calendar has no business day: every day of the week is in its weekend.")

    def why_closed(self, day: date) -> str | None:
        """The name of the closure, `WEEKEND` for a weekend day without one, None for a business day."""
        return self.closed.get(day) or (WEEKEND if day.weekday() in self.weekend else None)

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.closed

    def roll_forward(self, day: date) -> date:
        """`day` itself on a business day, else the next one. Raises ValueError when none comes within 400 days."""
        for ahead in range(LONGEST_CLOSURE):
            if self.is_business_day(later := days_after(day, ahead)):
                return later
        raise ValueError(f"This calendar has no business day in the {LONGEST_CLOSURE} days from {day}.")

    def add_business_days(self, day: date, n: int) -> date:
        """The nth business day after `day`; `day` itself, business day or not, for 0. Raises ValueError below 0."""
        if n < 0:
            raise ValueError(f"Business days are counted forward, not {n}.")
        for _ in range(n):
            day = self.roll_forward(days_after(day, 1))
        return day

    def business_days_between(self, start: date, end: date) -> int:
        """How many business days lie after `start` up to and including `end`; negative when `end` comes first."""
        if end < start:
            return -self.business_days_between(end, start)
        weeks, rest = divmod((end - start).days, DAYS_IN_WEEK)
        working = weeks * (DAYS_IN_WEEK - len(self.weekend))
        working += sum((end - timedelta(days=back)).weekday() not in self.weekend for back in range(rest))
        return working - sum(start < day <= end and day.weekday() not in self.weekend for day in self.closed)

    def day_by_day(self, start: date, end: date) -> tuple[CalendarDay, ...]:
        """Every day from `start` to `end` inclusive with the reason it is skipped; nothing when `end` comes first."""
        return tuple(CalendarDay(day, self.why_closed(day)) for day in _days(start, end))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=ahead) for ahead in range((end - start).days + 1))


def days_after(day: date, n: int) -> date:
    """The date `n` calendar days later. Raises ValueError past the year 9999."""
    try:
        return day + timedelta(days=n)
    except OverflowError as error:
        raise ValueError(f"{n} days after {day} lies outside the calendar.") from error


def civil_date(instant: datetime, zone: ZoneInfo) -> date:
    """The date on the employer's wall at `instant`. Raises ValueError outside the years 1 to 9999."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError as error:
        raise ValueError(f"{instant} lies outside the calendar in {zone.key}.") from error


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of `day` at the employer, in `zone`: 01:00 where the clocks skip midnight.

    A midnight that comes twice counts from the first. Raises ValueError outside the years 1 to 9999.
    """
    midnight = datetime.combine(day, time.min, zone)
    try:
        # The way through UTC turns a midnight that does not exist into the instant the clocks jump to.
        return midnight.astimezone(UTC).astimezone(zone)
    except OverflowError as error:
        raise ValueError(f"{day} lies outside the calendar in {zone.key}.") from error


def window_for(next_step: NextStepFact, policy: Policy, calendar: Calendar, zone: ZoneInfo) -> Window | None:
    """The follow-up window of a next step; None for one that was not recorded."""
    match next_step.kind:
        case NextStepKind.UNRECORDED:
            return None
        case NextStepKind.NOT_ASKED:
            return _inquiry_window(next_step, policy.inquiry_after_not_asked, policy, calendar, zone)
        case NextStepKind.OPEN_ENDED:
            return _inquiry_window(next_step, policy.inquiry_after_open_ended, policy, calendar, zone)
        case NextStepKind.CANDIDATE_CALLS | NextStepKind.CANDIDATE_WRITES:
            return _invitation_window(next_step, policy, calendar, zone)
        case _:
            return _promise_window(next_step, policy, calendar, zone)


def _inquiry_window(
    next_step: NextStepFact, patience: int, policy: Policy, calendar: Calendar, zone: ZoneInfo
) -> Window:
    """From the day a polite question is due to the silence ceiling, both counted from the day it was said."""
    said_on = civil_date(next_step.said_at, zone)
    return Window(
        opens_on=calendar.add_business_days(said_on, patience),
        closes_on=calendar.add_business_days(said_on, policy.silence_ceiling),
    )


def _invitation_window(next_step: NextStepFact, policy: Policy, calendar: Calendar, zone: ZoneInfo) -> Window:
    """From the agreed day to the last one. An invitation without a date holds from the day it was made."""
    opens_on = calendar.roll_forward(next_step.due_on or civil_date(next_step.said_at, zone))
    if next_step.by_on is None:
        closes_on = calendar.add_business_days(opens_on, policy.call_window)
    else:
        closes_on = calendar.roll_forward(max(opens_on, next_step.by_on))
    return Window(opens_on, closes_on, due_on=opens_on)


def _promise_window(next_step: NextStepFact, policy: Policy, calendar: Calendar, zone: ZoneInfo) -> Window:
    """The grace days after the promised day. A promise without a date is due when the silence ceiling is reached."""
    due_on = next_step.due_on
    if due_on is None:
        due_on = calendar.add_business_days(civil_date(next_step.said_at, zone), policy.silence_ceiling)
    due_on = calendar.roll_forward(due_on)
    return Window(
        opens_on=days_after(due_on, 1),
        closes_on=calendar.add_business_days(due_on, grace_days(next_step.precision, policy)),
        due_on=due_on,
    )


def grace_days(precision: Precision, policy: Policy) -> int:
    """Business days of grace; a promise that names no date deserves as much as a vague one."""
    match precision:
        case Precision.EXACT:
            return policy.grace_exact
        case Precision.APPROXIMATE:
            return policy.grace_approximate
        case Precision.VAGUE | Precision.NONE:
            return policy.grace_vague


def where(window: Window | None, today: date) -> ClockAxis:
    """Where `today`, a civil date at the employer, stands. A window that never opens is still ahead."""
    if window is None or today < window.opens_on:
        return ClockAxis.BEFORE
    return ClockAxis.WINDOW if today <= window.closes_on else ClockAxis.PAST
