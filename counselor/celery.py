"""The Celery application. The database is the queue; the broker only wakes the workers."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging

from counselor.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counselor.settings")

app = Celery("counselor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_the_logs(**kwargs: Any) -> None:
    """Celery leaves the logs as the settings have them: with handlers of its own, arguments and messages would show."""


celeryd_init.connect(refuse_unsafe)
beat_init.connect(refuse_unsafe)
