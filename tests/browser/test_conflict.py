"""Alice and bob change one application at once: the second is asked, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from candidates.models import Application
from tests.browser.conftest import PHONE
from tests.browser.test_debrief import faults
from tests.cast import Cast

SignIn = Callable[..., Page]


def details(page: Page) -> Any:
    return page.locator("#details")


def begin(page: Page, face: str, cast: Cast) -> None:
    page.goto(f"/{face}/applications/{cast.application.pk}/")
    details(page).get_by_role("link", name="Edit the details").click()


def keep(page: Page, *, button: str = "Keep it", **typed: str) -> None:
    for label, words in typed.items():
        field = page.get_by_label(label)
        if not field.is_visible():
            details(page).locator("summary").click()
        field.fill(words)
    details(page).get_by_role("button", name=button, exact=True).click()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "script", [pytest.param(True, id="htmx"), pytest.param(False, id="no script", marks=pytest.mark.browser_slow)]
)
def test_two_people_change_one_application(cast: Cast, sign_in: SignIn, script: bool) -> None:
    desk = sign_in(cast.alice, java_script_enabled=script)
    phone = sign_in(cast.bob, viewport=PHONE, java_script_enabled=script)
    begin(desk, "desk", cast)
    begin(phone, "portal", cast)
    keep(phone, Position="Night clerk", Salary="$20 an hour")
    expect(details(phone)).to_contain_text("$20 an hour")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Night clerk")

    keep(desk, Position="Senior analyst", Salary="$30 an hour", **{"Place of work": "Troy"})
    expect(details(desk)).to_contain_text("What Bob kept")
    assert not script or faults(desk) == []
    desk.get_by_role("group", name="Position").locator("label", has_text="What you typed").click()
    desk.get_by_role("group", name="Salary").locator("label", has_text="What Bob kept").click()
    details(desk).get_by_role("button", name="Keep it so").click()
    expect(details(desk)).to_contain_text("Troy")
    expect(desk.locator("#messages")).to_contain_text("Bob changed this meanwhile, and it stays: Salary.")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Senior analyst")
    with scope(practice=cast.practice):
        row = Application.objects.get(pk=cast.application.pk)
        assert (row.position, row.salary, row.location) == ("Senior analyst", "$20 an hour", "Troy")
