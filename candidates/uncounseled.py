"""Clients whom nobody counsels: their counselor left, or they came back to nobody. Managers know them by name only."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from candidates import notices, services
from candidates.models import Assignment, Client
from candidates.querysets import practice_day
from candidates.services import Refused
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, Practice, User


def uncounseled(practice: Practice) -> Any:
    """The clients in counseling whom no counselor sees, today or later."""
    here = Q(counselor__ended_at=None, counselor__user__is_active=True, counselor__role__in=CASE_WORKERS)
    counseled = Assignment.objects.filter(here, client=OuterRef("pk")).not_over(practice_day(practice))
    rows = Client.objects.filter(~Exists(counseled), practice=practice, ended_at=None)
    return rows.exclude(practice__kind=Practice.Kind.OWN)


@transaction.atomic
def entrust(*, client: Client, to: Membership, by: User) -> Assignment:
    """`to` counsels the client from today. Raises Refused once somebody else does, or for who counsels nobody."""
    today = practice_day(client.practice)
    if not uncounseled(client.practice).filter(pk=client.pk).exists():
        raise Refused(_("Somebody counsels this client by now."))
    left = Assignment.objects.filter(client=client).not_over(today)
    left.filter(from_on__gt=today).delete()
    left.update(to_on=today)
    assignment = services.assign(client=client, counselor=to, on=today, by=by)
    notices.post_hand_over(assignment)
    return assignment
