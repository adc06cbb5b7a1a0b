"""Who sees a client's data now, by name and with the reason: `querysets.visible`, read from the client's side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from candidates import assignments
from candidates.models import Client
from counselor.accounts.access import CASE_WORKERS, STAFF
from counselor.accounts.models import Membership, Role, User


@dataclass(frozen=True)
class Viewer:
    """Somebody who sees the client: as their counselor, or `through` a counselor they supervise."""

    member: Membership
    since: date
    until: date | None
    primary: bool = False
    through: User | None = None


def viewers(client: Client) -> list[Viewer]:
    """Everybody of the practice who sees the client today, the primary counselor first."""
    if not shares(client):
        return []
    rows = assignments.in_force(client)
    found = {row.counselor_id: _counselor(row) for row in rows if _current(row.counselor, CASE_WORKERS)}
    if client.supervisor_informed_on:
        for row in rows:
            above = row.counselor.supervised_by
            if above and _current(above, {Role.SUPERVISOR}):
                found.setdefault(above.pk, Viewer(above, row.since, row.to_on, through=row.counselor.user))
    return list(found.values())


def shares(client: Client) -> bool:
    """Whether the client shares their search with their counselor at all."""
    return client.counselor_sees


def by_name(client: Client) -> list[Any]:
    """The assignments of counselors who know of the client by name alone, since nothing is shared with them."""
    return [] if shares(client) else assignments.in_force(client)


def to_come(client: Client) -> list[Viewer]:
    """Counselors whose assignment has not begun yet."""
    today = {row.pk for row in assignments.in_force(client)}
    rows = [row for row in assignments.current(client) if row.pk not in today]
    return [_counselor(row) for row in rows if _current(row.counselor, CASE_WORKERS)]


def others(client: Client, seeing: Iterable[Viewer]) -> dict[str, list[Membership]]:
    """Who else works at the practice and does not see the client: administrators, and case workers."""
    members = Membership.objects.current().filter(practice=client.practice_id, role__in=STAFF)
    rest = members.exclude(pk__in=[each.member.pk for each in seeing]).select_related("user").order_by("user__name")
    found: dict[str, list[Membership]] = {"administrators": [], "case_workers": []}
    for member in rest:
        found["administrators" if member.role == Role.ADMINISTRATOR else "case_workers"].append(member)
    return found


def _counselor(row: Any) -> Viewer:
    return Viewer(row.counselor, row.since, row.to_on, primary=row.primary)


def _current(member: Membership, roles: Iterable[str]) -> bool:
    return member.ended_at is None and member.user.is_active and member.role in roles
