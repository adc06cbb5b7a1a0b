"""What was done for each client of a caseload on some days."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from candidates.followup.days import Days
from candidates.followup.facts import Channel, Direction
from candidates.models import Application, Client, CounselingSession, Interview, NextStep, Touchpoint

SOURCES: dict[str, tuple[Any, str, str, Q]] = {
    "applications": (Application, "client", "created_at", Q()),
    "interviews": (Interview, "application__client", "starts_at", Q(voided_at=None, cancelled_at=None)),
    "next_steps": (NextStep, "application__client", "said_at", Q(voided_at=None)),
    "calls": (Touchpoint, "application__client", "happened_at", Q(channel=Channel.PHONE)),
    "letters": (Touchpoint, "application__client", "happened_at", Q(channel=Channel.LETTER)),
    "sessions": (CounselingSession, "client", "starts_at", Q(state=CounselingSession.State.HELD)),
}
"""What is counted: the model, its way to the client, when it happened, and which rows count."""
SENT = Q(direction=Direction.OUT, voided_at=None)


@dataclass
class Activity:
    """What was done on these days, and when anything last was."""

    applications: int = 0
    interviews: int = 0
    next_steps: int = 0
    calls: int = 0
    letters: int = 0
    sessions: int = 0
    last_at: datetime | None = None

    @property
    def numbers(self) -> list[int]:
        """The counts in the order of `COUNTED`."""
        return [getattr(self, name) for name in COUNTED]

    @property
    def is_none(self) -> bool:
        return not any(self.numbers)


COUNTED = tuple(each.name for each in fields(Activity) if each.name != "last_at")


def activity(clients: Any, days: Days, now: datetime) -> dict[Client, Activity]:
    """Each of the clients, by name, with what was done. One query for the clients and one for each count."""
    found = {each.pk: (each, Activity()) for each in clients.order_by("family_name", "given_name", "pk")}
    for name, (model, path, moment, which) in SOURCES.items():
        which = which & SENT if model is Touchpoint else which
        rows = model.objects.filter(which, **{f"{path}__in": clients, f"{moment}__lte": now}).order_by()
        within = Q(**{f"{moment}__gte": days.since, f"{moment}__lt": days.until})
        counted = rows.values(path).annotate(count=Count("pk", filter=within), last=Max(moment))
        for client, count, last in counted.values_list(path, "count", "last"):
            each = found[client][1]
            setattr(each, name, count)
            each.last_at = max(filter(None, [each.last_at, last]), default=None)
    return dict(found.values())


def total(rows: Any) -> Activity:
    """The sum of several clients' activity."""
    listed = list(rows)
    return Activity(**{name: sum(getattr(each, name) for each in listed) for name in COUNTED})
