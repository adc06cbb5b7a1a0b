"""Documents of an application: kept, handed out, removed, and every act written down."""

from __future__ import annotations

from typing import Any

import pytest

from candidates import documents
from candidates.documents import safe_name
from candidates.models import AuditEntry, Document
from candidates.services import Refused
from tests.cast import Cast
from tests.furnished_documents import pdf


def add(cast: Cast, content: bytes = b"", name: str = "resume.pdf") -> Document:
    return documents.add_document(
        application=cast.application, content=content or pdf(), name=name, kind="resume", by=cast.bob
    )


def trail(cast: Cast) -> list[tuple[str, Any]]:
    rows = AuditEntry.objects.filter(application=cast.application).order_by("pk")
    return [(entry.action, entry.values["name"]) for entry in rows]


def test_a_document_is_kept_as_it_was_sent(cast: Cast) -> None:
    content = pdf(3)
    document = add(cast, content)
    kept = Document.objects.get(pk=document.pk)
    assert (bytes(kept.content), kept.size, kept.content_type) == (content, len(content), "application/pdf")
    assert trail(cast) == [("uploaded", "resume.pdf")]


def test_only_the_other_sides_download_is_noted(cast: Cast) -> None:
    document = add(cast)
    documents.hand_out(document=document, by=cast.bob)
    assert documents.hand_out(document=document, by=cast.alice) == bytes(document.content)
    assert trail(cast) == [("uploaded", "resume.pdf"), ("downloaded", "resume.pdf")]


def test_a_removed_document_leaves_its_line_and_no_byte(cast: Cast) -> None:
    document = add(cast)
    assert documents.remove_document(document=document, by=cast.alice)
    assert not documents.remove_document(document=document, by=cast.alice)
    row = Document.objects.get(pk=document.pk)
    assert (bytes(row.content), row.removed_by) == (b"", cast.alice)
    assert trail(cast)[1:] == [("removed", "resume.pdf")]


def test_the_same_file_is_kept_once(cast: Cast) -> None:
    content = pdf()
    add(cast, content)
    with pytest.raises(Refused, match="very file"):
        add(cast, content, "again.pdf")


def test_there_is_an_end_to_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST", 2)
    add(cast, pdf(1))
    documents.remove_document(document=add(cast, pdf(2)), by=cast.bob)
    add(cast, pdf(3))
    with pytest.raises(Refused, match="2 documents already"):
        add(cast, pdf(4))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("resume.pdf", "resume.pdf"),
        ("Lebenslauf Zoë.PDF", "Lebenslauf Zoë.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\bob\\resume.pdf", "resume.pdf"),
        ("fdp\u202efdp.exe", "fdpfdp.pdf"),
        ("a\x00b\r\nX-Evil: 1.pdf", "abX-Evil 1.pdf"),
        ("resume.doc", "resume.pdf"),
        ("C.V. of Bob", "C.V. of Bob.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ('say "hi".pdf', "say hi .pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, safe: str) -> None:
    assert safe_name(name, (".pdf",)) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("x" * 500 + ".pdf", (".pdf",)) == "x" * 116 + ".pdf"
