"""The typeface of the letters: Source Serif 4, static TrueType, four faces. What it can print, and how wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Source Serif 4"
FONT_DIR = Path(__file__).resolve().parent.parent / "static" / "vendor" / "source-serif"
FACES = ("Regular", "It", "Semibold", "Bold")
PACKAGE_PATHS = tuple(f"node_modules/source-serif/TTF/SourceSerif4-{face}.ttf" for face in FACES)
FACE, GLYPHS = "/XXFace", "/XXGlyphs"
"""In a font of a frozen letter: the file of the typeface its subset was made of, and its glyphs. PDF keeps names in XX
for private use."""
_MILLIMETRES_PER_POINT = 25.4 / 72
_INVISIBLE = frozenset("\n\r\t")


@cache
def font_paths() -> tuple[Path, ...]:
    """The font files, whether or not they are there."""
    return tuple(FONT_DIR / f"SourceSerif4-{face}.ttf" for face in FACES)


def fonts_present() -> bool:
    """Whether the set-up has put every face in place."""
    return all(path.is_file() for path in font_paths())


def face_mark(program: bytes) -> str:
    """What tells a font file from every other, as a PDF name."""
    return f"/{sha256(program).hexdigest()[:32]}"


def glyph_bits(glyphs: Iterable[int]) -> int:
    """A set of glyphs as one number: its lowest bit says that the first one is there."""
    return sum(1 << glyph for glyph in glyphs)


@cache
def face_marks() -> dict[str, Path]:
    """The bundled faces by their marks."""
    return {face_mark(path.read_bytes()): path for path in font_paths()}


def missing_glyphs(text: str) -> str:
    """The characters of `text` that some face cannot print, each once, in order of appearance."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in dict.fromkeys(composed) if char not in _INVISIBLE and ord(char) not in _covered())


def width_mm(line: str, points: float) -> float:
    """The width of a line in the regular face at a size in points: advance widths, without kerning."""
    advances, per_em = _advances()
    units = sum(advances.get(ord(char), per_em) for char in line)
    return units / per_em * points * _MILLIMETRES_PER_POINT


def lines_on_paper(lines: tuple[str, ...], width: float, points: float) -> int:
    """How many lines a block takes when each is broken at `width` millimetres: a careful estimate from above."""
    return sum(_broken(line, width, points) for line in lines)


def _broken(line: str, width: float, points: float) -> int:
    count, used = 1, 0.0
    space = width_mm(" ", points)
    for word in line.split():
        needed = width_mm(word, points)
        if used and used + space + needed > width:
            count, used = count + 1, 0.0
        used += needed + (space if used else 0.0)
        while used > width:
            count, used = count + 1, used - width
    return count


@cache
def _covered() -> frozenset[int]:
    """Code points that every face has."""
    return frozenset.intersection(*map(_characters, font_paths()))


def _characters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _advances() -> tuple[dict[int, int], int]:
    with TTFont(font_paths()[0], lazy=True) as font:
        widths = font["hmtx"].metrics
        return {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm
