from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from letters import fonts, pdf
from letters.layout import ENVELOPES, INCH, LAYOUTS, POINT, address_box, envelopes_for, face_of
from letters.page import EnvelopePage, TooMuchText, envelope_page
from letters.stylesheet import ADDRESS_SIZE, BODY_LEADING, BODY_SIZE
from tests.letters import payloads
from tests.letters.cast import BOB, facts, page
from tests.letters.reading import baseline_in, boxes, glyphs, ink, line, squeezed

ROOT = Path(__file__).resolve().parents[2]
NEAR = 0.5  # mm, promise L3
PAIRS = [(layout.code, envelope.code) for layout in LAYOUTS.values() for envelope in envelopes_for(layout)]
PRINTED = [code for code, envelope in ENVELOPES.items() if envelope.printed]
WINDOWED = [(layout, envelope) for layout, envelope in PAIRS if not ENVELOPES[envelope].printed]


def short(layout: str, envelope: str):
    """A letter whose address has four lines, so that it fits every window."""
    letter = page(layout, envelope)
    return replace(letter, address=letter.address[:1] + letter.address[2:])


@pytest.fixture(scope="module")
def us() -> bytes:
    return pdf.letter_pdf(page())


@pytest.fixture(scope="module")
def din() -> bytes:
    return pdf.letter_pdf(page("din-5008-b", "dl-window"))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def fonts_in(content: bytes) -> dict[str, bool]:
    """Base font name → embedded, for every font of every page."""
    found = {}
    document = opened(content)
    for sheet in document.pages:
        for font in sheet.Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            found[str(font.BaseFont)] = "/FontFile2" in descriptor or "/FontFile3" in descriptor
    return found


# Geometry


@pytest.mark.parametrize(("layout", "envelope"), PAIRS)
def test_one_page_of_the_right_size_with_every_box_on_it(layout, envelope):
    content = pdf.letter_pdf(page(layout, envelope))
    document = opened(content)
    sheet = document.pages[0]
    size = [0, 0, LAYOUTS[layout].sheet.width / POINT, LAYOUTS[layout].sheet.height / POINT]
    for name in ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"):
        assert [float(value) for value in sheet[name]] == pytest.approx(size, abs=0.01)
    assert pdf.page_count(content) == 1


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
    assert "MSDANAORTIZ" in squeezed(content) and "VANCOUVERWA98660" in squeezed(content)


# The document


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_source_serif_and_all_of_it_embedded(layout):
    found = fonts_in(pdf.letter_pdf(page(layout)))
    assert all("+Source-Serif-4" in name for name in found)
    assert set(found.values()) == {True}


def test_no_system_font_slips_in_for_what_source_serif_lacks():
    found = fonts_in(pdf.letter_pdf(replace(page(), paragraphs=("李 محمد ไทย ✓ 🙂",), signed="李")))
    assert all("+Source-Serif-4" in name for name in found)


def test_tagged_titled_and_in_a_language(us):
    document = opened(us)
    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == "en-US"
    assert str(document.docinfo["/Title"]) == "Letter to Dana Ortiz"
    with document.open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_paragraphs_are_tagged_as_paragraphs(us):
    document = opened(us)
    tags = [str(item.S) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
    assert tags.count("/P") == 10  # sender 2, date, address, salutation, three paragraphs, close, name
    assert document.Root.StructTreeRoot.K[0].S == "/Document"


def test_the_printer_is_told_one_side_and_no_scaling(us):
    document = opened(us)
    wishes = document.Root.ViewerPreferences
    assert (wishes.Duplex, wishes.PrintScaling) == ("/Simplex", "/None")
    assert (wishes.PickTrayByPDFSize, wishes.DisplayDocTitle) == (True, True)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_is_read_in_the_order_a_person_reads(layout):
    letter = page(layout)
    text = squeezed(pdf.letter_pdf(letter))
    order = [letter.sender[0], letter.address[0], letter.salutation, *letter.paragraphs, letter.close]
    places = [text.index("".join(part.split())) for part in order]
    assert places == sorted(places)
    assert text.endswith("BobHale")


def test_a_day_is_never_parted_from_its_month():
    for words in range(8, 16):
        content = pdf.letter_pdf(replace(page(), paragraphs=("really " * words + "on March 3 and more",)))
        first, last = line(content, "March 3")
        assert first.baseline == last.baseline


def test_a_letter_that_is_too_long_has_two_pages():
    assert pdf.page_count(pdf.letter_pdf(replace(page(), paragraphs=("word " * 700,)))) == 2


def test_own_stationery_prints_no_letterhead():
    content = squeezed(pdf.letter_pdf(replace(page("din-5008-b", "dl-window"), own_stationery=True)))
    assert content.startswith("March30,2026Ms.DanaOrtiz")
    assert BOB.email not in content


# The signature


def image(kind: str, size: tuple[int, int] = (60, 20)) -> bytes:
    held = BytesIO()
    Image.new("L", size, 128).save(held, kind)
    return held.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_signature_is_drawn_and_named(kind):
    content = pdf.letter_pdf(replace(page(), signature=image(kind)))
    document = opened(content)
    figures = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Bob Hale"]
    assert pdf.page_count(content) == 1


@pytest.mark.parametrize("content", [b"<svg/>", b"%!PS-Adobe", b"\x89PNG", image("GIF"), image("PNG", (4001, 1000))])
def test_a_bad_signature_is_refused(content):
    with pytest.raises(pdf.BadSignature):
        pdf.letter_pdf(replace(page(), signature=content))


# Identical input, identical bytes


def test_same_bytes_in_other_processes_that_have_no_settings():
    program = (
        "import hashlib; from tests.letters.cast import facts, page; from letters import pdf;"
        "from letters.page import envelope_page;"
        "print(hashlib.sha256(pdf.letter_pdf(page('din-5008-b', 'dl-window'))"
        " + pdf.envelope_pdf(envelope_page(facts(), envelope='#10', title='E'))).hexdigest())"
    )
    here = pdf.letter_pdf(page("din-5008-b", "dl-window")) + pdf.envelope_pdf(
        envelope_page(facts(), envelope="#10", title="E")
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True,
            env=environment | {"PYTHONHASHSEED": seed, "TZ": zone},
        )
        for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/St_Johns"))
    ]  # fmt: skip
    assert {run.communicate(timeout=60)[0].strip() for run in runs} == {hashlib.sha256(here).hexdigest()}


def test_threads_get_the_same_bytes(us):
    results: list[bytes] = []
    workers = [threading.Thread(target=lambda: results.append(pdf.letter_pdf(page()))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert results == [us] * 4


def test_importing_does_not_load_weasyprint():
    program = "import sys, letters.pdf; print('weasyprint' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_without_pango_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailable, match="apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"):
        pdf._open_shop.__wrapped__()
    with pytest.raises(pdf.PdfUnavailable, match="brew install pango"):
        pdf._open_shop.__wrapped__()


def test_without_fonts_the_message_says_what_to_run(monkeypatch):
    monkeypatch.setattr(pdf, "fonts_present", lambda: False)
    for call in (pdf._open_shop.__wrapped__, lambda: pdf.missing_glyphs("x"), lambda: pdf.address_lines(page())):
        with pytest.raises(pdf.PdfUnavailable, match="typeface is missing"):
            call()


def test_the_environment_is_left_as_it_was(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "mine")
    with pdf._only_our_fonts():
        assert os.environ["FONTCONFIG_FILE"] != "mine"
    assert os.environ["FONTCONFIG_FILE"] == "mine"


# What people type is shown, never obeyed


def test_payloads_are_many():
    assert len(payloads.HTML) >= 100


@pytest.mark.parametrize("payload", payloads.HTML)
def test_markup_is_shown_literally_in_every_field(payload):
    plain = page()
    poisoned = replace(
        plain, date_line=payload, salutation=payload, paragraphs=(payload, f"a {payload} b"), close=payload, signed=payload,
        address=(payload, payload), sender=(payload, payload), contact=(payload,), title=payload,
    )  # fmt: skip
    content = pdf.letter_pdf(poisoned)
    assert squeezed(content).count("".join(payload.split())) == 11
    document = opened(content)
    assert str(document.docinfo["/Title"]) == " ".join(payload.split())
    assert set(fonts_in(content).values()) == {True}


@pytest.mark.parametrize("payload", payloads.HTML[::9])
def test_markup_is_shown_literally_on_an_envelope(payload):
    content = pdf.envelope_pdf(EnvelopePage(recipient=(payload, payload), sender=(payload,), title=payload))
    assert squeezed(content).count("".join(payload.split())) == 3


class Watch:
    """Sees every socket that connects and every canary that is opened, through the interpreter's own audit events."""

    def __init__(self, canary: Path) -> None:
        self.canary, self.on, self.seen = str(canary), True, []
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            if event != "urllib.Request" or not str(arguments[0]).startswith("data:"):
                self.seen.append((event, str(arguments)))
        if event == "open" and self.canary in str(arguments[0]):
            self.seen.append((event, str(arguments)))


@pytest.fixture
def watch(tmp_path):
    canary = tmp_path / "canary.css"
    canary.write_text("p::before { content: 'CANARY' }")
    watching = Watch(canary)
    yield watching
    watching.on = False


def urls(watch: Watch) -> tuple[str, ...]:
    return ("http://127.0.0.1:9/x.css", f"file://{watch.canary}", "ftp://127.0.0.1:9/x", watch.canary)


def test_the_watch_sees_a_fetch(watch):
    Path(watch.canary).read_text()
    assert len(watch.seen) == 1


def test_not_even_the_renderers_own_html_can_fetch(watch):
    """The template never holds such markup; should it ever, the fetcher still knows data: only."""
    attacks = [attack for url in urls(watch) for attack in payloads.fetching(url)]
    assert len(attacks) >= 41
    css = pdf._letter_stylesheet("us-block", "")
    read = ""
    for attack in attacks:
        with suppress(Exception):  # some attacks end in an error, which is as good
            read += squeezed(pdf._pdf(f"<html lang=en><title>x</title><body><p>text</p>{attack}", css))
    assert "text" in read and "CANARY" not in read
    assert watch.seen == []
    assert pdf.page_count(pdf.letter_pdf(page())) == 1


def test_no_stylesheet_can_fetch(watch):
    for url in urls(watch):
        css = f"@import url({url}); @font-face {{ font-family: F; src: url({url}) }} p {{ background: url({url}) }}"
        with suppress(Exception):
            pdf._pdf("<html lang=en><title>x</title><p>text</p>", css)
    assert watch.seen == []


def test_no_field_can_fetch(watch):
    attacks = [attack for url in urls(watch)[:2] for attack in payloads.fetching(url)]
    for start in range(0, len(attacks), 10):
        some = tuple(attack[:190] for attack in attacks[start : start + 10])
        pdf.letter_pdf(replace(page(), paragraphs=some, address=some, signed=some[0]))
    assert watch.seen == []


def test_characters_no_pdf_can_hold_are_dropped():
    content = pdf.letter_pdf(replace(page(), paragraphs=("a\x00b\ud800c\x1fd",), signed="e\x0cf"))
    assert "abcd" in squeezed(content) and squeezed(content).endswith("ef")


# Bounds


@pytest.mark.parametrize(
    "changed",
    [
        {"paragraphs": ("x" * 20_001,)},
        {"paragraphs": ("x",) * 61},
        {"address": ("x",) * 13},
        {"sender": ("x" * 201,)},
        {"signed": "x" * 201},
        {"signature": b"x" * (2 * 1024 * 1024 + 1)},
    ],
)
def test_too_much_is_refused_before_layout(changed):
    with pytest.raises(TooMuchText):
        replace(page(), **changed)


def test_unknown_layouts_and_envelopes_are_refused():
    for changed in ({"layout": "a5"}, {"envelope": "box"}):
        with pytest.raises(KeyError):
            replace(page(), **changed)
    with pytest.raises(KeyError):
        EnvelopePage(("x",), envelope="dl-window")


# Glyphs


@pytest.mark.parametrize("name", ["Łukasz", "Nguyễn", "Ørsted", "Çelik", "Nguye\u0302\u0303n", "Ångström", "Őry", "Şahin"])
def test_names_that_can_be_printed(name):
    assert pdf.missing_glyphs(name) == ""
    content = pdf.letter_pdf(replace(page(), signed=name))
    assert squeezed(content).endswith(pdf.clean(name))


def test_names_that_cannot_are_named():
    assert pdf.missing_glyphs("李 and محمد, 李\n") == "李محد"


def test_every_built_in_text_can_be_printed():
    folder = ROOT / "letters" / "texts"
    texts = "".join(path.read_text() for path in folder.rglob("*.txt"))
    assert pdf.missing_glyphs(texts) == ""


def test_lines_on_paper_never_fewer_than_on_the_page():
    wide = "Harbor House Community Center for Families and Neighbors of the Lower Valley"
    for (layout, envelope), text in product(WINDOWED, (wide, "W" * 60, "short")):
        letter = replace(short(layout, envelope), address=("Ms. Dana Ortiz", text))
        zone = address_box(LAYOUTS[layout], ENVELOPES[envelope])
        found = [g for g in glyphs(pdf.letter_pdf(letter)) if g.x < zone.right and g.baseline > zone.y]
        address = found[: len("".join("".join(letter.address).split()))]
        rows = {round(g.baseline, 1) for g in address}
        assert pdf.address_lines(letter) >= len(rows)


def test_width_of_a_line():
    content = pdf.letter_pdf(replace(page(), paragraphs=("Harbor House",)))
    first, last = line(content, "Harbor House")
    assert fonts.width_mm("Harbor House", BODY_SIZE) == pytest.approx(last.right - first.x, abs=0.6)
