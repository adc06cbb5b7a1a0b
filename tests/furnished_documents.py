"""A document sent with an application, and files of every kind to try."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
from PIL import Image

from candidates import documents
from candidates.document_check import CONTENT_TYPES, OPEN_DOCUMENT, WORD
from candidates.models import Application, Document
from counselor.accounts.models import User


def document_of(application: Application, by: User, say: Callable[[str], str]) -> Document:
    """What was sent, as plain text with a name."""
    words = f"Dear Ms Kim, {application.pk}".encode()
    return documents.add_document(
        application=application, content=words, name=f"{say('Document.name')}.txt", kind="cover_letter", by=by
    )


def pdf(pages: int = 1, encryption: Any = False, **root: Any) -> bytes:
    stream = BytesIO()
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page()
        for name, value in root.items():
            made.Root[f"/{name}"] = value
        made.save(stream, encryption=encryption)
    return stream.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def docx(**more: bytes) -> bytes:
    types = b'<Types><Override PartName="/word/document.xml" ContentType="' + WORD + b'.main+xml"/></Types>'
    return archive({CONTENT_TYPES: types, "word/document.xml": b"<w:document/>", **more})


def odt(**more: bytes) -> bytes:
    return archive({"mimetype": OPEN_DOCUMENT, "content.xml": b"<office/>", **more})


def picture(kind: str, size: tuple[int, int] = (8, 6), **how: Any) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind, **how)
    return stream.getvalue()
