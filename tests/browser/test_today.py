"""Today by keyboard: walk the rows, put one off, read the help, switch the keys off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from candidates.models import Snooze
from tests.cast import Cast
from tests.pipeline import met

SignIn = Callable[..., Page]


@pytest.fixture
def desk(cast: Cast, sign_in: SignIn) -> Page:
    """Two debriefs are missing, bob’s and eve’s."""
    met(cast)
    met(cast, cast.other_application)
    page = sign_in(cast.alice)
    page.goto("/desk/")
    expect(page.get_by_role("button", name="for keys")).to_be_visible()
    return page


@pytest.mark.django_db(transaction=True)
def test_a_row_is_walked_to_and_put_off_by_keys(cast: Cast, desk: Page) -> None:
    bob, eve = (desk.get_by_role("link", name=name, exact=False).first for name in ("Bob Miller ·", "Eve Stone ·"))
    for key, link in (("j", bob), ("j", eve), ("j", eve), ("k", bob)):
        desk.keyboard.press(key)
        expect(link).to_be_focused()
    desk.keyboard.press("s")
    expect(desk.get_by_role("heading", name="Put it off")).to_be_visible()
    desk.get_by_label("Why").fill("jskej?")  # in a field, the keys are letters
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Put off until Fri 13 Nov.")).to_be_visible()
    expect(desk.locator(".row-item")).to_have_count(1)
    expect(desk.get_by_role("button", name="for keys")).to_be_visible()
    with scope(practice=cast.practice):
        assert Snooze.objects.get().reason == "jskej?"
    desk.keyboard.press("j")
    desk.keyboard.press("e")
    desk.wait_for_url("**/debrief/?next=*")


@pytest.mark.django_db(transaction=True)
def test_the_help_opens_closes_and_switches_the_keys_off(desk: Page) -> None:
    desk.keyboard.press("?")
    help = desk.get_by_role("dialog", name="Today by keyboard")
    expect(help).to_be_visible()
    help.get_by_label("Use these keys on this device").uncheck()
    desk.keyboard.press("Escape")
    expect(help).to_be_hidden()
    desk.keyboard.press("j")
    expect(desk.locator(".row-title a:focus")).to_have_count(0)
