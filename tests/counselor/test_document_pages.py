"""Documents on the application's page: added, handed out as files and never as pages, removed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates import documents
from candidates.models import AuditEntry, Document
from tests.cast import Cast
from tests.furnished_documents import pdf
from tests.test_consistency import unknown  # noqa: F401


def url(cast: Cast, name: str, *args: int, face: str = "desk") -> str:
    return reverse(f"{face}:{name}", args=[cast.application.pk, *args])


def upload(cast: Cast, browser: Any, content: bytes, name: str = "Résumé.pdf", face: str = "desk") -> Any:
    data = {"file": SimpleUploadedFile(name, content), "kind": "resume"}
    return browser.post(url(cast, "add-document", face=face), data)


@pytest.fixture
def document(cast: Cast) -> Document:
    return documents.add_document(
        application=cast.application, content=pdf(), name="Résumé “new”.pdf", kind="resume", by=cast.bob
    )


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_a_document_is_added_and_listed(cast: Cast, browse: Any, face: str, unknown: set[str]) -> None:  # noqa: F811
    browser = browse(cast.alice if face == "desk" else cast.bob)
    assert upload(cast, browser, pdf(), face=face).url == url(cast, "application", face=face) + "#documents"
    page = browser.get(url(cast, "application", face=face)).content.decode()
    assert "Résumé.pdf" in page
    assert unknown == set()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "empty"), (b"<html>", "none of the files"), (b"%PDF-" + bytes(6 * 1024**2), "larger than 5 MB")],
)
def test_what_is_no_document_is_refused_on_the_form(cast: Cast, browse: Any, content: bytes, sentence: str) -> None:
    response = upload(cast, browse(cast.bob), content, face="portal")
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Document.objects.count() == 0


def test_it_is_handed_out_as_a_file_and_nothing_else(cast: Cast, browse: Any, document: Document) -> None:
    response = browse(cast.alice).post(url(cast, "document", document.pk))
    assert response.content == bytes(document.content)
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert AuditEntry.objects.filter(action="downloaded", by=cast.alice).count() == 1


HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "attachment; filename*=utf-8''R%C3%A9sum%C3%A9%20%E2%80%9Cnew%E2%80%9D.pdf",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
}


def test_a_removed_document_is_gone(cast: Cast, browse: Any, document: Document) -> None:
    bob = browse(cast.bob)
    assert bob.post(url(cast, "remove-document", document.pk, face="portal")).status_code == 302
    assert bob.post(url(cast, "document", document.pk, face="portal")).status_code == 404
    assert bob.post(url(cast, "remove-document", document.pk, face="portal")).status_code == 404


@pytest.mark.parametrize("name", ["document", "remove-document"])
def test_a_document_of_another_application_does_not_exist(
    cast: Cast, browse: Any, document: Document, name: str
) -> None:
    own = reverse(f"portal:{name}", args=[cast.other_application.pk, document.pk])
    theirs = reverse(f"portal:{name}", args=[cast.application.pk, document.pk])
    assert [browse(cast.eve).post(there).status_code for there in (own, theirs)] == [404, 404]


def test_the_page_does_not_fetch_the_files(
    cast: Cast, browse: Any, document: Document, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(40) as queries:
        browse(cast.alice).get(url(cast, "application"))
    assert [sql["sql"] for sql in queries if '"candidates_document"."content"' in sql["sql"]] == []
