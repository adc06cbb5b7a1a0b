"""The main job as two people do it: promise → window → standing → letter → mailed → outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django_scopes import scope
from playwright.sync_api import Page, expect

from candidates.tasks import check_follow_ups
from counselor.outbox.models import OutgoingEmail
from letters.models import Letter
from tests.browser.conftest import PHONE
from tests.cast import Cast, at

SignIn = Callable[..., Page]


@pytest.fixture
def page_of_application(cast: Cast) -> Callable[[str], str]:
    return lambda face: f"/{face}/applications/{cast.application.pk}/"


def record(page: Page, application: str, way: str) -> None:
    page.goto(application)
    page.get_by_role("region", name="Record").get_by_role("link", name=way, exact=True).click()


def held_interview(page: Page, application: str, when: str) -> None:
    record(page, application, "Interview")
    page.get_by_label("Day and time").fill(when)
    page.get_by_text("Jin Kim", exact=True).click()
    page.get_by_label("Worth remembering").fill("You showed me the map of the harbor lights you repair by boat.")
    page.get_by_role("button", name="Keep it").click()


def said(page: Page, application: str, words: str, when: str) -> None:
    record(page, application, "What they said")
    page.get_by_label("In their words").fill(words)
    page.get_by_label("When they said it").fill(when)
    page.get_by_label("Who said it").select_option("Jin Kim")
    page.get_by_role("button", name="Read their words").click()
    expect(page.get_by_role("status")).to_contain_text("2 weeks from Wed 11 Nov is Wed 25 Nov")
    page.get_by_role("button", name="Keep it").click()


@pytest.mark.django_db(transaction=True)
def test_a_promise_passes_and_a_letter_is_mailed(
    cast: Cast, clock: Any, sign_in: SignIn, page_of_application: Callable[[str], str]
) -> None:
    desk = sign_in(cast.alice, by_password=True)
    held_interview(desk, page_of_application("desk"), "2026-11-11T10:00")
    said(desk, page_of_application("desk"), "We'll be in touch in two weeks", "2026-11-11T11:00")
    expect(desk.get_by_role("region", name="Follow-up window")).to_contain_text("Wed 25 Nov")
    expect(desk.get_by_role("region", name="Where this stands")).to_contain_text("Waiting for them")

    clock.move_to(at(1, month=12))
    check_follow_ups()
    desk = sign_in(cast.alice)
    expect(desk.get_by_role("main")).to_contain_text("Answers: a letter is next")
    desk.goto("/desk/outbox/")
    expect(desk.get_by_role("heading", name="Your move has come")).to_have_count(1)

    phone = sign_in(cast.bob, viewport=PHONE)
    phone.get_by_role("button", name="Nothing there").click()
    expect(phone.get_by_role("heading", name="This is probably your answer")).to_be_visible()
    write_and_mail(phone, desk)
    report_new_opportunity(phone)
    with scope(practice=cast.practice):
        letter = Letter.objects.get()
        assert letter.outcomes.get().led_to.position == "Harbor master"
        mails = OutgoingEmail.objects.order_by("pk").values_list("kind", flat=True)
        assert list(mails) == ["your-move", "letter-answered"]


def write_and_mail(phone: Page, desk: Page) -> None:
    phone.get_by_role("link", name="Write the letter").click()
    phone.get_by_role("button", name="Begin the letter").click()
    expect(phone.get_by_label("What you remember of the conversation")).to_have_value(
        "You showed me the map of the harbor lights you repair by boat."
    )
    phone.get_by_label("What you remember of the conversation").fill("")
    phone.get_by_role("button", name="Keep and look again").click()
    expect(phone.get_by_role("region", name="Proof")).to_contain_text("is still empty")
    expect(phone.get_by_role("button", name="Approve this page")).to_have_count(0)
    phone.get_by_label("What you remember of the conversation").fill("I still think of the harbor lights on your map.")
    phone.get_by_role("button", name="Ask my counselor to look").click()
    looked_at(phone, desk)
    phone.get_by_role("button", name="Approve this page").click()
    for name in ("Letter", "Envelope"):
        with phone.expect_download() as download:
            phone.get_by_role("main").get_by_role("link", name=name, exact=True).click()
        assert download.value.path().read_bytes().startswith(b"%PDF-")
    phone.get_by_role("link", name="It is in the mail").click()
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("main")).to_contain_text("Now it travels")


def looked_at(phone: Page, desk: Page) -> None:
    """The counselor finds the letter on Today, and finds it fine; the client reads that on their page."""
    expect(phone.get_by_role("region", name="With my counselor")).to_contain_text("Bob asked to look")
    desk.goto("/desk/")
    expect(desk.get_by_role("main")).to_contain_text("The client asks you to look at it.")
    desk.get_by_role("link", name="Read and approve").click()
    desk.get_by_role("button", name="Fine as it is").click()
    phone.reload()
    expect(phone.get_by_role("main")).to_contain_text("Your counselor looked at it: fine as it is.")


def report_new_opportunity(phone: Page) -> None:
    phone.get_by_role("link", name="Report what came of it").click()
    phone.get_by_label("What happened").select_option("They contacted me about a new position")
    phone.get_by_label("The new position").fill("Harbor master")
    phone.get_by_role("button", name="Keep it").click()
    phone.get_by_role("link", name="Harbor master, Acme Lighting").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Harbor master")


@pytest.mark.django_db(transaction=True)
def test_an_invited_call_stays_unanswered(
    cast: Cast, clock: Any, sign_in: SignIn, page_of_application: Callable[[str], str]
) -> None:
    phone = sign_in(cast.bob, viewport=PHONE)
    held_interview(phone, page_of_application("portal"), "2026-11-11T10:00")
    said(phone, page_of_application("portal"), "Call me in two weeks", "2026-11-11T11:00")
    expect(phone.get_by_role("region", name="Where this stands")).to_contain_text("Too early to call")

    clock.move_to(at(25))
    check_follow_ups()
    phone = sign_in(cast.bob, viewport=PHONE)
    phone.get_by_role("link", name="Log the call").click()
    phone.get_by_role("button", name="I left a message").click()
    expect(phone.get_by_role("region", name="Where this stands")).to_contain_text("Waiting for their call back")

    clock.move_to(at(2, month=12))
    check_follow_ups()
    phone = sign_in(cast.bob, viewport=PHONE)
    expect(phone.get_by_role("heading", name="This is definitely your answer")).to_be_visible()
