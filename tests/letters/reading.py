"""Reads a PDF back with pdfium, independently of what wrote it. Millimetres from the top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from letters.layout import Rect

MM = 25.4 / 72


@dataclass(frozen=True)
class Glyph:
    char: str
    x: float
    baseline: float
    right: float


def glyphs(pdf: bytes) -> list[Glyph]:
    """Every printed character of page one, in content order, at its origin."""
    document = pdfium.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    height, found = page.get_height(), []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        char = chr(pdfium_c.FPDFText_GetUnicode(text, index))
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        if char.strip():
            found.append(Glyph(char, x.value * MM, (height - y.value) * MM, text.get_charbox(index)[2] * MM))
    return found


def line(pdf: bytes, text: str) -> tuple[Glyph, Glyph]:
    """The first and the last glyph of `text` (spaces do not matter)."""
    every, wanted = glyphs(pdf), "".join(text.split())
    start = "".join(glyph.char for glyph in every).index(wanted)
    return every[start], every[start + len(wanted) - 1]


def squeezed(pdf: bytes) -> str:
    """All text of all pages in content order, without white space and without the extractor's own marks."""
    document = pdfium.PdfDocument(pdf)
    pages = (page.get_textpage().get_text_range() for page in document)
    return "".join("".join(pages).replace("\ufffe", "").split())


def boxes(pdf: bytes) -> list[tuple[float, float, float]]:
    """Left, top and right of every drawn shape on page one."""
    page = pdfium.PdfDocument(pdf)[0]
    height = page.get_height()
    shapes = page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,))
    found = [shape.get_bounds() for shape in shapes]
    return [(left * MM, (height - top) * MM, right * MM) for left, bottom, right, top in found]


def ink(pdf: bytes, place: Rect) -> int:
    """How many pixels inside `place` are not white, at 10 per millimetre."""
    page = pdfium.PdfDocument(pdf)[0]
    picture = page.render(scale=10 * MM).to_pil().convert("L")
    corners = (place.x, place.y, place.right, place.bottom)
    return sum(picture.crop(tuple(round(10 * value) for value in corners)).histogram()[:200])


def baseline_in(top: float, leading: float, points: float) -> float:
    """Where the first baseline of Source Serif (ascent 1.036, descent 0.335 em) falls in a line box of `leading` mm."""
    size = points * MM
    return top + (leading - (1.036 + 0.335) * size) / 2 + 1.036 * size


def opened(pdf: bytes) -> pikepdf.Pdf:
    """The document behind the page; keep a name on it while reading, its objects die with it."""
    return pikepdf.open(BytesIO(pdf))


def fonts_in(pdf: bytes) -> dict[str, bool]:
    """Base font name → embedded, for every font of every page."""
    document, found = opened(pdf), {}
    for sheet in document.pages:
        for font in sheet.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            found[str(font.BaseFont)] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found
