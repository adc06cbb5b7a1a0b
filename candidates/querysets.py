"""Which rows. What a member may see is decided here and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from counselor.accounts.models import Membership, Role


def _assigned_to(membership: Membership, path: str) -> Q:
    return Q(**{f"{path}assignments__counselor": membership, f"{path}assignments__to_on": None})


def _supervised_by(membership: Membership, path: str) -> Q:
    """Clients of supervised counselors, where the client was told about the supervision."""
    return Q(
        **{
            f"{path}assignments__counselor__supervised_by": membership,
            f"{path}assignments__to_on": None,
            f"{path}supervisor_informed_on__isnull": False,
        }
    )


def visible(membership: Membership, path: str = "") -> Q:
    """The clients a member may see, as a condition on the client at `path` ("client__", say).

    Counselors see the clients assigned to them today, supervisors also those they supervise, clients themselves.
    Administrators see no case content.
    """
    match membership.role:
        case Role.CLIENT:
            return Q(**{f"{path}user": membership.user_id})
        case Role.COUNSELOR:
            return _assigned_to(membership, path)
        case Role.SUPERVISOR:
            return _assigned_to(membership, path) | _supervised_by(membership, path)
    return Q(pk__in=[])


class ClientQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(visible(membership), practice=membership.practice_id).distinct()


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: Membership) -> Self:
        return self.filter(visible(membership, "client__"), practice=membership.practice_id).distinct()

    def open(self) -> Self:
        return self.filter(archived_at=None)

    def due(self, now: datetime) -> Self:
        """Applications whose standing time alone may have changed by `now`, longest waiting first."""
        return self.open().filter(review_at__isnull=False, review_at__lte=now).order_by("review_at", "pk")

    def with_names(self) -> Self:
        return self.select_related("client", "client__practice", "employer", "site")
