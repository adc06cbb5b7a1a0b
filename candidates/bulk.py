"""The same act on several applications at once: all of them, or none and the reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import services
from candidates.followup.facts import DecisionKind, Status
from candidates.models import Application
from candidates.services import Refused
from candidates.standings import lock
from counselor.accounts.models import User

NOTHING_TO_WITHDRAW: dict[str, str | Promise] = {
    Status.WITHDRAWN: gettext_lazy("It was withdrawn already."),
    Status.PLACED: gettext_lazy("The offer was accepted."),
    Status.OFFER_DECLINED: gettext_lazy("The offer was declined already."),
    Status.OFFER_RESCINDED: gettext_lazy("They took their offer back already."),
    Status.REJECTED: gettext_lazy("They have said no already."),
    Status.POSITION_CLOSED: gettext_lazy("The position was closed already."),
}


class NotAll(Refused):
    """Some could not be changed, so none was: `troubles` names each of them with the reason."""

    def __init__(self, troubles: list[tuple[Application, str]]) -> None:
        super().__init__(_("Nothing was changed."))
        self.troubles = troubles


@transaction.atomic
def put_aside(*, applications: Iterable[Application], by: User) -> None:
    """Archive several applications. Raises NotAll when one of them is aside already."""
    _all_or_none(applications, lambda row: _refuse_unless(services.archive(application=row, by=by), _("It is aside.")))


@transaction.atomic
def take_up(*, applications: Iterable[Application], by: User) -> None:
    """Restore several applications. Raises NotAll when one of them is not aside."""
    _all_or_none(
        applications, lambda row: _refuse_unless(services.restore(application=row, by=by), _("It is not aside."))
    )


@transaction.atomic
def withdraw(*, applications: Iterable[Application], happened_at: datetime, by: User, note: str = "") -> None:
    """Record that the client withdrew several applications. Raises NotAll where one is settled, aside or unsent."""

    def withdraw_one(row: Application) -> None:
        lock(row)
        _refuse_unless(not (reason := why_not_withdrawn(row)), reason)
        services.record_decision(
            application=row, by=by, kind=DecisionKind.WITHDRAWN, happened_at=happened_at, note=note
        )

    _all_or_none(applications, withdraw_one)


def why_not_withdrawn(application: Application) -> str:
    """Why there is nothing to withdraw; empty where there is."""
    if application.archived_at:
        return _("It is aside. Take it up again first.")
    if application.status == Status.APPLIED and application.applied_on is None:
        return _("It was never sent. Put it aside instead.")
    return str(NOTHING_TO_WITHDRAW.get(application.status, ""))


def _refuse_unless(changed: bool, reason: str) -> None:
    if not changed:
        raise Refused(reason)


def _all_or_none(applications: Iterable[Application], change: Callable[[Application], None]) -> None:
    """Try each, so that all that stands in the way is told at once; the caller's transaction takes everything back."""
    troubles = []
    for known in applications:
        row = Application.objects.with_names().filter(pk=known.pk).first()  # as it is by now
        assert row
        try:
            change(row)
        except Refused as refusal:
            troubles.append((row, str(refusal)))
        except ValidationError as error:
            troubles.append((row, " ".join(error.messages)))
    if troubles:
        raise NotAll(troubles)
