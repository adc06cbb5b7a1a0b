"""Too much at once is answered with a page, not with a blank."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast


def test_more_than_a_page_takes_is_said_so(cast: Cast, browse: Any, settings: Any) -> None:
    settings.LARGEST_POST = 100_000
    url = reverse("portal:add-document", args=[cast.application.pk])
    file = SimpleUploadedFile("big.pdf", bytes(100_000))
    response = browse(cast.bob).post(url, {"file": file, "kind": "resume"})
    assert response.status_code == 413
    assert "more than we can take at once" in response.content.decode()
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_length_that_is_none_is_somebody_elses_affair(browse: Any) -> None:
    assert browse(None).post("/accounts/login/", CONTENT_LENGTH="many").status_code == 200


def test_too_much_text_is_answered_with_a_page(cast: Cast, browse: Any, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    url = reverse("portal:write-shared-note", args=[cast.application.pk])
    response = browse(cast.bob).post(url, {"text": "a" * 200})
    assert response.status_code == 400
    assert "We could not read that" in response.content.decode()
