"""/healthz: is the database there, is the broker there, did the sweep run lately."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from candidates.sweep import sweep_age
from counselor.accounts.access import everybody
from counselor.celery import app


@everybody
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 with the same body otherwise. Names no person and no secret."""
    report: dict[str, bool | int | None] = {"database": database_answers(), "broker": broker_answers()}
    report |= {"sweep": False, "sweep_age_seconds": None}
    if report["database"]:
        report |= sweep_report(timezone.now())
    well = all(report[part] for part in ("database", "broker", "sweep"))
    return JsonResponse({"ok": well} | report, status=200 if well else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def sweep_report(now: datetime) -> dict[str, bool | int | None]:
    """Whether the last sweep is recent enough, and its age."""
    age = sweep_age(now)
    if age is None:
        return {"sweep": False, "sweep_age_seconds": None}
    seconds = int(age.total_seconds())
    return {"sweep": seconds < settings.SWEEP_LATE_AFTER, "sweep_age_seconds": seconds}
