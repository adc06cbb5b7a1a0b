"""The first page of an empty installation; a search without a counselor; and bringing it into a practice."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client as Browser
from django.urls import reverse
from django_scopes import scope

from candidates import founding, invitations
from candidates.models import Application, AuditEntry, Client, Employer, Flag
from candidates.moving_in import OURS, own_client
from counselor.accounts import invitations as accounts
from counselor.accounts.models import Membership, Practice, Role, User
from letters.models import Letter
from tests.cast import PASSWORD, Cast, make_client, person
from tests.furnished import employer_of, furnish, plainly

START = {
    "email": "New@start.example",
    "password": "a long enough secret",
    "given_name": "Nora",
    "family_name": "Lind",
    "what": "office",
    "practice": "Lind Careers",
    "time_zone": "America/Chicago",
    "country": "us",
}
ALONE = START | {"what": "alone", "practice": ""}
URL = "/start/"


# --- Starting --------------------------------------------------------------------------------------------------------


def test_an_empty_installation_leads_to_its_first_page_and_on_to_the_first_client(db: None) -> None:
    browser = Browser()
    assert browser.get("/").headers["Location"] == URL
    assert "new_practice" in browser.get(URL).content.decode()
    assert browser.post(URL, START).headers["Location"] == reverse("desk:invite-client")
    member = Membership.objects.select_related("practice", "user").get()
    assert (member.role, str(member.practice), member.practice.country) == (Role.COUNSELOR, "Lind Careers", "US")
    assert EmailAddress.objects.get().verified
    assert accounts.may_invite(member, Role.ADMINISTRATOR)


def test_the_first_sets_up_an_app_without_their_password_again_and_is_led_to_a_first_client(
    db: None, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR, browser = True, Browser()
    browser.post(URL, START)
    page = browser.get(reverse("desk:invite-client"), follow=True)
    assert page.request["PATH_INFO"] == reverse("mfa_index")
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    settings.REQUIRE_SECOND_FACTOR = False
    assert "No clients yet" in browser.get(reverse("desk:today")).content.decode()


@pytest.mark.parametrize(
    ("host", "secure", "offered"),
    [
        ("letters.example", True, True),
        ("letters.example", False, False),
        ("localhost:8000", False, True),
        ("127.0.0.1:8000", False, False),
        ("[::1]:8000", True, False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(
    cast: Cast, settings: Any, host: str, secure: bool, offered: bool
) -> None:
    settings.ALLOWED_HOSTS, browser = ["*"], Browser(headers={"host": host})
    browser.force_login(cast.alice)
    page = browser.get(reverse("mfa_index"), secure=secure).content.decode()
    assert (reverse("mfa_add_webauthn") in page, "Passkeys are not offered" in page) == (offered, not offered)


def test_after_the_first_the_door_is_shut(db: None) -> None:
    Browser().post(URL, START)
    assert Browser().get("/").headers["Location"] == "/accounts/login/"
    assert (Browser().get(URL).status_code, Browser().post(URL, START).status_code) == (404, 404)


@pytest.mark.parametrize(("setting", "code"), [("open", 200), ("first", 404), ("closed", 404)])
def test_the_setting_decides(cast: Cast, settings: Any, setting: str, code: int) -> None:
    settings.SIGN_UP = setting
    assert Browser().get(URL).status_code == code


def test_an_address_that_is_known_gets_the_same_answer_and_stays_as_it_is(cast: Cast, settings: Any) -> None:
    settings.SIGN_UP = "open"
    answers = [Browser().post(URL, START | {"email": email}) for email in ("new@start.example", cast.alice.email)]
    assert [each.headers["Location"] for each in answers] == ["/accounts/login/"] * 2
    assert User.objects.get(pk=cast.alice.pk).check_password(PASSWORD)
    assert Membership.objects.filter(user=cast.alice).count() == 1
    assert Browser().login(email="new@start.example", password=START["password"])


def test_what_is_wrong_is_said_and_nothing_is_made(db: None) -> None:
    page = Browser().post(URL, START | {"practice": "", "country": "USA", "password": "short"}).content.decode()
    assert ("Give the practice a name." in page, "too short" in page, User.objects.count()) == (True, True, 0)


# --- Alone -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def nora(cast: Cast) -> User:
    """She searches alone, in a practice of her own."""
    user = person("nora@home.example")
    founding.begin_alone(by=user, given_name="Nora", family_name="Lind", time_zone="America/Chicago", country="US")
    return user


def test_the_whole_portal_is_there_and_nobody_else(cast: Cast, browse: Any, nora: User) -> None:
    browser = browse(nora)
    pages = ("now", "applications", "letters", "me", "together", "add-application", "consents", "trail", "work-search")
    assert {browser.get(reverse(f"portal:{name}")).status_code for name in pages} == {200}
    assert "Only you." in browser.get("/portal/me/").content.decode()
    assert set(browser.get(reverse("portal:consents")).context["form"].fields) == {"reminders", "address"}
    closed = ("end-counseling", "take-up")
    assert {browser.get(reverse(f"portal:{name}")).status_code for name in closed} == {404}


def test_letters_are_approved_by_oneself_and_nobody_is_asked(nora: User) -> None:
    client: Any = own_client(nora)
    assert client.on_their_own
    with scope(practice=client.practice):
        page = Browser()
        page.force_login(nora)
        page.post(reverse("portal:raise-flag"), {"text": "Look?"})
        assert Flag.objects.count() == 0


# --- Moving in -------------------------------------------------------------------------------------------------------


@pytest.fixture
def story(nora: User) -> Client:
    """Nora's search with every kind of row; told with a counselor's help, who has left."""
    Practice.objects.filter(kind=Practice.Kind.OWN).update(kind=Practice.Kind.OFFICE)
    client = Client._base_manager.select_related("practice", "user").get(user=nora)
    helper = person("helper@start.example", client.practice, Role.COUNSELOR)
    with scope(practice=client.practice):
        furnish(client, helper)
    Practice.objects.filter(pk=client.practice_id).update(kind=Practice.Kind.OWN)
    return client


def accept(cast: Cast, nora: User, *, bring: bool, known: Client | None = None) -> Client:
    invitation = invitations.invite(
        by=cast.member(cast.alice), email=nora.email, role=Role.CLIENT, by_mail=False, client=known
    )
    token = accounts.new_token(invitation)
    browser = Browser()
    browser.force_login(nora)
    assert "begin anew" in browser.get(reverse("join", args=[token])).content.decode()
    assert browser.post(reverse("join", args=[token]), {}).status_code == 200
    browser.post(reverse("join", args=[token]), {"bring": "yes" if bring else "no"})
    return Client.objects.select_related("practice").get(user=nora)


def left_behind(practice: Practice) -> set[str]:
    """What still belongs to a practice, but for what every practice has."""
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            keys = [field.name for field in model._meta.fields if field.related_model is Practice]
            found |= {model.__name__ for key in keys if model._base_manager.filter(**{key: practice}).exists()}
    return found


def test_everything_moves_and_the_counselor_sees_it(cast: Cast, browse: Any, nora: User, story: Client) -> None:
    alone = story.practice
    before = Application._base_manager.filter(client=story).count(), Letter._base_manager.filter(practice=alone).count()
    client = accept(cast, nora, bring=True)
    assert (client.practice, own_client(nora)) == (cast.practice, None)
    after = Application.objects.filter(client=client).count(), Letter.objects.filter(application__client=client).count()
    assert (before, left_behind(alone)) == (after, set())
    assert browse(cast.alice).get(reverse("desk:client", args=[client.pk])).status_code == 200
    assert AuditEntry.objects.filter(client=client, action="moved_in").exists()


def test_an_employer_both_know_becomes_one(cast: Cast, nora: User) -> None:
    own: Any = own_client(nora)
    with scope(practice=own.practice):
        employer_of(own, nora, lambda name: "ACME lighting" if name == "Employer.name" else plainly(name))
    client = accept(cast, nora, bring=True)
    assert [each.name for each in Employer.objects.filter(name__iexact="acme lighting")] == ["Acme Lighting"]
    assert client.practice == cast.practice


def test_records_the_practice_had_are_one_with_what_was_brought(cast: Cast, nora: User, story: Client) -> None:
    known = make_client(cast.practice, cast.alice, None, "Nora", "Lind")
    client = accept(cast, nora, bring=True, known=known)
    assert (client.pk, Client._base_manager.filter(pk=story.pk).exists()) == (known.pk, False)
    assert Application.objects.filter(client=known).count() == 2
    assert left_behind(story.practice) == set()


def test_who_keeps_it_apart_has_both(cast: Cast, nora: User, story: Client) -> None:
    client = accept(cast, nora, bring=False)
    assert (own_client(nora), client.practice) == (story, cast.practice)
