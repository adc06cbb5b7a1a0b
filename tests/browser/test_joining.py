"""From an invitation's link to the first application, on a phone; and the pages of those who manage a team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from candidates import invitations
from counselor.accounts.invitations import new_token
from counselor.accounts.models import Role
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import troubles
from tests.cast import Cast
from tests.furnished import furnish


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_fay_accepts_says_what_she_shares_and_adds_an_application(cast: Cast, chromium: Any, live_server: Any) -> None:
    alice = cast.member(cast.alice)
    invitation = invitations.invite(by=alice, email="fay@home.example", role=Role.CLIENT, by_mail=False)
    context = chromium.new_context(viewport=PHONE, base_url=live_server.url)
    page = context.new_page()
    assert troubles(page, f"/join/{new_token(invitation)}/") == []
    page.get_by_label("Given name").fill("Fay")
    page.get_by_label("Family name").fill("Ox")
    page.get_by_label("Choose a password").fill("a long enough secret")
    page.get_by_role("button", name="Accept").click()

    expect(page.get_by_role("heading", name="What I share")).to_be_visible()
    for question in page.locator("#the-form fieldset").all():
        question.get_by_text("Yes", exact=True).click()
    page.locator("fieldset", has_text="figures").get_by_text("No", exact=True).click()
    page.get_by_role("button", name="Keep my answers and go on").click()

    page.get_by_role("link", name="Add an application").click()
    page.get_by_label("Employer").fill("Acme Lighting")
    page.get_by_label("Position").fill("Night editor")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("main")).to_contain_text("Night editor")
    context.close()


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_managers_are_open_to_everybody(cast: Cast, sign_in: Callable[..., Page]) -> None:
    furnish(cast.client, cast.alice)
    dan = cast.member(cast.dan).pk
    invitations.invite(
        by=cast.member(cast.administrator), email="gil@harbor.example", role=Role.COUNSELOR, by_mail=False
    )
    page = sign_in(cast.administrator, viewport=PHONE)
    pages = ["", "invite/", f"{dan}/", f"{dan}/end/"]
    assert [trouble for each in pages for trouble in troubles(page, f"/desk/practice/team/{each}")] == []
