"""The client takes an application back, or lets it stand again. Both are decisions in the log."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import services
from candidates.followup.facts import DecisionKind, Status
from candidates.models import Application, Decision
from candidates.services import Refused
from candidates.standings import lock
from counselor.accounts.models import User

OVER = frozenset({Status.WITHDRAWN, Status.PLACED, Status.OFFER_DECLINED, Status.REJECTED, Status.POSITION_CLOSED})
"""Standings with nothing left to withdraw from."""


@transaction.atomic
def withdraw(*, application: Application, note: str = "", by: User) -> Decision:
    """The application is withdrawn, now. Raises Refused where it is over already."""
    if _status(application) in OVER:
        raise Refused(_("This application is over already."))
    return _decide(application, DecisionKind.WITHDRAWN, note, by=by)


@transaction.atomic
def reinstate(*, application: Application, by: User) -> Decision:
    """The withdrawn application stands again, now. Raises Refused where it was not withdrawn."""
    if _status(application) != Status.WITHDRAWN:
        raise Refused(_("This application is not withdrawn."))
    return _decide(application, DecisionKind.REINSTATED, "", by=by)


def _status(application: Application) -> str:
    """The standing as it is now that nobody else can change it."""
    lock(application)
    found: str = Application.objects.filter(pk=application.pk).values_list("status", flat=True)[0]
    return found


def _decide(application: Application, kind: DecisionKind, note: str, *, by: User) -> Decision:
    now = timezone.now()
    return services.record_decision(application=application, kind=kind, note=note, happened_at=now, by=by)
