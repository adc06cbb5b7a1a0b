"""The interview of today or tomorrow, and the sentence to say at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from candidates.interview_reminders import DECIDED, clocks_differ, moment
from candidates.models import Application, Client, Interview
from candidates.standings import zone_of
from candidates.wording import ASK_ABOUT_NEXT_STEPS
from counselor.pages.face import PORTAL

NEAR = timedelta(days=2)
LONGEST = timedelta(days=1)  # an interview lasts a day at most


@dataclass(frozen=True)
class Ahead:
    """Plain values for `_components/interview_ahead.html`."""

    interview: Interview
    is_today: bool
    there: str  # by the employer's clock, where it differs
    sentence: str | Promise
    url: str
    ics_url: str


def of_client(client: Client, now: datetime) -> Iterable[Interview]:
    """The client's interviews that may be of today or tomorrow."""
    near = Interview.objects.filter(
        application__client=client,
        application__archived_at=None,
        starts_at__gt=now - LONGEST,
        starts_at__lt=now + NEAR,
        voided_at=None,
        cancelled_at=None,
    ).exclude(application__status__in=DECIDED)
    names = ("application__client__practice", "application__employer", "application__site")
    return near.select_related(*names).order_by("starts_at", "pk")


def of_application(application: Application) -> list[Interview]:
    """Its interviews that still stand, of those fetched along; none once it is decided."""
    if application.archived_at or application.status in DECIDED:
        return []
    rows = sorted(application.interviews.all(), key=lambda row: row.starts_at)
    return [row for row in rows if row.voided_at is None and row.cancelled_at is None]


def nearest(interviews: Iterable[Any], now: datetime) -> Ahead | None:
    """The first of them, in order, that is not over and begins today or tomorrow by the reader's calendar."""
    today = timezone.localdate(now)
    for row in interviews:
        day = timezone.localdate(row.starts_at)
        if row.ends_at > now and day <= today + timedelta(days=1):
            return _ahead(row, is_today=day <= today)
    return None


def _ahead(row: Interview, *, is_today: bool) -> Ahead:
    application = row.application
    here, there = timezone.get_current_timezone(), zone_of(application)
    differs = clocks_differ(row.starts_at, here, there)
    return Ahead(
        interview=row,
        is_today=is_today,
        there=moment(row.starts_at, there) if differs else "",
        sentence=ASK_ABOUT_NEXT_STEPS,
        url=PORTAL.url("application", application.pk),
        ics_url=PORTAL.url("interview-ics", application.pk, row.pk),
    )
