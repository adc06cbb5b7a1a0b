"""What may be kept as a document: known by its bytes, and refused in a sentence when it is anything else."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from candidates import document_check
from candidates.document_check import check
from candidates.services import Refused
from tests.furnished_documents import archive, docx, odt, pdf, picture

SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"

GOOD = {
    "resume.pdf": (pdf(2), "application/pdf"),
    "resume.docx": (docx(), document_check.WORD.decode()),
    "resume.odt": (odt(), document_check.OPEN_DOCUMENT.decode()),
    "me.png": (picture("PNG"), "image/png"),
    "me.jpg": (picture("JPEG"), "image/jpeg"),
    "note.txt": ("Sehr geehrte Frau Hänsel,\r\n".encode(), "text/plain; charset=utf-8"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_employers_are_sent_is_kept(name: str) -> None:
    content, kind = GOOD[name]
    assert check(content, name).content_type == kind


@pytest.mark.parametrize("name", ["resume.pdf", "resume.docx", "resume.odt", "me.png", "me.jpg"])
def test_the_name_decides_nothing(name: str) -> None:
    content, kind = GOOD[name]
    assert check(content, "notes.txt").content_type == kind


def bomb() -> bytes:
    return docx(**{"word/media/a.bin": bytes(document_check.LARGEST_UNPACKED)})


def liar() -> bytes:
    """The same, whose sizes say that nothing is in it."""
    packed = bytearray(bomb())
    size = document_check.LARGEST_UNPACKED.to_bytes(4, "little")
    while (at := packed.find(size)) >= 0:
        packed[at : at + 4] = (9).to_bytes(4, "little")
    return bytes(packed)


def pdf_bomb() -> bytes:
    """A cross-reference stream of a few kilobytes that unpacks to more than the limit."""
    body = zlib.compress(bytes(document_check.LARGEST_UNPACKED + 1), 9)
    head = b"%PDF-1.5\n"
    entry = b"<< /Type /XRef /Size 2 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(body)
    stream = b"2 0 obj\n" + entry + b"\nstream\n" + body + b"\nendstream\nendobj\n"
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


def huge(kind: str) -> bytes:
    """A picture that says it is far larger than anybody's screen."""
    stream = BytesIO()
    Image.new("1", (6_000, 6_000)).convert("L").save(stream, kind, quality=1)
    return stream.getvalue()


BAD = {
    "nothing": ("a.pdf", lambda: b"", "empty"),
    "six megabytes": ("a.txt", lambda: b"a" * 6 * 1024 * 1024, "larger than 5 MB"),
    "EPS named .png": ("a.png", lambda: EPS, "none of the files"),
    "EPS named .txt": ("a.txt", lambda: EPS, "no plain text"),
    "SVG": ("a.svg", lambda: SVG, "none of the files"),
    "SVG named .txt": ("a.txt", lambda: SVG, "no plain text"),
    "HTML named .pdf": ("a.pdf", lambda: HTML, "none of the files"),
    "HTML after a PDF's first line": ("a.pdf", lambda: b"%PDF-1.7\n" + HTML, "damaged"),
    "PDF that is an archive, too": ("a.pdf", lambda: pdf() + bomb(), "damaged"),
    "archive behind a web page": ("a.docx", lambda: HTML + docx(), "none of the files"),
    "locked PDF": ("a.pdf", lambda: pdf(encryption=pikepdf.Encryption(user="u", owner="o")), "password"),
    "PDF with a script": ("a.pdf", lambda: pdf(OpenAction=SCRIPT), "script"),
    "PDF without a page": ("a.pdf", lambda: pdf(0), "no page"),
    "PDF cut off": ("a.pdf", lambda: pdf()[:-30], "damaged"),
    "PDF bomb": ("a.pdf", pdf_bomb, "damaged"),
    "zip bomb": ("a.docx", bomb, "far larger inside"),
    "zip bomb that lies": ("a.docx", liar, "damaged|far larger"),
    "Word with macros": ("a.docx", lambda: docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "OpenDocument with macros": ("a.odt", lambda: odt(**{"Basic/Standard/Module1.xml": b"x"}), "macros"),
    "a part that climbs out": ("a.docx", lambda: docx(**{"../../etc/passwd": b"x"}), "macros"),
    "any archive": ("a.docx", lambda: archive({"readme": b"x"}), "no text document"),
    "a broken archive": ("a.docx", lambda: docx()[:-40], "damaged"),
    "a broken PNG": ("a.png", lambda: picture("PNG")[:40], "damaged"),
    "a huge PNG": ("a.png", lambda: huge("PNG"), "too many pixels"),
    "a huge JPEG": ("a.jpg", lambda: huge("JPEG"), "too many pixels"),
    "GIF": ("a.gif", lambda: picture("GIF"), "none of the files"),
    "latin-1": ("a.txt", lambda: "Grüße".encode("latin-1"), "UTF-8"),
    "text with a NUL": ("a.txt", lambda: b"a\x00b", "no plain text"),
}


@pytest.mark.parametrize("what", BAD)
def test_anything_else_is_refused_in_a_sentence(what: str) -> None:
    name, content, sentence = BAD[what]
    with pytest.raises(Refused, match=sentence):
        check(content(), name)


def test_a_photograph_forgets_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "zq at home"
    exif[0x8825] = {1: "N", 2: (42.0, 39.0, 9.0)}
    exif[0x0112] = 6  # lies on its side
    told = picture("JPEG", exif=exif, comment=b"zq")
    kept = check(told + b"zq hidden behind", "me.jpg").content
    with Image.open(BytesIO(kept)) as opened:
        assert (dict(opened.getexif()), opened.size) == ({}, (6, 8))
    assert b"zq" in told
    assert b"zq" not in kept
