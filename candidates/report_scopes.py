"""Whose figures a member may see: those of the own caseload in full, those of more people only in groups."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q

from candidates import access
from candidates.followup import minimum
from candidates.models import Client
from candidates.querysets import ClientQuerySet, in_force, practice_day
from counselor.accounts.models import Membership, Role


class Breadth(StrEnum):
    """How far a report looks."""

    MINE = "mine"
    SUPERVISED = "supervised"
    PRACTICE = "practice"


BREADTHS = {
    Role.COUNSELOR: (Breadth.MINE,),
    Role.SUPERVISOR: (Breadth.SUPERVISED, Breadth.MINE, Breadth.PRACTICE),
    Role.ADMINISTRATOR: (Breadth.PRACTICE,),
}
"""The first is where a member begins. A counselor has no figures of the whole practice: with two counselors in it, the
other one’s would be what is left."""


@dataclass(frozen=True)
class Scope:
    """The clients a report is about. `known` are those whose figures the reader has anyway; of the others only groups
    are shown, unless `in_full`."""

    breadth: Breadth
    clients: Any
    known: frozenset[int] = frozenset()

    @property
    def in_full(self) -> bool:
        return self.breadth is Breadth.MINE

    def tells_of_nobody(self, people: set[Hashable]) -> bool:
        """Whether a figure about these clients may be shown."""
        return self.in_full or minimum.is_large_enough(people, self.known)

    def may_show(self, groups: dict[Any, set[Hashable]], *, beside_total: bool) -> set[Any]:
        """Which of the groups may be shown, their sum beside them or not."""
        if self.in_full:
            return set(groups)
        choose = minimum.safe_beside_total if beside_total else minimum.large_enough
        return choose(groups, self.known)


def breadths(membership: Membership, *, of_employers: bool = False) -> tuple[Breadth, ...]:
    """How far a member may look. What is known of employers, counselors share."""
    found = BREADTHS.get(Role(membership.role), ())
    return (*found, Breadth.PRACTICE) if of_employers and found == (Breadth.MINE,) else found


def scope(membership: Membership, breadth: Breadth) -> Scope:
    """The clients of one of the `breadths` of a member, but for those who count in no figure."""
    match breadth:
        case Breadth.MINE:
            return Scope(breadth, _mine(membership))
        case Breadth.SUPERVISED:
            return Scope(breadth, access.clients(membership).filter(in_statistics=True), _keys(_mine(membership)))
    practice = Client.objects.filter(practice=membership.practice_id, ended_at=None, in_statistics=True)
    return Scope(breadth, practice, _keys(Client.objects.visible_to(membership)))


def _mine(membership: Membership) -> ClientQuerySet:
    """Those assigned to the member today who share their search and count in figures."""
    today = practice_day(membership.practice)
    mine = Q(assignments__counselor=membership) & in_force(today, "assignments__")
    shared = {"counselor_sees": True, "in_statistics": True}
    return Client.objects.filter(mine, practice=membership.practice_id, **shared).distinct()


def _keys(clients: ClientQuerySet) -> frozenset[int]:
    return frozenset(clients.order_by().values_list("pk", flat=True))
