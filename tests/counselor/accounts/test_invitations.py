"""Invitations: one use, for one address, for a while, dead with whoever sent them, and their tokens seen by nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail as post_office
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from candidates import invitations
from candidates.models import Client, ClientInvitation
from candidates.services import Refused
from counselor.accounts import invitations as accounts
from counselor.accounts.invitations import Dead, find, hashed
from counselor.accounts.middleware import RequestLog
from counselor.accounts.models import Invitation, Membership, Role, User
from counselor.logs import without_words
from counselor.outbox.models import OutgoingEmail
from counselor.outbox.services import deliver_due
from tests.cast import NOW, PASSWORD, Cast, make_client, person
from tests.threads import at_once

ADDRESS = "fay@home.example"
FAY = {"given_name": "Fay", "family_name": "Ox", "password": "a long enough secret"}


def invited(cast: Cast, sender: User | None = None, email: str = ADDRESS, role: Role = Role.CLIENT, **more: Any) -> Any:
    """An open invitation with its token."""
    by = cast.member(sender or cast.alice)
    invitation = invitations.invite(by=by, email=email, role=role, by_mail=False, **more)
    return invitation, accounts.new_token(invitation)


def url(token: str) -> str:
    return reverse("join", args=[token])


# --- Accepting -------------------------------------------------------------------------------------------------------


def test_a_new_person_chooses_a_password_and_is_in(cast: Cast) -> None:
    _invitation, token = invited(cast)
    browser = Browser()
    page = browser.get(url(token)).content.decode()
    assert [word in page for word in ("Harbor Careers", "Alice", ADDRESS)] == [True] * 3
    assert browser.post(url(token), FAY).headers["Location"] == "/portal/me/sharing/"
    client = Client.objects.get(user__email=ADDRESS)
    assert (str(client), client.assignments.get().counselor) == ("Fay Ox", cast.member(cast.alice))
    assert browser.get("/portal/").context["client"] == client


def test_whoever_was_just_let_in_is_seen_where_they_are_signed_in(cast: Cast) -> None:
    _invitation, token = invited(cast)
    browser = Browser()
    browser.post(url(token), FAY)
    assert UserSession.objects.get(user__email=ADDRESS).session_key == browser.session.session_key


def test_records_that_are_there_become_theirs(cast: Cast) -> None:
    known = make_client(cast.practice, cast.alice, None, "Fay", "Ox")
    _invitation, token = invited(cast, client=known)
    Browser().post(url(token), FAY)
    known.refresh_from_db()
    assert (known.user.email, Client.objects.filter(user=known.user).count()) == (ADDRESS, 1)


def test_a_colleague_gets_the_role_they_were_invited_to(cast: Cast) -> None:
    _invitation, token = invited(cast, cast.administrator, role=Role.SUPERVISOR)
    browser = Browser()
    browser.post(url(token), FAY)
    assert browser.get("/").headers["Location"] == "/desk/"
    assert Membership.objects.get(user__email=ADDRESS).role == Role.SUPERVISOR


def test_who_has_an_account_signs_in_and_accepts_with_one_button(cast: Cast, browse: Any) -> None:
    _invitation, token = invited(cast, email="carol@elsewhere.example")
    carol = browse(cast.elsewhere["carol"])
    assert carol.get(url(token)).status_code == 200
    carol.post(url(token))
    assert carol.get("/portal/").context["client"].practice == cast.practice


def test_a_weak_password_brings_the_page_back_and_uses_nothing(cast: Cast) -> None:
    invitation, token = invited(cast)
    response = Browser().post(url(token), FAY | {"password": "12345678"})
    assert (response.status_code, "too common" in response.content.decode()) == (200, True)
    assert find(token) == invitation


def test_a_taken_address_is_asked_to_sign_in_and_its_password_stays(cast: Cast) -> None:
    _invitation, token = invited(cast, email="carol@elsewhere.example")
    response = Browser().post(url(token), FAY)
    assert "Sign in to accept" in response.content.decode()
    assert User.objects.get(email="carol@elsewhere.example").check_password(PASSWORD)
    assert not Membership.objects.filter(practice=cast.practice, user=cast.elsewhere["carol"]).exists()


def test_it_is_for_its_address_alone(cast: Cast, browse: Any) -> None:
    invitation, token = invited(cast)
    carol = browse(cast.elsewhere["carol"])
    assert "another address" in carol.get(url(token)).content.decode()
    carol.post(url(token))
    with pytest.raises(Refused, match="another address"):
        invitations.accept(invitation=invitation, by=cast.elsewhere["carol"])
    assert find(token) == invitation


def test_nobody_is_in_a_practice_twice(cast: Cast) -> None:
    invitation, token = invited(cast, email="bob@home.example")
    with pytest.raises(Refused, match="already belong"):
        invitations.accept(invitation=invitation, by=cast.bob)
    assert find(token) == invitation


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_is_in(shared_database: None, cast: Cast) -> None:
    invitation, _token = invited(cast)
    fay = person(ADDRESS)

    def accept() -> Membership:
        with scope(practice=cast.practice):
            return invitations.accept(invitation=invitation, by=fay)

    found = at_once(*[accept] * 20)
    assert [type(each) for each in found].count(Membership) == 1
    assert {type(each) for each in found} <= {Membership, Dead, Refused}
    assert (Membership.objects.filter(user=fay).count(), Client.objects.filter(user=fay).count()) == (1, 1)


# --- Dead tokens -----------------------------------------------------------------------------------------------------


def _used(cast: Cast, invitation: Invitation) -> None:
    invitations.accept(invitation=invitation, by=person(ADDRESS))


WAYS_TO_DIE = {
    "used": _used,
    "revoked": lambda cast, invitation: accounts.revoke(invitation=invitation, by=cast.alice),
    "expired": lambda cast, invitation: Invitation.objects.update(expires_at=NOW),
    "renewed": lambda cast, invitation: invitations.renew(invitation=invitation, by=cast.member(cast.alice)),
    "sender left": lambda cast, invitation: Membership.objects.filter(user=cast.alice).update(ended_at=NOW),
    "sender locked": lambda cast, invitation: User.objects.filter(pk=cast.alice.pk).update(is_active=False),
    "sender counsels no more": lambda cast, invitation: Membership.objects.filter(user=cast.alice).update(
        role=Role.ADMINISTRATOR
    ),
}


def words_of(response: Any) -> str:
    """The page without its own address and its protection against forged requests, which is another one each time."""
    return re.sub(r"\b\w{64}\b|/join/[\w-]+/", "", response.content.decode())


@pytest.mark.parametrize("die", WAYS_TO_DIE.values(), ids=WAYS_TO_DIE.keys())
def test_every_dead_token_meets_the_page_of_an_invented_one(cast: Cast, die: Any) -> None:
    invitation, token = invited(cast)
    die(cast, invitation)
    for ask in (lambda path: Browser().get(path), lambda path: Browser().post(path, FAY)):
        dead, invented = ask(url(token)), ask(url("invented"))
        assert (dead.status_code, words_of(dead)) == (404, words_of(invented))
    with pytest.raises(Dead):
        accounts.claim(invitation=invitation)


def test_a_manager_who_manages_no_more_invites_no_colleague(cast: Cast) -> None:
    _invitation, token = invited(cast, cast.administrator, role=Role.COUNSELOR)
    Membership.objects.filter(user=cast.administrator).update(role=Role.COUNSELOR)
    assert Browser().get(url(token)).status_code == 404


def test_it_is_good_for_two_weeks(cast: Cast, clock: Any) -> None:
    _invitation, token = invited(cast)
    clock.move_to(NOW + timedelta(days=14, minutes=-1))
    assert Browser().get(url(token)).status_code == 200
    clock.move_to(NOW + timedelta(days=14))
    assert Browser().get(url(token)).status_code == 404


# --- Tokens ----------------------------------------------------------------------------------------------------------


def test_only_a_hash_is_kept(cast: Cast) -> None:
    invitation, token = invited(cast)
    invitation.refresh_from_db()
    assert (invitation.token_hash, len(token) >= 43) == (hashed(token), True)
    row = {str(value) for value in Invitation.objects.values().get(pk=invitation.pk).values()}
    assert not any(token in value for value in row)


def test_the_link_is_shown_once(cast: Cast, browse: Any) -> None:
    browser = browse(cast.alice)
    made = browser.post(reverse("desk:invite-client"), {"email": ADDRESS, "way": "link"})
    token = re.findall(r"/join/([\w-]+)/", made.content.decode())[0]
    assert find(token).email == ADDRESS
    assert token not in browser.get(reverse("desk:invite-client")).content.decode()


def test_no_log_names_a_token(cast: Cast, rf: Any) -> None:
    _invitation, token = invited(cast)
    assert RequestLog.format_request(rf.get(url(token))) == "GET /join/…"
    line = without_words(None, "", {"event": f"Not Found: {url(token)}"})
    assert token not in str(line)


# --- The mail --------------------------------------------------------------------------------------------------------


@pytest.fixture
def mailed(cast: Cast, settings: Any) -> tuple[Invitation, str]:
    """An invitation by e-mail that has left, and the token in the mail."""
    settings.EMAIL_URL = "smtp://localhost"
    invitation = invitations.invite(by=cast.member(cast.alice), email=ADDRESS, role=Role.CLIENT, by_mail=True)
    assert deliver_due(timezone.now())["sent"] == 1
    return invitation, re.findall(r"/join/([\w-]+)/", post_office.outbox[0].body)[0]


def test_the_mail_opens_the_invitation_and_vouches_for_the_address(mailed: tuple[Invitation, str]) -> None:
    _invitation, token = mailed
    Browser().post(url(token), FAY)
    assert EmailAddress.objects.get(email=ADDRESS).verified


def test_a_link_passed_on_vouches_for_nothing(cast: Cast) -> None:
    _invitation, token = invited(cast)
    Browser().post(url(token), FAY)
    assert not EmailAddress.objects.get(email=ADDRESS).verified


def test_the_outbox_holds_no_token(cast: Cast, browse: Any, mailed: tuple[Invitation, str]) -> None:
    _invitation, token = mailed
    with scopes_disabled():
        rows = [str(row) for row in OutgoingEmail.objects.values()]
    assert not any(token in row for row in rows)
    assert token not in browse(cast.alice).get(reverse("desk:outbox")).content.decode()


def test_a_mail_of_a_renewed_or_revoked_invitation_stays_here(cast: Cast, settings: Any) -> None:
    settings.EMAIL_URL = "smtp://localhost"
    invitation = invitations.invite(by=cast.member(cast.alice), email=ADDRESS, role=Role.CLIENT, by_mail=True)
    accounts.revoke(invitation=invitation, by=cast.alice)
    assert deliver_due(timezone.now()) == {"uncertain": 0, "cancelled": 1}


# --- Who may invite whom ---------------------------------------------------------------------------------------------


def test_counselors_invite_clients_and_managers_invite_colleagues(cast: Cast) -> None:
    people = (cast.alice, cast.supervisor, cast.administrator, cast.bob)
    for_clients = [accounts.may_invite(cast.member(user), Role.CLIENT) for user in people]
    for_colleagues = [accounts.may_invite(cast.member(user), Role.COUNSELOR) for user in people]
    assert (for_clients, for_colleagues) == ([True, True, False, False], [False, True, True, False])


def test_a_counselor_alone_invites_colleagues(cast: Cast) -> None:
    with scope(practice=cast.elsewhere["practice"]):
        assert accounts.may_invite(Membership.objects.get(user=cast.elsewhere["carol"]), Role.ADMINISTRATOR)


def test_invitations_to_a_colleagues_clients_are_not_listed(cast: Cast) -> None:
    invitation, _token = invited(cast, client=make_client(cast.practice, cast.alice, None, "Fay", "Ox"))
    dan, alice = cast.member(cast.dan), cast.member(cast.alice)
    assert (list(invitations.listed(dan)), list(invitations.listed(alice))) == ([], [invitation])


def test_inviting_twice_is_one_invitation_and_the_first_link_dies(cast: Cast) -> None:
    first, token = invited(cast)
    second, _token = invited(cast, email=ADDRESS.upper())
    assert (first.pk, ClientInvitation.objects.count()) == (second.pk, 1)
    assert Browser().get(url(token)).status_code == 404
