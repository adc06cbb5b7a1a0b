"""Many people at once on one row, each with a connection of their own: acts for tests/chaos/test_crowds.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

CROWD = 50


def _together(act: Callable[[int], Any]) -> dict[str, int]:
    """What came of it when all did it at once: how often each type of result or exception."""
    from django_scopes import scopes_disabled

    from tests.threads import at_once

    def one(number: int) -> Any:
        with scopes_disabled():
            return act(number)

    results = at_once(*(lambda number=number: one(number) for number in range(CROWD)))
    return dict(Counter(type(each).__name__ for each in results))


def write_together(facts: str) -> list[Any]:
    """Fifty people record so many facts each on one application; what came of it, and how many facts there are."""
    from django.utils import timezone

    from candidates import services
    from candidates.models import Application, Touchpoint

    pk = Application.objects.order_by("pk")[0].pk

    def act(number: int) -> None:
        application = Application.objects.with_names().get(pk=pk)
        for each in range(int(facts)):
            services.log_touchpoint(
                application=application, by=application.client.user, channel="phone", result="no_answer",
                happened_at=timezone.now() - timedelta(minutes=20 * number + each),
            )  # fmt: skip

    return [_together(act), Touchpoint.objects.filter(application=pk).count()]


def edit_together() -> list[Any]:
    """Fifty people add a letter each to one field; the slower look again. What came of it, and how many letters."""
    from candidates.edits import Changed, edit_application
    from candidates.models import Application

    pk = Application.objects.order_by("pk")[0].pk
    Application.objects.filter(pk=pk).update(salary="")

    def act(number: int) -> None:
        for _ in range(10 * CROWD):
            seen = Application.objects.with_names().get(pk=pk)
            try:
                edit_application(
                    application=seen,
                    seen=seen.version,
                    by=seen.client.user,
                    salary=seen.salary + chr(ord("A") + number),
                )
            except Changed:
                continue
            return
        raise RuntimeError("never")

    return [_together(act), len(set(Application.objects.get(pk=pk).salary))]


def mail_together() -> list[Any]:
    """Fifty people mark one letter as mailed; what came of it, and how many mailings there are."""
    from django.utils import timezone

    from candidates.models import Touchpoint
    from letters import services
    from letters.models import Letter
    from tests.chaos.printer import drafts

    letter = next(drafts(1))
    by = letter.created_by
    services.approve(letter=letter, version=letter.version, by=by, warning_reason="as meant")

    def act(number: int) -> None:
        services.mark_mailed(letter=Letter.objects.get(pk=letter.pk), on=timezone.localdate(), by=by)

    return [_together(act), Touchpoint.objects.filter(channel="letter").count()]


def join_together() -> list[Any]:
    """Fifty windows of one person accept one invitation; what came of it, and how many places they have."""
    from candidates import invitations
    from counselor.accounts.models import Membership, Role, User

    alice = Membership.objects.get(user__email="alice@harbor.example")
    fay = User.objects.create_user("fay@home.example", None, name="Fay Ox")
    invitation = invitations.invite(by=alice, email=fay.email, role=Role.CLIENT, by_mail=False)

    def act(number: int) -> None:
        invitations.accept(invitation=invitation, by=fay)

    return [_together(act), Membership.objects.filter(user=fay).count()]
