"""Wiring that must happen once Django is set up, in every process."""

from django.apps import AppConfig


class CounselorConfig(AppConfig):
    name = "counselor"

    def ready(self) -> None:
        from counselor import celery, checks  # noqa: F401  (the current Celery app and the system checks)
        from counselor.dashboard.today import digests

        digests.register()
