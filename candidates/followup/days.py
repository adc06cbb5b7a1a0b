"""Stretches of days a report is about, and weeks as a practice counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from candidates.followup.clock import days_after, start_of_day

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included. Days begin and end where `zone` is."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        """The instant the first day begins."""
        return start_of_day(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The instant after the last day."""
        return start_of_day(days_after(self.last, 1), self.zone)

    def has(self, instant: datetime) -> bool:
        """Whether the instant lies on one of these days."""
        return self.since <= instant < self.until

    def has_day(self, day: date) -> bool:
        """Whether the day is one of these."""
        return self.first <= day <= self.last


def first_day_of_week(day: date, starts_on: int) -> date:
    """The first day of the week `day` lies in. `starts_on` counts as `date.weekday()` does: Monday is 0."""
    return day - timedelta(days=(day.weekday() - starts_on) % DAYS_IN_WEEK)


def last_day_of_week(day: date, starts_on: int) -> date:
    """The last day of the week `day` lies in."""
    return days_after(first_day_of_week(day, starts_on), DAYS_IN_WEEK - 1)


def weeks_between(first: date, last: date, starts_on: int) -> Iterator[date]:
    """The first day of each week that has a day from `first` to `last`."""
    week = first_day_of_week(first, starts_on)
    while week <= last:
        yield week
        week = days_after(week, DAYS_IN_WEEK)


def first_day_of_quarter(day: date) -> date:
    """1 January, April, July or October."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def last_day_of_quarter(day: date) -> date:
    """31 March, 30 June, 30 September or 31 December."""
    return last_day_of_month(first_day_of_quarter(day) + timedelta(days=70))


def last_day_of_month(day: date) -> date:
    """The last day of the month `day` lies in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
