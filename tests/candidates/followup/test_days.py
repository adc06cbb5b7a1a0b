"""Weeks from any day, quarters, and where a day begins."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from candidates.followup.days import (
    Days,
    first_day_of_quarter,
    first_day_of_week,
    last_day_of_month,
    last_day_of_quarter,
    last_day_of_week,
    weeks_between,
)

THURSDAY = date(2026, 11, 12)


@pytest.mark.parametrize(("starts_on", "first", "last"), [(0, 9, 15), (3, 12, 18), (6, 8, 14)])
def test_a_week_begins_on_the_day_the_practice_says(starts_on, first, last):
    assert (first_day_of_week(THURSDAY, starts_on).day, last_day_of_week(THURSDAY, starts_on).day) == (first, last)


def test_weeks_cover_both_ends():
    weeks = list(weeks_between(date(2026, 11, 1), date(2026, 11, 9), 0))
    assert weeks == [date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9)]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_quarter_holds_its_months(month):
    day = date(2028, month, last_day_of_month(date(2028, month, 1)).day)
    first, last = first_day_of_quarter(day), last_day_of_quarter(day)
    assert first.day == 1
    assert first.month in (1, 4, 7, 10)
    assert (last.month, last) == (first.month + 2, last_day_of_month(last))
    assert first <= day <= last


def test_days_begin_and_end_where_they_are():
    """The clocks go back on 1 November: that day has 25 hours."""
    days = Days(date(2026, 11, 1), date(2026, 11, 1), ZoneInfo("America/New_York"))
    assert days.since == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert days.until == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert days.has(days.since)
    assert not days.has(days.until)
