"""What goes on one sheet or envelope: plain lines, ready to be laid out. Pure; every value survives JSON.

The limits keep rendering bounded: they are far above any letter and far below what would take seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from letters.content import Letter, LetterFacts, clean, inside_address, sender_block
from letters.layout import ENVELOPES, LAYOUTS, SHEETS, Rect
from letters.locales import LOCALES

MAX_CHARACTERS = 20_000
MAX_PARAGRAPHS = 60
MAX_LINES = 12
MAX_LINE = 200
MAX_ROWS = 200
MAX_PICTURE = 2 * 1024 * 1024  # bytes


class TooMuchText(ValueError):
    """More than could be a letter: refused before layout."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter as it goes on paper. `envelope` matters for window envelopes: the address is kept inside the window.
    `signature` is an opaque PNG or JPEG; without one there is room for a hand. `letterhead` is another, printed in the
    place of the sender's lines; `letterhead_name` says it in words. `own_stationery` leaves out everything a printed
    letterhead already shows. `fold_marks` None: as the layout is used."""

    date_line: str
    salutation: str
    paragraphs: tuple[str, ...]
    close: str
    signed: str
    address: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    layout: str = "us-block"
    envelope: str = ""
    language: str = "en-US"
    title: str = ""
    signature: bytes = b""
    letterhead: bytes = b""
    letterhead_name: str = ""
    own_stationery: bool = False
    fold_marks: bool | None = None

    def __post_init__(self) -> None:
        _known(self.layout in LAYOUTS and (not self.envelope or self.envelope in ENVELOPES), self.layout)
        _bounded_lines(self.address, self.sender, self.contact)
        _bounded_lines((self.date_line, self.salutation), (self.close, self.signed, self.title, self.letterhead_name))
        if len(self.paragraphs) > MAX_PARAGRAPHS or sum(map(len, self.paragraphs)) > MAX_CHARACTERS:
            raise TooMuchText(f"more than {MAX_PARAGRAPHS} paragraphs or {MAX_CHARACTERS} characters")
        if max(len(self.signature), len(self.letterhead)) > MAX_PICTURE:
            raise TooMuchText(f"a picture of more than {MAX_PICTURE} bytes")

    @property
    def every_text(self) -> str:
        """All that will be printed, for the glyph check."""
        lines = (*self.sender, *self.contact, self.date_line, *self.address, self.salutation, *self.paragraphs)
        return "\n".join((*lines, self.close, self.signed))


@dataclass(frozen=True, slots=True)
class EnvelopePage:
    """The front of a printed envelope. `capitals`: uppercase without punctuation, as the US post likes it."""

    recipient: tuple[str, ...]
    sender: tuple[str, ...] = ()
    envelope: str = "#10"
    language: str = "en-US"
    title: str = ""
    capitals: bool = False

    def __post_init__(self) -> None:
        _known(self.envelope in ENVELOPES and ENVELOPES[self.envelope].printed, self.envelope)
        _bounded_lines(self.recipient, self.sender, (self.title,))

    @property
    def every_text(self) -> str:
        return "\n".join((*self.sender, *self.recipient))


@dataclass(frozen=True, slots=True)
class RunSheetPage:
    """One part of the list that goes with a print run: a row of cells for each letter, and boxes to tick."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ticks: tuple[str, ...]
    title: str = ""
    summary: str = ""
    sheet: str = "letter"
    language: str = "en"

    def __post_init__(self) -> None:
        _known(self.sheet in SHEETS, self.sheet)
        if len(self.rows) > MAX_ROWS or any(len(cell) > MAX_LINE for row in self.rows for cell in row):
            raise TooMuchText(f"more than {MAX_ROWS} rows, or {MAX_LINE} characters in a cell")


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """A page to hold a ruler against. `window`: what always shows through an envelope's window, in mm."""

    sheet: str
    title: str
    steps: tuple[str, ...]
    window: Rect | None = None
    language: str = "en"

    def __post_init__(self) -> None:
        _known(self.sheet in SHEETS, self.sheet)


def letter_page(
    letter: Letter, facts: LetterFacts, *, layout: str, title: str, envelope: str = "", **pictures: Any
) -> LetterPage:
    """The page of a composed letter, with what else a LetterPage may show. Raises TooMuchText, or KeyError for an
    unknown layout or envelope."""
    return LetterPage(
        date_line=letter.date_line,
        salutation=letter.salutation,
        paragraphs=letter.paragraphs,
        close=letter.close,
        signed=letter.signed,
        address=inside_address(facts.recipient, LOCALES[facts.locale]),
        sender=sender_block(facts.sender),
        contact=tuple(filter(None, (clean(facts.sender.phone), clean(facts.sender.email)))),
        layout=layout,
        envelope=envelope,
        language=facts.locale,
        title=title,
        **pictures,
    )


def envelope_page(facts: LetterFacts, *, envelope: str, title: str, capitals: bool = False) -> EnvelopePage:
    """The envelope of a letter. Raises TooMuchText, or KeyError for an envelope that is not printed."""
    recipient = inside_address(facts.recipient, LOCALES[facts.locale])
    return EnvelopePage(recipient, sender_block(facts.sender), envelope, facts.locale, title, capitals)


def postal_capitals(line: str) -> str:
    """Uppercase without punctuation; a hyphen stays, as in ZIP+4 (USPS Publication 28, 222)."""
    return clean(re.sub(r"[.,;:'’\"()]", "", line).upper())


def _known(known: bool, code: str) -> None:
    if not known:
        raise KeyError(code)


def _bounded_lines(*blocks: tuple[str, ...]) -> None:
    if any(len(block) > MAX_LINES or any(len(line) > MAX_LINE for line in block) for block in blocks):
        raise TooMuchText(f"more than {MAX_LINES} lines or {MAX_LINE} characters in one of them")
