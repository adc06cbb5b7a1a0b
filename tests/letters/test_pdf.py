from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from dataclasses import replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image

from letters import fonts, pdf
from letters.layout import ENVELOPES, LAYOUTS, address_box
from letters.page import envelope_page
from letters.stylesheet import BODY_SIZE
from letters.typesetting import typeset
from tests.letters.cast import BOB, WINDOWED, facts, page, short
from tests.letters.reading import fonts_in, glyphs, line, opened, squeezed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def us() -> bytes:
    return pdf.letter_pdf(page())


# The document


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_source_serif_and_all_of_it_embedded(layout):
    found = fonts_in(pdf.letter_pdf(page(layout)))
    assert all("+Source-Serif-4" in name for name in found)
    assert set(found.values()) == {True}


def test_no_system_font_slips_in_for_what_source_serif_lacks():
    found = fonts_in(pdf.letter_pdf(replace(page(), paragraphs=("李 محمد ไทย ✓ 🙂",), signed="李")))
    assert all("+Source-Serif-4" in name for name in found)


def test_the_renderer_is_shown_nothing_but_our_truetype_files():
    with pdf._only_our_fonts():
        config = Path(os.environ["FONTCONFIG_FILE"]).read_text()
    assert config.count("<dir>") == 1
    assert "<rejectfont><glob>*.woff*</glob></rejectfont>" in config


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_renderer_knows_every_word_of_the_stylesheet(layout, caplog):
    """What it does not know it ignores, with a warning in the log of every process."""
    pdf._shop().stylesheets.clear()
    pdf.letter_pdf(page(layout))
    assert not [each.getMessage() for each in caplog.records if each.name.startswith("weasyprint")]


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


def test_spaces_come_out_of_the_page_as_they_were_typed(us):
    assert "\N{NO-BREAK SPACE}" in typeset("Until March 3, then.")
    assert "\N{NO-BREAK SPACE}" not in pdfium.PdfDocument(us)[0].get_textpage().get_text_range()


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
    figures = [
        item for item in document.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    assert [str(figure.Alt) for figure in figures] == ["Bob Hale"]
    assert pdf.page_count(content) == 1


@pytest.mark.parametrize("content", [b"<svg/>", b"%!PS-Adobe", b"\x89PNG", image("GIF"), image("PNG", (4001, 1000))])
def test_a_bad_signature_is_refused(content):
    with pytest.raises(pdf.BadPicture):
        pdf.letter_pdf(replace(page(), signature=content))


# Identical input, identical bytes


@pytest.fixture
def anew(monkeypatch):
    """Every page is rendered, also one that was before."""
    monkeypatch.setattr(pdf, "_pdf", pdf._pdf.__wrapped__)


def test_same_bytes_in_other_processes_that_have_no_settings(anew):
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


def test_threads_get_the_same_bytes(us, anew):
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
    with pytest.raises(pdf.PdfUnavailable) as caught:
        pdf._open_shop.__wrapped__()
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in str(caught.value)
    assert "brew install pango" in str(caught.value)


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


# Glyphs


@pytest.mark.parametrize(
    "name", ["Łukasz", "Nguyễn", "Ørsted", "Çelik", "Nguye\u0302\u0303n", "Ångström", "Őry", "Şahin"]
)
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
