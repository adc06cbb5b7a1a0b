"""The portal on a phone: how much a first visit loads, and the copy of Now for where there is no line."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import PHONE
from tests.cast import Cast
from tests.pipeline import waiting

pytestmark = pytest.mark.django_db(transaction=True)

LIGHT = 150_000  # bytes over the wire
PACKED = (".css", ".js", ".svg")


def weight(url: str, body: bytes) -> int:
    """Bytes on the wire: static text is packed when it is collected, fonts are as they are, and pages go unpacked."""
    return len(gzip.compress(body, 9)) if url.partition("?")[0].endswith(PACKED) else len(body)


def test_a_first_visit_to_now_is_light_and_nothing_moves(cast, rooms, sign_in):
    page = sign_in(cast.bob, viewport=PHONE)
    fresh = page.context.browser.new_context(
        viewport=PHONE, base_url=page.url, storage_state=page.context.storage_state()
    )
    phone = fresh.new_page()
    loaded: list[Any] = []
    phone.on("response", lambda response: loaded.append(response))
    phone.goto("/portal/")
    phone.wait_for_load_state("networkidle")
    weights = {each.url: weight(each.url, each.body()) for each in loaded}
    shift = phone.evaluate(
        "new Promise((done) => { new PerformanceObserver((list) => done(list.getEntries().reduce((sum, each) => sum +"
        " each.value, 0))).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(0), 300); })"
    )
    fresh.close()
    assert sum(weights.values()) <= LIGHT, weights
    assert shift < 0.1


def copies(page: Page) -> list[str]:
    kept = "caches.open('class-act-copy').then((it) => it.keys()).then((all) => all.map((each) => each.url))"
    return ["/" + url.split("/", 3)[3] for url in page.evaluate(kept)]


def switch(page: Page, on: bool) -> None:
    page.goto("/portal/me/")
    page.get_by_label("Keep an offline copy").set_checked(on)
    page.wait_for_selector(f"[data-offline-switch][data-done={str(on).lower()}]")
    page.evaluate("navigator.serviceWorker.ready" if on else "1")


def offline(page: Page) -> str:
    """What Now says without a line."""
    page.context.set_offline(True)
    try:
        page.goto("/portal/")
        return page.inner_text("body")
    except Exception:
        return "nothing"
    finally:
        page.context.set_offline(False)


@pytest.mark.browser_slow
def test_the_copy_is_kept_where_it_was_asked_for_and_nowhere_else(cast: Cast, sign_in: Any) -> None:
    waiting(cast)
    phone = sign_in(cast.bob, viewport=PHONE)
    assert offline(phone) == "nothing"
    phone.goto("/portal/")
    assert copies(phone) == []
    switch(phone, on=True)
    assert sorted(copies(phone)) == [reverse("portal:offline-copy"), "/static/css/offline.css"]
    told = offline(phone)
    assert "This is a copy from 10:00" in told
    assert "Analyst · Acme Lighting" in told
    switch(phone, on=False)
    assert offline(phone) == "nothing"


@pytest.mark.browser_slow
@pytest.mark.parametrize("way", ["signing out", "somebody else", "seven days"])
def test_the_copy_goes(cast: Cast, sign_in: Any, way: str) -> None:
    phone = sign_in(cast.bob, viewport=PHONE)
    switch(phone, on=True)
    if way == "signing out":
        phone.locator("summary .bi-person-circle").click()
        phone.get_by_role("button", name="Sign out").click()
        phone.wait_for_url("**/accounts/login/")
    if way == "somebody else":
        phone.evaluate("localStorage.setItem('offline', '999999')")
        phone.reload()
    if way == "seven days":
        phone.evaluate(
            "caches.open('class-act-copy').then((it) => it.put('/portal/offline/', new Response('old',"
            " { headers: { 'X-Kept-At': String(Date.now() - 7.1 * 864e5) } })))"
        )
        assert offline(phone) == "nothing"
        phone.goto("/accounts/password/reset/done/")
    phone.wait_for_function("caches.has('class-act-copy').then((there) => !there)")
