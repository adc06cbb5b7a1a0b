"""Interviews as iCalendar (RFC 5545): times in UTC, an alarm the day before, every text escaped by the library."""

from __future__ import annotations

from datetime import UTC, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from candidates.models import Interview
from candidates.wording import ASK_ABOUT_NEXT_STEPS

ALARM = timedelta(days=-1)


def interview_calendar(interview: Interview) -> bytes:
    """A calendar with this one interview; one that was called off says so."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Class Act//EN")
    calendar.add_component(_event(interview))
    return calendar.to_ical()


def _event(interview: Interview) -> Event:
    application = interview.application
    event = Event()
    event.add("uid", f"interview-{interview.pk}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", (interview.cancelled_at or interview.recorded_at).astimezone(UTC))
    event.add("dtstart", interview.starts_at.astimezone(UTC))
    event.add("dtend", interview.ends_at.astimezone(UTC))
    names = {"position": application.position, "employer": application.employer.name}
    event.add("summary", _line(_("Interview: %(position)s, %(employer)s") % names))
    event.add("description", _description(interview))
    if where := _where(interview):
        event.add("location", _line(where))
    event.add("sequence", int(interview.cancelled_at is not None))
    event.add("status", "CANCELLED" if interview.cancelled_at else "CONFIRMED")
    if not interview.cancelled_at:
        event.add_component(_alarm())
    return event


def _description(interview: Interview) -> str:
    people = ", ".join(str(each) for each in interview.as_it_was.contacts.all())
    met = _("With %(people)s.") % {"people": people} if people else ""
    lines = [interview.get_format_display().capitalize(), met, _sentence()]
    return "\n".join(_line(each) for each in lines if each)


def _where(interview: Interview) -> str:
    site = interview.application.site
    if interview.format != Interview.Format.IN_PERSON or site is None:
        return ""
    return ", ".join(filter(None, [site.street_address, site.city, site.region, site.postal_code]))


def _sentence() -> str:
    return _("At its end, ask about next steps: “%(sentence)s”") % {"sentence": ASK_ABOUT_NEXT_STEPS}


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _sentence())
    alarm.add("trigger", ALARM)
    return alarm


def _line(text: str) -> str:
    """One line without control characters: what a calendar shows, whatever was typed."""
    return "".join(each for each in " ".join(text.split()) if each.isprintable())
