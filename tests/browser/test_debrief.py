"""The debrief on a phone: under a minute, and a lost connection loses nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_scopes import scope
from playwright.sync_api import Locator, Page, expect

from candidates.models import Interview, Touchpoint
from tests.browser.conftest import DESK, PHONE
from tests.cast import Cast, at
from tests.pipeline import met, told

SignIn = Callable[..., Page]
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

TAP, LETTER = 1.5, 0.25  # seconds a person takes to find and tap, and to type one letter on a phone


class Hand:
    """Taps and types as a person does, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.letters, self.began = page, 0, 0, time.monotonic()

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def type(self, field: Locator, words: str) -> None:
        self.tap(field)
        field.press_sequentially(words)
        self.letters += len(words)

    def report(self) -> float:
        """Seconds a person would need: the machine's waiting, and their own taps and typing."""
        waited = time.monotonic() - self.began
        person = waited + self.taps * TAP + self.letters * LETTER
        print(f"\ndebrief: {self.taps} taps, {self.letters} letters, machine {waited:.1f} s, person {person:.0f} s")
        return person


@pytest.fixture
def interview(cast: Cast) -> Interview:
    """This morning's, from eight to nine; it is ten now."""
    return met(cast, starts_at=at(12, hour=8), arranged_at=at(2), contacts=[cast.contact])


def step(page: Page, name: str) -> Locator:
    return page.locator(f"#step-{name}")


@pytest.fixture(params=[True, False], ids=["htmx", "no script"])
def phone(request: pytest.FixtureRequest, cast: Cast, interview: Interview, sign_in: SignIn) -> Page:
    return sign_in(cast.bob, viewport=PHONE, java_script_enabled=request.param)


@pytest.mark.django_db(transaction=True)
def test_a_debrief_takes_less_than_a_minute(cast: Cast, interview: Interview, phone: Page) -> None:
    hand = Hand(phone)
    hand.tap(phone.get_by_role("link", name="Debrief in a minute"))
    hand.tap(step(phone, "who").get_by_role("button", name="Keep it"))
    expect(step(phone, "who")).to_contain_text("Jin Kim, in person")
    hand.type(phone.get_by_label("In a sentence or two"), "the map of the harbor lights")
    hand.tap(step(phone, "remember").get_by_role("button", name="Keep it"))
    hand.type(phone.get_by_label("In their words"), "we'll be in touch in two weeks")
    hand.tap(phone.get_by_role("button", name="Read their words"))
    expect(step(phone, "next").get_by_role("status")).to_contain_text("so Fri 27 Nov")
    hand.tap(step(phone, "next").get_by_role("button", name="Keep it"))
    hand.tap(phone.get_by_role("button", name="Yes, I sent it"))
    expect(step(phone, "thanks")).to_contain_text("Sent on Thu 12 Nov")
    expect(phone.get_by_role("region", name="Where this stands")).to_contain_text("Waiting for them")
    assert hand.report() < 60
    with scope(practice=cast.practice):
        was = interview.as_it_was
        assert (was.detail, [*was.contacts.all()]) == ("the map of the harbor lights", [cast.contact])
        assert [each.interview for each in cast.application.nextsteps.all()] == [interview]
        assert Touchpoint.objects.filter(purpose="thanks").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_question_is_answered_by_a_tap(cast: Cast, interview: Interview, phone: Page) -> None:
    phone.get_by_role("link", name="Debrief in a minute").click()
    phone.get_by_label("In their words").fill("call me on the 20th or the 24th")
    phone.get_by_role("button", name="Read their words").click()
    step(phone, "next").get_by_role("button", name=re.compile("24 Nov")).click()
    step(phone, "next").get_by_role("button", name="Keep it").click()
    expect(step(phone, "next")).to_contain_text("I may call them, Tue 24 Nov")


@pytest.fixture
def online_phone(cast: Cast, interview: Interview, sign_in: SignIn) -> Page:
    page = sign_in(cast.bob, viewport=PHONE)
    page.get_by_role("link", name="Debrief in a minute").click()
    page.wait_for_url("**/debrief/")
    return page


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_loses_no_word(online_phone: Page, interview: Interview, cast: Cast) -> None:
    phone, words = online_phone, phone_words(online_phone)
    words.press_sequentially("call me in ")
    phone.context.set_offline(True)
    words.press_sequentially("two weeks")
    phone.get_by_label("In a sentence or two").fill("the lamps")
    phone.get_by_role("button", name="Read their words").click()
    expect(phone.get_by_text("That did not reach us.")).to_be_visible()
    expect(words).to_have_value("call me in two weeks")

    phone.context.set_offline(False)
    phone.reload()
    expect(phone_words(phone)).to_have_value("call me in two weeks")
    expect(phone.get_by_label("In a sentence or two")).to_have_value("the lamps")
    phone.get_by_role("button", name="Read their words").click()
    step(phone, "next").get_by_role("button", name="Keep it").click()
    expect(step(phone, "next")).to_contain_text("I may call them, Fri 27 Nov")
    expect(phone.get_by_label("In a sentence or two")).to_have_value("the lamps")


def phone_words(page: Page) -> Locator:
    return page.get_by_label("In their words")


def copies(page: Page) -> list[str]:
    return [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("keep:")]


@pytest.mark.django_db(transaction=True)
def test_what_the_server_has_is_forgotten_here(online_phone: Page) -> None:
    phone = online_phone
    phone.get_by_label("In a sentence or two").fill("the lamps")
    assert len(copies(phone)) == 1
    step(phone, "remember").get_by_role("button", name="Keep it").click()
    expect(step(phone, "remember")).to_contain_text("Change")
    assert copies(phone) == []


@pytest.mark.django_db(transaction=True)
def test_signing_out_forgets_what_was_typed(online_phone: Page) -> None:
    phone = online_phone
    phone_words(phone).fill("call me")
    assert len(copies(phone)) == 1
    phone.locator("details.menu > summary").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/accounts/login/**")
    assert copies(phone) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_brought_back_can_be_dropped(online_phone: Page) -> None:
    phone = online_phone
    phone_words(phone).fill("call me")
    phone.reload()
    expect(phone_words(phone)).to_have_value("call me")
    phone.get_by_role("button", name="Start afresh").click()
    expect(phone_words(phone)).to_have_value("")


@pytest.mark.django_db(transaction=True)
def test_a_call_is_two_taps_from_now(cast: Cast, clock: Any, sign_in: SignIn) -> None:
    met(cast)
    told(cast, kind="candidate_calls", due_on=at(12).date(), words="call me on Thursday")
    phone = sign_in(cast.bob, viewport=PHONE)
    hand = Hand(phone)
    hand.tap(phone.get_by_role("link", name="Log the call"))
    hand.tap(phone.get_by_role("button", name="I left a message"))
    expect(phone.get_by_role("region", name="Where this stands")).to_contain_text("Waiting for their call back")
    assert hand.taps == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [
        (PHONE, "light"),
        pytest.param(PHONE, "dark", marks=pytest.mark.browser_slow),
        pytest.param(DESK, "light", marks=pytest.mark.browser_slow),
        pytest.param(DESK, "dark", marks=pytest.mark.browser_slow),
    ],
)
def test_nothing_stands_in_anybodys_way(
    cast: Cast, interview: Interview, sign_in: SignIn, viewport: dict[str, int], scheme: str
) -> None:
    face, user = ("desk", cast.alice) if viewport is DESK else ("portal", cast.bob)
    page = sign_in(user, viewport=viewport, color_scheme=scheme)
    page.goto(f"/{face}/applications/{cast.application.pk}/interviews/{interview.pk}/debrief/")
    found = {"empty": faults(page)}
    step(page, "who").get_by_role("button", name="Keep it").click()
    expect(step(page, "who")).to_contain_text("Change")
    page.get_by_label("In their words").fill("by the 20th or the 24th")
    page.get_by_role("button", name="Read their words").click()
    expect(page.get_by_role("status").last).to_be_visible()
    found["asked"] = faults(page)
    page.goto(f"/{face}/applications/{cast.application.pk}/calls/add/")
    found["call"] = faults(page)
    assert found == {"empty": [], "asked": [], "call": []}


def faults(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    violations = Axe().run(page, options=AXE).response["violations"]
    return [each["id"] for each in violations] + ["wider than the screen"] * wide
