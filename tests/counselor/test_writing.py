"""The desk a letter is written on: what is kept, what is only shown, and what may be approved."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Flag
from letters import images, services
from letters.models import Letter, Letterhead, Signature
from tests.cast import Cast
from tests.furnished_paper import scribble
from tests.letters.cast import DETAIL
from tests.letters.desk import approved, draft
from tests.test_consistency import unknown  # noqa: F401

SHOUTED = "What a team!! " + DETAIL
CONCERN = "Nobody asked because of my age. " + DETAIL
FACES = ["desk", "portal"]


def url(name: str, letter: Letter, face: str = "portal") -> str:
    return reverse(f"{face}:{name}", args=[letter.pk])


def posted(letter: Letter, **changed: Any) -> dict[str, Any]:
    """What the browser sends of a draft's page."""
    kept = {name: getattr(letter, name) for name in ("detail", "body", "layout", "envelope", "version")}
    return {**kept, "dated_on": letter.dated_on.isoformat(), "shown_envelope": letter.envelope} | changed


def told(response: Any) -> str:
    return str(response.content.decode())


# --- Beside the text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", FACES)
def test_what_is_typed_is_proofed_and_shown_and_nothing_is_kept(
    cast: Cast,
    browse: Any,
    unknown: set[str],  # noqa: F811
    face: str,
) -> None:
    letter = draft(cast)
    browser = browse(cast.bob if face == "portal" else cast.alice)
    with CaptureQueriesContext(connection) as queries:
        page = told(browser.post(url("proof-letter", letter, face), posted(letter, detail=SHOUTED)))
    assert "exclamation marks; one is plenty" in page
    assert 'src="data:image/png;base64,' in page
    assert "This is not kept yet" in page
    assert [each["sql"] for each in queries if not each["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    assert Letter.objects.get().detail == DETAIL
    assert unknown == set()


def test_another_envelope_is_shown_at_once_and_a_window_over_the_page(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    bob = browse(cast.bob)
    printed = told(bob.post(url("proof-letter", letter), posted(letter, envelope="c5")))
    window = told(bob.post(url("proof-letter", letter), posted(letter, layout="din-5008-b", envelope="dl-window")))
    same = told(bob.post(url("proof-letter", letter), posted(letter)))
    assert ["C5, printed" in printed, 'class="paper-window"' in printed] == [True, False]
    assert ["as it will be printed: DL" in window, 'class="paper-window"' in window] == [False, True]
    assert ['id="letter-envelope"' in each for each in (printed, window, same)] == [True, True, False]


def test_an_impossible_pair_is_told_with_those_that_are_possible(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    page = told(browse(cast.bob).post(url("proof-letter", letter), posted(letter, layout="us-10-window")))
    assert "This envelope does not go with the layout. These do: #10 with a window." in page
    assert "data:image/png" not in page


def test_beside_an_approved_letter_nothing_is_shown(cast: Cast, browse: Any) -> None:
    letter = approved(cast)
    assert browse(cast.bob).post(url("proof-letter", letter), posted(letter)).status_code == 204


# --- Approval --------------------------------------------------------------------------------------------------------


def test_what_was_typed_since_is_kept_and_shown_before_it_is_approved(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    bob = browse(cast.bob)
    bob.post(url("approve-letter", letter), posted(letter, detail="Line one.\r\n" + DETAIL))
    letter.refresh_from_db()
    assert (letter.state, letter.version, letter.detail) == ("draft", 3, "Line one.\r\n" + DETAIL)
    bob.post(url("approve-letter", letter), posted(letter))
    letter.refresh_from_db()
    assert letter.state == "approved"


def test_a_browsers_own_line_ends_are_no_change(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    services.edit_draft(letter=letter, version=2, by=cast.bob, detail="Line one.\n\n" + DETAIL)
    browse(cast.bob).post(url("approve-letter", letter), posted(letter, detail="Line one.\r\n\r\n" + DETAIL))
    letter.refresh_from_db()
    assert letter.state == "approved"


def test_warnings_ask_for_a_reason_and_nothing_typed_is_lost(
    cast: Cast,
    browse: Any,
    unknown: set[str],  # noqa: F811
) -> None:
    letter = draft(cast)
    services.edit_draft(letter=letter, version=2, by=cast.bob, detail=SHOUTED)
    bob = browse(cast.bob)
    page = bob.post(url("approve-letter", letter), posted(letter))
    assert (page.status_code, "why the warnings may stand" in told(page)) == (200, True)
    assert bob.post(url("approve-letter", letter), posted(letter, warning_reason="He shouted.")).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.warning_reason) == ("approved", "He shouted.")
    assert "may stand: He shouted." in told(bob.get(url("letter", letter)))
    assert unknown == set()


@pytest.mark.parametrize("alone", [True, False])
def test_a_concern_leads_a_client_to_the_counselor(cast: Cast, browse: Any, alone: bool) -> None:
    cast.practice.clients_approve = alone
    cast.practice.save(update_fields=["clients_approve"])
    letter = draft(cast)
    services.edit_draft(letter=letter, version=2, by=cast.bob, detail=CONCERN)
    page = told(browse(cast.bob).get(url("letter", letter)))
    assert ("Ask my counselor" in page, "Approve this page" in page) == (True, False)
    assert (url("approve-letter", letter) in page) == alone
    assert "Approve this page" in told(browse(cast.alice).get(url("letter", letter, "desk")))


def test_asking_the_counselor_raises_a_flag(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    services.edit_draft(letter=letter, version=2, by=cast.bob, detail=CONCERN)
    page = told(browse(cast.bob).post(url("approve-letter", letter), posted(letter)))
    assert "Your counselor is asked to talk about this with you." in page
    assert Flag.objects.get().raised_by == cast.bob


# --- Paper -----------------------------------------------------------------------------------------------------------


def test_the_envelopes_that_go_with_the_layout_come_first(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    services.edit_draft(letter=letter, version=2, by=cast.bob, layout="us-10-window", envelope="#10-window")
    (_, fitting), (_, others) = browse(cast.bob).get(url("letter", letter)).context["form"].fields["envelope"].choices
    assert list(fitting) == [("#10-window", "#10 with a window, 9½ × 4⅛ in")]
    assert len(others) == 8


@pytest.mark.parametrize("face", FACES)
def test_a_draft_shows_its_envelope_or_its_window(cast: Cast, browse: Any, face: str) -> None:
    letter = draft(cast)
    browser = browse(cast.bob if face == "portal" else cast.alice)
    printed = browser.get(url("envelope-preview", letter, face))
    services.edit_draft(letter=letter, version=2, by=cast.bob, layout="din-5008-b", envelope="dl-window")
    page = told(browser.get(url("letter", letter, face)))
    assert (printed.status_code, printed["Content-Type"]) == (200, "image/png")
    assert browser.get(url("envelope-preview", letter, face)).status_code == 404
    assert ('class="paper-window"' in page, "envelope.png" in page) == (True, False)


def test_own_stationery_bears_no_letterhead(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    head = images.add_letterhead(practice=cast.practice, content=scribble(), name="Harbor", by=cast.alice)
    both = posted(letter, own_stationery="on", letterhead=head.pk)
    page = browse(cast.bob).post(url("letter", letter), both)
    assert "bears a head already" in told(page)
    browse(cast.bob).post(url("letter", letter), posted(letter, own_stationery="on"))
    assert Letter.objects.get().own_stationery


def test_a_signature_is_chosen_for_each_letter(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    bob = browse(cast.bob)
    assert "Upload a signature" in told(bob.get(url("letter", letter)))
    row = images.add_signature(client=cast.client, content=scribble(), by=cast.bob)
    assert 'name="signature"' in told(bob.get(url("letter", letter)))
    bob.post(url("letter", letter), posted(letter, signature=row.pk))
    assert Letter.objects.get().signature == row


# --- Uploads ---------------------------------------------------------------------------------------------------------


def signature_page(cast: Cast, browse: Any, face: str) -> tuple[Any, str]:
    if face == "portal":
        return browse(cast.bob), reverse("portal:signature")
    return browse(cast.alice), reverse("desk:signature", args=[cast.client.pk])


@pytest.mark.parametrize("face", FACES)
def test_a_signature_is_uploaded_looked_at_and_erased(
    cast: Cast,
    browse: Any,
    unknown: set[str],  # noqa: F811
    face: str,
) -> None:
    browser, page = signature_page(cast, browse, face)
    assert browser.post(page, {"file": SimpleUploadedFile("me.svg", scribble())}).url == page
    assert "data:image/png;base64," in told(browser.get(page))
    assert browser.post(page + "remove/").url == page
    assert "data:image/png" not in told(browser.get(page))
    assert (Signature.objects.count(), unknown) == (1, set())


@pytest.mark.parametrize(("content", "sentence"), [(b"%!PS-Adobe", "PNG or a JPEG"), (bytes(3 * 1024**2), "than 2 MB")])
def test_what_is_no_signature_is_refused_on_the_form(cast: Cast, browse: Any, content: bytes, sentence: str) -> None:
    browser, page = signature_page(cast, browse, "portal")
    assert sentence in told(browser.post(page, {"file": SimpleUploadedFile("me.png", content)}))
    assert Signature.objects.count() == 0


def test_a_letterhead_is_uploaded_and_erased_by_the_office(
    cast: Cast,
    browse: Any,
    unknown: set[str],  # noqa: F811
) -> None:
    office, page = browse(cast.administrator), reverse("desk:letterheads")
    data = {"file": SimpleUploadedFile("head.png", scribble(ink="teal")), "name": "Harbor Careers"}
    assert office.post(page, data).url == page
    assert "Harbor Careers" in told(office.get(page))
    office.post(reverse("desk:remove-letterhead", args=[Letterhead.objects.get().pk]))
    assert "Harbor Careers" not in told(office.get(page))[-2_000:]
    assert unknown == set()
