"""Weeks, months and named holidays as plain date arithmetic over a calendar.

A working week begins after the weekend: on Monday where the weekend is Saturday and Sunday (the ISO week), on Sunday
where it is Friday and Saturday.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from candidates.followup.clock import ONE_DAY, Calendar
from candidates.followup.rules import ErrorCode, Holiday, PromiseError, date_of

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)


def week_start(day: date, calendar: Calendar) -> date:
    """The first day of the working week `day` lies in; a weekend belongs to the week it ends."""
    firsts = [d for d in range(7) if d not in calendar.weekend and (d - 1) % 7 in calendar.weekend]
    first = MONDAY if MONDAY in firsts or not firsts else firsts[0]
    return day - timedelta(days=(day.weekday() - first) % 7)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def next_weekday(weekday: int, after: date) -> date:
    """The first such weekday (Monday is 0) strictly after a day."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day (31 January + 1 month)."""
    first = month_first(day, months)
    return first.replace(day=min(day.day, gregorian.monthrange(first.year, first.month)[1]))


def month_first(day: date, months: int = 0) -> date:
    """The first day of the month `months` later. Raises `PromiseError(OUT_OF_RANGE)` after the year 9999."""
    years, month = divmod(day.month - 1 + months, 12)
    return date_of(day.year + years, month + 1, 1)


def month_last(day: date) -> date:
    """The last day of the month `day` lies in."""
    return day.replace(day=gregorian.monthrange(day.year, day.month)[1])


def weeks_of_month(month: date, calendar: Calendar) -> list[list[date]]:
    """The working weeks of a month as lists of its own weekdays, closures included.

    A week counts where most of its weekdays fall in the month, so 1 January on a Friday opens no first week.
    """
    first, last = month_first(month), month_last(month)
    by_week: dict[date, list[date]] = {}
    for day in days_between(first, last):
        if day.weekday() not in calendar.weekend:
            by_week.setdefault(week_start(day, calendar), []).append(day)
    return [days for days in by_week.values() if 2 * len(days) > 7 - len(calendar.weekend)]


def nth_week(month: date, nth: int, calendar: Calendar) -> tuple[date, date]:
    """First and last weekday of the month's nth week, -1 for the last; `PromiseError(NO_SUCH_DATE)` if it has none."""
    weeks = weeks_of_month(month, calendar)
    if nth > len(weeks):
        raise PromiseError(ErrorCode.NO_SUCH_DATE, f"week {nth} of {month:%Y-%m}")
    week = weeks[nth - 1 if nth > 0 else nth]
    return week[0], week[-1]


def first_full_week(after: date, calendar: Calendar) -> date:
    """First day of the first working week after a day in which no weekday is closed."""
    start = week_start(after, calendar)
    for _ in range(60):
        start += timedelta(days=7)
        weekdays = [d for d in days_between(start, start + 6 * ONE_DAY) if d.weekday() not in calendar.weekend]
        if all(map(calendar.is_business_day, weekdays)):
            return start
    raise PromiseError(ErrorCode.OUT_OF_RANGE, f"no full working week within 60 weeks of {after}")


def holiday_span(holiday: Holiday, said_on: date, calendar: Calendar) -> tuple[date, date]:
    """First and last day of the next such holiday that is not over on `said_on`.

    The employer's own calendar decides (Thanksgiving is in October in Canada); a holiday it does not keep falls back
    on the date kept in the United States.
    """
    if holiday is Holiday.THE_HOLIDAYS:
        return next(span for span in _festive(said_on) if span[1] >= said_on)
    if kept := _kept(holiday, said_on, calendar.closed.items()):
        return kept, kept
    years = (said_on.year, said_on.year + 1)
    named = next(day for day in (_in_year(holiday, year) for year in years) if day >= said_on)
    return named, named


def _festive(said_on: date) -> Iterator[tuple[date, date]]:
    for year in (said_on.year - 1, said_on.year):
        if year > 0:
            yield date(year, 12, 24), date_of(year + 1, 1, 1)


def _kept(holiday: Holiday, said_on: date, closed: Iterable[tuple[date, str]]) -> date | None:
    """The holiday's next day in the calendar. A day off in lieu ("observed") is not the holiday itself."""
    latest = said_on + timedelta(days=366)
    days = [day for day, why in closed if said_on <= day <= latest and _is_named(holiday, why)]
    return min(days, default=None)


def _is_named(holiday: Holiday, why: str) -> bool:
    # The package joins the names of two holidays on one day by "; ".
    names = why.casefold().replace("’", "'").split("; ")
    return any(name in (known, f"{known} day") for name in names for known in _NAMES[holiday])


def _in_year(holiday: Holiday, year: int) -> date:
    if holiday in _FIXED:
        month, day = _FIXED[holiday]
        return date_of(year, month, day)
    if holiday in _MOVING:
        month, weekday, nth = _MOVING[holiday]
        return _nth_weekday(date_of(year, month, 1), weekday, nth)
    sunday = easter(year)
    return sunday if holiday is Holiday.EASTER else sunday - 2 * ONE_DAY


def _nth_weekday(first: date, weekday: int, nth: int) -> date:
    if nth < 0:
        last = month_last(first)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return date_of(year, month, day + 1)


_FIXED = {
    Holiday.NEW_YEAR: (1, 1),
    Holiday.JUNETEENTH: (6, 19),
    Holiday.INDEPENDENCE_DAY: (7, 4),
    Holiday.VETERANS_DAY: (11, 11),
    Holiday.CHRISTMAS: (12, 25),
}
_MOVING = {
    Holiday.MLK_DAY: (1, MONDAY, 3),
    Holiday.PRESIDENTS_DAY: (2, MONDAY, 3),
    Holiday.MEMORIAL_DAY: (5, MONDAY, -1),
    Holiday.LABOR_DAY: (9, MONDAY, 1),
    Holiday.COLUMBUS_DAY: (10, MONDAY, 2),
    Holiday.THANKSGIVING: (11, THURSDAY, 4),
}
# How the `holidays` package and practices name them, with or without "Day". Whole names only: "Christmas closure" and
# "New Year's Eve" are other days.
_NAMES = {
    Holiday.NEW_YEAR: ("new year's",),
    Holiday.MLK_DAY: ("martin luther king jr.", "martin luther king, jr.", "mlk"),
    Holiday.PRESIDENTS_DAY: ("washington's birthday", "presidents'", "presidents"),
    Holiday.GOOD_FRIDAY: ("good friday",),
    Holiday.EASTER: ("easter", "easter sunday"),
    Holiday.MEMORIAL_DAY: ("memorial",),
    Holiday.JUNETEENTH: ("juneteenth", "juneteenth national independence"),
    Holiday.INDEPENDENCE_DAY: ("independence",),
    Holiday.LABOR_DAY: ("labor", "labour"),
    Holiday.COLUMBUS_DAY: ("columbus", "indigenous peoples'"),
    Holiday.VETERANS_DAY: ("veterans",),
    Holiday.THANKSGIVING: ("thanksgiving",),
    Holiday.CHRISTMAS: ("christmas",),
}
