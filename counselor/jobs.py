"""Work a worker does in the background, found in the database and claimed under a lease like a mail in the outbox.

queued → making → ready, or failed. A row is a `candidates.models.base.Job` with a `state`.
One whose maker died is taken up again, from the beginning; one that keeps killing its maker is given up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
QUEUED, MAKING, READY, FAILED = "queued", "making", "ready", "failed"

log = structlog.get_logger(__name__)


class Lost(RuntimeError):
    """The job was cancelled, or another worker has it now."""


@dataclass(frozen=True)
class Work:
    """A kind of job: `rows()` gives all of them, `make(row)` the columns to write once it is made.

    What `make` raises ends in `error` as the name of the exception, or in its own words where it is `speaks`.
    """

    rows: Callable[[], QuerySet[Any]]
    make: Callable[[Any], dict[str, Any]]
    speaks: type[Exception]

    def make_due(self, now: datetime) -> int:
        """Make every job that waits, or whose maker vanished; returns how many became ready."""
        with scopes_disabled():
            waiting = self.rows().filter(_free(now)).order_by("pk").values_list("pk", flat=True)
            return sum(self.make_one(pk, now) for pk in list(waiting))

    def make_one(self, pk: int, now: datetime) -> bool:
        """Claim and make one job. False when somebody else has it, it was cancelled, or it failed."""
        claim: dict[str, Any] = {"lease_until": now + LEASE, "attempts": F("attempts") + 1, "done": 0}
        if not self._plain().filter(_free(now), pk=pk).update(state=MAKING, **claim):
            return False
        row = self.rows().get(pk=pk)
        try:
            if row.attempts > MAX_ATTEMPTS:
                raise RuntimeError(f"given up after {MAX_ATTEMPTS} attempts")
            made = self.make(row)
            book(row, state=READY, lease_until=None, ready_at=timezone.now(), done=row.total, error="", **made)
        except Lost:
            return False
        except Exception as error:  # the next job shall not wait for this one; the page says what happened
            log.exception("job failed", job=row._meta.label, pk=pk)
            told = str(error) if isinstance(error, self.speaks) else type(error).__name__
            ours(row).update(state=FAILED, lease_until=None, error=told[:300])
            return False
        log.info("job ready", job=row._meta.label, pk=pk, total=row.total)
        return True

    def _plain(self) -> QuerySet[Any]:
        return self.rows().model._base_manager.all()


def _free(now: datetime) -> Q:
    return Q(state=QUEUED) | Q(state=MAKING, lease_until__lt=now)


def ours(row: Any) -> QuerySet[Any]:
    """The job's row while it is still ours to write to."""
    return type(row)._base_manager.filter(pk=row.pk, state=MAKING, lease_until=row.lease_until)


def book(row: Any, **values: Any) -> None:
    """Write to a job that is still ours. Raises Lost."""
    if not ours(row).update(**values):
        raise Lost(row.pk)


def progress(row: Any, done: int) -> None:
    """Note how far it is, and hold on to the lease. Raises Lost."""
    lease = timezone.now() + LEASE
    book(row, done=done, lease_until=lease)
    row.lease_until = lease
