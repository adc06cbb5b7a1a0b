"""What a client shares: the questions in plain words, the answers that hold, and every answer ever given.

An answer counts from the next request on. What it does lies in the client's columns, which every door reads:
`counselor_sees` and `supervisor_informed_on` in querysets.visible, `in_statistics` in report_scopes, `reminders`
wherever mail is written, `address_shown` where a letter names its sender.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import trail
from candidates.claims import this
from candidates.models import Client, Consent
from candidates.querysets import practice_day
from counselor.accounts.models import Practice, User

Kind = Consent.Kind
VERSION = "2026-11"  # change it with any of the words below: each answer names the words it was given to

COLUMNS = {
    Kind.COUNSELOR: "counselor_sees",
    Kind.SUPERVISOR: "supervisor_informed_on",
    Kind.STATISTICS: "in_statistics",
    Kind.REMINDERS: "reminders",
    Kind.ADDRESS: "address_shown",
}


@dataclass(frozen=True)
class Question:
    """One question, and what follows from a yes and from a no."""

    asked: Any
    means: Any


QUESTIONS: dict[Kind, Question] = {
    Kind.COUNSELOR: Question(
        _("May your counselor see your search?"),
        _("Applications, interviews, letters and notes. Without it they see your name and nothing else."),
    ),
    Kind.SUPERVISOR: Question(
        _("May your counselor’s supervisor look in?"),
        _("They see what your counselor sees, to advise them. Without it no supervisor sees you."),
    ),
    Kind.STATISTICS: Question(
        _("May your search count in the practice’s figures?"),
        _("Numbers only, such as how many letters were answered; groups under five people are never shown."),
    ),
    Kind.REMINDERS: Question(
        _("Do you want reminders by e-mail?"),
        _("When a call or a letter is due. Without them everything still stands on your first page."),
    ),
    Kind.ADDRESS: Question(
        _("May your street address stand on letters and envelopes?"),
        _("It lets an answer, or a letter that cannot be delivered, come back. Without it your name stands alone."),
    ),
}


def answers(client: Client) -> dict[str, bool]:
    """What holds now, by kind."""
    return {str(kind): bool(getattr(client, column)) for kind, column in COLUMNS.items()}


def questions(client: Client) -> dict[Kind, Question]:
    """What there is to ask: who searches alone shares with nobody."""
    alone = (Kind.REMINDERS, Kind.ADDRESS)
    return {
        kind: each for kind, each in QUESTIONS.items() if kind in alone or client.practice.kind != Practice.Kind.OWN
    }


def asked(client: Client) -> bool:
    """Whether the client was ever asked all of it."""
    known = set(Consent.objects.filter(client=client).values_list("kind", flat=True))
    return known >= {str(kind) for kind in questions(client)}


@transaction.atomic
def answer(*, client: Client, given: dict[str, bool], by: User) -> list[str]:
    """Keep the answers that are new, with one line in the trail that counselors read; which kinds they are."""
    row = Client.objects.select_related("practice").get(pk=client.pk)
    before = answers(row)
    known = set(Consent.objects.filter(client=row).values_list("kind", flat=True))
    new = [kind for kind, yes in given.items() if kind not in known or before[kind] != yes]
    if not new:
        return []
    now = timezone.now()
    for kind in new:
        Consent.objects.create(client=row, kind=kind, given=given[kind], wording=VERSION, at=now, by=by)
    columns = {COLUMNS[Kind(kind)]: given[kind] for kind in new if kind != Kind.SUPERVISOR}
    if Kind.SUPERVISOR in new:
        columns["supervisor_informed_on"] = _informed(row, yes=given[Kind.SUPERVISOR])
    this(row).update(**columns)
    told: dict[str, Any] = {
        "given": [kind for kind in new if given[kind]],
        "withheld": [kind for kind in new if not given[kind]],
    }
    trail.note(action=trail.Action.CONSENTED, by=by, client=row, **told)
    return new


def _informed(client: Client, *, yes: bool) -> Any:
    """Since when the client agrees to supervision; the first day stands."""
    return (client.supervisor_informed_on or practice_day(client.practice)) if yes else None


def log(client: Client) -> Any:
    """Every answer, latest first."""
    return Consent.objects.filter(client=client).select_related("by")
