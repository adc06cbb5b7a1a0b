"""The product’s settings, but for a beat that ticks each second instead of each minute, and unhashed static files."""

from counselor.settings import *  # noqa: F403
from counselor.settings import CELERY_BEAT_SCHEDULE, STORAGES

FASTER = 60

CELERY_BEAT_SCHEDULE = {
    name: entry
    | {"schedule": entry["schedule"] / FASTER}
    | {"options": {option: seconds / FASTER for option, seconds in entry.get("options", {}).items()}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
