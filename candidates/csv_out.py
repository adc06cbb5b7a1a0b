"""Tables for a spreadsheet: what people typed stays text, and nothing in it is calculated.

A spreadsheet takes a cell that begins with = + - @ for a formula, which may fetch and send. Such a text gets an
apostrophe in front, which the programs do not show as part of it; `as_typed` takes it away again, so that what was
written out can be read in unchanged. Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

MARK = "'"
STARTS_A_FORMULA = "=+\\-@\t\r\n＝＋－＠"  # the full-width ones count in Japanese and Chinese spreadsheets
TAKEN_FOR_FORMULA = re.compile(f"{MARK}*[{STARTS_A_FORMULA}]")
NEUTRALIZED = re.compile(f"{MARK}+[{STARTS_A_FORMULA}]")


def neutral(text: str) -> str:
    """The text as no spreadsheet calculates it."""
    return MARK + text if TAKEN_FOR_FORMULA.match(text) else text


def as_typed(text: str) -> str:
    """The text that `neutral` was given."""
    return text.removeprefix(MARK) if NEUTRALIZED.match(text) else text


def rows_to_csv(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """A table as RFC 4180 has it. Numbers stay numbers, days are written 2026-11-12, None is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_cell(each) for each in header)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return written.getvalue()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else neutral(str(value))
