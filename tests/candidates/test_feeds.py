"""An interview as a calendar file, read back by the library that others read it with."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from icalendar import Calendar, Component

from candidates import services
from candidates.feeds import interview_calendar
from candidates.models import Application, Interview, Site
from tests.cast import Cast, at
from tests.pipeline import met

HOSTILE = "Plumber\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:owned;x,y\\n\rBEGIN:VALARM\u2028"


def ahead(cast: Cast, **fields: Any) -> Interview:
    return met(cast, starts_at=at(18, hour=14), arranged_at=at(11), contacts=[cast.contact], **fields)


def events(interview: Interview) -> list[Component]:
    return Calendar.from_ical(interview_calendar(interview)).walk("VEVENT")


@pytest.fixture
def event(cast: Cast) -> Component:
    return events(ahead(cast, format="in_person"))[0]


def test_it_says_when_in_utc(cast: Cast) -> None:
    lines = interview_calendar(ahead(cast)).split(b"\r\n")
    assert {b"DTSTART:20261118T190000Z", b"DTEND:20261118T200000Z"} <= set(lines)


def test_it_says_what_where_and_with_whom(event: Component) -> None:
    assert event["summary"] == "Interview: Analyst, Acme Lighting"
    assert event["location"] == "120 Main Street Suite 4, Albany, NY, 12207"
    assert "With Jin Kim." in event["description"]


def test_an_alarm_rings_the_day_before_with_the_sentence(event: Component) -> None:
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-1)
    assert "when may I expect to hear from you" in alarm["description"]


def test_a_video_call_has_no_place(cast: Cast) -> None:
    assert "location" not in events(ahead(cast, format="video"))[0]


def test_hostile_words_stay_words(cast: Cast) -> None:
    Application.objects.filter(pk=cast.application.pk).update(position=HOSTILE)
    Site.objects.filter(pk=cast.site.pk).update(city=HOSTILE)
    cast.application.refresh_from_db()
    found = events(ahead(cast))
    assert len(found) == 1
    assert len(found[0].walk("VALARM")) == 1
    assert found[0]["summary"].startswith(
        "Interview: Plumber END:VEVENT BEGIN:VEVENT SUMMARY:owned;x,y\\n BEGIN:VALARM"
    )


def test_no_line_is_longer_than_the_format_allows(cast: Cast) -> None:
    Application.objects.filter(pk=cast.application.pk).update(position="Straßenbahnführer " * 8)
    cast.application.refresh_from_db()
    assert max(map(len, interview_calendar(ahead(cast)).split(b"\r\n"))) <= 75


def test_the_same_interview_is_the_same_event_and_knows_when_it_is_off(cast: Cast) -> None:
    interview = ahead(cast)
    before = events(interview)[0]
    services.cancel_interview(interview=interview, cancellation="postponed", by=cast.bob)
    interview.refresh_from_db()
    after = events(interview)[0]
    assert (before["uid"], before["status"], before["sequence"]) == (after["uid"], "CONFIRMED", 0)
    assert (after["status"], after["sequence"], after.walk("VALARM")) == ("CANCELLED", 1, [])


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_both_faces_offer_it_from_the_timeline(cast: Cast, browse: Any, face: str) -> None:
    interview = ahead(cast)
    browser = browse(cast.alice if face == "desk" else cast.bob)
    page = browser.get(f"/{face}/applications/{cast.application.pk}/")
    url = f"/{face}/applications/{cast.application.pk}/interviews/{interview.pk}/interview.ics"
    assert f'href="{url}"' in page.content.decode()
    response = browser.get(url)
    assert response.headers["Content-Type"] == "text/calendar"
    assert len(Calendar.from_ical(response.content).walk("VEVENT")) == 1


BREAKS = ("\r\n", "\n", "\r", "\\n", "\u2028", "\x85", "\x0b", "\x00", "\r\n ", ";")
LURES = ("END:VEVENT", "BEGIN:VALARM\r\nACTION:EMAIL", "ATTACH:http://evil.example/x", "X-ZQ;VALUE=URI:javascript:1")


def test_forty_hostile_words_stay_words(cast: Cast) -> None:
    """Position and place: one event with one alarm and the properties it always has (promise S8)."""
    plain = ahead(cast, format="in_person")
    usual = {component.name: set(component) for component in Calendar.from_ical(interview_calendar(plain)).walk()}
    payloads = [f"Plumber{middle}{lure}" for middle, lure in product(BREAKS, LURES)]
    assert len(payloads) >= 40
    wrong = []
    for payload in payloads:
        plain.application.position = plain.application.employer.name = payload
        plain.application.site.city = payload
        found = [*Calendar.from_ical(interview_calendar(plain)).walk()]
        if {each.name: set(each) for each in found} != usual or len(found) != len(usual):
            wrong.append(payload)
    assert wrong == []
