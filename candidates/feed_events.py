"""What a person's calendar feed holds of the pipeline: interviews, sessions, and the days of follow-up windows.

A plain feed names neither employers nor positions nor places; a counselor's names clients by their initials. Days are
civil dates without a zone, moments stand in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Event

from candidates.feeds import line_of, uid_of, where
from candidates.followup.facts import Ball, Standing, Status
from candidates.models import Application, Client, Closure, CounselingSession, Interview
from candidates.standings import WHOLE_LOG, basis_of, practice_policy

BACK = timedelta(days=30)  # what was longer ago belongs in no calendar of today
AHEAD = timedelta(days=400)
DAY_BEFORE, HOUR_BEFORE = timedelta(days=-1), timedelta(hours=-1)
NINE = timedelta(hours=9)  # of a day without an hour, by the reader's own clock

CALLING = frozenset({Status.CALL_NOT_YET, Status.CALL_DUE, Status.CALL_RETRY, Status.CALL_RETRY_LATE})
WRITING = frozenset({Status.WRITE_NOT_YET, Status.WRITE_DUE})
ASKING = frozenset({Status.WAITING_NO_DATE, Status.INQUIRY_DUE})
EXPECTING = frozenset({Status.WAITING, Status.DUE_IN_GRACE})


@dataclass(frozen=True)
class Reader:
    """Whose feed: `names` says employers, positions and places; `of_many` tells clients apart by their initials."""

    face: str
    names: bool = False
    of_many: bool = False

    def title(self, words: str, client: Client, application: Application | None = None) -> str:
        parts = [words]
        if self.names and application:
            parts.append(f"{application.position}, {application.employer.name}")
        if self.of_many:
            parts.append(initials(client))
        return line_of(": ".join(parts[:2]) if not self.of_many else " · ".join(parts))

    def link(self, path: str) -> str:
        return f"{settings.SITE_URL}/{self.face}/{path}"


def initials(client: Client) -> str:
    """B. M. for Bob Miller."""
    return " ".join(f"{name[:1]}." for name in (client.given_name, client.family_name) if name)


# --- Interviews and sessions -----------------------------------------------------------------------------------------


def interview_events(clients: Any, reader: Reader, now: datetime) -> Iterator[Event]:
    """Interviews that stand, of lately and to come."""
    rows = Interview.objects.standing().filter(
        application__client__in=clients,
        application__archived_at=None,
        cancelled_at=None,
        starts_at__gt=now - BACK,
        starts_at__lt=now + AHEAD,
    )
    rows = rows.select_related("application__client", "application__employer", "application__site")
    for row in rows.order_by("starts_at", "pk"):
        application = row.application
        event = at_moment(uid_of("interview", row.pk), row.recorded_at, row.starts_at, row.ends_at)
        event.add("summary", reader.title(_("Interview"), application.client, application))
        if reader.names and (place := where(row)):
            event.add("location", line_of(place))
        yield with_alarms(event, reader.link(f"applications/{application.pk}/"), DAY_BEFORE, HOUR_BEFORE)


def session_events(rows: Any, reader: Reader, now: datetime) -> Iterator[Event]:
    """Sessions that are planned or were held."""
    rows = rows.filter(starts_at__gt=now - BACK, starts_at__lt=now + AHEAD)
    rows = rows.exclude(state=CounselingSession.State.CANCELLED).select_related("client")
    for row in rows.order_by("starts_at", "pk"):
        ends_at = row.starts_at + timedelta(minutes=row.minutes)
        event = at_moment(uid_of("session", row.pk), row.created_at, row.starts_at, ends_at)
        event.add("sequence", row.version - 1)
        event.add("summary", reader.title(_("Counseling session"), row.client))
        path = f"clients/{row.client_id}/together/" if reader.of_many else "together/"
        yield with_alarms(event, reader.link(path), DAY_BEFORE, HOUR_BEFORE)


# --- Windows ---------------------------------------------------------------------------------------------------------


def window_events(clients: Any, practice: Any, reader: Reader, now: datetime) -> Iterator[Event]:
    """The days on which a client calls or writes, and those by which an employer wanted to be in touch."""
    rows = Application.objects.open().filter(client__in=clients, standing_number__gt=0).with_names()
    rows = rows.select_related("practice").prefetch_related(*WHOLE_LOG).order_by("pk")
    policy, closures = practice_policy(practice.pk), list(Closure.objects.filter(practice=practice.pk))
    for row in rows:
        standing = basis_of(row, policy, closures).at(now)
        if standing.window:
            yield from _window(row, standing, reader)


def _window(row: Application, standing: Standing, reader: Reader) -> Iterator[Event]:
    window, link = standing.window, reader.link(f"applications/{row.pk}/")
    assert window is not None
    for statuses, kind, words in (
        (CALLING, "call", _("Days to call")),
        (WRITING, "write", _("Days to write")),
        (ASKING, "ask", _("Fair to ask for news")),
    ):
        if standing.status in statuses:
            event = on_days(uid_of(kind, row.pk), row.created_at, window.opens_on, window.closes_on)
            event.add("summary", reader.title(words, row.client, row))
            yield with_alarms(event, link, NINE)
    if standing.status in EXPECTING and window.due_on and standing.ball == Ball.EMPLOYER:
        event = on_days(uid_of("due", row.pk), row.created_at, window.due_on, window.due_on)
        event.add("summary", reader.title(_("They wanted to be in touch by today"), row.client, row))
        yield with_alarms(event, link)


# --- Events ----------------------------------------------------------------------------------------------------------


def at_moment(uid: str, stamp: datetime, starts_at: datetime, ends_at: datetime) -> Event:
    """An event with an hour, in UTC."""
    event = _event(uid, stamp)
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))
    return event


def on_days(uid: str, stamp: datetime, first: date, last: date) -> Event:
    """An event of whole days; the end of one is the day after its last. It keeps nobody from being free."""
    event = _event(uid, stamp)
    event.add("dtstart", first)
    event.add("dtend", max(first, last) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    return event


def with_alarms(event: Event, link: str, *triggers: timedelta) -> Event:
    """The event with where it leads, and with alarms that say its title."""
    event.add("url", link)
    for trigger in triggers:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(event["summary"]))
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event


def events_of(*groups: Iterable[Event]) -> list[Event]:
    """All of them in a row."""
    return [event for group in groups for event in group]
