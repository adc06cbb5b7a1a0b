"""Frozen letters joined into one file for the printer: concatenation, nothing is laid out again.

Each frozen letter carries its own small subset of the typeface. WeasyPrint keeps the glyph numbers of the full font in
its subsets, so the joined file can hold one font program with the glyphs of all letters, and every page points to it.
That is only done where each glyph of the letter has the same outline box in the bundled face; a letter frozen with
another version of the typeface keeps its own fonts.

Joining drops the tag tree. That is right for paper; the archived letter stays tagged, and is what people download.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from sys import byteorder
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream

from letters.fonts import font_paths

POINTS_PER_MM = 72 / 25.4
_BOX = 10  # bytes: the number of contours and the box around them, at the head of each outline
_BFCHAR = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_NOT_FOR_PAPER = ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "STAT", "name", "cmap", "OS/2"]
_BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
# Client B's letter must not land on the back of client A's, nor be scaled, nor taken from the wrong tray.
_VIEWER = {
    "/Duplex": Name.Simplex,
    "/PrintScaling": Name("/None"),
    "/PickTrayByPDFSize": True,
}


@dataclass(frozen=True)
class Shift:
    """How far a printer's prints have to be moved, in millimetres."""

    right: float = 0.0
    down: float = 0.0

    @property
    def operator(self) -> bytes:
        """The PDF operators that move everything after them."""
        return f"q 1 0 0 1 {self.right * POINTS_PER_MM:.4f} {-self.down * POINTS_PER_MM:.4f} cm\n".encode()


STRAIGHT = Shift()


def join(
    letters: Iterable[bytes],
    *,
    shift: Shift = STRAIGHT,
    even_pages: bool = False,
    joined: Callable[[int], None] = lambda count: None,
) -> bytes:
    """All pages of `letters`, in their order. `joined` hears how many letters are in, after each.

    `even_pages` puts an empty page behind a letter of an odd number of pages. Raises pikepdf.PdfError for bytes that
    are no PDF, ValueError for no letters at all.
    """
    with pikepdf.new() as out:
        book = _Book(out, shift)
        for count, letter in enumerate(letters, start=1):
            with pikepdf.open(BytesIO(letter)) as source:
                for page in source.pages:
                    book.add(page.obj)
                if even_pages and len(source.pages) % 2:
                    book.add_empty(source.pages[-1].obj)
            joined(count)
        if not book.pages:
            raise ValueError("there is nothing to join")
        book.close()
        file = BytesIO()
        out.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


class _Book:
    """The file under way, and what its pages share."""

    def __init__(self, out: pikepdf.Pdf, shift: Shift) -> None:
        self.out = out
        self.pages: list[Any] = []
        self.fonts: dict[Path, _Face] = {}
        self.shared: dict[bytes, Any] = {}
        out.Root.ViewerPreferences = Dictionary(_VIEWER)
        self.before = out.make_stream(shift.operator) if shift != STRAIGHT else None
        self.after = out.make_stream(b"\nQ") if shift != STRAIGHT else None

    def add(self, page: Any) -> None:
        content = Stream(self.out, page.Contents.read_raw_bytes())
        for name in ("/Filter", "/DecodeParms"):
            if name in page.Contents:
                content[name] = self._plain(page.Contents[name])
        contents = [each for each in (self.before, content, self.after) if each is not None]
        resources = {name: self._resource(name, value) for name, value in page.Resources.items() if len(value)}
        self._append(page, Contents=Array(contents), Resources=Dictionary(resources))

    def add_empty(self, page: Any) -> None:
        self._append(page, Resources=Dictionary())

    def _append(self, like: Any, **entries: Any) -> None:
        made = Dictionary(Type=Name.Page, Parent=self.out.Root.Pages, **entries)
        for box in _BOXES:
            if box in like:
                made[box] = self._plain(like[box])
        self.pages.append(self.out.make_indirect(made))

    def _resource(self, kind: str, entries: Any) -> Any:
        if kind == "/Font":
            return Dictionary({name: self._font(font) for name, font in entries.items()})
        if kind == "/XObject":
            return Dictionary({name: self._image(image) for name, image in entries.items()})
        return self._once(entries.unparse(resolved=True), entries)

    def _font(self, font: Any) -> Any:
        program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        used = _characters(font.ToUnicode.read_bytes())
        glyphs = [int(gid, 16) for gid in used]
        for path in font_paths():
            if _same_glyphs(program, path, glyphs):
                face = self.fonts.setdefault(path, _Face(self.out.make_indirect(Dictionary())))
                face.take(font, used)
                return face.font
        return self._once(program, font)

    def _image(self, image: Any) -> Any:
        return self._once(sha256(image.read_raw_bytes()).digest(), image)

    def _once(self, key: bytes, foreign: Any) -> Any:
        """A copy of a foreign object; the same copy for the same key, where the key says everything."""
        if b" R" in key:
            return self._copy(foreign)
        if key not in self.shared:
            self.shared[key] = self._copy(foreign)
        return self.shared[key]

    def _copy(self, foreign: Any) -> Any:
        return self.out.copy_foreign(foreign) if foreign.is_indirect else self._plain(foreign)

    def _plain(self, direct: Any) -> Any:
        return pikepdf.Object.parse(direct.unparse(resolved=True))

    def close(self) -> None:
        """The pages, all at once, since qpdf goes through all of them whenever it is given one; and the fonts, now that
        it is known which glyphs are used."""
        self.out.Root.Pages.Kids = Array(self.pages)
        self.out.Root.Pages.Count = len(self.pages)
        for path, face in self.fonts.items():
            face.finish(self.out, path)


@dataclass
class _Face:
    """One shared font under way: an empty dictionary that is filled in the end, and the glyphs used so far."""

    font: Any
    like: Any = None
    unicode: dict[bytes, bytes] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)

    def take(self, font: Any, used: dict[bytes, bytes]) -> None:
        if used.keys() <= self.unicode.keys():
            return
        self.unicode |= used
        self.widths |= _widths(font.DescendantFonts[0].W)
        self.like = self.like or _descriptor(font)

    def finish(self, out: pikepdf.Pdf, path: Path) -> None:
        name, values = self.like
        program = out.make_stream(_program(path, [int(gid, 16) for gid in self.unicode]))
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


def _characters(to_unicode: bytes) -> dict[bytes, bytes]:
    """Glyph → text, both in hexadecimal, of a font's ToUnicode map, but for the code space it begins with."""
    _head, _begin, body = to_unicode.partition(b"beginbfchar")
    return dict(_BFCHAR.findall(body))


def _to_unicode(characters: dict[bytes, bytes]) -> bytes:
    """The map from glyphs back to text, in sections of a hundred, the most the format allows."""
    rows = [b"<%b> <%b>" % pair for pair in sorted(characters.items())]
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
