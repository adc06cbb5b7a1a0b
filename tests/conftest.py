"""Fixtures of the whole suite."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone, translation
from django_scopes import scope

from candidates.models import Client
from counselor.accounts.models import Membership
from letters import pdf
from tests.cast import NOW, TODAY, Cast, Told
from tests.furnished import Rooms, furnish

ROOT = Path(__file__).resolve().parent.parent
freeze_letters = import_module("letters.migrations.0002_freeze_letters")
not_emptied = import_module("letters.migrations.0007_letters_are_not_emptied")


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_triggers() -> Iterator[None]:
    """Emptying the test database may remove frozen letters. Triggers refuse what does it: SQLite's DELETE, PostgreSQL's
    TRUNCATE."""
    down, up = {
        "sqlite": (freeze_letters.SQLITE_BACK, freeze_letters.SQLITE),
        "postgresql": (not_emptied.POSTGRESQL_BACK, not_emptied.POSTGRESQL),
    }[connection.vendor]
    operations = type(connection.ops)
    flush = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements = flush(self, *args, **kwargs)
        return [*down, *statements, *up] if statements else statements

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sql_flush)
        yield


@pytest.fixture(scope="session")
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where SQLite's test database is kept as it was after its migrations, for the next run with the same ones."""
    sources = [ROOT / "requirements-dev.lock", *sorted(ROOT.glob("*/**/migrations/0*.py"))]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in sources)).hexdigest()
    cache = getattr(request.config, "cache", None)  # None where pytest was told to keep nothing
    folder = Path(cache.mkdir("migrated")) if cache else tmp_path_factory.mktemp("migrated")
    return folder / f"{digest[:20]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(migrated: Path, django_db_modify_db_settings: None) -> bool:
    """Whether the test database is there already, with nothing to migrate: it saves each worker several seconds."""
    if connection.vendor != "sqlite" or not migrated.exists():
        return False
    shutil.copy(migrated, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, django_db_keepdb: bool, migrated: Path
) -> Iterator[None]:
    """Keeps what was migrated. On PostgreSQL, ends sessions that threads of a live server still hold at the close."""
    if connection.vendor == "sqlite" and not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.ensure_connection()
            _keep(migrated)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def _keep(migrated: Path) -> None:
    """Copy the open database to a file that appears whole or not at all."""
    half = migrated.with_suffix(f".{os.getpid()}")
    copy = sqlite3.connect(half)
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()
    half.replace(migrated)


@pytest.fixture(autouse=True)
def nobody_was_here() -> None:
    """Each test begins in the language and on the clock of the house, whoever asked for a page before it."""
    translation.deactivate()
    timezone.deactivate()


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
def told_once() -> Told:
    """Tells a story the first time, and puts it back every other time."""
    return Told()


@pytest.fixture
def cast(db: Any, clock: time_machine.Traveller, told_once: Told) -> Iterator[Cast]:
    """The cast, inside the scope of its practice."""
    made = told_once.cast()
    with scope(practice=made.practice):
        yield made


@pytest.fixture
def retold(cast: Cast, told_once: Told) -> Callable[[Callable[[Cast], Any]], Any]:
    """`retold(story)` is what `story(cast)` gives, though it is told once only. Ask before anything else is told."""
    return lambda story: told_once.again(story, cast)


@pytest.fixture
def furnished(retold: Any) -> Rooms:
    """Bob's rooms with every kind of row, recorded by alice."""
    return retold(_bobs_rooms)  # type: ignore[no-any-return]


def _bobs_rooms(cast: Cast) -> Rooms:
    return furnish(cast.client, cast.alice)


@pytest.fixture(scope="session", autouse=True)
def printed_once() -> Iterator[None]:
    """The same page is rendered once only: tests/letters/test_pdf.py shows that it would be the same file again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_pdf", lru_cache(maxsize=1_000)(pdf._pdf))
        yield


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


@pytest.fixture
def rooms(cast: Cast, retold: Any) -> Rooms:
    """Bob's story; the supervisor supervises alice, and bob (not eve) was told so."""
    return retold(supervised)  # type: ignore[no-any-return]


def supervised(cast: Cast) -> Rooms:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)
    return furnish(cast.client, cast.alice)
