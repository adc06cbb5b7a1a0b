"""Pictures of pages, for looking at on a screen, and made while somebody types."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zlib import Z_RLE

import pypdfium2
import pypdfium2.raw as pdfium_c

SCALE = 1.6  # pixels per point: 115 dpi, sharp enough to read and small enough to send
GREYS = bytes(level for level in range(256) for _channel in "RGB")


def page_image(pdf: bytes, scale: float = SCALE) -> bytes:
    """The first page as a PNG, in greys unless it holds a picture in colours: our words and lines never have any.

    Raises pypdfium2.PdfiumError for what is no PDF.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        in_colours = any(_has_colours(each) for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]))
        picture = page.render(scale=scale, grayscale=not in_colours).to_pil()
    target = BytesIO()
    if not in_colours:
        # As a palette: PNG filters the rows of everything else, which takes longer than to draw them.
        picture.putpalette(GREYS)
    picture.save(target, "PNG", compress_level=1, compress_type=Z_RLE)
    return target.getvalue()


def _has_colours(picture: Any) -> bool:
    return bool(picture.get_metadata().colorspace != pdfium_c.FPDF_COLORSPACE_DEVICEGRAY)
