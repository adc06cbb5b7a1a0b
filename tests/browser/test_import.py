"""A file with an error in line 17: nothing is kept until it is right, and then the rows are on the board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_scopes import scope
from playwright.sync_api import Page, expect

from candidates.models import Application
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import WCAG
from tests.cast import Cast

SignIn = Callable[..., Page]

ROWS = [f"Works {line},Keeper {line},2026-10-{line:02d},Applied" for line in range(2, 20)]


def csv_file(seventeenth: str) -> dict[str, Any]:
    """Eighteen applications; on line 17 this day."""
    rows = [row.replace("2026-10-17", seventeenth) for row in ROWS]
    text = "\n".join(["Company,Job Title,Date Applied,Status", *rows])
    return {"name": "search.csv", "mimeType": "text/csv", "buffer": text.encode()}


def choose(page: Page, seventeenth: str) -> None:
    page.get_by_role("link", name="Import and export").first.click()
    page.get_by_label("CSV file").set_input_files(csv_file(seventeenth))
    page.get_by_role("button", name="Look at it").click()


def count(cast: Cast) -> int:
    with scope(practice=cast.practice):
        return Application.objects.filter(position__startswith="Keeper").count()


@pytest.mark.browser_slow
@pytest.mark.django_db(transaction=True)
def test_an_error_in_line_17_is_named_and_the_corrected_file_passes(cast: Cast, sign_in: SignIn) -> None:
    desk = sign_in(cast.alice)
    desk.goto(f"/desk/clients/{cast.client.pk}/")
    choose(desk, "31.02.2026")
    expect(desk.get_by_role("heading", name="Line 17, Date Applied")).to_be_visible()
    expect(desk.get_by_text("“31.02.2026” is not a date")).to_be_visible()
    desk.get_by_role("button", name="Import").click()
    expect(desk.get_by_role("alert")).to_contain_text("Nothing was imported")
    assert count(cast) == 0
    assert Axe().run(desk, options=WCAG).response["violations"] == []

    desk.get_by_role("link", name="Later").click()
    choose(desk, "2026-10-17")
    desk.get_by_role("button", name="Import").click()
    expect(desk.get_by_role("heading", name="It is in")).to_be_visible()
    desk.get_by_role("link", name="See the applications").click()
    expect(desk.get_by_role("link", name="Keeper 2", exact=True)).to_be_visible()
    desk.get_by_role("link", name="Table", exact=True).click()
    expect(desk.get_by_role("link", name="Keeper 17", exact=True)).to_be_visible()
    assert count(cast) == 18


@pytest.mark.django_db(transaction=True)
def test_a_client_puts_the_cell_right_on_a_phone_without_scripts(cast: Cast, sign_in: SignIn) -> None:
    phone = sign_in(cast.bob, viewport=PHONE, java_script_enabled=False)
    phone.goto("/portal/applications/")
    choose(phone, "soon")
    phone.get_by_label("Line 17, Date Applied").fill("Oct 17, 2026")
    phone.get_by_label("Line 17, Date Applied").press("Enter")
    expect(phone.get_by_role("heading", name="To put right")).to_have_count(0)
    phone.get_by_role("button", name="Import").click()
    phone.get_by_role("link", name="See the applications").click()
    expect(phone.get_by_role("link", name="Keeper 17 · Works 17", exact=True)).to_be_visible()
    assert count(cast) == 18
