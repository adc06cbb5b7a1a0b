"""Pictures of pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from letters import pdf
from letters.preview import page_image
from tests.letters.cast import page as letter


def page(kind: str, ink: str) -> bytes:
    file = BytesIO()
    Image.new(kind, (60, 80), ink).save(file, "PDF")
    return file.getvalue()


@pytest.mark.parametrize(("kind", "ink", "mode"), [("L", "gray", "P"), ("RGB", "maroon", "RGB")])
def test_a_page_is_drawn_in_grey_unless_it_has_colours(kind: str, ink: str, mode: str) -> None:
    picture = Image.open(BytesIO(page_image(page(kind, ink))))
    assert (picture.format, picture.mode, picture.size) == ("PNG", mode, (96, 128))
    assert picture.convert("RGB").getpixel((48, 64)) == pytest.approx(
        Image.new("RGB", (1, 1), ink).getpixel((0, 0)), abs=3
    )


def test_a_letter_is_black_on_white_and_small() -> None:
    content = page_image(pdf.letter_pdf(letter()))
    picture = Image.open(BytesIO(content)).convert("L")
    assert picture.getextrema() == (0, 255)
    assert picture.histogram()[255] > 0.9 * picture.width * picture.height
    assert len(content) < 70_000
