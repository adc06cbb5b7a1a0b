"""The little calendar: the follow-up window day by day, with the reason for each day that does not count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from candidates.followup.clock import WEEKEND, Calendar

LONGEST = 14  # weeks; of a longer wait the last ones are drawn
WEEK = 7


@dataclass(frozen=True)
class Day:
    """One cell. `kind` is empty outside the window; `words` say to a screen reader what the drawing shows."""

    on: date
    kind: str
    words: str
    is_today: bool


@dataclass(frozen=True)
class Dates:
    """The dates that matter, and what the two ends of the window are called."""

    said: date
    due: date
    end: date
    today: date
    due_label: str
    end_label: str


def little_calendar(dates: Dates, calendar: Calendar) -> dict[str, Any]:
    """Plain values for `_components/calendar.html`."""
    first_weekday = (int(formats.get_format("FIRST_DAY_OF_WEEK")) - 1) % WEEK  # Monday is 0, as in Python
    start = _week_of(max(dates.said, dates.end - timedelta(weeks=LONGEST)), first_weekday)
    end = _week_of(dates.end, first_weekday) + timedelta(days=WEEK - 1)
    days = [_day(each.on, each.closed, dates) for each in calendar.day_by_day(start, end)]
    return {
        "weekdays": [(WEEKDAYS_ABBR[n % WEEK], WEEKDAYS[n % WEEK]) for n in range(first_weekday, first_weekday + WEEK)],
        "weeks": [days[n : n + WEEK] for n in range(0, len(days), WEEK)],
        "closures": list(closures(calendar, dates.said, dates.end)),
        "due_label": dates.due_label,
        "end_label": dates.end_label,
        "has_grace": dates.end > dates.due,
    }


def _week_of(day: date, first_weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - first_weekday) % WEEK)


def _day(on: date, closed: str | None, dates: Dates) -> Day:
    kind = _kind(on, closed, dates)
    words = {
        "said": _("said on this day"),
        "due": dates.due_label,
        "end": dates.end_label,
        "closed": _("weekend") if closed == WEEKEND else str(closed),
        "grace": _("counts towards the end"),
        "business": _("business day"),
    }
    return Day(on, kind, str(words.get(kind, "")), on == dates.today)


def _kind(on: date, closed: str | None, dates: Dates) -> str:
    if not dates.said <= on <= dates.end:
        return ""
    for kind, day in (("due", dates.due), ("end", dates.end), ("said", dates.said)):
        if on == day:
            return kind
    if closed:
        return "closed"
    return "grace" if on > dates.due else "business"


def closures(calendar: Calendar, start: date, end: date) -> Iterator[dict[str, Any]]:
    """Each named closure between two dates, a run of days told once. Weekends need no line."""
    days = (day for day in calendar.day_by_day(start, end) if day.on.weekday() not in calendar.weekend)
    for name, run in groupby(days, key=lambda day: day.closed):
        if name:
            closed_on = [day.on for day in run]
            yield {"first": closed_on[0], "last": closed_on[-1], "name": name}
