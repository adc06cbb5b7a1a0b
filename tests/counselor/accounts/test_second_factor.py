"""The second factor: staff show one before anything of a client; for clients it is their own choice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from counselor.accounts.second_factor import SecondFactorAdapter
from tests.addresses import url_of
from tests.counselor.accounts.doors import PHONE, SECRET, by_password, code, give_app, signed_in
from tests.who_sees_what import rows

SET_UP = "/accounts/second-factor/"


@pytest.fixture(autouse=True)
def required(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


# --- The door of the desk --------------------------------------------------------------------------------------------


def test_staff_without_a_second_factor_reach_no_page(cast, browse, rooms):
    """Every URL of the desk and the portal, by everybody of the staff: a redirect to the set-up, or no page at all."""
    opened, led = [], 0
    for who, methods in (("alice", ("get", "post")), ("supervisor", ("get",)), ("administrator", ("get",))):
        browser = browse(getattr(cast, who))
        for name, row in rows().items():
            for method in methods:
                answer = getattr(browser, method)(url_of(name, rooms, cast))
                led += answer.status_code == 302 and answer.url == SET_UP
                if answer.status_code != 404 and getattr(answer, "url", "") != SET_UP:
                    opened.append(f"{method} {name} by {who}: {answer.status_code}")
                assert who not in row.role or answer.status_code == 302
    assert opened == []
    assert led > 300


def test_the_set_up_says_why(cast, browse):
    page = browse(cast.alice).get("/", follow=True)
    assert page.redirect_chain[-1] == (SET_UP, 302)
    assert "your account needs a second factor first" in page.content.decode()


def test_a_part_of_a_page_leads_there_as_well(cast, browse):
    answer = browse(cast.alice).get(reverse("desk:today"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, SET_UP)


def test_clients_come_in_without(cast, browse):
    assert browse(cast.bob).get(reverse("portal:now")).status_code == 200


def test_an_installation_may_do_without(cast, browse, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    assert browse(cast.alice).get(reverse("desk:today")).status_code == 200


def test_looking_on_ends_with_the_factor(cast):
    give_app(cast.alice)
    browser = signed_in(cast.alice)
    browser.post(reverse("desk:view-as", args=[cast.client.pk]))
    assert browser.get(reverse("portal:now")).status_code == 200
    Authenticator.objects.all().delete()
    assert browser.get(reverse("portal:now")).url == SET_UP


# --- The app ---------------------------------------------------------------------------------------------------------


def set_up_app(browser) -> str:
    """Scan and type; the page it leads to."""
    url = reverse("mfa_activate_totp")
    secret = browser.get(url).context["form"].secret
    return browser.post(url, {"code": code(secret)}).url


def test_setting_the_app_up_opens_the_desk(shared_database, cast):
    browser, answer = by_password(cast.alice)
    assert browser.get(answer.url, follow=True).redirect_chain[-1][0] == SET_UP
    assert set_up_app(browser) == reverse("mfa_view_recovery_codes")
    codes = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert all(each in codes for each in RecoveryCodes.activate(cast.alice).get_unused_codes())
    assert browser.get(reverse("desk:today")).status_code == 200


def test_a_session_from_before_the_factor_shows_it_first(shared_database, cast, clock):
    older, newer = signed_in(cast.alice, PHONE), signed_in(cast.alice)
    set_up_app(newer)
    clock.shift(timedelta(seconds=60))
    there = older.get(reverse("desk:today")).url
    assert there == f"{reverse('mfa_reauthenticate')}?next=%2Fdesk%2F"
    secret = SecondFactorAdapter().decrypt(Authenticator.objects.get(type="totp").data["secret"])
    assert older.post(there, {"code": code(secret)}).url == "/desk/"
    assert older.get(reverse("desk:today")).status_code == 200


def test_the_password_alone_signs_nobody_in_who_has_an_app(cast):
    give_app(cast.bob)
    browser, answer = by_password(cast.bob)
    assert answer.url == reverse("mfa_authenticate")
    assert browser.get(reverse("portal:now")).status_code == 302


def test_the_code_opens(cast):
    give_app(cast.alice)
    assert signed_in(cast.alice).get(reverse("desk:today")).status_code == 200


def test_a_code_opens_once(cast):
    give_app(cast.bob)
    signed_in(cast.bob)
    browser, answer = by_password(cast.bob)
    assert "Incorrect code" in browser.post(answer.url, {"code": code()}).content.decode()


def test_a_recovery_code_opens_once(cast):
    spare = give_app(cast.bob)[3]
    for opens in (True, False):
        browser, answer = by_password(cast.bob)
        assert (browser.post(answer.url, {"code": spare}).status_code == 302) is opens


def test_guessing_codes_is_slowed_down(cast):
    give_app(cast.bob)
    browser, answer = by_password(cast.bob)
    pages = [browser.post(answer.url, {"code": f"{number:06}"}).content.decode() for number in range(6)]
    assert "Too many failed" in pages[-1]
    assert "Too many failed" in browser.post(answer.url, {"code": code()}).content.decode()


def test_a_secret_is_kept_encrypted(cast, settings):
    give_app(cast.bob)
    kept = Authenticator.objects.get(user=cast.bob, type="totp").data["secret"]
    assert SECRET not in kept
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    assert SecondFactorAdapter().decrypt(kept) != SECRET
    settings.SECRET_KEY_FALLBACKS = [old]
    assert SecondFactorAdapter().decrypt(kept) == SECRET


def test_removing_the_app_closes_the_desk_again(cast, clock):
    give_app(cast.alice)
    browser = signed_in(cast.alice)
    assert browser.post(reverse("mfa_deactivate_totp")).url == SET_UP
    assert browser.get(reverse("desk:today")).url == SET_UP


def test_changing_the_factor_asks_again_after_five_minutes(cast, clock):
    give_app(cast.bob)
    browser = signed_in(cast.bob)
    clock.shift(timedelta(minutes=5))
    assert browser.get(reverse("mfa_deactivate_totp")).url.startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=cast.bob, type="totp").exists()


def test_nobody_touches_anothers_passkey(cast):
    theirs = Authenticator.objects.create(user=cast.eve, type="webauthn", data={"name": "Eve’s phone"})
    browser = signed_in(cast.bob)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert browser.post(reverse(name, args=[theirs.pk])).status_code == 404
    assert "Eve’s phone" not in browser.get(SET_UP).content.decode()
