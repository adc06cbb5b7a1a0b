"""What all Celery tasks of this house share."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from celery import Task
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}  # seconds a person's click may wait for a silent broker
QUIET = 5.0  # seconds; so long a broker that was away is left alone, so that not every click waits for it

_left_alone_until = 0.0  # of this process, by its monotonic clock


class WakeableTask(Task):
    """A task whose work is found in the database: calling it is a nudge, and a missing broker is no error."""

    def wake(self) -> None:
        """Ask a worker to run now. Without a broker the beat's next tick does the work."""
        global _left_alone_until
        if time.monotonic() < _left_alone_until:
            return
        try:
            with self.app.connection_for_write(transport_options=PATIENCE) as broker:
                self.apply_async(connection=broker, retry=False)  # type: ignore[call-arg]  # the stubs lack it
        except (OperationalError, OSError) as error:
            _left_alone_until = time.monotonic() + QUIET
            log.warning("broker away, the next tick will do it", task=self.name, error=type(error).__name__)


@contextmanager
def nobody_to_wake() -> Iterator[None]:
    """While nothing but this process runs: whatever is written waits for the first tick."""
    global _left_alone_until
    _left_alone_until = math.inf
    try:
        yield
    finally:
        _left_alone_until = 0.0


def forget_that_it_was_away() -> None:
    """Ask the broker again at once; for tests, which have a broker each."""
    global _left_alone_until
    _left_alone_until = 0.0
