"""Where things are on the page, read back from the PDF (promise L3)."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from letters import pdf
from letters.layout import ENVELOPES, INCH, LAYOUTS, POINT, address_box, face_of, insert_of
from letters.page import EnvelopePage, envelope_page
from letters.stylesheet import ADDRESS_SIZE, BODY_LEADING, BODY_SIZE
from tests.letters.cast import BOB, PAIRS, PRINTED, WINDOWED, facts, page, short
from tests.letters.reading import baseline_in, boxes, fonts_in, glyphs, ink, line, opened, squeezed

NEAR = 0.5  # mm


@pytest.fixture(scope="module")
def us() -> bytes:
    return pdf.letter_pdf(page())


@pytest.fixture(scope="module")
def din() -> bytes:
    return pdf.letter_pdf(page("din-5008-b", "dl-window"))


@pytest.mark.parametrize(("layout", "envelope"), PAIRS)
def test_one_tagged_page_of_the_right_size_with_every_box_on_it(layout, envelope):
    content = pdf.letter_pdf(page(layout, envelope))
    document = opened(content)
    sheet = document.pages[0]
    size = [0, 0, LAYOUTS[layout].sheet.width / POINT, LAYOUTS[layout].sheet.height / POINT]
    for name in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        assert [float(value) for value in sheet[name]] == pytest.approx(size, abs=0.01)
    assert pdf.page_count(content) == 1
    assert document.Root.MarkInfo.Marked
    assert set(fonts_in(content).values()) == {True}


def test_us_block(us):
    date, name, address = line(us, "March 30, 2026")[0], line(us, "Bob Hale")[0], line(us, "Ms. Dana Ortiz")[0]
    leading = LAYOUTS["us-block"].address_leading
    assert name.x == pytest.approx(INCH, abs=NEAR)
    assert date.x == pytest.approx(INCH, abs=NEAR)
    assert date.baseline == pytest.approx(baseline_in(2 * INCH, BODY_LEADING * POINT, BODY_SIZE), abs=NEAR)
    below = 2 * INCH + BODY_LEADING * POINT + 3 * leading
    assert address.baseline == pytest.approx(baseline_in(below, leading, ADDRESS_SIZE), abs=NEAR)


@pytest.mark.parametrize(("layout", "envelope"), [pair for pair in PAIRS if LAYOUTS[pair[0]].address])
def test_the_address_starts_at_its_place(layout, envelope):
    box = address_box(LAYOUTS[layout], ENVELOPES[envelope])
    first = line(pdf.letter_pdf(short(layout, envelope)), "Ms. Dana Ortiz")[0]
    assert first.x == pytest.approx(box.x, abs=NEAR)
    expected = baseline_in(box.y, LAYOUTS[layout].address_leading, ADDRESS_SIZE)
    assert first.baseline == pytest.approx(expected, abs=NEAR)


@pytest.mark.parametrize(("layout", "envelope"), WINDOWED)
def test_the_whole_address_and_nothing_else_shows_through_the_window(layout, envelope):
    wide = "Harbor House Community Center for Families and Neighbors"
    letter = short(layout, envelope)
    letter = replace(letter, address=("Ms. Dana Ortiz", wide, "Vancouver, WA 98660"))
    zone = address_box(LAYOUTS[layout], ENVELOPES[envelope])
    inside = [g for g in glyphs(pdf.letter_pdf(letter)) if zone.y <= g.baseline <= zone.bottom and g.x < zone.right + 5]
    assert "".join(g.char for g in inside) == "".join("".join(letter.address).split())
    assert min(g.x for g in inside) >= zone.x - 0.01
    assert max(g.right for g in inside) <= zone.right + 0.01


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_line_of_the_head_ends_in_a_separator(layout):
    text = pdfium.PdfDocument(pdf.letter_pdf(page(layout)))[0].get_textpage().get_text_range()
    assert [each for each in text.splitlines() if each.rstrip().endswith("·")] == []


@pytest.mark.parametrize("layout", [code for code, each in LAYOUTS.items() if each.address and not each.return_zone])
def test_the_head_keeps_off_the_address(layout):
    content = pdf.letter_pdf(page(layout))
    assert line(content, BOB.email)[0].baseline + 2 < line(content, "Ms. Dana Ortiz")[0].baseline - 2


def test_return_line_stands_in_its_zone(din):
    first, last = line(din, "Bob Hale · 418 Alder Street, Apt. 3 · Portland, OR 97205")
    assert first.x == pytest.approx(25, abs=NEAR)
    assert 50 < first.baseline < 62.7
    assert last.right < 100


def test_text_of_form_b_starts_below_the_address_field(din):
    expected = baseline_in(98.46, BODY_LEADING * POINT, BODY_SIZE)
    assert line(din, "Dear Ms. Ortiz:")[0].baseline == pytest.approx(expected, abs=NEAR)
    assert line(din, "March 30, 2026")[0].x == pytest.approx(125, abs=NEAR)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_fold_and_hole_marks(layout):
    drawn = [y + 0.1 for left, y, right in boxes(pdf.letter_pdf(replace(page(layout), fold_marks=True))) if right < 13]
    wanted = sorted((*LAYOUTS[layout].folds, *filter(None, [LAYOUTS[layout].hole])))
    assert sorted(drawn) == pytest.approx(wanted, abs=0.1)


def test_a_us_letter_has_no_marks_unless_asked(us):
    assert boxes(us) == []


def test_the_text_keeps_its_margins(us):
    assert min(glyph.x for glyph in glyphs(us)) == pytest.approx(INCH, abs=NEAR)
    assert max(glyph.right for glyph in glyphs(us)) <= 215.9 - INCH


def test_four_lines_for_the_hand(us):
    close = line(us, "Sincerely,")[0].baseline
    signed = glyphs(us)[-len("BobHale")].baseline
    assert signed - close == pytest.approx(5 * BODY_LEADING * POINT, abs=NEAR)


@pytest.mark.parametrize("code", PRINTED)
def test_printed_envelopes(code):
    envelope, face = ENVELOPES[code], face_of(ENVELOPES[code])
    content = pdf.envelope_pdf(envelope_page(facts(), envelope=code, title="Envelope"))
    document = opened(content)
    sheet = document.pages[0]
    size = [0, 0, envelope.width / POINT, envelope.height / POINT]
    assert [float(value) for value in sheet.MediaBox] == pytest.approx(size, abs=0.01)
    sender, recipient = line(content, "Bob Hale")[0], line(content, "Ms. Dana Ortiz")[0]
    assert (sender.x, recipient.x) == pytest.approx((face.sender.x, face.recipient.x), abs=NEAR)
    assert face.recipient.y < recipient.baseline < face.recipient.bottom
    assert line(content, "Portland, OR 97205")[1].baseline < face.sender.bottom


def test_a_10_envelope_keeps_the_bar_code_area_clear():
    lines = ("Ms. Dana Ortiz", *("Harbor House, a very long line of an address " * 2 for _ in range(5)))
    content = pdf.envelope_pdf(EnvelopePage(recipient=lines, sender=("Bob Hale",)))
    clear = face_of(ENVELOPES["#10"]).clear
    assert ink(content, clear) == 0
    assert ink(content, face_of(ENVELOPES["#10"]).recipient) > 1000


def test_capitals_without_punctuation():
    content = pdf.envelope_pdf(envelope_page(facts(), envelope="#10", title="", capitals=True))
    assert "MSDANAORTIZ" in squeezed(content)
    assert "VANCOUVERWA98660" in squeezed(content)


@pytest.mark.parametrize(("layout", "envelope"), WINDOWED)
def test_a_long_sender_never_reaches_into_the_window(layout, envelope):
    letter = replace(
        short(layout, envelope), sender=("Bob Hale", "Flat 3", "Mill House", "12 Mill Road", "Reno", "12345")
    )
    window, insert = ENVELOPES[envelope].windows[0], insert_of(LAYOUTS[layout], ENVELOPES[envelope])
    highest = insert.bottom_on_sheet - window.bottom - window.height  # the top of the window, letter at the bottom
    content = pdf.letter_pdf(letter)
    assert line(content, "Reno")[0].baseline < highest
    assert line(content, "12345")[1].baseline < highest
