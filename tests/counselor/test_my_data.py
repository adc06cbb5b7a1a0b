"""A copy of everything: all of the client's own, nothing of anybody else, made once, kept a week."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope
from pypdf import PdfReader

from candidates.models import AuditEntry
from counselor.my_data import belongings, exports
from counselor.my_data.archive import COUNSELORS_OWN, SEEN_BY_CLIENT, WITHHELD
from counselor.my_data.models import Export, ExportPart
from counselor.my_data.tasks import forget_exports, make_exports
from tests.cast import NOW, Cast, at
from tests.furnished import Rooms
from tests.letters.test_export import copy_of_everything
from tests.test_tenancy import aviary, plant_bobs  # noqa: F401  (aviary is a fixture)

NOT_THE_CLIENTS = {
    "Invitation.email",  # somebody else's address
    *("CaseNote.text", "Addendum.text", "Label.name", "SavedView.name", "SavedView.query", "Snooze.reason"),  # private
    *("Printer.name", "Letterhead.name", "LetterTemplate.text", "Closure.reason"),  # the office's
    *("Site.region",),  # of a place the client did not apply to
}


def everything_in(content: bytes) -> str:
    """All the text of an archive, its letters included."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    told = [name + "\n" + body.decode("utf-8") for name, body in files.items() if not name.endswith((".pdf", ".png"))]
    papers = [PdfReader(BytesIO(body)) for name, body in files.items() if name.endswith(".pdf")]
    return "\n".join(told + [page.extract_text() for paper in papers for page in paper.pages])


# --- What is in it ---------------------------------------------------------------------------------------------------


def test_a_clients_copy_holds_all_of_theirs_and_nothing_of_others(
    cast: Cast,
    browse: Any,
    aviary: Any,  # noqa: F811
) -> None:
    carols, eves, bobs = (aviary[name][0] for name in ("carol", "eve", "bob"))
    text = everything_in(copy_of_everything(browse(cast.bob), "portal"))
    assert (eves.found_in(text), carols.found_in(text)) == (set(), set())
    assert bobs.said.keys() - bobs.found_in(text) - NOT_THE_CLIENTS == set()
    private = {"CaseNote.text", "Addendum.text", "Label.name", "Snooze.reason"}
    assert bobs.found_in(text) & private == set()


def test_letters_envelopes_documents_and_pictures_are_files_as_they_were(
    cast: Cast, browse: Any, furnished: Rooms
) -> None:
    rooms = furnished
    with zipfile.ZipFile(BytesIO(copy_of_everything(browse(cast.bob), "portal"))) as archive:
        names = set(archive.namelist())
        frozen = rooms.mailed.frozen
        assert archive.read(f"letters/{rooms.mailed.number}.pdf") == bytes(frozen.pdf)
        assert archive.read(f"letters/{rooms.mailed.number}-envelope.pdf") == bytes(frozen.envelope_pdf)
        assert archive.read(next(each for each in names if each.startswith("documents/"))).startswith(b"Dear Ms Kim")
        assert sum(each.startswith("pictures/signature-") for each in names) == 1
        data = json.loads(archive.read("data.json"))
    assert data["tables"]["candidates.Application"][0]["created_by_name"] == "Alice"
    assert "password" not in data["tables"]["accounts.User"][0]


def test_a_counselors_copy_has_the_case_notes(cast: Cast, browse: Any, retold: Any) -> None:
    bobs, _rooms = retold(plant_bobs)
    text = everything_in(copy_of_everything(browse(cast.alice), "desk", [cast.client.pk]))
    assert {"CaseNote.text", "Addendum.text"} <= bobs.found_in(text)


def test_every_table_is_a_clients_or_nobodys(cast: Cast) -> None:
    """A new table that is neither reached from a client nor named with a reason fails here."""
    every = {model._meta.label for model in belongings.tables()}
    reached = {model._meta.label for model in belongings.reachable()}
    named = set(belongings.OF_NOBODY)
    assert every - reached - named == set(), "reach it by a foreign key, or say in OF_NOBODY why it holds nobody's data"
    assert named & reached == set()
    assert named - every == set()


def test_what_a_copy_leaves_out_is_a_table_there_is(cast: Cast) -> None:
    optional = {"mfa.Authenticator", "usersessions.UserSession"}
    every = {model._meta.label for model in belongings.tables()}
    assert (WITHHELD.keys() | COUNSELORS_OWN | SEEN_BY_CLIENT.keys()) - every <= optional


def test_no_column_of_secrets_is_in_a_copy(cast: Cast, browse: Any) -> None:
    text = everything_in(copy_of_everything(browse(cast.bob), "portal"))
    assert cast.bob.password not in text
    assert "token" not in text.lower()


# --- How it is made --------------------------------------------------------------------------------------------------


def test_a_second_request_takes_the_one_under_way(cast: Cast, browse: Any) -> None:
    for _click in range(2):
        browse(cast.bob).post(reverse("portal:export-client"))
    assert Export.objects.count() == 1
    assert AuditEntry.objects.filter(action="exported", client=cast.client).count() == 1
    page = browse(cast.bob).get(reverse("portal:client-data"))
    assert page.context["under_way"]
    assert 'hx-trigger="every 2s"' in page.content.decode()


def test_it_is_there_after_the_tab_was_closed(cast: Cast, browse: Any) -> None:
    browse(cast.bob).post(reverse("portal:export-client"))
    make_exports()
    later = browse(cast.bob)  # another session
    assert later.get(reverse("portal:client-data")).context["is_there"]
    response = later.post(reverse("portal:export-file"))
    with scope(practice=cast.elsewhere["practice"]):  # a server reads it when the request's own scope is over
        content = response.getvalue()
    copy = Export.objects.get()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (copy.size, copy.sha256)
    assert response["Content-Length"] == str(copy.size)


@pytest.mark.usefixtures("furnished")
def test_large_archives_lie_in_parts(cast: Cast, browse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PART", 1000)
    everything_in(copy_of_everything(browse(cast.bob), "portal"))
    copy = Export.objects.get(created_by=cast.bob)
    assert copy.parts.count() == -(-copy.size // 1000) > 3
    assert copy.done == copy.total


def test_one_whose_maker_died_is_made_again(cast: Cast, browse: Any) -> None:
    copy = exports.start(client=cast.client, with_case_notes=False, by=cast.bob)
    Export.objects.update(state="making", lease_until=at(12, hour=9), attempts=1)
    ExportPart.objects.create(export=copy, attempt=1, number=1, content=b"half an archive")
    make_exports()
    assert everything_in(browse(cast.bob).post(reverse("portal:export-file")).getvalue())


def test_after_a_week_it_is_gone(cast: Cast, browse: Any, clock: Any) -> None:
    copy_of_everything(browse(cast.bob), "portal")
    clock.move_to(NOW + timedelta(days=6, hours=23))
    forget_exports()
    assert ExportPart.objects.exists()
    clock.move_to(NOW + timedelta(days=7))
    assert browse(cast.bob).post(reverse("portal:export-file")).status_code == 404
    forget_exports()
    assert not Export.objects.exists()
    assert not ExportPart.objects.exists()


def test_a_newer_copy_takes_the_place_of_the_older(cast: Cast, browse: Any) -> None:
    copy_of_everything(browse(cast.bob), "portal")
    copy_of_everything(browse(cast.bob), "portal")
    assert Export.objects.count() == 1


def test_whoever_looks_on_gets_no_copy(cast: Cast, browse: Any) -> None:
    copy_of_everything(browse(cast.bob), "portal")
    alice = browse(cast.alice)
    alice.post(reverse("desk:view-as", args=[cast.client.pk]))
    assert alice.post(reverse("portal:export-file")).status_code == 405
    assert alice.post(reverse("desk:export-file", args=[cast.client.pk])).status_code == 404
