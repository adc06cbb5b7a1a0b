"""Bytes → a table: which letters, which separator, and which line of the file each row began on.

A file that cannot be read as a whole raises Unreadable with the line. Sources: RFC 4180 for the quoting; the line
“sep=;” and the encodings are what Excel writes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

LARGEST = 5 * 1024 * 1024  # bytes
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_HEADING = 80  # characters

SEPARATORS = ",;\t|"
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .ods, and how .xls begin
EMPTY_WORDS = frozenset({"-", "–", "—", "n/a", "null", "none", "nan", "#n/a"})
"""What trackers write into a cell that has nothing to say."""

SAID_SEPARATOR = re.compile(r'"?sep=(.)"?(?:\r\n|\n|\r)', re.IGNORECASE)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


class Unreadable(ValueError):
    """A file no row of which can be shown. `code` says why, `values` where."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Line:
    """One row and the line of the file it began on, counted from 1 as editors and spreadsheets do."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading over each column, none twice, and the rows below that say anything."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]

    def mended(self, fixes: dict[int, dict[str, str]]) -> Table:
        """The table with some cells replaced, each named by its line and its heading."""
        return replace(self, lines=tuple(_mended(self.headings, line, fixes) for line in self.lines))


def _mended(headings: tuple[str, ...], line: Line, fixes: dict[int, dict[str, str]]) -> Line:
    if not (mine := fixes.get(line.number)):
        return line
    cells = zip(headings, line.cells, strict=True)
    return replace(line, cells=tuple(mine.get(heading, cell) for heading, cell in cells))


# --- Letters ---------------------------------------------------------------------------------------------------------


def decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding was a guess. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("too_large")
    if content.startswith(WORKBOOKS):
        raise Unreadable("workbook")
    said = next((name for mark, name in MARKS if content.startswith(mark)), "")
    text, guessed = _decoded(content, said)
    if "\x00" in text:
        raise Unreadable("nul", line=text.count("\n", 0, text.index("\x00")) + 1)
    return text, guessed


def _decoded(content: bytes, said: str) -> tuple[str, bool]:
    """With a mark at the beginning its encoding, else UTF-8, else what old spreadsheets wrote in the West."""
    try:
        return content.decode(said or "utf-8").removeprefix("\ufeff"), False
    except UnicodeDecodeError as error:
        if said == "utf-16":
            raise Unreadable("letters", line=1) from error
    return content.decode("cp1252", errors="replace").removeprefix("ï»¿"), True


# --- Rows ------------------------------------------------------------------------------------------------------------


def read(text: str, as_typed: Callable[[str], str], own: Collection[tuple[str, ...]] = ()) -> Table:
    """The table in a text. Raises Unreadable.

    `as_typed` takes the mark off that keeps a spreadsheet from calculating. Under the headings `own` the file is
    our own: every cell is taken to the letter. Elsewhere, space around a word and words such as “N/A” are no content.
    """
    rows = _rows(*_separated(text))
    heading = next(rows, None)
    if heading is None:
        raise Unreadable("empty")
    if len(heading.cells) > MOST_COLUMNS:
        raise Unreadable("too_wide", line=heading.number)
    clean = as_typed if heading.cells in own else _cleaner(as_typed)
    lines: list[Line] = []
    for row in rows:
        if len(lines) == MOST_ROWS:
            raise Unreadable("too_long")
        lines.append(_squared(row, len(heading.cells), clean))
    if not lines:
        raise Unreadable("no_rows")
    return Table(named(heading.cells), tuple(lines))


def _separated(text: str) -> tuple[str, str, int]:
    """The text of the table, its separator, and the number of its first line."""
    if said := SAID_SEPARATOR.match(text):
        return text[said.end() :], said[1], 2
    first = next((line for line in _lines(text) if line.strip()), "")
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    return text, max(SEPARATORS, key=outside_quotes.count), 1


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; not by `splitlines`, which also breaks at letters that belong to a cell."""
    return (found[0] for found in LINE.finditer(text))


def _rows(text: str, separator: str, first: int) -> Iterator[Line]:
    """Rows that say anything. A quotation mark that is never closed names the line where it was opened."""
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    begins = first
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unreadable(_trouble(str(error)), line=begins) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Line(begins, tuple(cells))
        begins = first + reader.line_num


def _trouble(said: str) -> str:
    if "field limit" in said:
        return "huge_cell"
    return "open_quote" if "unexpected end" in said else "stray_quote"


def _squared(row: Line, width: int, clean: Callable[[str], str]) -> Line:
    """The row as wide as the heading. Raises Unreadable where something stands beyond it."""
    if any(cell.strip() for cell in row.cells[width:]):
        raise Unreadable("too_many_cells", line=row.number, width=width, found=len(row.cells))
    cells = tuple(clean(cell) for cell in row.cells[:width])
    return Line(row.number, cells + ("",) * (width - len(cells)))


def _cleaner(as_typed: Callable[[str], str]) -> Callable[[str], str]:
    def clean(cell: str) -> str:
        cell = cell.strip()
        return "" if cell.lower() in EMPTY_WORDS else as_typed(cell).strip()

    return clean


def named(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A heading for every column: its position where there is none, and a number where one comes again."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:LONGEST_HEADING] or f"Column {position}"
        wanted, again = name, 2
        while wanted in names:
            wanted, again = f"{name} ({again})", again + 1
        names.append(wanted)
    return tuple(names)
