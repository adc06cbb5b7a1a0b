"""The board without a mouse, and with one: either way a move records a fact, and comes back to the card."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast

SignIn = Callable[..., Page]


@pytest.fixture
def board(cast: Cast, clock: object, sign_in: SignIn) -> Page:
    page = sign_in(cast.alice)
    page.goto(f"/desk/clients/{cast.client.pk}/")
    return page


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called `name`."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? ''")
        if here.strip().startswith(name):
            return
    raise AssertionError(f"The keyboard never came to “{name}”.")


@pytest.mark.django_db(transaction=True)
def test_a_move_by_keyboard(board: Page, cast: Cast) -> None:
    tab_to(board, "Move to…")
    board.keyboard.press("Enter")
    board.wait_for_url("**/move/")
    tab_to(board, "An interview")
    board.keyboard.press("Enter")
    board.wait_for_url("**/interviews/add/**")
    tab_to(board, "Day and time")
    board.keyboard.type("11192026")
    board.keyboard.press("ArrowRight")
    board.keyboard.type("1000A")
    tab_to(board, "Keep it")
    board.keyboard.press("Enter")
    board.wait_for_url(re.compile(rf"/desk/clients/{cast.client.pk}/#card-{cast.application.pk}$"))
    expect(board.get_by_role("status").first).to_contain_text("The interview is on record.")
    card = board.get_by_role("region", name="Interviewing").get_by_role("article", name="Analyst")
    expect(card).to_contain_text("Interview ahead")
    expect(card).to_be_focused()


@pytest.mark.django_db(transaction=True)
def test_a_drop_opens_the_move_or_says_why_not(board: Page, cast: Cast) -> None:
    card = board.get_by_role("article", name="Analyst")
    card.drag_to(board.get_by_role("region", name="Waiting"))
    expect(board.locator("#board-says")).to_contain_text("Before an interview, Applied is where one waits.")
    expect(board.get_by_role("region", name="Applied 1")).to_contain_text("Analyst")
    card.drag_to(board.get_by_role("region", name="Interviewing"))
    board.wait_for_url("**/interviews/add/**")
    board.get_by_role("link", name="Cancel").click()
    board.wait_for_url("**/#card-*")
    assert cast.application.interviews.count() == 0
    board.get_by_role("article", name="Analyst").drag_to(board.get_by_role("region", name="Letter"))
    board.wait_for_url("**/move/?to=letter")
    board.get_by_role("link", name="They said no").click()
    expect(board.locator("[name=kind]")).to_have_value("rejected")
