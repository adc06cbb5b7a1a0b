"""/healthz: green while database, broker and sweep are well, red when one is not, and nothing told to strangers."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client as Browser

from candidates.sweep import sweep
from counselor import health
from counselor.broker import embedded_url
from tests.cast import NOW, Cast, at
from tests.counselor.brokers import broker_at
from tests.pipeline import waiting


def ask() -> Any:
    return Browser().get("/healthz")


def test_all_is_well_after_a_sweep(cast: Cast) -> None:
    sweep(NOW)
    answer = ask()
    assert (answer.status_code, answer.json()) == (
        200, {"ok": True, "database": True, "broker": True, "sweep": True, "sweep_age_seconds": 0},
    )  # fmt: skip


def test_before_the_first_sweep_it_is_red(cast: Cast) -> None:
    answer = ask()
    assert (answer.status_code, answer.json()["sweep"], answer.json()["sweep_age_seconds"]) == (503, False, None)


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (300, 503), (100_000, 503)])
def test_it_turns_red_when_the_sweep_is_late(
    cast: Cast, clock: time_machine.Traveller, settings: Any, seconds: int, status: int
) -> None:
    sweep(NOW)
    clock.move_to(NOW + timedelta(seconds=seconds))
    answer = ask()
    assert (settings.SWEEP_LATE_AFTER, answer.status_code, answer.json()["sweep_age_seconds"]) == (300, status, seconds)


def test_a_sweep_that_pretends_another_hour_does_not_pretend_to_be_recent(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW - timedelta(hours=1))
    sweep(at(30))
    clock.move_to(NOW)
    assert ask().status_code == 503


def test_it_turns_red_when_the_broker_is_away(cast: Cast) -> None:
    sweep(NOW)
    with broker_at("redis://127.0.0.1:1/0"):
        answer = ask()
    assert (answer.status_code, answer.json()["broker"], answer.json()["database"]) == (503, False, True)


def test_it_turns_red_when_the_brokers_socket_is_gone(cast: Cast, tmp_path: Any) -> None:
    sweep(NOW)
    with broker_at(embedded_url(tmp_path)):
        assert ask().status_code == 503


def test_it_turns_red_when_the_database_is_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise DatabaseError("password=hunter2 host=db.internal")

    monkeypatch.setattr(health, "connection", SimpleNamespace(cursor=gone))
    answer = ask()
    assert (answer.status_code, answer.json()["database"], answer.json()["sweep_age_seconds"]) == (503, False, None)
    assert "hunter2" not in answer.content.decode()


def test_it_names_nobody(cast: Cast) -> None:
    waiting(cast)
    sweep(NOW)
    assert set(ask().json()) == {"ok", "database", "broker", "sweep", "sweep_age_seconds"}
    assert all(type(each) in (bool, int) for each in ask().json().values())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(cast: Cast, method: str) -> None:
    assert getattr(Browser(), method)("/healthz").status_code == 405


def test_monitors_that_ask_for_the_head_only_get_it(cast: Cast) -> None:
    sweep(NOW)
    answer = Browser().head("/healthz")
    assert (answer.status_code, answer.content) == (200, b"")


def test_it_is_not_kept_by_caches(cast: Cast) -> None:
    assert "no-store" in ask().headers["Cache-Control"]
