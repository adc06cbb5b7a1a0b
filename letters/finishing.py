"""The last touch to a PDF before its bytes are written: how it prints, and how quickly a print run can take it in.

It works on pydyf's objects, as WeasyPrint made them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from letters.fonts import FACE, GLYPHS, face_mark, glyph_bits

# Client B's letter must not land on the back of client A's, nor be scaled, nor taken from the wrong tray.
_VIEWER = {
    "DisplayDocTitle": "true",
    "Duplex": "/Simplex",
    "PrintScaling": "/None",
    "PickTrayByPDFSize": "true",
}
_PACKED = {"/StructElem", "/StructTreeRoot", "/FontDescriptor"}
"""The types of what a print run passes over. It stays in one compressed bundle, and the bundle unopened."""


def finisher(program_of: Callable[[Any], bytes]) -> Callable[[Any, Any], None]:
    """What WeasyPrint calls with a document and its PDF. `program_of` tells the whole file of a font of a document."""
    marks: dict[bytes, str] = {}

    def mark(font: Any) -> str:
        """Made once: in one process a font of a name is of one file."""
        if font.name not in marks:
            marks[font.name] = face_mark(program_of(font))
        return marks[font.name]

    def finish(document: Any, pdf: Any) -> None:
        dictionary, loose = _kinds()
        fonts = {font.name: font for font in document.fonts.values()}
        pdf.catalog["ViewerPreferences"] = dictionary(_VIEWER)
        for each in pdf.objects:
            if not isinstance(each, dictionary):
                continue
            kind = each.get("Type")
            if kind == "/Page":
                each["CropBox"] = each["ArtBox"] = each["MediaBox"]
            elif kind == "/Font" and "ToUnicode" in each:
                font = fonts[each["BaseFont"]]
                each[FACE[1:]], each[GLYPHS[1:]] = mark(font), b"(%x)" % glyph_bits(font.to_unicode)
            if kind not in _PACKED and "W" not in each and "Nums" not in each:
                each.__class__ = loose

    return finish


@cache
def _kinds() -> tuple[Any, Any]:
    """A dictionary, and one that stays out of the bundle."""
    import pydyf

    return pydyf.Dictionary, type("Loose", (pydyf.Dictionary,), {"compressible": False})
