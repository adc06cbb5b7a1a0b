"""A passkey and an authenticator app, made and used in a real browser with a made-up authenticator."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from counselor.accounts.models import User
from tests.browser.conftest import PHONE
from tests.cast import PASSWORD, Cast
from tests.counselor.accounts.doors import code

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def required(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def by_name(live_server: Any) -> str:
    """The address of the pages with a name: a passkey belongs to a name."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def by_password(page: Page, user: User) -> None:
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_made_and_opens_the_door_alone(cast: Cast, chromium: Any, by_name: str) -> None:
    context = chromium.new_context(base_url=by_name, viewport=PHONE)
    page = context.new_page()
    with_authenticator(page)
    page.goto("/")
    by_password(page, cast.alice)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What shall it be called?").fill("My phone")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/second-factor/codes/")
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url("**/desk/")
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")
    sign_out(page)
    by_password(page, cast.alice)
    page.wait_for_url("**/login/second-factor/")
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/desk/")
    page.goto("/accounts/second-factor/")
    assert "opens the door alone" in page.locator("main").inner_text()
    context.close()


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_a_refused_passkey_says_so_and_changes_nothing(cast: Cast, chromium: Any, by_name: str) -> None:
    context = chromium.new_context(base_url=by_name)
    page = context.new_page()
    with_authenticator(page)
    page.goto("/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("alert").get_by_text("nothing was changed").wait_for()
    context.close()


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_used_and_a_recovery_code_helps(
    cast: Cast, sign_in: Callable[..., Page], clock: Any
) -> None:
    page = sign_in(cast.bob, by_password=True)  # just now: only then is a factor added without being asked again
    page.goto("/accounts/second-factor/app/add/")
    secret = page.locator(".secret").inner_text()
    assert page.locator("img.qr").evaluate("each => each.naturalWidth") > 0
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="The code is right").click()
    page.wait_for_url("**/second-factor/codes/")
    spare = page.locator(".codes code").first.inner_text()
    sign_out(page)
    clock.shift(60)
    by_password(page, cast.bob)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portal/")
    sign_out(page)
    by_password(page, cast.bob)
    page.get_by_label("Code").fill(spare)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/portal/")
    page.goto("/accounts/second-factor/")
    assert re.search("the 9 that are left", page.locator("main").inner_text())
