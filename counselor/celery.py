"""The Celery application. The database is the queue; the broker only wakes the workers."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging
from kombu.transport import redis

from counselor.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counselor.settings")

app = Celery("counselor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Channel(redis.Channel):
    """A channel that says that the line is dead, where kombu’s would trip over it.

    A worker whose broker dies in the middle of a task closes its channel twice, and acknowledges the task over it.
    Both ask a connection that is gone for its address, and the worker dies of the AttributeError. It knows how to live
    with a connection error; and what the task was for the next tick finds in the database.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if getattr(self.connection, "client", None) is None:
            raise ConnectionError("the line to the broker is closed")
        return dict(super()._connparams(asynchronous))  # type: ignore[misc]  # the stubs lack it


redis.Transport.Channel = Channel


@setup_logging.connect
def keep_the_logs(**kwargs: Any) -> None:
    """Celery leaves the logs as the settings have them: with handlers of its own, arguments and messages would show."""


celeryd_init.connect(refuse_unsafe)
beat_init.connect(refuse_unsafe)
