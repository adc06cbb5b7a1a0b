"""A letterhead at the top of every layout, and an envelope's window over it."""

from __future__ import annotations

from dataclasses import replace

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from letters import pdf
from letters.layout import ENVELOPES, LAYOUTS, Rect, always_visible_zone, insert_of
from letters.overlay import overlay
from letters.page import LetterPage
from letters.stylesheet import letterhead_box
from tests.letters.cast import PAIRS, WINDOWED, short
from tests.letters.reading import MM, opened, squeezed
from tests.letters.test_pdf import image


def headed(layout: str, envelope: str = "", size: tuple[int, int] = (2_400, 300)) -> LetterPage:
    return replace(short(layout, envelope), letterhead=image("PNG", size), letterhead_name="Harbor Careers")


def pictures(content: bytes) -> list[Rect]:
    """Where the pictures of the page are."""
    sheet = pdfium.PdfDocument(content)[0]
    height = sheet.get_height()
    places = [each.get_bounds() for each in sheet.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,))]
    return [Rect(x * MM, (height - top) * MM, (right - x) * MM, (top - low) * MM) for x, low, right, top in places]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [(2_400, 300), (800, 800)], ids=["wide", "tall"])
def test_it_stands_at_the_top_and_reaches_neither_the_margin_nor_the_address(layout, size):
    place = LAYOUTS[layout]
    width, height = letterhead_box(place)
    (found,) = pictures(pdf.letter_pdf(headed(layout, size=size)))
    assert found.inside(Rect(place.margin_left, place.margin_top, width, height))
    assert (found.x, found.y) == pytest.approx((place.margin_left, place.margin_top), abs=0.5)
    assert found.width / found.height == pytest.approx(size[0] / size[1], rel=0.02)
    assert found.height <= 30
    if place.address:
        assert found.bottom <= place.address.y


@pytest.mark.parametrize(("layout", "envelope"), WINDOWED)
def test_it_never_shows_through_a_window(layout, envelope):
    insert, cover = insert_of(LAYOUTS[layout], ENVELOPES[envelope]), ENVELOPES[envelope]
    highest = insert.bottom_on_sheet - cover.windows[0].bottom - cover.windows[0].height
    (found,) = pictures(pdf.letter_pdf(headed(layout, envelope, (600, 600))))
    assert found.bottom <= highest + 0.5


def test_it_takes_the_place_of_the_senders_lines_and_is_named():
    content = pdf.letter_pdf(headed("us-block", "#10"))
    document = opened(content)
    figures = [
        each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
    ]
    assert [str(figure.Alt) for figure in figures] == ["Harbor Careers"]
    assert squeezed(content).startswith("March30,2026Ms.DanaOrtiz")


def test_own_stationery_prints_none():
    assert pictures(pdf.letter_pdf(replace(headed("us-block", "#10"), own_stationery=True))) == []


# --- The window over the page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("layout", "envelope"), PAIRS)
def test_the_window_is_drawn_for_envelopes_that_have_one(layout, envelope):
    assert (overlay(layout, envelope) is None) == ENVELOPES[envelope].printed


@pytest.mark.parametrize(("layout", "envelope"), WINDOWED)
def test_the_window_lies_evenly_around_what_always_shows(layout, envelope):
    drawn = overlay(layout, envelope)
    assert drawn
    always, window = drawn.always, drawn.window
    assert always == always_visible_zone(
        ENVELOPES[envelope], ENVELOPES[envelope].windows[0], insert_of(LAYOUTS[layout], ENVELOPES[envelope])
    )
    assert always.x - window.x == pytest.approx(window.right - always.right)
    assert always.y - window.y == pytest.approx(window.bottom - always.bottom)


def test_form_b_in_dl():
    drawn = overlay("din-5008-b", "dl-window")
    assert drawn
    assert drawn.window == Rect(15, 47.5, 90, 45)
