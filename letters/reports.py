"""The letters a report is about: those of some clients, and what a practice keeps of counselings that have ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from candidates.followup.days import Days, last_day_of_month
from counselor.accounts.models import Practice
from letters.endings import what_came_of
from letters.models import KeptOutcome, Letter, Outcome
from letters.outcome_stats import Attribution, Came, Mailed, OutcomeKind

HEAVY = ("frozen__pdf", "frozen__envelope_pdf", "frozen__body", "frozen__merge_values", "detail", "body")


def mailed_letters(clients: Any, days: Days, *, outcomes: bool = True) -> list[Mailed]:
    """Every letter of these clients that was mailed on these days, with what came of it where `outcomes` are asked."""
    rows = Letter.objects.filter(
        application__client__in=clients, mailed_on__isnull=False, mailed_on__gte=days.first, mailed_on__lte=days.last
    )
    rows = rows.select_related("frozen", "application__site", "application__client__practice").defer(*HEAVY)
    came = Prefetch("outcomes", Outcome.objects.all() if outcomes else Outcome.objects.none())
    rows = rows.prefetch_related(came, "application__standing_changes").order_by("pk")
    return [_mailed(what_came_of(row), case=row.application_id, client=row.application.client_id) for row in rows]


def kept_letters(practice: Practice, days: Days) -> list[Mailed]:
    """What was kept of letters mailed in these days' months. Whose they were is not known.

    The rows of one month may be one person's, so they count as one.
    """
    rows = KeptOutcome.objects.filter(
        practice=practice, mailed_in__gte=days.first.replace(day=1), mailed_in__lte=days.last
    )
    return [
        _mailed(
            {"variant": row.variant, "verdict": row.verdict, "delay_days": row.delay_days, "came": row.came},
            case=row.case,
            client=f"kept in {row.kept_at:%Y-%m}",
        )
        for row in rows.order_by("pk")
    ]


def watched_days(days: Days, today: date, observation_days: int) -> Days:
    """Of these days, those whose letters were watched for as long as the policy says."""
    return Days(days.first, min(days.last, today - timedelta(days=observation_days + 1)), days.zone)


def whole_months(days: Days) -> Days:
    """Of these days, those in months that lie wholly in them: of a kept letter only the month is known."""
    last = days.last if days.last == last_day_of_month(days.last) else days.last.replace(day=1) - timedelta(days=1)
    return Days(days.first, last, days.zone)


def _mailed(values: dict[str, Any], *, case: Any, client: Any) -> Mailed:
    came = [Came(OutcomeKind(each["kind"]), each["days"], Attribution(each["attribution"])) for each in values["came"]]
    return Mailed(
        case=case,
        client=client,
        variant=values["variant"],
        verdict=values["verdict"],
        delay_days=values["delay_days"],
        came=tuple(came),
    )
