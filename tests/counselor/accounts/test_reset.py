"""The key to a new password: for one person, once, and for three days."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from counselor.accounts.models import User
from counselor.outbox.models import AccountMail
from tests.cast import NOW, Cast

NEW = "quite another long secret"


@pytest.fixture
def link(cast: Cast) -> str:
    Browser().post(reverse("account_reset_password"), {"email": cast.bob.email})
    found = re.search(r"https?://[^/]+(/\S+)", AccountMail.objects.get().text)
    assert found
    return found[1]


def opened(link: str, password: str = NEW) -> bool:
    """Whether the key opens the page on which a new password is chosen; it is chosen there."""
    browser = Browser()
    answer = browser.get(link)
    if answer.status_code != 302:
        return False
    return bool(browser.post(answer.url, {"password1": password, "password2": password}).status_code == 302)


def test_it_opens_once_and_for_one_person(cast: Cast, link: str) -> None:
    assert (opened(link), opened(link)) == (True, False)
    told = {user.email: user.check_password(NEW) for user in User.objects.all()}
    assert [email for email, changed in told.items() if changed] == [cast.bob.email]


def test_it_ends_after_three_days(link: str, clock: object) -> None:
    clock.move_to(NOW + timedelta(days=3, minutes=1))  # type: ignore[attr-defined]
    assert not opened(link)


def test_it_dies_with_another_new_password(cast: Cast, link: str) -> None:
    cast.bob.set_password("chosen elsewhere, and long")
    cast.bob.save(update_fields=["password"])
    assert not opened(link)


def test_a_key_of_somebody_else_opens_nothing(cast: Cast, link: str) -> None:
    foreign = re.sub(r"/key/[^-]+-", f"/key/{cast.eve.pk}-", link)
    assert foreign != link
    assert not opened(foreign)
