"""A hundred and twenty files somebody may upload as a picture (promise S7)."""

from __future__ import annotations

import random
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from candidates.services import Refused
from letters import images
from tests.candidates.test_document_check import EPS, HTML, SVG
from tests.furnished_documents import docx, pdf
from tests.furnished_paper import scribble
from tests.letters.test_images import GPS, bomb

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MARK = b"zqhome"


def with_texts() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", MARK.decode())
    told.add_itxt("XML:com.adobe.xmp", f"<x>{MARK.decode()}</x>", zip=True)
    return scribble(pnginfo=told)


def drawn(mode: str, kind: str, **how: Any) -> bytes:
    with Image.open(BytesIO(scribble())) as picture:
        stream = BytesIO()
        picture.convert(mode).save(stream, kind, **how)
    return stream.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def header(wide: int, high: int, depth: int = 8, colour: int = 2, *more: bytes) -> bytes:
    """A PNG that claims a size, with no pixels behind it."""
    size = wide.to_bytes(4, "big") + high.to_bytes(4, "big") + bytes([depth, colour, 0, 0, 0])
    return PNG + chunk(b"IHDR", size) + b"".join(more) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def pictures() -> list[bytes]:
    """What a printer could print: kept, but for nothing else in it."""
    tails = (MARK, HTML + MARK, b"PK\x03\x04" + MARK, pdf() + MARK, b"<?php echo '" + MARK + b"'; ?>", EPS + MARK)
    return [
        *(drawn(mode, "PNG") for mode in ("L", "RGB", "RGBA", "P", "1", "LA")),
        *(drawn(mode, "JPEG") for mode in ("L", "RGB", "CMYK")),
        drawn("RGB", "JPEG", progressive=True),
        *(drawn("RGB", "JPEG", quality=quality) for quality in (5, 95)),
        scribble("JPEG", exif=GPS, comment=MARK),
        scribble("PNG", exif=GPS),
        with_texts(),
        scribble("PNG", dpi=(1, 1)),
        *(scribble(kind) + tail for kind in ("PNG", "JPEG") for tail in tails),
        scribble(size=(1_999, 1_999)),
        scribble(size=(4_000, 900)),
    ]


def no_pictures() -> list[bytes]:
    """What must not come in."""
    chance = random.Random(7)
    foreign = [scribble(kind) for kind in ("GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM", "TGA", "PCX", "SGI", "JPEG2000")]
    foreign += [EPS, SVG, HTML, pdf(), docx(), b"GIF89a", b"RIFF0000WEBP", b"8BPS\x00\x01", b"\x00\x00\x01\x00", b"MZ"]
    whole = {"PNG": scribble(), "JPEG": scribble("JPEG")}
    found = [b"", b"\x00", PNG, JPEG, bomb(), *foreign]
    found += [start + each for start in (PNG, JPEG) for each in foreign]
    found += [whole[kind][: len(whole[kind]) * part // 10] for kind in whole for part in (1, 3, 5, 7)]
    found += [header(wide, high) for wide, high in ((0, 0), (1, 0), (2**31 - 1, 1), (65_535, 65_535), (3_000, 3_000))]
    found += [header(9, 9, depth, colour) for depth, colour in ((3, 2), (16, 3), (8, 9), (0, 0))]
    found += [header(9, 9, 8, 2, chunk(b"iCCP", b"x\x00\x00" + zlib.compress(bytes(10**7)))), header(9, 9, 8, 3)]
    found += [PNG + chance.randbytes(500) for _ in range(3)] + [JPEG + chance.randbytes(500) for _ in range(3)]
    return [*found, scribble(size=(2_500, 2_000)), scribble() + bytes(images.LARGEST)]


def kept(content: bytes) -> dict[str, Any] | None:
    """The columns of a letterhead made of an upload; None when it is refused in a sentence."""
    try:
        return images.columns(images.trimmed(images.picture(content)), images.LETTERHEAD_FITS)
    except Refused:
        return None


def test_there_are_a_hundred_and_twenty() -> None:
    assert len(pictures()) + len(no_pictures()) >= 120


@pytest.mark.django_db
def test_only_pictures_come_in() -> None:
    assert [number for number, each in enumerate(no_pictures()) if kept(each)] == []


@pytest.mark.django_db
def test_of_a_picture_only_the_pixels_are_kept() -> None:
    wrong, fits = [], images.LETTERHEAD_FITS
    for number, content in enumerate(pictures()):
        row = kept(content)
        if row is None:
            wrong.append(f"{number} is refused")
            continue
        with Image.open(BytesIO(row["image"])) as picture:
            bare = (picture.format, dict(picture.getexif()), picture.info) == ("PNG", {}, {})
            small = picture.width <= fits[0] and picture.height <= fits[1]
        if not bare or not small or MARK in row["image"] or not row["image"].endswith(chunk(b"IEND", b"")):
            wrong.append(f"{number} keeps more than its pixels")
    assert wrong == []
