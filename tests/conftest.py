"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django_scopes import scope

from tests.cast import NOW, Cast, make_cast


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time is ten in the morning in New York on Thursday, 12 November 2026; `clock.move_to` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db: Any, clock: time_machine.Traveller) -> Iterator[Cast]:
    """The cast, inside the scope of its practice."""
    made = make_cast()
    with scope(practice=made.practice):
        yield made


@pytest.fixture
def browse(cast: Cast) -> Any:
    """`browse(user)` is a test browser signed in as somebody."""

    def signed_in(user: Any) -> Browser:
        browser = Browser()
        if user is not None:
            browser.force_login(user)
        return browser

    return signed_in
