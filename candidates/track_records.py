"""The promises of employers over many applications, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from candidates.calendars import calendar_for
from candidates.followup.clock import Calendar
from candidates.followup.facts import Facts, Policy
from candidates.followup.track_record import PROMISES, JudgedPromise, TrackRecord, judge_promises, track_record
from candidates.models import Application, Closure, NextStep
from candidates.standings import WHOLE_LOG, facts_of, policy_of, practice_policy

TOLD = tuple(name for name in WHOLE_LOG if not name.startswith(("standingoverrides", "nextsteps")))


@dataclass(frozen=True)
class Told:
    """An application with what the follow-up rule goes by: its facts, the policy, and the days at the employer."""

    application: Application
    facts: Facts
    policy: Policy
    calendar: Calendar


@dataclass(frozen=True)
class Promised:
    """One promise: whose application it was said about, and at which employer."""

    client: int
    employer: int
    employer_name: str
    judged: JudgedPromise


def promises(applications: Any, now: datetime) -> list[Promised]:
    """Every promise of an employer to be in touch by a date, in these applications of one practice."""
    return [
        Promised(each.application.client_id, each.application.employer_id, each.application.employer.name, judged)
        for each in told(applications.filter(pk__in=named(PROMISES)))
        for judged in judge_promises(each.facts, each.policy, each.calendar, now, aside_at=each.application.archived_at)
    ]


def named(kinds: Iterable[str]) -> Any:
    """The keys of the applications at which a next step of these kinds was named for a date."""
    steps = NextStep.objects.filter(kind__in=kinds, due_on__isnull=False, voided_at=None)
    return steps.order_by().values("application")


def told(applications: Any, *more: str) -> Iterator[Told]:
    """Each of the applications, all of one practice, with its log; `more` names what else is wanted of it."""
    steps = Prefetch("nextsteps", NextStep.objects.select_related("said_by"))
    with_logs = applications.with_names().select_related("practice").prefetch_related(steps, *TOLD, *more)
    rows = list(with_logs.order_by("pk"))
    if not rows:
        return
    usual = practice_policy(rows[0].practice_id)
    closures = list(Closure.objects.filter(practice=rows[0].practice_id))
    calendars: dict[tuple[Any, ...], Calendar] = {}  # putting a table of holidays together takes a while
    for row in rows:
        place = (row.site and row.site.country, row.site and row.site.subdivision, row.employer_id)
        if place not in calendars:
            calendars[place] = calendar_for(row, closures)
        yield Told(row, facts_of(row), policy_of(row, usual), calendars[place])


def record_of(promised: Iterable[Promised]) -> TrackRecord:
    """The sum of these promises."""
    return track_record(each.judged for each in promised)


def by_employer(promised: Iterable[Promised]) -> dict[tuple[int, str], list[Promised]]:
    """The promises of each employer, by its primary key and name."""
    groups: dict[tuple[int, str], list[Promised]] = {}
    for each in promised:
        groups.setdefault((each.employer, each.employer_name), []).append(each)
    return groups
