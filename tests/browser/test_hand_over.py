"""A hand-over, from the client's About page to the new counselor's caseload."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.cast import Cast


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_bob_is_handed_over(cast: Cast, sign_in: Callable[..., Page]) -> None:
    alice = sign_in(cast.alice)
    alice.goto(f"/desk/clients/{cast.client.pk}/about/")
    alice.get_by_role("link", name="Hand over").click()
    alice.get_by_label("To whom?").select_option("Dan")
    alice.get_by_label("What your colleague should know").fill("Call him after four.")
    alice.get_by_role("button", name="Hand over").click()
    expect(alice.get_by_role("status")).to_contain_text("Bob Miller was handed over to Dan.")
    expect(alice.get_by_role("link", name="Bob Miller")).to_have_count(0)

    dan = sign_in(cast.dan)
    dan.goto("/desk/clients/")
    dan.get_by_role("link", name="Bob Miller").first.click()
    dan.get_by_role("navigation", name="Pages about Bob Miller").get_by_role("link", name="Together").click()
    expect(dan.get_by_role("main")).to_contain_text("Call him after four.")
    dan.get_by_role("navigation", name="Pages about Bob Miller").get_by_role("link", name="About").click()
    expect(dan.get_by_role("main")).to_contain_text("Alice handed Bob Miller over to Dan")

    dan.get_by_role("button", name="See the portal as Bob").click()
    expect(dan.get_by_role("heading", name="Hello, Bob")).to_be_visible()
    dan.get_by_role("button", name="Back to the desk").click()
    expect(dan.get_by_role("heading", name="Bob Miller", level=1)).to_be_visible()

    bob = sign_in(cast.bob, viewport=PHONE)
    bob.goto("/portal/me/")
    bob.get_by_role("link", name="Who did what with my data").click()
    expect(bob.get_by_role("main")).to_contain_text("Dan looked at the portal as Bob Miller sees it")
