"""Address labels for a print run: the recipients in its order, on the sheets people buy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from candidates.services import Refused
from letters import fonts, pdf
from letters.content import Party, inside_address
from letters.joining import STRAIGHT, Shift, join
from letters.label_sheets import LABEL_SHEETS, LabelSheet
from letters.layout import POINT
from letters.locales import LOCALES
from letters.models import Letter, PrintRun
from letters.run_sheet import sheet_for
from letters.stylesheet import LABEL_INSET, LABEL_LEADING, LABEL_SIZES, label_sheet_css

LEAVING = (Letter.State.APPROVED, Letter.State.PRINTED, Letter.State.MAILED)


@dataclass(frozen=True)
class Label:
    """One address on its label: `size` in points, and how many lines it takes there."""

    number: int
    lines: tuple[str, ...]
    size: int
    count: int


def usual_sheet(run: PrintRun) -> str:
    """The labels an office of that country most likely has."""
    return "5160" if sheet_for(run.practice) == "letter" else "L7160"


def recipient_of(letter: Letter) -> tuple[str, ...]:
    """The address as it stands on the frozen page."""
    told = letter.frozen.merge_values
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told["recipient"].items()
    }
    return inside_address(Party(**values), LOCALES[told["locale"]])


def labels_pdf(run: PrintRun, letters: Iterable[Letter], *, code: str, start: int = 1) -> bytes:
    """The addresses of what is on its way, beginning at label `start`. Raises Refused, or PdfUnavailable."""
    addresses = [recipient_of(letter) for letter in letters if letter.state in LEAVING]
    if not addresses:
        raise Refused(_("No letter of this run is on its way."))
    printer = run.printer
    shift = Shift(float(printer.right_mm), float(printer.down_mm)) if printer else STRAIGHT
    return join(sheets_pdf(addresses, LABEL_SHEETS[code], start), shift=shift)


def sheets_pdf(addresses: list[tuple[str, ...]], stock: LabelSheet, start: int = 1) -> Iterable[bytes]:
    """A file for each sheet. Raises Refused for an address that is too long for its label."""
    pdf.check_available()
    placed = zip(stock.places(len(addresses), start), addresses, strict=True)
    for _sheet, group in groupby(placed, key=lambda each: each[0][0]):
        labels = [fitted(number, lines, stock) for (_number, number), lines in group]
        context = {"labels": labels, "language": translation.get_language() or "en", "title": f"Avery {stock.code}"}
        yield pdf.sheet_pdf("letters/label_sheet.html", context, label_sheet_css(stock))


def fitted(number: int, lines: tuple[str, ...], stock: LabelSheet) -> Label:
    """The address in the largest size that fits, unbroken if any does. Raises Refused where none does."""
    width, height = stock.width - 2 * LABEL_INSET, stock.height - LABEL_INSET
    found = [Label(number, lines, size, fonts.lines_on_paper(lines, width, size)) for size in LABEL_SIZES]
    fitting = [each for each in found if each.count * each.size * LABEL_LEADING * POINT <= height]
    whole = [each for each in fitting if each.count == len(lines)]
    if not fitting:
        raise Refused(_("The address of %(name)s does not fit on this label.") % {"name": lines[0]})
    return (whole or fitting)[0]
