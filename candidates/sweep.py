"""The sweep: due applications → recompute → record the change → write the reminder.

A missed sweep changes only the hour of a reminder: what is due stays due, and the rule is asked again before acting.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from candidates import batch, interview_reminders, reminders, session_reminders
from candidates.models import Application, Heartbeat, StandingChange
from candidates.standings import StaleStanding, refresh_standing

log = structlog.get_logger(__name__)

JOB = "sweep"
BATCH = 250  # rows in a transaction: on SQLite everybody else's writing waits for it
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)


@dataclass(slots=True)
class Tally:
    """What one sweep did. `due` counts the rows this sweep looked at, `changed` those whose standing moved."""

    due: int = 0
    changed: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"due {self.due}, changed {self.changed}, failed {self.failed}"


def sweep(now: datetime, limit: int = 10_000) -> Tally:
    """Check every application whose review date has come by `now`, at most `limit`; one bad row stops no other."""
    tally = Tally()
    with scopes_disabled():
        due = list(Application.objects.due(now).values_list("pk", flat=True)[:limit])
    for start in range(0, len(due), BATCH):
        _check_all(due[start : start + BATCH], now, tally)
    interview_reminders.post_due(now)
    session_reminders.post_due(now)
    _beat(tally)
    return tally


def _beat(tally: Tally) -> None:
    told = {"at": timezone.now(), **asdict(tally)}
    if not beats().update(**told):
        Heartbeat.objects.update_or_create(job=JOB, defaults=told)


def _check_all(pks: list[int], now: datetime, tally: Tally) -> None:
    """Check these at once. Where one of them raises, its half is halved until it stands alone."""
    if len(pks) == 1:
        return _check(pks[0], now, tally)
    try:
        due, changed = batch.check_all(pks, now)
    except Exception as error:
        log.info("batch undone", size=len(pks), error=type(error).__name__)
        half = len(pks) // 2
        _check_all(pks[:half], now, tally)
        _check_all(pks[half:], now, tally)
    else:
        tally.due += due
        tally.changed += changed


def _check(pk: int, now: datetime, tally: Tally) -> None:
    try:
        changed = check_one(pk, now)
    except StaleStanding:
        return  # a person or another sweep was quicker, and has just computed the same rule
    except Exception as error:
        if isinstance(error, OperationalError | InterfaceError) and line_is_dead():
            raise  # no row is to blame: the next sweep finds all that was left
        tally.due += 1
        tally.failed += 1
        postpone(pk, now, error)
    else:
        tally.due += changed is not None
        tally.changed += bool(changed)


@transaction.atomic
def check_one(pk: int, now: datetime) -> bool | None:
    """Recompute one application: whether its standing moved, or None when it is not due any more."""
    with scopes_disabled():
        # Take the row before reading its facts: whoever is recording one just now comes first, on every database.
        if not Application.objects.due(now).filter(pk=pk).update(standing_number=F("standing_number")):
            return None
        application = Application.objects.with_names().select_related("practice").get(pk=pk)
    with scope(practice=application.practice):
        change = refresh_standing(application, cause=StandingChange.Cause.TIME, now=now)
        if change:
            reminders.post_for(change, now)
    return change is not None


def postpone(pk: int, now: datetime, error: Exception) -> None:
    """Look at a row that raised again later: after 5 minutes, then 10, … at most a day. It is listed on Today."""
    log.error("application could not be checked", application=pk, error=type(error).__name__, exc_info=error)
    with scopes_disabled():
        failures = Application.objects.filter(pk=pk).values_list("sweep_failures", flat=True).first() or 0
        Application.objects.filter(pk=pk).update(
            sweep_failures=failures + 1,
            sweep_error=f"{type(error).__name__}: {error}"[:200],
            review_at=now + min(FIRST_PAUSE * 2 ** min(failures, 12), LONGEST_PAUSE),
        )


def line_is_dead() -> bool:
    """Whether the connection to the database is gone."""
    return connection.connection is None or not connection.is_usable()


def beats() -> QuerySet[Heartbeat]:
    """What the last sweep said of itself; nothing before the first."""
    return Heartbeat.objects.filter(job=JOB)


def sweep_age(now: datetime) -> timedelta | None:
    """How long ago the last sweep ended; None before the first."""
    last = beats().first()
    return now - last.at if last else None
