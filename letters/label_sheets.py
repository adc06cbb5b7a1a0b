"""Sheets of address labels. Pure data; all lengths in millimetres, from the top left of the sheet.

Sources: the blank templates Avery publishes for each product (avery.com/templates for the inch sizes, avery.co.uk for
the A4 ones). Their rounded margins were made exact by the one rule all of them follow: the labels are centred on the
sheet, so that what is left over is the same left and right, and above and below.
"""

from __future__ import annotations

from dataclasses import dataclass

from letters.layout import A4, INCH, LETTER, Rect, Sheet


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """`across` × `down` labels; `gap` lies between two of a row, and nothing between two rows."""

    code: str
    sheet: Sheet
    width: float
    height: float
    across: int
    down: int
    gap: float

    @property
    def count(self) -> int:
        """How many labels a sheet has."""
        return self.across * self.down

    @property
    def left(self) -> float:
        return (self.sheet.width - self.across * self.width - (self.across - 1) * self.gap) / 2

    @property
    def top(self) -> float:
        return (self.sheet.height - self.down * self.height) / 2

    def label(self, number: int) -> Rect:
        """The label of that number, from 1, row by row."""
        row, column = divmod(number - 1, self.across)
        x = self.left + column * (self.width + self.gap)
        return Rect(x, self.top + row * self.height, self.width, self.height)

    def places(self, count: int, start: int = 1) -> list[tuple[int, int]]:
        """Sheet (from 0) and label (from 1) of `count` addresses, when the first free label is number `start`."""
        return [(place // self.count, place % self.count + 1) for place in range(start - 1, start - 1 + count)]


def _inches(code: str, width: float, height: float, across: int, down: int, gap: float) -> LabelSheet:
    return LabelSheet(code, LETTER, width * INCH, height * INCH, across, down, gap * INCH)


LABEL_SHEETS: dict[str, LabelSheet] = {
    sheet.code: sheet
    for sheet in (
        _inches("5160", 2.625, 1, 3, 10, 0.125),
        _inches("5161", 4, 1, 2, 10, 0.1875),
        _inches("5162", 4, 4 / 3, 2, 7, 0.1875),
        _inches("5163", 4, 2, 2, 5, 0.1875),
        LabelSheet("L7160", A4, 63.5, 38.1, 3, 7, 2.54),
        LabelSheet("L7161", A4, 63.5, 46.6, 3, 6, 2.54),
        LabelSheet("L7162", A4, 99.1, 33.9, 2, 8, 2.5),
        LabelSheet("L7163", A4, 99.1, 38.1, 2, 7, 2.5),
        LabelSheet("L7165", A4, 99.1, 67.7, 2, 4, 2.5),
    )
}
