"""The two main journeys without a pointer: Tab, Enter, arrows and letters, and one sees at every stop where one is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from candidates.tasks import check_follow_ups
from letters.models import Letter
from tests.browser.conftest import DESK
from tests.cast import PASSWORD, Cast, at

pytestmark = [pytest.mark.browser_slow, pytest.mark.django_db(transaction=True)]

ANSWERS = {"document", "xhr", "fetch"}
STOPS = 150  # more than any page has
WHERE_ONE_IS = """() => {
  const shown = [document.activeElement, document.activeElement.closest("li, label, .form-check, fieldset")];
  return shown.filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  });
}"""


def is_answer(response: Response) -> bool:
    return response.request.resource_type in ANSWERS and not 300 <= response.status < 400


class Keys:
    """Somebody at a page with a keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, target: Locator) -> Keys:
        """Tab until the target has the focus, which one sees."""
        expect(target).to_be_attached()
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            if target.evaluate("each => each === document.activeElement"):
                assert self.page.evaluate(WHERE_ONE_IS), f"no focus is seen on {target}"
                return self
        raise AssertionError(f"no way to {target} by Tab")

    def press(self, *keys: str) -> Keys:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def write(self, field: Locator, words: str) -> Keys:
        self.to(field).press("Control+A", "Delete")
        self.page.keyboard.type(words)
        return self

    def choose(self, field: Locator, words: str) -> None:
        """An option of a list, by the arrow that leads down it."""
        self.to(field)
        for _ in range(STOPS):
            if words in field.evaluate("each => each.selectedOptions[0].text"):
                return
            self.press("ArrowDown")
        raise AssertionError(f"no {words} to be reached by arrows")

    def moment(self, field: Locator, value: str) -> None:
        """A day and a time, piece by piece as the browser's field asks for them: `11112026` and `1000AM`."""
        day, time = value.split()
        self.to(field).page.keyboard.type(day)
        self.press("ArrowRight").page.keyboard.type(time)

    def enter(self, target: Locator) -> Page:
        """Go to the target, press Enter, and wait for what comes of it."""
        self.to(target)
        self.page.evaluate("() => { window.left = true }")
        with self.page.expect_response(is_answer) as answer:
            self.press("Enter")
        if answer.value.request.resource_type == "document":
            self.page.wait_for_function("() => !window.left && document.readyState === 'complete'")
        return self.page

    def follow(self, name: str) -> None:
        self.enter(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def push(self, name: str) -> None:
        self.enter(self.page.get_by_role("main").get_by_role("button", name=name).first)


@pytest.fixture
def at_keys(chromium: Browser, live_server: Any) -> Any:
    """`at_keys(user)` signs somebody in by keyboard."""
    contexts = []

    def signed_in(user: Any) -> Keys:
        contexts.append(chromium.new_context(viewport=DESK, base_url=live_server.url))
        keys = Keys(contexts[-1].new_page())
        keys.page.goto("/")
        keys.write(keys.page.get_by_label("Email"), user.email)
        keys.write(keys.page.get_by_label("Password"), PASSWORD).press("Enter")
        keys.page.wait_for_url(lambda url: "/accounts/" not in url)
        return keys

    yield signed_in
    for context in contexts:
        context.close()


def recorded(keys: Keys, application: str, way: str) -> Page:
    keys.page.goto(application)
    return keys.enter(keys.page.get_by_role("region", name="Record").get_by_role("link", name=way, exact=True))


def held_interview(keys: Keys, application: str) -> None:
    page = recorded(keys, application, "Interview")
    keys.moment(page.get_by_label("Day and time"), "11112026 1000AM")
    keys.to(page.get_by_role("checkbox", name="Jin Kim")).press("Space")
    keys.write(page.get_by_label("Worth remembering"), "You showed me the map of the harbor lights.")
    keys.push("Keep it")


def said(keys: Keys, application: str, words: str) -> None:
    page = recorded(keys, application, "What they said")
    keys.write(page.get_by_label("In their words"), words)
    keys.moment(page.get_by_label("When they said it"), "11112026 1100AM")
    keys.choose(page.get_by_label("Who said it"), "Jin Kim")
    keys.push("Read their words")
    expect(page.get_by_role("status")).to_contain_text("Wed 25 Nov")
    keys.push("Keep it")


def test_a_promise_passes_and_a_letter_is_mailed_without_a_pointer(cast: Cast, clock: Any, at_keys: Any) -> None:
    alice = at_keys(cast.alice)
    application = f"/desk/applications/{cast.application.pk}/"
    held_interview(alice, application)
    said(alice, application, "We'll be in touch in two weeks")
    clock.move_to(at(1, month=12))
    check_follow_ups()

    bob = at_keys(cast.bob)
    bob.push("Nothing there")
    expect(bob.page.get_by_role("heading", name="This is probably your answer")).to_be_visible()
    bob.follow("Write the letter")
    bob.push("Begin the letter")
    bob.write(bob.page.get_by_label("What you remember of the conversation"), "I still think of the harbor lights.")
    bob.push("Ask my counselor to look")

    alice = at_keys(cast.alice)
    alice.follow("Read and approve")
    alice.push("Approve this page")
    alice.follow("It is in the mail")
    alice.push("Keep it")
    expect(alice.page.get_by_role("main")).to_contain_text("Now it travels")
    alice.follow("Report what came of it")
    alice.choose(alice.page.get_by_label("What happened"), "They thanked me")
    alice.push("Keep it")
    letter = Letter._base_manager.get()
    assert (letter.state, letter.outcomes.get().kind) == (Letter.State.MAILED, "acknowledged")


def test_an_invited_call_stays_unanswered_without_a_pointer(cast: Cast, clock: Any, at_keys: Any) -> None:
    bob = at_keys(cast.bob)
    application = f"/portal/applications/{cast.application.pk}/"
    held_interview(bob, application)
    said(bob, application, "Call me in two weeks")
    clock.move_to(at(25))
    check_follow_ups()
    bob = at_keys(cast.bob)
    bob.follow("Log the call")
    bob.push("I left a message")
    expect(bob.page.get_by_role("region", name="Where this stands")).to_contain_text("Waiting for their call back")
    clock.move_to(at(2, month=12))
    check_follow_ups()
    expect(at_keys(cast.bob).page.get_by_role("heading", name="This is definitely your answer")).to_be_visible()
