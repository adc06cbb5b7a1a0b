"""The Celery application. The database is the queue; the broker only wakes the workers."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import beat_init, celeryd_init

from counselor.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "counselor.settings")

app = Celery("counselor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

celeryd_init.connect(refuse_unsafe)
beat_init.connect(refuse_unsafe)
