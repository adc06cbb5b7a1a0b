"""Tables for a spreadsheet: nothing in them is calculated, and what was typed can be read back."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import product

import pytest

from candidates.csv_out import as_typed, neutral, rows_to_csv

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'=", "''@"]
ENDS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example","x")', "SUM(A1:A9)*2", ""]
PAYLOADS = [start + end for start, end in product(STARTS, ENDS)]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_is_calculated(payload):
    ((cell,),) = read(rows_to_csv([payload], []))
    assert cell.startswith("'")
    assert as_typed(cell) == payload


@pytest.mark.parametrize("plain", ["", "’t Hooft", "'t Hooft", "a=b", "12", " =1", 'Łukasz, "the" one\nline two'])
def test_plain_words_stay_as_they_are(plain):
    assert neutral(plain) == plain
    assert as_typed(plain) == plain
    assert read(rows_to_csv(["x", plain], [])) == [["x", plain]]


def test_numbers_days_and_nothing():
    assert (
        rows_to_csv(["a", "b", "c", "d"], [[-3, 1.5, date(2026, 11, 12), None]]) == "a,b,c,d\r\n-3,1.5,2026-11-12,\r\n"
    )
