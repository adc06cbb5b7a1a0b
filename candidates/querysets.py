"""Which rows. What a member may see is decided here and nowhere else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from counselor.accounts.models import Membership, Practice, Role


def practice_day(practice: Practice) -> date:
    """Which day it is at the practice: assignments begin and end by its calendar, wherever their counselor is."""
    return timezone.localdate(timezone=practice.zone)


def in_force(on: date, path: str = "") -> Q:
    """Assignments that count on a day: from the day they begin until the day they end, the first one without them."""
    ongoing = Q(**{f"{path}to_on": None}) | Q(**{f"{path}to_on__gt": on})
    return Q(**{f"{path}from_on__lte": on}) & ongoing


def _looked_after(membership: Membership) -> models.QuerySet[Any]:
    """The clients assigned to a member today; of supervisors also those of the counselors they supervise, where the
    client was told about the supervision. Keys for a subquery: it is read once, and no row comes twice."""
    whose = Q(counselor=membership)
    if membership.role == Role.SUPERVISOR:
        whose |= Q(counselor__supervised_by=membership, client__supervisor_informed_on__isnull=False)
    assignments = apps.get_model("candidates", "Assignment").objects.filter(whose)
    shared = assignments.filter(client__counselor_sees=True)
    return shared.in_force(practice_day(membership.practice)).order_by().values("client")


def withheld(membership: Membership, path: str = "") -> Q:
    """The clients a counselor knows of by name alone: they counsel them, and the client shares nothing for now."""
    rows = apps.get_model("candidates", "Assignment").objects.filter(counselor=membership, client__counselor_sees=False)
    return Q(**{f"{path}pk__in": rows.in_force(practice_day(membership.practice)).order_by().values("client")})


def visible(membership: Membership, path: str = "") -> Q:
    """The clients a member may see, as a condition on the client at `path` ("client__", say).

    Counselors see the clients assigned to them today, supervisors also those they supervise, clients themselves; who
    looks at a client's portal sees that client. Administrators see no case content, and nobody of the staff does of a
    client who shares nothing with their counselor.
    """
    match membership.role:
        case Role.CLIENT if membership.seen_as:
            return Q(**{f"{path}pk": membership.seen_as})
        case Role.CLIENT:
            return Q(**{f"{path}user": membership.user_id})
        case Role.COUNSELOR | Role.SUPERVISOR:
            return Q(**{f"{path}pk__in": _looked_after(membership)})
    return Q(pk__in=[])


class AssignmentQuerySet(models.QuerySet[Any]):
    def in_force(self, on: date) -> Self:
        return self.filter(in_force(on))

    def not_over(self, on: date) -> Self:
        """Those that count on this day or will later."""
        return self.filter(Q(to_on=None) | Q(to_on__gt=on))


class ClientQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(visible(membership), practice=membership.practice_id)


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(visible(membership, "client__"), practice=membership.practice_id)

    def open(self) -> Self:
        return self.filter(archived_at=None)

    def due(self, now: datetime) -> Self:
        """Applications whose standing time alone may have changed by `now`, longest waiting first."""
        return self.open().filter(review_at__isnull=False, review_at__lte=now).order_by("review_at", "pk")

    def with_names(self) -> Self:
        return self.select_related("client", "client__practice", "employer", "site")
