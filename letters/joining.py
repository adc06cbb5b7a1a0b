"""Frozen letters joined into one file for the printer: concatenation, nothing is laid out again.

Whatever letters share is there once: a face of the typeface (`letters/shared_faces.py`), a picture, all resources of
pages that use the same ones.

Joining drops the tag tree. That is right for paper; the archived letter stays tagged, and is what people download.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from letters.lean import collected_after
from letters.shared_faces import Faces

POINTS_PER_MM = 72 / 25.4
_BOXES = re.compile(rb"/\w+Box \[[^]]*\]")
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
    with collected_after(), pikepdf.new() as out:
        book = _Book(out, shift)
        for count, letter in enumerate(letters, start=1):
            with pikepdf.open(BytesIO(letter), inherit_page_attributes=False) as source:
                pages = source.Root.Pages.Kids  # all of them, each with all it needs: WeasyPrint writes no tree
                for page in pages:
                    book.add(page)
                if even_pages and len(pages) % 2:
                    book.add_empty(pages[-1])
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
        self.faces = Faces(out)
        self.shared: dict[bytes, Any] = {}
        out.Root.ViewerPreferences = Dictionary(_VIEWER)
        self.before = [out.make_stream(shift.operator)] if shift != STRAIGHT else []
        self.after = [out.make_stream(b"\nQ")] if shift != STRAIGHT else []

    def add(self, page: Any) -> None:
        content = Stream(self.out, page.Contents.read_raw_bytes())
        for name in ("/Filter", "/DecodeParms"):
            if name in page.Contents:
                content[name] = self._plain(page.Contents[name])
        contents = Array([*self.before, content, *self.after])
        self._append(page, Contents=contents, Resources=self._resources(page.Resources))

    def add_empty(self, page: Any) -> None:
        self._append(page, Resources=Dictionary())

    def _append(self, like: Any, **entries: Any) -> None:
        made = pikepdf.Object.parse(b"<</Type /Page %b>>" % b" ".join(_BOXES.findall(like.unparse(resolved=True))))
        made.Parent = self.out.Root.Pages
        for name, value in entries.items():
            made[f"/{name}"] = value
        self.pages.append(self.out.make_indirect(made))

    def _resources(self, own: Any) -> Any:
        """The same object for all pages that use the same."""
        shared = Dictionary({kind: self._resource(kind, entries) for kind, entries in own.items() if len(entries)})
        key = shared.unparse()
        if key not in self.shared:
            self.shared[key] = self.out.make_indirect(shared)
        return self.shared[key]

    def _resource(self, kind: str, entries: Any) -> Any:
        if kind == "/Font":
            return Dictionary({name: self._font(font) for name, font in entries.items()})
        if kind == "/XObject":
            return Dictionary({name: self._image(image) for name, image in entries.items()})
        return self._once(entries.unparse(resolved=True), entries)

    def _font(self, font: Any) -> Any:
        shared = self.faces.shared(font)
        if shared is None:
            return self._once(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes(), font)
        return shared

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
        """The pages, all at once, since qpdf goes through all of them whenever it is given one."""
        self.out.Root.Pages.Kids = Array(self.pages)
        self.out.Root.Pages.Count = len(self.pages)
        self.faces.finish()
