"""Joined pages look and read like the frozen ones; what they share is there once."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from letters import fonts, pdf, shared_faces
from letters.joining import Shift, join
from letters.page import EnvelopePage, LetterPage

NAMES = ("Łukasz Wójcik", "Mai Nguyễn", "Søren Ørsted", "Ayşe Çelik")
SIGNATURE = BytesIO()
Image.linear_gradient("L").resize((300, 80)).save(SIGNATURE, "PNG")


def letter(name: str, signature: bytes = b"") -> bytes:
    return pdf.letter_pdf(
        LetterPage(
            date_line="12 November 2026",
            salutation="Dear Ms. Kim:",
            paragraphs=(f"{name} thanks you for the conversation.", "It stayed with me."),
            close="Sincerely,",
            signed=name,
            address=("Jin Kim", "120 Main Street", "Albany NY 12207"),
            sender=(name, "27 Munjoy Street"),
            title=name,
            signature=signature,
        )
    )


@pytest.fixture(scope="module")
def letters() -> list[bytes]:
    return [letter(name, SIGNATURE.getvalue()) for name in NAMES]


def picture(content: bytes, page: int = 0) -> Image.Image:
    return pypdfium2.PdfDocument(content)[page].render(scale=1.5).to_pil().convert("L")


def text(content: bytes, page: int = 0) -> str:
    return pypdfium2.PdfDocument(content)[page].get_textpage().get_text_range()


def streams(content: bytes, subtype: str) -> int:
    with pikepdf.open(BytesIO(content)) as file:
        return sum(isinstance(each, pikepdf.Stream) and each.get("/Subtype") == subtype for each in file.objects)


def programs(content: bytes) -> int:
    """Embedded font programs."""
    with pikepdf.open(BytesIO(content)) as file:
        return sum(isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each for each in file.objects)


def test_each_page_looks_like_the_frozen_one(letters: list[bytes]) -> None:
    joined = join(letters)
    different = [
        number
        for number, one in enumerate(letters)
        if ImageChops.difference(picture(joined, number), picture(one)).getbbox()
    ]
    assert different == []


def test_each_page_reads_like_the_frozen_one(letters: list[bytes]) -> None:
    joined = join(letters)
    assert [text(joined, number) for number in range(len(letters))] == [text(one) for one in letters]


def test_fonts_and_signature_are_there_once(letters: list[bytes]) -> None:
    joined = join(letters)
    assert (programs(joined), streams(joined, "/Image")) == (programs(letters[0]), 1)


def test_a_letter_frozen_with_another_typeface_keeps_its_own(
    letters: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    italic = fonts.font_paths()[1]
    monkeypatch.setattr(shared_faces, "font_paths", lambda: (italic,))
    monkeypatch.setattr(shared_faces, "face_marks", dict)
    joined = join(letters[:2])
    assert programs(joined) == 2 * programs(letters[0])
    assert not ImageChops.difference(picture(joined, 1), picture(letters[1])).getbbox()


def unmarked(letter: bytes) -> bytes:
    """As a letter was frozen before its fonts said what they were made of."""
    with pikepdf.open(BytesIO(letter)) as file:
        for font in file.pages[0].Resources.Font.values():
            del font[fonts.FACE], font[fonts.GLYPHS]
        older = BytesIO()
        file.save(older, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return older.getvalue()


def test_letters_frozen_earlier_share_the_same_fonts(letters: list[bytes]) -> None:
    joined = join([unmarked(letters[0]), *letters[1:3], unmarked(letters[3])])
    assert joined == join(letters)


def test_a_frozen_letter_says_which_faces_and_glyphs_it_has(letters: list[bytes]) -> None:
    with pikepdf.open(BytesIO(letters[0])) as file:
        marked = list(file.pages[0].Resources.Font.values())
        faces = {fonts.face_marks()[str(font[fonts.FACE])].stem for font in marked}
        said = [int(str(font[fonts.GLYPHS]), 16) for font in marked]
        had = [fonts.glyph_bits(shared_faces._characters(font)) for font in marked]
    assert faces == {"SourceSerif4-Regular", "SourceSerif4-Semibold"}
    assert said == had


def test_the_same_letters_make_the_same_bytes(letters: list[bytes]) -> None:
    assert join(letters) == join(letters)


def test_a_hundred_letters_take_little_room(letters: list[bytes]) -> None:
    four, hundred = len(join(letters)), len(join(letters * 25))
    assert (hundred - four) / 96 < 5 * 1024


def test_everything_moves_by_the_printers_offset(letters: list[bytes]) -> None:
    points = 25.4 / 72
    moved = picture(join(letters[:1], shift=Shift(right=28 * points, down=14 * points)))
    assert not ImageChops.difference(moved, ImageChops.offset(picture(letters[0]), 42, 21)).getbbox()


def test_an_empty_page_follows_each_letter_where_the_printer_insists_on_two_sides(letters: list[bytes]) -> None:
    joined = join(letters, even_pages=True)
    with pikepdf.open(BytesIO(joined)) as file:
        sizes = {tuple(map(float, page.MediaBox)) for page in file.pages}
    assert (len(pypdfium2.PdfDocument(joined)), sizes) == (8, {(0, 0, 612, 792)})
    assert [bool(text(joined, number)) for number in range(8)] == [True, False] * 4


def test_printed_on_one_side_at_its_real_size(letters: list[bytes]) -> None:
    with pikepdf.open(BytesIO(join(letters))) as file:
        wishes = {name: str(value) for name, value in file.Root.ViewerPreferences.items()}
    assert wishes == {"/Duplex": "/Simplex", "/PrintScaling": "/None", "/PickTrayByPDFSize": "True"}


def test_envelopes_keep_their_size() -> None:
    faces = [pdf.envelope_pdf(EnvelopePage(("Jin Kim", "Albany"), envelope=code)) for code in ("#10", "dl")]
    with pikepdf.open(BytesIO(join(faces))) as file:
        widths = [round(float(page.MediaBox[2]) / 72 * 25.4, 1) for page in file.pages]
    assert widths == [241.3, 220.0]


def test_progress_is_told_after_each_letter(letters: list[bytes]) -> None:
    told: list[int] = []
    join(letters, joined=told.append)
    assert told == [1, 2, 3, 4]


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="nothing"):
        join([])
