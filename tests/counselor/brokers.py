"""Other brokers than the one in memory, for a while."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from counselor.celery import app
from counselor.outbox import wake


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """Let the Celery application talk to this broker."""
    wake.forget_that_it_was_away()
    before = {name: app.conf[name] for name in ("broker_url", "broker_read_url", "broker_write_url")}
    app.conf.update(dict.fromkeys(before, url))
    app._after_fork()  # forget connections that are open
    try:
        yield
    finally:
        wake.forget_that_it_was_away()
        app.conf.update(before)
        app._after_fork()


@contextmanager
def silent_server() -> Iterator[str]:
    """The URL of a broker that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"
