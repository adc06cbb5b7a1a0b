"""Waking a worker is a nudge: where the broker is away, nobody waits long, nobody sees an error, no mail is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from counselor.broker import embedded_url
from counselor.celery import app
from counselor.outbox import services, wake
from counselor.outbox.models import OutgoingEmail
from counselor.outbox.tasks import deliver
from tests.cast import Cast
from tests.counselor.brokers import broker_at, silent_server


@contextmanager
def within(seconds: float) -> Iterator[None]:
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


@pytest.fixture
def post(cast: Cast, django_capture_on_commit_callbacks: Any) -> Callable[[], OutgoingEmail]:
    """Write a mail and commit."""

    def post() -> OutgoingEmail:
        with django_capture_on_commit_callbacks(execute=True):
            services.post(
                practice=cast.practice, recipient=cast.bob, kind="test", about="test:1", occurrence="1",
                subject="Test", text="Test", send_after=timezone.now(),
            )  # fmt: skip
        return OutgoingEmail.objects.get()

    return post


def test_the_worker_is_asked_through_the_broker(post: Callable[[], OutgoingEmail]) -> None:
    with app.connection_for_write() as broker:
        queue = broker.SimpleQueue(app.conf.task_default_queue)
        queue.clear()
        post()
        assert queue.get(timeout=1).headers["task"] == "outbox.deliver"
        queue.close()


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", embedded_url(Path("/nowhere"))])
def test_without_a_broker_a_mail_is_written_all_the_same(post: Callable[[], OutgoingEmail], url: str) -> None:
    with broker_at(url), within(3):
        assert post().state == "queued"


def test_a_broker_that_hangs_is_left_soon(post: Callable[[], OutgoingEmail]) -> None:
    with silent_server() as url, broker_at(url), within(3):
        assert post().state == "queued"


def test_a_broker_that_hangs_is_waited_for_once(post: Callable[[], OutgoingEmail]) -> None:
    with silent_server() as url, broker_at(url):
        deliver.wake()
        with within(0.5):
            for _ in range(20):
                deliver.wake()


def test_it_is_asked_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(wake, "QUIET", 0)
    monkeypatch.setattr(deliver, "apply_async", lambda **_: asked.append(1) or (_ for _ in ()).throw(OSError))
    with broker_at("memory://"):
        deliver.wake()
        deliver.wake()
    assert asked == [1, 1]


def test_the_mail_leaves_with_the_next_tick(post: Callable[[], OutgoingEmail], mailoutbox: list[Any]) -> None:
    with broker_at("redis://127.0.0.1:1/0"):
        mail = post()
    deliver.apply(throw=True)
    mail.refresh_from_db()
    assert (mail.state, [each.to for each in mailoutbox]) == ("sent", [["bob@home.example"]])


def test_that_the_broker_is_away_is_in_the_log(
    post: Callable[[], OutgoingEmail], caplog: pytest.LogCaptureFixture
) -> None:
    with broker_at("redis://127.0.0.1:1/0"):
        post()
    assert [each.levelname for each in caplog.records if "broker away" in each.getMessage()] == ["WARNING"]


def test_the_embedded_brokers_socket_is_the_default() -> None:
    from counselor import settings

    assert settings.CELERY_BROKER_URL.startswith("redis+socket://")
    assert Path(settings.DATA_DIR).name in settings.CELERY_BROKER_URL


def test_before_anything_else_runs_nobody_is_woken(
    monkeypatch: pytest.MonkeyPatch, post: Callable[[], OutgoingEmail]
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(deliver, "apply_async", lambda **_: asked.append("woken"))
    with wake.nobody_to_wake():
        post()
    assert (asked, OutgoingEmail.objects.count()) == ([], 1)
    deliver.wake()
    assert asked == ["woken"]
