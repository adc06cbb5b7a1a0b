"""Real pages in Debian's Chromium, served by the test's own process so that `clock` moves the product's time too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Visitor
from playwright.sync_api import Browser, Page, Playwright

from tests.cast import PASSWORD

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session", autouse=True)
def allow_queries_beside_playwright() -> Iterator[None]:
    """Playwright's sync API runs an event loop in this thread, which Django would take for an async context."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "The browser tests need Chromium: apt-get install chromium"
    browser = playwright.chromium.launch(executable_path=path, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def sign_in(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`sign_in(user)` opens the product as somebody, on a desktop screen, or with `viewport=PHONE` on a phone.

    They come with the cookie of a session, for the form costs two pages more; `by_password=True` fills it in.
    """
    contexts = []

    def signed_in(user: Any, viewport: dict[str, int] = DESK, by_password: bool = False, **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=live_server.url, **options)
        contexts.append(context)
        if not by_password:
            context.add_cookies([{**session_of(user), "url": live_server.url}])
        page = context.new_page()
        page.goto("/")
        if by_password:
            page.get_by_label("Email").fill(user.email)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: "/accounts/" not in url)
        return page

    yield signed_in
    for context in contexts:
        context.close()


def session_of(user: Any) -> Any:
    """The cookie of a new session."""
    visitor = Visitor()
    visitor.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": visitor.cookies[settings.SESSION_COOKIE_NAME].value}
