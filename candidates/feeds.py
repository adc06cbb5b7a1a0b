"""Interviews and sessions as iCalendar (RFC 5545): times in UTC, an alarm the day before, all text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from candidates.models import CounselingSession, Interview, Side
from candidates.wording import ASK_ABOUT_NEXT_STEPS

ALARM = timedelta(days=-1)


def interview_calendar(interview: Interview) -> bytes:
    """A calendar with this one interview; one that was called off says so."""
    return _calendar(_event(interview))


def session_calendar(session: CounselingSession, reader: Side) -> bytes:
    """A calendar with this one session, which names whom the reader meets; one that was called off says so."""
    off = session.state == CounselingSession.State.CANCELLED
    starts = session.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", uid_of("session", session.pk))
    event.add("dtstamp", session.created_at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=session.minutes))
    other = session.counselor.user if reader == Side.CLIENT else session.client
    title = line_of(_("Session with %(name)s") % {"name": other})
    event.add("summary", title)
    lines = [session.get_channel_display().capitalize(), *session.agenda.splitlines()]
    event.add("description", "\n".join(line_of(each) for each in lines))
    event.add("sequence", session.version - 1)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if not off:
        event.add_component(_alarm(title))
    return _calendar(event)


def _calendar(event: Event) -> bytes:
    return calendar_of([event])


def calendar_of(events: Iterable[Event], name: str = "") -> bytes:
    """A calendar with these events; one with a `name` is fetched again and again."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Class Act//EN")
    if name:
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", line_of(name))
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def uid_of(kind: str, pk: int) -> str:
    """The name under which a calendar knows an event again."""
    return f"{kind}-{pk}@{settings.SITE_URL.partition('://')[2]}"


def _event(interview: Interview) -> Event:
    application = interview.application
    event = Event()
    event.add("uid", uid_of("interview", interview.pk))
    event.add("dtstamp", (interview.cancelled_at or interview.recorded_at).astimezone(UTC))
    event.add("dtstart", interview.starts_at.astimezone(UTC))
    event.add("dtend", interview.ends_at.astimezone(UTC))
    names = {"position": application.position, "employer": application.employer.name}
    event.add("summary", line_of(_("Interview: %(position)s, %(employer)s") % names))
    event.add("description", _description(interview))
    if place := where(interview):
        event.add("location", line_of(place))
    event.add("sequence", int(interview.cancelled_at is not None))
    event.add("status", "CANCELLED" if interview.cancelled_at else "CONFIRMED")
    if not interview.cancelled_at:
        event.add_component(_alarm(_sentence()))
    return event


def _description(interview: Interview) -> str:
    people = ", ".join(str(each) for each in interview.as_it_was.contacts.all())
    met = _("With %(people)s.") % {"people": people} if people else ""
    lines = [interview.get_format_display().capitalize(), met, _sentence()]
    return "\n".join(line_of(each) for each in lines if each)


def where(interview: Interview) -> str:
    """The place of an interview in person, as far as it is known."""
    site = interview.application.site
    if interview.format != Interview.Format.IN_PERSON or site is None:
        return ""
    return ", ".join(filter(None, [site.street_address, site.city, site.region, site.postal_code]))


def _sentence() -> str:
    return _("At its end, ask about next steps: “%(sentence)s”") % {"sentence": ASK_ABOUT_NEXT_STEPS}


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", ALARM)
    return alarm


def line_of(text: str) -> str:
    """One line without control characters: what a calendar shows, whatever was typed."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())
