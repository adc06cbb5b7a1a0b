"""Archive copies: the frozen page, its number and a QR code; never on what is mailed."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from letters.archive import archive_copy, qr_code
from letters.layout import LAYOUTS, Rect
from letters.models import Letter
from letters.services import approve, edit_draft
from letters.stylesheet import MARK_LEFT, QR_SIDE
from tests.cast import Cast
from tests.letters.desk import approved, draft, frozen
from tests.letters.reading import glyphs, ink, opened, squeezed

URL = "https://class-act.example/desk/letters/1/"
DOTS = 40  # pixels per millimetre of the pictures the code is read from


def place_of(letter: Letter) -> Rect:
    sheet = LAYOUTS[letter.layout].sheet
    return Rect(sheet.width - 20 - QR_SIDE, sheet.height - MARK_LEFT - QR_SIDE, QR_SIDE, QR_SIDE)


def modules(content: bytes, place: Rect, count: int) -> list[list[bool]]:
    """Which squares of a printed code are dark, looked at in the middle of each."""
    picture = pdfium.PdfDocument(content)[0].render(scale=DOTS * 25.4 / 72 / 4).to_pil().convert("L")
    dots = DOTS / 4
    step = place.width / count
    middles = [(number + 0.5) * step for number in range(count)]
    at = lambda x, y: picture.getpixel((round((place.x + x) * dots), round((place.y + y) * dots)))  # noqa: E731
    return [[at(x, y) < 128 for x in middles] for y in middles]


@pytest.mark.parametrize(("layout", "envelope"), [("us-block", "#10"), ("din-5008-b", "dl-window")])
def test_the_code_leads_to_the_letters_page(cast: Cast, layout: str, envelope: str) -> None:
    letter = draft(cast)
    edit_draft(letter=letter, version=letter.version, by=cast.bob, layout=layout, envelope=envelope)
    approve(letter=letter, version=letter.version, by=cast.bob)
    wanted = [[bool(module) for module in row] for row in qr_code(URL).matrix]
    copy = archive_copy(Letter.objects.get(pk=letter.pk), url=URL)
    assert modules(copy, place_of(letter), len(wanted)) == wanted


def test_the_copy_says_its_number_and_how_its_hash_begins(cast: Cast) -> None:
    letter = approved(cast)
    text = squeezed(archive_copy(letter, url=URL))
    assert f"Archivecopyofletter{letter.number},approved12November2026" in text
    assert f"SHA-256ofthefrozenpage:{frozen(letter).sha256[:16]}…" in text


def test_the_page_below_is_the_frozen_one(cast: Cast) -> None:
    letter = approved(cast)
    page = glyphs(bytes(frozen(letter).pdf))
    assert glyphs(archive_copy(letter, url=URL))[: len(page)] == page


def test_the_copy_stays_tagged_and_its_marks_are_no_part_of_the_letter(cast: Cast) -> None:
    document = opened(archive_copy(approved(cast), url=URL))
    assert "/StructTreeRoot" in document.Root
    assert b"/Artifact BMC" in document.pages[0].Contents[-1].read_bytes()


def test_the_mailed_page_bears_nothing_of_it(cast: Cast) -> None:
    letter = approved(cast)
    archive_copy(letter, url=URL)
    kept = frozen(letter)
    assert kept.is_intact()
    assert letter.number not in squeezed(bytes(kept.pdf))
    assert ink(bytes(kept.pdf), place_of(letter)) == 0


def test_the_same_copy_twice_is_the_same_file(cast: Cast) -> None:
    letter = approved(cast)
    assert archive_copy(letter, url=URL) == archive_copy(letter, url=URL)


def test_each_face_leads_to_its_own_page(cast: Cast, browse: Any) -> None:
    letter = approved(cast)
    for user, face in ((cast.alice, "desk"), (cast.bob, "portal")):
        answer = browse(user).get(reverse(f"{face}:archive-copy", args=[letter.pk]))
        url = f"http://testserver{reverse(f'{face}:letter', args=[letter.pk])}"
        assert answer.content == archive_copy(letter, url=url)
