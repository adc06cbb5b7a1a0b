"""Pictures of pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from letters.preview import page_image


def page(ink: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 80), ink).save(file, "PDF")
    return file.getvalue()


@pytest.mark.parametrize(("ink", "mode"), [("gray", "L"), ("maroon", "RGB")])
def test_a_page_is_drawn_in_grey_unless_it_has_colours(ink: str, mode: str) -> None:
    picture = Image.open(BytesIO(page_image(page(ink))))
    assert (picture.format, picture.mode, picture.size) == ("PNG", mode, (96, 128))
    assert picture.convert("RGB").getpixel((48, 64)) == pytest.approx(
        Image.new("RGB", (1, 1), ink).getpixel((0, 0)), abs=3
    )
