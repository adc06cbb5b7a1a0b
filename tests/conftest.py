"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client as Browser
from django_scopes import scope

from tests.cast import NOW, Cast, Told

freeze_letters = import_module("letters.migrations.0002_freeze_letters")


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> Iterator[None]:
    """Emptying the test database may remove frozen letters; SQLite does it by DELETE, which their triggers refuse."""
    flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        statements = flush(self, *args, **kwargs)
        return [*freeze_letters.SQLITE_BACK, *statements, *freeze_letters.SQLITE] if statements else statements

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of the live server may still hold a session when PostgreSQL is asked to drop the test database."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Each test begins with no log-in counted: where the clock stands still, the limits of earlier tests never pass."""
    cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time is ten in the morning in New York on Thursday, 12 November 2026; `clock.move_to` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def cast_once() -> Told:
    """Makes the cast the first time, and puts it back every other time."""
    return Told()


@pytest.fixture
def cast(db: Any, clock: time_machine.Traveller, cast_once: Told) -> Iterator[Cast]:
    """The cast, inside the scope of its practice."""
    made = cast_once.again()
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


@pytest.fixture
def shared_database(transactional_db: None) -> None:
    """A database that threads write to at once. Ask for it before `cast`."""
