"""Which days a report is about, as its address says: ?period=month, or ?from=2026-10-01&to=2026-10-31."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.followup.days import (
    Days,
    first_day_of_quarter,
    first_day_of_week,
    last_day_of_month,
    last_day_of_quarter,
    last_day_of_week,
)

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
LONGEST = timedelta(days=5 * 366)

CHOICES: list[tuple[str, str | Promise]] = [
    ("week", _("This week")),
    ("last-week", _("Last week")),
    ("month", _("This month")),
    ("last-month", _("Last month")),
    ("quarter", _("This quarter")),
    ("last-quarter", _("Last quarter")),
    ("year", _("The last 12 months")),
    ("all", _("All time")),
]
NAMES = dict(CHOICES)


@dataclass(frozen=True)
class Period:
    """The days a page tells of. `choice` is one of `CHOICES`, or empty for dates of one's own; `error` says what was
    wrong with the address, in which case the default is shown."""

    choice: str
    days: Days
    error: str = ""
    quarters: bool = False

    @property
    def is_all(self) -> bool:
        return self.choice == "all"

    @property
    def words(self) -> str:
        """The days in words."""
        if self.is_all:
            return gettext("since the beginning")
        first, last = (date_format(each, "j M Y") for each in (self.days.first, self.days.last))
        return f"{first} – {last}"

    @property
    def first_iso(self) -> str:
        """For the form; empty where the period has no beginning."""
        return "" if self.is_all else self.days.first.isoformat()

    @property
    def last_iso(self) -> str:
        return "" if self.is_all else self.days.last.isoformat()

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address for it."""
        if self.choice:
            return {"period": self.choice}
        return {"from": self.first_iso, "to": self.last_iso}

    @property
    def slug(self) -> str:
        """For the name of a file."""
        return "all" if self.is_all else f"{self.days.first.isoformat()}-{self.days.last.isoformat()}"

    def in_quarters(self) -> Period:
        """The quarters these days lie in, whole: two reports a day apart would tell of the one person between them."""
        days = Days(first_day_of_quarter(self.days.first), last_day_of_quarter(self.days.last), self.days.zone)
        return Period(self.choice, days, self.error, quarters=True)


@dataclass(frozen=True)
class Frame:
    """What periods are counted by: today, where the days begin, the day a week begins on, and the default."""

    today: date
    zone: ZoneInfo
    week_starts_on: int = 0
    default: str = "quarter"


def read_period(query: Mapping[str, str], frame: Frame) -> Period:
    """The period an address asks for; the default, with a word about it, where it makes no sense."""
    first, last = query.get("from", "").strip(), query.get("to", "").strip()
    if first or last:
        return _from_to(first, last, frame)
    choice = query.get("period", "").strip()
    if choice and choice not in NAMES:
        return _default(frame, gettext("There is no such period. Here is the usual one."))
    return Period(choice or frame.default, days_of(choice or frame.default, frame))


def _default(frame: Frame, error: str) -> Period:
    return Period(frame.default, days_of(frame.default, frame), error)


def _from_to(first: str, last: str, frame: Frame) -> Period:
    try:
        start = date.fromisoformat(first) if first else EARLIEST
        end = date.fromisoformat(last) if last else max(frame.today, start)
    except ValueError:
        return _default(frame, gettext("A date is written like 2026-11-30. Here is the usual period."))
    if end < start:
        return _default(frame, gettext("The last day comes before the first. Here is the usual period."))
    if start < EARLIEST or end > LATEST or (first and end - start > LONGEST):
        return _default(frame, gettext("That is more than five years, or long past. Here is the usual period."))
    return Period("", Days(start, end, frame.zone))


def days_of(choice: str, frame: Frame) -> Days:
    """The days of one of `CHOICES`. Raises KeyError for another word."""
    today = frame.today
    week = first_day_of_week(today, frame.week_starts_on)
    month, quarter = today.replace(day=1), first_day_of_quarter(today)
    last_month, last_quarter = ((each - timedelta(days=1)) for each in (month, quarter))
    stretches = {
        "week": (week, last_day_of_week(today, frame.week_starts_on)),
        "last-week": (week - timedelta(days=7), week - timedelta(days=1)),
        "month": (month, last_day_of_month(today)),
        "last-month": (last_month.replace(day=1), last_month),
        "quarter": (quarter, last_day_of_quarter(today)),
        "last-quarter": (first_day_of_quarter(last_quarter), last_quarter),
        "year": (today - timedelta(days=364), today),
        "all": (EARLIEST, max(today, EARLIEST)),
    }
    return Days(*stretches[choice], frame.zone)


def address(path: str, *queries: Mapping[str, str]) -> str:
    """A page's address with these in its query."""
    merged: dict[str, str] = {}
    for each in queries:
        merged |= each
    return f"{path}?{urlencode(merged)}" if merged else path
