"""How the counselors one supervises are doing, in numbers: only of clients who know about the supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from candidates.followup.facts import Status, Verdict
from candidates.models import Assignment
from candidates.querysets import in_force, practice_day
from counselor.accounts.models import Membership
from counselor.pages.whose_move import clients_move
from letters.models import Letter

CONCLUSIONS = (Verdict.PROBABLE, Verdict.DEFINITE, Verdict.EXPLICIT)
THEIRS = "client__applications"


@dataclass
class Supervised:
    """One counselor in numbers. `oldest` is since when the longest move waits; `verdicts` are those of the period."""

    member: Membership
    clients: int
    moves: int = 0
    oldest: datetime | None = None
    letters_out: int = 0
    verdicts: int = 0
    debriefs: int = 0


def supervised(supervisor: Membership, since: datetime) -> list[Supervised]:
    """The counselors of a supervisor who have clients informed of it, with what came since."""
    own = Assignment.objects.filter(
        in_force(practice_day(supervisor.practice)),
        counselor__in=Membership.objects.current().filter(supervised_by=supervisor),
        client__supervisor_informed_on__isnull=False,
        client__counselor_sees=True,
        client__ended_at=None,
    ).order_by()
    clients = dict(own.values_list("counselor").annotate(number=Count("client")))
    members = Membership.objects.filter(pk__in=clients).select_related("user").order_by("user__name", "pk")
    found = {each.pk: Supervised(each, clients[each.pk]) for each in members}
    for name, rows in numbers(own, since).items():
        for counselor, number, oldest in rows:
            setattr(found[counselor], name, number)
            if name == "moves":
                found[counselor].oldest = oldest
    return list(found.values())


def numbers(own: Any, since: datetime) -> dict[str, Any]:
    """Each number by counselor, a query each."""
    opened = {f"{THEIRS}__archived_at": None}
    new = {f"{THEIRS}__standing_changes__at__gt": since, f"{THEIRS}__standing_changes__verdict__in": CONCLUSIONS}
    return {
        "moves": _counted(own.filter(**{f"{THEIRS}__in": clients_move()})),
        "letters_out": _counted(own.filter(**{f"{THEIRS}__letters__state": Letter.State.MAILED}), f"{THEIRS}__letters"),
        "verdicts": _counted(own.filter(**new)),
        "debriefs": _counted(own.filter(**opened, **{f"{THEIRS}__status": Status.NEEDS_DEBRIEF})),
    }


def _counted(rows: Any, what: str = THEIRS) -> Any:
    """(counselor, number, since when the oldest stands) of what the joins of `rows` reach."""
    oldest = Min(f"{THEIRS}__standing_since")
    return rows.values_list("counselor").annotate(number=Count(what, distinct=True), oldest=oldest)
