"""Who works in a practice, and who may say so: a practice always keeps somebody who manages it.

Administrators and supervisors manage the team. Where there is neither, every counselor does, so that one person alone
needs no second role to begin with.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from counselor.accounts.models import Membership, Practice, Role

MANAGERS = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


class Indispensable(ValueError):
    """Nobody would be left to manage the practice."""


def staff(practice: Practice) -> Any:
    """Everybody who works here now, by name."""
    rows = Membership.objects.current().filter(practice=practice).exclude(role=Role.CLIENT)
    return rows.select_related("user", "practice", "supervised_by__user").order_by("user__name", "pk")


def manages(member: Membership) -> bool:
    """Whether a member may invite, change and remove colleagues."""
    if member.ended_at or not member.user.is_active or not Role(member.role).is_staff:
        return False
    return member.role in MANAGERS or not staff(member.practice).filter(role__in=MANAGERS).exists()


def would_miss(member: Membership, role: str | None = None) -> bool:
    """Whether nobody could manage the practice without this member, or with them in another role."""
    if not manages(member) or role in MANAGERS:
        return False
    others = staff(member.practice).exclude(pk=member.pk)
    if member.role in MANAGERS:
        return not others.filter(role__in=MANAGERS).exists() and (role is None or others.exists())
    return role is None and not others.exists()


@transaction.atomic
def change_role(*, member: Membership, role: str) -> bool:
    """Another role, from the next request on; False where they have it already. Raises Indispensable."""
    _take_turns(member)
    if would_miss(member, role):
        raise Indispensable
    rows = Membership.objects.filter(pk=member.pk, ended_at=None).exclude(role=role)
    changed = rows.update(role=role)
    if changed and role != Role.SUPERVISOR:
        Membership.objects.filter(supervised_by=member).update(supervised_by=None)
    return bool(changed)


@transaction.atomic
def end_membership(*, member: Membership) -> bool:
    """They belong to the practice no more, from the next request on; False the second time. Raises Indispensable."""
    _take_turns(member)
    if would_miss(member):
        raise Indispensable
    ended = Membership.objects.filter(pk=member.pk, ended_at=None).update(ended_at=timezone.now())
    Membership.objects.filter(supervised_by=member).update(supervised_by=None)
    return bool(ended)


def set_supervisor(*, member: Membership, supervisor: Membership | None) -> bool:
    """Who looks over a counselor's shoulder; False where nothing changes."""
    if member.supervised_by == supervisor:
        return False
    rows = Membership.objects.filter(pk=member.pk, ended_at=None)
    return bool(rows.update(supervised_by=supervisor))


def _take_turns(member: Membership) -> None:
    """Two managers who remove each other at once are looked at one after the other."""
    Practice.objects.filter(pk=member.practice_id).update(name=F("name"))
