"""A counselor looks at the portal as the client sees it: nothing changes, nobody else is seen, and it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from candidates import services
from candidates.models import Assignment, AuditEntry, Client
from counselor.accounts.models import Membership
from counselor.pages.view_as import LASTS
from tests.addresses import url_of
from tests.cast import NOW, TODAY, Cast, make_client
from tests.furnished import Rooms
from tests.who_sees_what import rows


def look(browser: Browser, client: Client) -> Browser:
    """The browser, looking at the portal of a client."""
    response = browser.post(reverse("desk:view-as", args=[client.pk]))
    assert (response.status_code, response.headers["Location"]) == (302, "/portal/")
    return browser


@pytest.fixture
def looking(cast: Cast, browse: Any) -> Browser:
    return look(browse(cast.alice), cast.client)


def test_the_portal_is_the_clients_with_a_banner(cast: Cast, looking: Browser) -> None:
    page = looking.get("/portal/")
    assert page.context["client"] == cast.client
    assert "You see what Bob sees." in page.content.decode()


def test_who_recorded_what_is_told_as_the_client_reads_it(cast: Cast, looking: Browser) -> None:
    for by, kind in ((cast.bob, "on_hold"), (cast.alice, "resumed")):
        services.record_decision(application=cast.application, by=by, kind=kind, happened_at=NOW)
    assert {line.who for line in looking.get("/portal/").context["recent"]} == {"you", "Alice"}


def test_a_client_without_an_account_has_a_portal_to_look_at(cast: Cast, browse: Any) -> None:
    fay, gus = (make_client(cast.practice, cast.alice, None, name, "Ox") for name in ("Fay", "Gus"))
    browser = look(browse(cast.alice), fay)
    assert browser.get("/portal/me/").context["client"] == fay
    assert browser.get("/portal/").context["client"] != gus


def test_without_a_look_there_is_no_portal_for_a_counselor(cast: Cast, browse: Any) -> None:
    assert browse(cast.alice).get("/portal/").status_code == 404


def test_the_desk_goes_on_beside_it(cast: Cast, looking: Browser) -> None:
    url = reverse("desk:edit-client", args=[cast.other_client.pk])
    assert looking.get(url).status_code == 200
    assert looking.get("/desk/clients/").context["request"].membership == cast.member(cast.alice)


CLIENTS_ALONE = {"portal:offline-copy"}  # nothing of a client is kept on the device of who looks on


def test_every_page_of_the_portal_takes_a_glance_and_nothing_else(
    cast: Cast,
    browse: Any,
    rooms: Rooms,
) -> None:
    browser, wrong = look(browse(cast.alice), cast.client), []
    for name in (name for name in rows() if name.startswith("portal:")):
        url, glance = url_of(name, rooms, cast), rows()[name].get
        due = {"get": 404 if name in CLIENTS_ALONE else glance, "post": 405}
        wrong += [(name, method) for method, code in due.items() if getattr(browser, method)(url).status_code != code]
    assert wrong == []


def test_a_refused_change_says_so_and_leads_back(cast: Cast, looking: Browser) -> None:
    page = looking.post("/portal/me/", {"given_name": "Rob"})
    assert "This was not kept." in page.content.decode()
    assert page.headers["Allow"] == "GET, HEAD"


def test_no_other_method_is_a_way_around(looking: Browser) -> None:
    assert looking.head("/portal/me/").status_code == 200
    for method in ("put", "patch", "delete", "options", "trace"):
        assert getattr(looking, method)("/portal/me/").status_code == 405


def test_a_look_shows_no_other_client(cast: Cast, looking: Browser) -> None:
    url = reverse("portal:application", args=[cast.other_application.pk])
    assert "Designer" not in looking.get("/portal/applications/").content.decode()
    assert looking.get(url).status_code == 404


def test_only_who_sees_the_client_may_look(cast: Cast, browse: Any) -> None:
    for user in (cast.dan, cast.administrator, cast.bob, cast.eve, cast.supervisor):
        assert browse(user).post(reverse("desk:view-as", args=[cast.client.pk])).status_code == 404
    assert not AuditEntry.objects.filter(action="viewed_as").exists()


def test_a_supervisor_looks_where_the_client_was_told(cast: Cast, browse: Any) -> None:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)
    look(browse(cast.supervisor), cast.client)
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=None)
    assert browse(cast.supervisor).post(reverse("desk:view-as", args=[cast.client.pk])).status_code == 404


def test_each_look_is_told_and_the_client_reads_it(cast: Cast, browse: Any) -> None:
    for _ in range(2):
        look(browse(cast.alice), cast.client)
    page = browse(cast.bob).get(reverse("portal:trail")).content.decode()
    assert page.count("Alice looked at the portal as Bob Miller sees it") == 2


def test_a_look_ends_by_itself(cast: Cast, looking: Browser, clock: Any) -> None:
    clock.move_to(NOW + LASTS - timedelta(seconds=1))
    before = looking.get("/portal/").status_code
    clock.move_to(NOW + LASTS)
    page = looking.get("/portal/")
    assert (before, page.status_code) == (200, 404)
    assert "You are not looking at this portal any more" in page.content.decode()


def test_leaving_ends_it(cast: Cast, looking: Browser) -> None:
    response = looking.post(reverse("desk:stop-viewing"))
    assert response.headers["Location"] == reverse("desk:about-client", args=[cast.client.pk])
    assert looking.get("/portal/").status_code == 404


def test_signing_out_ends_it(cast: Cast, looking: Browser) -> None:
    looking.post(reverse("account_logout"))
    looking.force_login(cast.alice)
    assert looking.get("/portal/").status_code == 404


@pytest.mark.parametrize(
    "lose",
    [
        lambda cast: Assignment.objects.filter(client=cast.client).update(to_on=TODAY),
        lambda cast: Membership.objects.filter(user=cast.alice).update(ended_at=NOW),
        lambda cast: Membership.objects.filter(user=cast.alice).update(role="administrator"),
    ],
    ids=["assignment ended", "membership ended", "administrator now"],
)
def test_it_dies_with_the_next_request_once_the_client_is_lost(cast: Cast, looking: Browser, lose: Any) -> None:
    assert looking.get("/portal/").status_code == 200
    lose(cast)
    assert looking.get("/portal/").status_code == 404
    assert looking.post("/portal/me/", {"given_name": "Rob"}).status_code == 404
    cast.client.refresh_from_db()
    assert cast.client.given_name == "Bob"
