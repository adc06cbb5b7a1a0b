"""The end of a counseling, with what the practice may keep of its letters: what came of them, and nobody's name."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from candidates import endings
from candidates.followup.clock import civil_date
from candidates.followup.facts import Verdict
from candidates.models import Client
from candidates.standings import zone_of
from counselor.accounts.models import User
from letters.models import KeptOutcome, Letter


@transaction.atomic
def end_counseling(*, client: Client, keep_outcomes: bool, by: User) -> None:
    """The counseling ends now; `keep_outcomes` only where the client agreed. Raises Refused for one that has ended."""
    endings.end(client=client, outcomes_kept=keep_outcomes, by=by)
    if keep_outcomes:
        keep_outcomes_of(client=client, by=by)


def keep_outcomes_of(*, client: Client, by: User) -> list[KeptOutcome]:
    """A row for each letter that was mailed. Neither `by` nor anything else in it says whose it was.

    `kept_at` names the month: the moment itself would be that of the ending, which the client's row tells, too. And
    the rows lie in the order of their random cases, which says nothing about the applications'.
    """
    cases: dict[int, UUID] = {}
    month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = [
        KeptOutcome(
            practice=client.practice,
            case=cases.setdefault(letter.application_id, uuid4()),
            kept_at=month,
            **what_came_of(letter),
        )
        for letter in mailed_letters(client)
    ]
    return KeptOutcome.objects.bulk_create(sorted(rows, key=lambda row: row.case))


def mailed_letters(client: Client) -> Any:
    """The client's letters that left the house."""
    rows = Letter.objects.filter(application__client=client, mailed_on__isnull=False)
    known = ("outcomes", "application__standing_changes")
    return rows.select_related("frozen", "application__site").prefetch_related(*known).order_by("pk")


def what_came_of(letter: Letter) -> dict[str, Any]:
    """A mailed letter without its words, its day and its people."""
    mailed_on: date = letter.mailed_on  # type: ignore[assignment]
    verdict = letter.frozen.standing["verdict"]
    came = [
        {"kind": row.kind, "days": (row.happened_on - mailed_on).days, "attribution": row.attribution}
        for row in letter.outcomes.all()
        if row.voided_at is None
    ]
    return {
        "variant": letter.variant,
        "verdict": verdict,
        "mailed_in": mailed_on.replace(day=1),
        "delay_days": _delay(letter, verdict, mailed_on),
        "came": sorted(came, key=lambda each: (each["days"], each["kind"])),
    }


def _delay(letter: Letter, verdict: str, mailed_on: date) -> int | None:
    """Days from the verdict the letter answers to its mailing, by the employer's calendar."""
    reached = [row.at for row in letter.application.standing_changes.all() if row.verdict == verdict]
    if verdict == Verdict.NONE or not reached:
        return None
    return max((mailed_on - civil_date(min(reached), zone_of(letter.application))).days, 0)
