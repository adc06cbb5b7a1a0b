"""One font program for all letters of a print run, for each face of the typeface.

Each frozen letter carries its own small subset. WeasyPrint keeps the glyph numbers of the full font in its subsets, so
the joined file can hold one program with the glyphs of all letters, and every page points to it. Which bundled face a
subset was made of, the letter says itself since it is written into it (`letters/finishing.py`). One frozen before that
is asked glyph by glyph: each must have the same outline box in the bundled face. A letter frozen with another version
of the typeface keeps its own fonts.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from sys import byteorder
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from letters.fonts import FACE, GLYPHS, face_marks, font_paths, glyph_bits

_BOX = 10  # bytes: the number of contours and the box around them, at the head of each outline
_BFCHAR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_NOT_FOR_PAPER = ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "STAT", "name", "cmap", "OS/2"]


@dataclass
class Faces:
    """The shared fonts of a file under way."""

    out: pikepdf.Pdf
    faces: dict[Path, _Face] = field(default_factory=dict)

    def shared(self, font: Any) -> Any:
        """The font that stands for a letter's own; nothing where its face is not bundled."""
        path = face_marks().get(str(font.get(FACE))) or _face_of(font)
        if not path:
            return None
        if path not in self.faces:
            self.faces[path] = _Face(self.out.make_indirect(Dictionary()))
        self.faces[path].take(font)
        return self.faces[path].font

    def finish(self) -> None:
        """Fill the fonts, now that it is known which glyphs are used."""
        for path, face in self.faces.items():
            face.finish(self.out, path)


@dataclass
class _Face:
    """One shared font: an empty dictionary that is filled in the end, and the glyphs used so far."""

    font: Any
    like: Any = None
    glyphs: int = 0  # as bits
    unicode: dict[int, bytes] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)

    def take(self, font: Any) -> None:
        glyphs = int(str(font[GLYPHS]), 16) if GLYPHS in font else glyph_bits(_characters(font))
        if not glyphs & ~self.glyphs:
            return
        self.glyphs |= glyphs
        self.unicode |= _characters(font)
        self.widths |= _widths(font.DescendantFonts[0].W)
        self.like = self.like or _descriptor(font)

    def finish(self, out: pikepdf.Pdf, path: Path) -> None:
        name, values = self.like
        program = out.make_stream(_program(path, list(self.unicode)))
        descriptor = out.make_indirect(Dictionary({**values, "/FontFile2": program}))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(name),
            CIDToGIDMap=Name.Identity,
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=descriptor,
            W=Array([each for gid, width in sorted(self.widths.items()) for each in (gid, Array([width]))]),
        )
        self.font.update(
            {
                "/Type": Name.Font,
                "/Subtype": Name.Type0,
                "/BaseFont": Name(name),
                "/Encoding": Name("/Identity-H"),
                "/DescendantFonts": Array([out.make_indirect(descendant)]),
                "/ToUnicode": out.make_stream(_to_unicode(self.unicode)),
            }
        )


def _descriptor(font: Any) -> tuple[str, dict[str, Any]]:
    """A font's name, and what its descriptor says besides the font program, free of the file it came from."""
    values = font.DescendantFonts[0].FontDescriptor
    plain = {name: pikepdf.Object.parse(value.unparse()) if hasattr(value, "unparse") else value
             for name, value in values.items() if name != "/FontFile2"}  # fmt: skip
    return str(font.BaseFont), plain


def _widths(array: Any) -> dict[int, int]:
    """`[3 [500 510] 9 [470]]` as {3: 500, 4: 510, 9: 470}."""
    found: dict[int, int] = {}
    rows = list(array)
    for first, widths in zip(rows[::2], rows[1::2], strict=True):
        found |= {int(first) + step: int(width) for step, width in enumerate(widths)}
    return found


def _characters(font: Any) -> dict[int, bytes]:
    """Glyph → text in hexadecimal, of a font's ToUnicode map, but for the code space it begins with."""
    _head, _begin, body = font.ToUnicode.read_bytes().partition(b"beginbfchar")
    return {int(glyph, 16): text for glyph, text in _BFCHAR.findall(body)}


def _to_unicode(characters: dict[int, bytes]) -> bytes:
    """The map from glyphs back to text, in sections of a hundred, the most the format allows."""
    rows = [b"<%04x> <%b>" % pair for pair in sorted(characters.items())]
    sections = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = b"\n".join(b"%d beginbfchar\n%b\nendbfchar" % (len(each), b"\n".join(each)) for each in sections)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n" + body + b"\nendcmap\n"
        b"CMapName currentdict /CMap defineresource pop\nend\nend"
    )


# --- Font programs ---------------------------------------------------------------------------------------------------


def _program(path: Path, glyphs: list[int]) -> bytes:
    """The face with these glyphs only, each at the number it has in the whole font."""
    options = subset.Options(retain_gids=True, hinting=False, notdef_outline=True, drop_tables=_NOT_FOR_PAPER)
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(gids=glyphs)
        subsetter.subset(font)
        file = BytesIO()
        font.save(file)
    return file.getvalue()


def _face_of(font: Any) -> Path | None:
    """The bundled face that has the glyphs of an embedded font, whatever the font says of itself."""
    program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    glyphs = list(_characters(font))
    return next((path for path in font_paths() if _same_glyphs(program, path, glyphs)), None)


def _same_glyphs(program: bytes, path: Path, glyphs: Sequence[int]) -> bool:
    """Whether each glyph has the same outline box in an embedded font program and in a bundled face."""
    theirs, ours = _Outlines(program), _bundled(path)
    first = glyphs[:1]  # of another face, mostly: the rest need not be asked
    return theirs.boxes(first) == ours.boxes(first) and theirs.boxes(glyphs) == ours.boxes(glyphs)


@cache
def _bundled(path: Path) -> _Outlines:
    return _Outlines(path.read_bytes())


class _Outlines:
    """The outlines of a TrueType program, as far as they tell one glyph from another."""

    def __init__(self, program: bytes) -> None:
        count = unpack_from(">H", program, 4)[0]
        tables = {}
        for place in range(12, 12 + 16 * count, 16):
            tag, _checksum, offset, length = unpack_from(">4sLLL", program, place)
            tables[tag] = (offset, length)
        self.program, self.glyf = program, tables[b"glyf"][0]
        self.glyph_count = unpack_from(">H", program, tables[b"maxp"][0] + 4)[0]
        self.scale = 1 if unpack_from(">h", program, tables[b"head"][0] + 50)[0] == 1 else 2
        loca, length = tables[b"loca"]
        self.places = array("I" if self.scale == 1 else "H", program[loca : loca + length])
        if byteorder == "little":
            self.places.byteswap()

    def boxes(self, glyphs: Iterable[int]) -> list[bytes]:
        """Contours and box of each glyph; nothing for an empty or a missing one."""
        program, places, scale, start, count = self.program, self.places, self.scale, self.glyf, self.glyph_count
        return [
            program[start + scale * places[gid] : start + scale * places[gid] + _BOX]
            if gid < count and places[gid] < places[gid + 1]
            else b""
            for gid in glyphs
        ]
