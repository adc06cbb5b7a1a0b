"""Dates as people and programs write them, in a column that means one of two orders.

“03/04/2026” is the third of April or March the fourth. The columns decide: a first number above 12 is a day, a second
number above 12 makes the first a month. Where no row decides, nobody guesses: a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

EARLIEST = date(1970, 1, 1)
FARTHEST_AHEAD = timedelta(days=3 * 365)
SERIAL_BEGINS = date(1899, 12, 30)  # day 0 of Excel's count, for every day after February 1900
SERIALS = range(20_000, 80_000)  # October 1954 to January 2119: other numbers are no dates
TURN = 70  # two digits from here on are of the last century

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

TIME = r"(?:[t ,]+\d{1,2}:\d{2}.*)?"
ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}")
DOTTED = re.compile(rf"(\d{{1,2}})\.\s*(\d{{1,2}})\.\s*(\d{{4}}|\d{{2}}){TIME}")
NUMBERS = re.compile(rf"(\d{{1,2}})[-/](\d{{1,2}})[-/](\d{{4}}|\d{{2}}){TIME}")
MONTH_FIRST = re.compile(rf"(?:[a-z]{{3,9}},?\s+)?([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){TIME}")
DAY_FIRST = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{{3,9}})\.?,?[\s-]+(\d{{4}}|\d{{2}}){TIME}"
)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class Order(StrEnum):
    """Which number comes first in 03/04/2026."""

    MONTH_DAY = "mdy"
    DAY_MONTH = "dmy"


class NoDay(ValueError):
    """A text that names no day that can be meant; the code says why."""


def order_of(texts: Iterable[str]) -> Order | None:
    """The order these texts share; None where none of them tells, though it matters."""
    firsts, seconds, open_question = False, False, False
    for text in texts:
        if found := NUMBERS.fullmatch(text.strip().lower()):
            first, second = int(found[1]), int(found[2])
            firsts, seconds = firsts or first > 12 >= second, seconds or second > 12 >= first
            open_question = open_question or first != second
    if firsts != seconds:
        return Order.DAY_MONTH if firsts else Order.MONTH_DAY
    return None if open_question else Order.MONTH_DAY


def example_of(texts: Iterable[str]) -> str:
    """A text that could be read both ways, to ask with."""
    alike = (found for text in texts if (found := NUMBERS.fullmatch(text.strip().lower())))
    return next((found[0] for found in alike if found[1] != found[2] and int(found[1]) <= 12 >= int(found[2])), "")


def day_of(text: str, order: Order | None, today: date) -> date | None:
    """The day a text names; None for an empty text. Without an order, month first. Raises NoDay."""
    text = text.strip().lower()
    if not text:
        return None
    year, month, number = _numbers(text, order)
    try:
        day = date(year, month, number)
    except ValueError as error:
        raise NoDay("no_date") from error
    if not EARLIEST <= day <= today + FARTHEST_AHEAD:
        raise NoDay("far_date")
    return day


def _numbers(text: str, order: Order | None) -> tuple[int, int, int]:
    """Year, month and day, not yet known to be a date."""
    if found := ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DOTTED.fullmatch(text):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := NUMBERS.fullmatch(text):
        month, number = (found[2], found[1]) if order is Order.DAY_MONTH else (found[1], found[2])
        return _year(found[3]), int(month), int(number)
    if found := MONTH_FIRST.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    if found := DAY_FIRST.fullmatch(text):
        return _year(found[3]), _month(found[2]), int(found[1])
    if (found := SERIAL.fullmatch(text)) and int(found[1]) in SERIALS:
        day = SERIAL_BEGINS + timedelta(days=int(found[1]))
        return day.year, day.month, day.day
    raise NoDay("no_date")


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= TURN else 2000)


def _month(name: str) -> int:
    return MONTHS.index(name[:3]) + 1 if name[:3] in MONTHS else 0
