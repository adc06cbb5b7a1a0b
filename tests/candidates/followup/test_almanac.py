from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.followup.almanac import easter, first_full_week, holiday_span, next_weekday, nth_week, week_start
from candidates.followup.clock import Calendar
from candidates.followup.rules import Holiday
from tests.candidates.followup.calendars import PLAIN, US

DAYS = st.dates(date(2025, 1, 1), date(2029, 1, 1))


@given(day=DAYS)
def test_with_saturday_and_sunday_off_weeks_are_iso_weeks(day: date) -> None:
    assert week_start(day, PLAIN) == day - timedelta(days=day.isoweekday() - 1)


@pytest.mark.parametrize(("weekend", "first"), [({4, 5}, 6), ({3, 4}, 5), ({6}, 0), ({4}, 5), ({4, 6}, 0), (set(), 0)])
def test_a_working_week_begins_after_the_weekend(weekend: set[int], first: int) -> None:
    calendar = Calendar(weekend=frozenset(weekend))
    assert {week_start(date(2026, 11, d), calendar).weekday() for d in range(1, 29)} == {first}


@given(day=DAYS, weekday=st.integers(0, 6))
def test_the_next_weekday_lies_one_to_seven_days_ahead(day: date, weekday: int) -> None:
    found = next_weekday(weekday, day)
    assert (found.weekday(), 1 <= (found - day).days <= 7) == (weekday, True)


@pytest.mark.parametrize(
    ("month", "nth", "week"),
    [
        (date(2027, 1, 1), 1, (date(2027, 1, 4), date(2027, 1, 8))),  # 1 January is a Friday
        (date(2026, 12, 1), 1, (date(2026, 12, 1), date(2026, 12, 4))),  # a Tuesday
        (date(2026, 10, 1), 1, (date(2026, 10, 5), date(2026, 10, 9))),  # a Thursday
        (date(2026, 11, 1), -1, (date(2026, 11, 23), date(2026, 11, 27))),  # the 30th is a Monday
        (date(2026, 12, 1), -1, (date(2026, 12, 28), date(2026, 12, 31))),
    ],
)
def test_a_week_of_a_month_has_most_of_its_days_there(month: date, nth: int, week: tuple[date, date]) -> None:
    assert nth_week(month, nth, US) == week


def test_a_full_week_has_no_closed_weekday() -> None:
    assert first_full_week(date(2026, 12, 25), US) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_easter(year: int, sunday: tuple[int, int]) -> None:
    assert easter(year) == date(year, *sunday)


@pytest.mark.parametrize("holiday", [h for h in Holiday if h not in (Holiday.EASTER, Holiday.GOOD_FRIDAY)])
def test_a_calendar_without_the_holiday_falls_back_on_the_american_date(holiday: Holiday) -> None:
    for month in range(1, 13):
        said_on = date(2026, month, 3)
        assert holiday_span(holiday, said_on, PLAIN) == holiday_span(holiday, said_on, US)


def test_the_calendar_decides_where_it_names_the_holiday() -> None:
    ontario = Calendar(closed={date(2026, 10, 12): "Thanksgiving Day"})
    found = holiday_span(Holiday.THANKSGIVING, date(2026, 9, 1), ontario)
    assert found == (date(2026, 10, 12), date(2026, 10, 12))


def test_a_day_off_in_lieu_is_not_the_holiday() -> None:
    assert holiday_span(Holiday.INDEPENDENCE_DAY, date(2026, 6, 19), US)[0] == date(2026, 7, 4)


def test_the_holidays_last_into_january() -> None:
    assert holiday_span(Holiday.THE_HOLIDAYS, date(2026, 12, 28), US) == (date(2026, 12, 24), date(2027, 1, 1))
