"""Every page, on a phone in the light and on a desk in the dark: axe finds nothing, and nothing sticks out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.addresses import url_of
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast
from tests.furnished import Rooms
from tests.who_sees_what import open_rows, rows

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WCAG = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
NO_PAGE = (".pdf", ".png", ".ics")
ICONS_MISSING = """[...document.querySelectorAll("i.bi")]
    .filter((icon) => getComputedStyle(icon, "::before").content === "none").map((icon) => icon.className)"""
PARTS = 3  # so that no core waits for another at the end of the suite


def pages_of(face: str, cast: Cast, rooms: Rooms, every: bool) -> Iterator[str]:
    """The pages of a face; unless `every`, the desk without those the portal has too, which are the same template."""
    table, reader = rows(), "alice" if face == "desk" else "bob"
    for name, row in table.items():
        if reader not in row.who:
            continue
        if face == "desk" and not every and name.replace("desk:", "portal:") in table:
            continue
        if name.startswith(face) and row.get == 200 and not (url := url_of(name, rooms, cast)).endswith(NO_PAGE):
            yield url
    for letter in (rooms.approved, rooms.mailed):
        yield f"/{face}/letters/{letter.pk}/"


def troubles(page: Page, url: str) -> list[str]:
    """What is wrong with one page."""
    response = page.goto(url)
    assert response, url
    assert response.ok, url
    found = [f"{url}: {each['id']} {each['nodes'][0]['html']}" for each in violations(page)]
    found += [f"{url}: no icon {each}" for each in page.evaluate(ICONS_MISSING)]
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{url}: {width} pixels too wide"] if width > 0 else found


STICKY = "for (const bar of document.querySelectorAll('.action-bar, .nav-portal')) bar.style.position = 'static'"
"""What a bar at the thumb covers is scrolled to: it is not too small."""


def violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(STICKY)
    return list(Axe().run(page, options=WCAG).response["violations"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("face", "viewport", "scheme"),
    [
        ("portal", PHONE, "light"),
        pytest.param("desk", PHONE, "light", marks=pytest.mark.browser_slow),
        pytest.param("portal", DESK, "dark", marks=pytest.mark.browser_slow),
        pytest.param("desk", DESK, "dark", marks=pytest.mark.browser_slow),
    ],
    ids=["portal-phone", "desk-phone", "portal-desk", "desk-desk"],
)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_open_to_everybody(
    cast: Cast,
    rooms: Rooms,
    sign_in: Callable[..., Page],
    face: str,
    part: int,
    viewport: dict[str, int],
    scheme: str,
) -> None:
    page = sign_in(cast.alice if face == "desk" else cast.bob, viewport=viewport, color_scheme=scheme)
    urls = [*pages_of(face, cast, rooms, every=viewport is DESK)]
    wrong = [trouble for url in urls[part::PARTS] for trouble in troubles(page, url)]
    assert wrong == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_before_the_door_are_open_to_everybody(chromium: Any, live_server: Any, viewport: Any) -> None:
    context = chromium.new_context(viewport=viewport, base_url=live_server.url)
    page = context.new_page()
    visitors = [name for name, codes in open_rows().items() if codes[0] == 200 and name in PATHS]
    wrong = [trouble for name in visitors for trouble in troubles(page, f"/accounts/{PATHS[name]}")]
    context.close()
    assert wrong == []


PATHS = {
    "account_login": "login/",
    "account_request_login_code": "login/code/",
    "account_signup": "signup/",
    "account_inactive": "inactive/",
    "account_reset_password": "password/reset/",
    "account_reset_password_done": "password/reset/done/",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(PHONE, "light"), pytest.param(DESK, "dark", marks=pytest.mark.browser_slow)],
    ids=["phone", "desk"],
)
def test_the_pages_about_ones_account_are_open_to_everybody(
    cast: Cast, sign_in: Callable[..., Page], viewport: dict[str, int], scheme: str
) -> None:
    page = sign_in(cast.bob if viewport == PHONE else cast.alice, viewport=viewport, color_scheme=scheme)
    assert [trouble for path in ACCOUNT for trouble in troubles(page, f"/accounts/{path}")] == []


ACCOUNT = [
    *("", "places/", "email/", "password/change/", "reauthenticate/"),
    *("second-factor/", "second-factor/app/add/", "second-factor/passkeys/add/"),
]
