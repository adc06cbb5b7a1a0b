"""Bytes → a table: encodings, separators, quotes, and the line of what cannot be read."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.csv_out import as_typed, rows_to_csv
from candidates.exchange.headings import OWN, OWN_APPLICATIONS
from candidates.exchange.reading import LARGEST, MOST_ROWS, Table, Unreadable, decode, named, read
from tests.test_architecture import ROOT

SAMPLES = Path(__file__).parent / "samples"
PLAIN = "Employer,Position\nAcme,Analyst\nNord,Köchin\n"


def table(content: bytes | str) -> Table:
    text, _guessed = decode(content.encode() if isinstance(content, str) else content)
    return read(text, as_typed, OWN)


def trouble(content: bytes | str) -> tuple[str, object]:
    with pytest.raises(Unreadable) as caught:
        table(content)
    return caught.value.code, caught.value.values.get("line")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters(encoding: str) -> None:
    assert table(PLAIN.encode(encoding)).lines[1].cells == ("Nord", "Köchin")


def test_big_endian() -> None:
    assert table(b"\xfe\xff" + PLAIN.encode("utf-16-be")).headings == ("Employer", "Position")


def test_a_guess_is_known_as_one() -> None:
    assert [decode(PLAIN.encode(encoding))[1] for encoding in ("utf-8", "utf-16", "cp1252")] == [False, False, True]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator: str) -> None:
    found = table(f'Employer{separator}"Position, or role"\nAcme{separator}"a; b, c\t| d"\n')
    assert (found.headings, found.lines[0].cells) == (("Employer", "Position, or role"), ("Acme", "a; b, c\t| d"))


def test_the_line_that_names_the_separator() -> None:
    found = table("sep=;\r\nEmployer;Position\r\nAcme, Inc;Analyst\r\n")
    assert (found.lines[0].number, found.lines[0].cells) == (3, ("Acme, Inc", "Analyst"))


def test_lines_are_counted_as_an_editor_does() -> None:
    found = table('Employer,Note\n\n"Acme","one\ntwo"\r\n,\n"Nord",x')
    assert [line.number for line in found.lines] == [3, 6]


def test_letters_that_look_like_line_ends_are_none() -> None:
    assert table("Employer\nAcme\u2028Nord\x0bSüd\x85").lines[0].cells == ("Acme\u2028Nord\x0bSüd",)


def test_empty_words_say_nothing() -> None:
    assert table("a,b,c,d\n-,N/A, null ,x").lines[0].cells == ("", "", "", "x")


def test_a_short_row_is_filled() -> None:
    assert table("a,b,c\nx").lines[0].cells == ("x", "", "")


def test_headings_are_told_apart() -> None:
    assert named(("Notes", "notes", "Notes", "", "Notes (2)")) == (
        *("Notes", "notes", "Notes (2)", "Column 4", "Notes (2) (2)"),
    )


def test_formulas_stay_text() -> None:
    assert table("a,b\n=1+1,'=1+1").lines[0].cells == ("=1+1", "=1+1")


def test_right_to_left_stays_as_it_is() -> None:
    assert table("חברה,תפקיד\nנמל,\u202bשומר\u202c").lines[0].cells == ("נמל", "\u202bשומר\u202c")


TROUBLES: list[tuple[bytes | str, str, int | None]] = [
    ("", "empty", None),
    ("\n , \n", "empty", None),
    ("Employer,Position\n\n,\n", "no_rows", None),
    ("PK\x03\x04 and the rest", "workbook", None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook", None),
    ("Employer\nAcme\nNo\x00rd", "nul", 3),
    ("Employer,Position".encode("utf-16-le"), "nul", 1),
    (b"\xff\xfeE\x00m", "letters", 1),
    (b"\xff\xfe\x00\xd8\x00\xd8", "letters", 1),
    ('a,b\nx,y\nx,"y\nz,z\n', "open_quote", 3),
    ('a,b\nx,"y"z\n', "stray_quote", 2),
    (f"a,b\nx,{'y' * 1_000_000}\n", "huge_cell", 2),
    ("a,b\nx,y\nx,y,z\n", "too_many_cells", 3),
    (",".join(["a"] * 201) + "\nx", "too_wide", 1),
    (b"a\n" + b"x" * LARGEST, "too_large", None),
]


@pytest.mark.parametrize(("content", "code", "line"), TROUBLES, ids=[f"{row[1]}-{row[2]}" for row in TROUBLES])
def test_what_cannot_be_read_is_named(content: bytes | str, code: str, line: int | None) -> None:
    assert trouble(content) == (code, line)


def test_a_million_rows_are_refused_before_they_fill_the_memory() -> None:
    text = "a,b\n" + "x,y\n" * 1_000_000
    tracemalloc.start()
    with pytest.raises(Unreadable, match="too_long"):
        read(text, as_typed)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000
    assert table("a,b\n" + "x,y\n" * MOST_ROWS).lines[-1].number == MOST_ROWS + 1


REFUSE = """
import re
import django
django.setup()
from candidates.csv_out import as_typed
from candidates.exchange.reading import Unreadable, decode, read
try:
    read(decode(b"a,b\\n" + b"x,y\\n" * 1_000_000)[0], as_typed)
except Unreadable as error:
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
    print(error.code, int(peak[1]) // 1024)
"""


@pytest.mark.slow
def test_a_process_that_refuses_a_million_rows_stays_small() -> None:
    """Django and all, in megabytes; `getrusage` would count the peak of the process that began it as well."""
    child = [sys.executable, "-c", REFUSE]
    said = subprocess.run(child, cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True).stdout.split()
    print(f"at most {said[1]} MB")
    assert (said[0], int(said[1]) <= 300) == ("too_long", True)


def malformed() -> Iterator[bytes]:
    """Two hundred files as they come out of a bad day: cut, doubled, turned around, in the wrong letters."""
    chance = random.Random(4)
    whole = [path.read_bytes() for path in sorted(SAMPLES.glob("*.csv"))]
    for _ in range(200):
        content = bytearray(chance.choice(whole))
        for _cut in range(chance.randint(1, 4)):
            place = chance.randrange(len(content))
            match chance.randrange(6):
                case 0:
                    del content[place:]
                case 1:
                    content[place:place] = chance.choice([b'"', b"\r", b";", b"\x00", b"\xff", b'""', b"\xed\xa0\x80"])
                case 2:
                    content[:0] = chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"sep=\t\n", b"\n\n"])
                case 3:
                    content = bytearray(content.decode("latin-1").encode(chance.choice(["utf-16", "utf-8", "utf-32"])))
                case 4:
                    content[place : place + 20] = bytes(chance.randrange(256) for _ in range(20))
                case 5:
                    content += content[place:]
            content = content or bytearray(b" ")
        yield bytes(content)


def outcome(content: bytes) -> tuple[str, object]:
    """How a file fails, and on which line; nothing where it can be read, into rows of one width."""
    try:
        found = table(content)
    except Unreadable as error:
        return error.code, error.values.get("line")
    return ("", None) if {len(line.cells) for line in found.lines} == {len(found.headings)} else ("ragged", None)


def test_malformed_files_are_read_or_refused_with_their_line() -> None:
    outcomes = [outcome(content) for content in malformed()]
    silent = {code for code, line in outcomes if code and not line}
    assert silent <= {"empty", "no_rows", "workbook", "too_large"}
    assert len([code for code, _line in outcomes if code]) > 50
    assert len({code for code, _line in outcomes}) >= 5


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
HOSTILE = st.one_of(
    TEXTS, st.sampled_from(["=1+1", "'=1", "''@x", "\t=x", "\r", "-", "N/A", "-5", '"', "a\r\nb", " x "])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[HOSTILE] * len(OWN_APPLICATIONS)), min_size=1, max_size=4))
def test_our_own_file_comes_back_to_the_letter(rows: list[tuple[str, ...]]) -> None:
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    if expected:
        found = table(rows_to_csv(OWN_APPLICATIONS, rows))
        assert [line.cells for line in found.lines] == expected
