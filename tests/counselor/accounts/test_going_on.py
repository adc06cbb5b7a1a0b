"""A counseling ends by the client's word, goes on again, and finds another counselor where the last one left."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from candidates import assignments, endings, invitations, members
from candidates.models import Client
from candidates.services import Refused
from candidates.uncounseled import entrust, uncounseled
from counselor.accounts.models import Membership, Role
from counselor.outbox.models import OutgoingEmail
from tests.cast import NOW, Cast

END, GO_ON = "/portal/me/end/", "/portal/me/go-on/"


def fresh(cast: Cast) -> Client:
    return Client.objects.select_related("practice").get(pk=cast.client.pk)


def test_the_client_ends_it_and_takes_it_up_again(cast: Cast, browse: Any) -> None:
    bob, desk = browse(cast.bob), reverse("desk:client", args=[cast.client.pk])
    alice = browse(cast.alice)
    assert "Alice sees you no more" in bob.get(END).content.decode()
    assert bob.post(END, {"keep_outcomes": "no"}).headers["Location"] == "/portal/"
    assert (alice.get(desk).status_code, bob.get(END).status_code) == (404, 404)
    assert "Take it up again" in bob.get("/portal/").content.decode()
    assert bob.post(GO_ON, {"sure": "yes"}).headers["Location"] == reverse("portal:consents")
    assert (alice.get(desk).status_code, bob.get(GO_ON).status_code) == (200, 404)
    assert OutgoingEmail.objects.filter(kind="handed-over", recipient=cast.alice).exists()


def test_a_counselor_asks_by_invitation_and_the_client_comes_back(cast: Cast) -> None:
    endings.end(client=cast.client, outcomes_kept=False, by=cast.alice)
    dan = cast.member(cast.dan)
    invitation = invitations.invite(by=dan, email=cast.bob.email, role=Role.CLIENT, by_mail=False)
    invitations.accept(invitation=invitation, by=cast.bob)
    client = fresh(cast)
    primary = assignments.open_primary(client)
    assert (client.ended_at, primary and primary.counselor) == (None, dan)
    assert Membership.objects.filter(user=cast.bob).count() == 1
    with pytest.raises(invitations.Dead):
        invitations.accept(invitation=invitation, by=cast.bob)


def test_it_goes_on_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="has not ended"):
        endings.take_up(client=cast.client, counselor=None, by=cast.bob)


def test_without_the_last_counselor_the_practice_chooses(cast: Cast, browse: Any) -> None:
    endings.end(client=cast.client, outcomes_kept=False, by=cast.alice)
    Membership.objects.filter(user=cast.alice).update(ended_at=NOW)
    bob = browse(cast.bob)
    assert "The practice chooses another one" in bob.get(GO_ON).content.decode()
    bob.post(GO_ON, {"sure": "yes"})
    assert cast.client in uncounseled(cast.practice)


def test_managers_see_names_and_choose_a_counselor(cast: Cast, browse: Any) -> None:
    members.end_membership(member=cast.member(cast.alice), by=cast.administrator)
    adam, dan = browse(cast.administrator), browse(cast.dan)
    url, entrusting = reverse("desk:uncounseled"), reverse("desk:entrust", args=[cast.client.pk])
    page = adam.get(url).content.decode()
    assert ("Bob Miller" in page, "Analyst" in page, dan.get(url).status_code) == (True, False, 404)
    assert adam.post(entrusting, {"counselor": cast.member(cast.dan).pk}).headers["Location"] == url
    assert dan.get(reverse("desk:client", args=[cast.client.pk])).status_code == 200
    assert adam.get(entrusting).status_code == 404
    with pytest.raises(Refused, match="by now"):
        entrust(client=cast.client, to=cast.member(cast.dan), by=cast.administrator)


def test_whoever_is_counseled_is_not_listed(cast: Cast) -> None:
    assert list(uncounseled(cast.practice)) == []
