"""Changes of the team, with their lines in the trail."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import trail
from candidates.models import Assignment
from candidates.querysets import practice_day
from candidates.services import Refused
from counselor.accounts import team
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, Role, User


def counsels(member: Membership) -> int:
    """How many clients a member counsels today or will later."""
    rows = Assignment.objects.filter(counselor=member).not_over(practice_day(member.practice))
    return int(rows.values("client").distinct().count())


@transaction.atomic
def change_member(*, member: Membership, role: str, supervisor: Membership | None, by: User) -> None:
    """Another role, another supervisor, from the next request on. Raises Refused."""
    before = {"role": member.get_role_display(), "supervised_by": _name(member.supervised_by)}
    if role not in CASE_WORKERS and member.role in CASE_WORKERS and counsels(member):
        raise Refused(_("They counsel clients. Hand those over first: in this role nobody sees clients."))
    try:
        changed = team.change_role(member=member, role=role)
    except team.Indispensable:
        raise Refused(_nobody_left()) from None
    supervisor = supervisor if role in CASE_WORKERS else None
    if not (team.set_supervisor(member=member, supervisor=supervisor) or changed):
        return
    after = {"role": str(Role(role).label), "supervised_by": _name(supervisor)}
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    trail.note(action=trail.Action.EDITED, by=by, practice=member.practice, member=str(member.user), changes=changes)


@transaction.atomic
def end_membership(*, member: Membership, by: User) -> None:
    """They belong to the practice no more. Raises Refused for the last who manages it.

    Their clients stay, and those nobody else counsels wait for a counselor: see candidates/uncounseled.py.
    """
    try:
        ended = team.end_membership(member=member)
    except team.Indispensable:
        raise Refused(_nobody_left()) from None
    if not ended:
        raise Refused(_("They belong to the practice no more."))
    trail.note(action=trail.Action.LEFT, by=by, practice=member.practice, member=str(member.user))


def _nobody_left() -> str:
    return _("Nobody would be left to manage the practice. Make somebody else administrator first.")


def _name(member: Membership | None) -> str:
    return str(member.user) if member else ""
