"""How the practice goes about it: whether next steps were asked, thanks sent and calls made in time.

A measure is a list of observations, one for each interview, invitation or application: whose it was, and whether it was
done. Interviews belong to the period they began in, invitations to the one in which their window closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q

from candidates.followup.days import Days
from candidates.followup.facts import NextStepKind, Verdict
from candidates.followup.invited_calls import invited_calls
from candidates.interviews import is_thanks
from candidates.models import Application, Interview, NextStep, StandingChange
from candidates.track_records import Told, named, told

SOON = timedelta(hours=24)
SILENT = (Verdict.PROBABLE, Verdict.DEFINITE)


@dataclass(frozen=True)
class Seen:
    """One case in which something was due: whose it was, and whether it was done."""

    client: int
    done: bool


@dataclass(frozen=True)
class Held:
    """A held interview and what followed it, up to the next one of the same application."""

    client: int
    ends_at: datetime
    asked: bool
    told_at: datetime | None
    thanked_at: datetime | None


def concerned(clients: Any, days: Days) -> list[Told]:
    """The applications of these clients with an interview on these days, or with an invitation to call."""
    held = Interview.objects.filter(voided_at=None, starts_at__gte=days.since, starts_at__lt=days.until)
    either = Q(pk__in=held.order_by().values("application")) | Q(pk__in=named([NextStepKind.CANDIDATE_CALLS]))
    return list(told(Application.objects.filter(either, client__in=clients), "debriefs"))


# --- Interviews ------------------------------------------------------------------------------------------------------


def asked(held: list[Held]) -> list[Seen]:
    """Whether next steps were asked about and what was said is on record."""
    return [Seen(each.client, each.asked) for each in held]


def thanked_soon(held: list[Held], now: datetime) -> list[Seen]:
    """Whether a thank-you e-mail went out within 24 hours of the interview; counted once they are over."""
    return [Seen(each.client, _soon(each.thanked_at, each)) for each in held if each.ends_at + SOON <= now]


def told_soon(held: list[Held], now: datetime) -> list[Seen]:
    """Whether the interview was told of within 24 hours: by a debrief, or by what was said about next steps."""
    return [Seen(each.client, _soon(each.told_at, each)) for each in held if each.ends_at + SOON <= now]


def _soon(instant: datetime | None, held: Held) -> bool:
    return instant is not None and instant <= held.ends_at + SOON


def held_interviews(rows: Iterable[Told], days: Days, now: datetime) -> list[Held]:
    """The interviews of these applications that began on these days and are over."""
    return [
        _held(row.application, each, following)
        for row in rows
        for each, following in pairwise([*_rounds(row.application), None])
        if each and days.has(each.starts_at) and each.ends_at <= now
    ]


def _standing(rows: Any) -> list[Any]:
    """Those that were not taken back, of rows that were fetched along."""
    return [each for each in rows.all() if each.voided_at is None]


def _rounds(application: Application) -> list[Interview]:
    return [each for each in _standing(application.interviews) if each.cancelled_at is None]


def _held(application: Application, interview: Interview, following: Interview | None) -> Held:
    """The interview with what belongs to it: what was said at it, or after it and before the next one."""
    steps = [each for each in _standing(application.nextsteps) if _belongs(each, interview, following)]
    debriefs = [each for each in _standing(application.debriefs) if each.interview_id == interview.pk]
    thanks = [each.happened_at for each in _standing(application.touchpoints) if is_thanks(each)]
    return Held(
        client=application.client_id,
        ends_at=interview.ends_at,
        asked=any(each.kind != NextStepKind.NOT_ASKED for each in steps),
        told_at=min((each.recorded_at for each in [*steps, *debriefs]), default=None),
        thanked_at=min((each for each in thanks if _between(each, interview, following)), default=None),
    )


def _belongs(step: NextStep, interview: Interview, following: Interview | None) -> bool:
    """As `candidates.interviews.steps_told` asks the database."""
    if step.interview_id is not None:
        return step.interview_id == interview.pk
    return _between(step.said_at, interview, following)


def _between(instant: datetime, interview: Interview, following: Interview | None) -> bool:
    return interview.starts_at <= instant and (following is None or instant < following.starts_at)


# --- Calls and verdicts ----------------------------------------------------------------------------------------------


def calls_made(rows: Iterable[Told], days: Days, now: datetime) -> list[Seen]:
    """Whether invited calls were made while their window was open; the windows that closed on these days."""
    return [
        Seen(row.application.client_id, call.made)
        for row in rows
        for call in invited_calls(row.facts, row.policy, row.calendar, now)
        if days.has_day(call.closes_on)
    ]


def silent_verdicts(clients: Any, days: Days) -> list[Seen]:
    """The applications whose silence became a verdict on these days; `done` where it became a definite one."""
    changes = StandingChange.objects.filter(
        application__client__in=clients, verdict__in=SILENT, at__gte=days.since, at__lt=days.until
    )
    found: dict[int, Seen] = {}
    rows = changes.order_by("at", "pk").values_list("application", "application__client", "verdict")
    for application, client, verdict in rows:
        before = found.get(application)
        found[application] = Seen(client, verdict == Verdict.DEFINITE or (before is not None and before.done))
    return list(found.values())
