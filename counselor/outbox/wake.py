"""What all Celery tasks of this house share."""

from __future__ import annotations

import structlog
from celery import Task
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)

PATIENCE = {"socket_timeout": 1, "socket_connect_timeout": 1}  # seconds a person's click may wait for a silent broker


class WakeableTask(Task):
    """A task whose work is found in the database: calling it is a nudge, and a missing broker is no error."""

    def wake(self) -> None:
        """Ask a worker to run now. Without a broker the beat's next tick does the work."""
        try:
            with self.app.connection_for_write(transport_options=PATIENCE) as broker:
                self.apply_async(connection=broker, retry=False)  # type: ignore[call-arg]  # the stubs lack it
        except (OperationalError, OSError) as error:
            log.warning("broker away, the next tick will do it", task=self.name, error=type(error).__name__)
