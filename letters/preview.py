"""Pictures of pages, for looking at on a screen."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

SCALE = 1.6  # pixels per point: 115 dpi, sharp enough to read and small enough to send


def page_image(pdf: bytes, scale: float = SCALE) -> bytes:
    """The first page as a PNG. Raises pypdfium2.PdfiumError for what is no PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=scale).to_pil()
    target = BytesIO()
    picture.save(target, "PNG", optimize=False, compress_level=4)
    return target.getvalue()
