"""The calendar feed, read back by the library others read it with: whose it is, what it says, when it dies."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse
from django_scopes import scopes_disabled
from icalendar import Calendar, Component

from candidates import calendar_addresses, care, services
from candidates.models import Application, AuditEntry, CalendarFeed, CounselingSession
from candidates.trail_wording import sentence
from counselor.accounts.models import Membership, User
from letters.models import Letter
from tests.cast import Cast, at
from tests.letters.desk import approved, mailed
from tests.pipeline import alike, met, told, waiting

FOLD = "x" * 80
PAYLOADS = [
    *(
        "END:VEVENT",
        "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:owned",
        "\nBEGIN:VALARM",
        "\rEND:VCALENDAR",
        "\r\n ATTACH:x",
    ),
    *(
        "a;b",
        "a,b",
        "a:b",
        "a\\b",
        "a\\n",
        "a\\nb",
        "a\\;b",
        "a\\,b",
        "a\\\\n",
        "\\",
        ";;;",
        ",,,",
        '"quoted"',
        "^n^'^^",
    ),
    *("\r\nATTACH:file:///etc/passwd", "\r\nURL:javascript:alert(1)", "\r\nATTENDEE:mailto:a@evil.example"),
    *("\r\nX-ALT-DESC;FMTTYPE=text/html:<script>", "\r\nRRULE:FREQ=SECONDLY", "\r\nDTSTART:19700101T000000Z"),
    *("\u2028BEGIN:VEVENT", "\u2029END:VEVENT", "\x85END:VEVENT", "\x0bEND:VEVENT", "\x0cEND:VEVENT", "\x1cEND:VEVENT"),
    *("\x00", "a\x00b", "\x1b[31m", "\x7f", "\t\tEND:VEVENT", "\ufeffBEGIN:VCALENDAR", "\u202eTNEVEV:DNE", "é" * 60),
    *('"quoted"', "^n^'^^", "\r\n ATTACH:x", "😀" * 40, "<b>bold</b>"),
    *(
        "=0D=0AEND:VEVENT",
        "%0D%0AEND:VEVENT",
        f"{FOLD}\r\n END:VEVENT",
        f"{FOLD}\n\tEND:VEVENT",
        "😀" * 40,
        "<b>bold</b>",
    ),
]
PLAIN = ["Interview", "Counseling session", "Days to call"]


def made(cast: Cast, user: User | None = None, detail: str = "plain") -> str:
    return calendar_addresses.make(membership=cast.member(user or cast.bob), detail=detail, by=user or cast.bob)


def fetch(key: str, **headers: str) -> Any:
    return Browser().get(reverse("calendar-feed", args=[key]), headers=headers)


def events(cast: Cast, user: User | None = None, detail: str = "plain") -> list[Component]:
    response = fetch(made(cast, user, detail))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content).walk("VEVENT")


def titles(found: list[Component]) -> list[str]:
    return [str(each["summary"]) for each in found]


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Bob has an interview on the 18th, had one on the 3rd, has a call to make and a session."""
    met(cast, starts_at=at(18, hour=14), arranged_at=at(11), format="in_person")
    other = services.add_application(
        client=cast.client, employer=cast.employer, site=cast.site, position="Clerk", by=cast.bob
    )
    met(cast, other)
    told(cast, other, kind="candidate_calls", words="call me", due_on=date(2026, 11, 16))
    care.plan_session(client=cast.client, counselor=cast.member(cast.alice), starts_at=at(19), by=cast.alice)
    return cast


# --- What it says ----------------------------------------------------------------------------------------------------


def test_a_plain_feed_names_nobody(busy: Cast) -> None:
    body = fetch(made(busy)).content.decode()
    assert titles(Calendar.from_ical(body).walk("VEVENT")) == ["Interview", *PLAIN]
    assert [word for word in ("Acme", "Analyst", "Clerk", "Albany", "Alice", "Bob") if word in body] == []


def test_a_full_one_does_where_its_owner_chose_so(busy: Cast) -> None:
    found = events(busy, detail="full")
    assert titles(found) == [
        "Interview: Clerk, Acme Lighting",
        "Interview: Analyst, Acme Lighting",
        "Counseling session",
        "Days to call: Clerk, Acme Lighting",
    ]
    assert "Albany" in found[1]["location"]


def test_moments_are_utc_and_days_are_days(busy: Cast) -> None:
    _past, interview, _session, call = events(busy)
    assert interview["dtstart"].to_ical() == b"20261118T190000Z"
    assert (call.decoded("dtstart"), call.decoded("dtend")) == (date(2026, 11, 16), date(2026, 12, 2))


def test_alarms_ring_inside(busy: Cast) -> None:
    triggers = [[alarm.decoded("trigger") for alarm in event.walk("VALARM")] for event in events(busy)]
    before = [timedelta(days=-1), timedelta(hours=-1)]
    assert triggers == [before, before, before, [timedelta(hours=9)]]


def test_their_promise_stands_on_its_day(cast: Cast) -> None:
    waiting(cast)
    _interview, event = events(cast)
    assert str(event["summary"]) == "They wanted to be in touch by today"
    assert event.decoded("dtstart") == date(2026, 11, 17)


def test_letters_to_mail_and_to_look_at_again(cast: Cast) -> None:
    mailed(cast)
    approved(cast)
    found = {str(each["summary"]): each.decoded("dtstart") for each in events(cast)}
    assert found.pop("Interview")
    assert found == {
        "A letter to mail": date(2026, 11, 12),
        "Has anything come of the letter?": date(2027, 2, 10),
    }
    Letter.objects.filter(state="approved").update(state="void")
    assert titles(events(cast)) == ["Interview", "Has anything come of the letter?"]


def test_what_was_called_off_is_gone(busy: Cast) -> None:
    CounselingSession.objects.update(state="cancelled")
    Application.objects.update(archived_at=at(12), archived_by=busy.bob)
    assert events(busy) == []


def test_a_counselors_feed_tells_clients_by_their_initials(busy: Cast) -> None:
    body = fetch(made(busy, busy.alice)).content.decode()
    assert titles(Calendar.from_ical(body).walk("VEVENT")) == [
        "Interview · B. M.",
        "Interview · B. M.",
        "Counseling session · B. M.",
        "Days to call · B. M.",
    ]
    assert [word for word in ("Acme", "Bob", "Miller", "Analyst") if word in body] == []
    assert events(busy, busy.dan) == []
    assert events(busy, busy.administrator) == []


def test_eves_feed_holds_nothing_of_bobs(busy: Cast) -> None:
    assert events(busy, busy.eve) == []


def test_words_of_people_stay_words(cast: Cast) -> None:
    """An application for each payload, all of them in one feed, each with its interview at another minute."""
    interview = met(cast, starts_at=at(18, hour=14), arranged_at=at(11), format="in_person")
    rows = alike(cast.application, ({"position": f"A{each.replace(chr(0), '')}Z"} for each in PAYLOADS))
    minutes = (interview.starts_at + timedelta(minutes=n) for n in count(1))
    alike(interview, ({"application_id": row.pk, "starts_at": next(minutes)} for row in rows))
    body = fetch(made(cast, detail="full")).content
    _, *found = sorted(Calendar.from_ical(body).walk("VEVENT"), key=lambda each: each["dtstart"].dt)
    for payload, event in zip(PAYLOADS, found, strict=True):
        literal = "".join(each for each in " ".join(payload.split()) if each.isprintable())
        assert literal.strip() in str(event["summary"])
        assert str(event["summary"]).endswith("Z, Acme Lighting")
        assert sorted(event) == ["DTEND", "DTSTAMP", "DTSTART", "LOCATION", "SUMMARY", "UID", "URL"]
        assert len(event.walk("VALARM")) == 2
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) >= 40


# --- Its life --------------------------------------------------------------------------------------------------------


def test_only_a_hash_is_kept(cast: Cast) -> None:
    key = made(cast)
    assert len(key) == 43
    assert key not in str(list(CalendarFeed.objects.values()))


@pytest.mark.parametrize(
    "ends",
    [
        lambda cast: calendar_addresses.end(membership=cast.member(cast.bob), by=cast.bob),
        lambda cast: made(cast),
        lambda cast: Membership.objects.filter(user=cast.bob).update(ended_at=at(12)),
        lambda cast: User.objects.filter(pk=cast.bob.pk).update(is_active=False),
    ],
    ids=["ended", "renewed", "left the practice", "account closed"],
)
def test_it_dies(cast: Cast, ends: Any) -> None:
    key = made(cast)
    assert fetch(key).status_code == 200
    ends(cast)
    assert fetch(key).status_code == 404


def test_unchanged_it_is_not_sent_again(busy: Cast, clock: Any) -> None:
    key = made(busy)
    tag = fetch(key).headers["ETag"]
    clock.shift(timedelta(minutes=15))
    again = fetch(key, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    CounselingSession.objects.update(starts_at=at(20))
    assert fetch(key, if_none_match=tag).status_code == 200


def test_the_owner_sees_when_it_was_fetched(cast: Cast, browse: Any, clock: Any) -> None:
    key, bob = made(cast), browse(cast.bob)
    assert "not yet" in bob.get(reverse("portal:calendar")).content.decode()
    fetch(key)
    clock.shift(timedelta(minutes=5))
    fetch(key)
    assert "12 Nov 2026, 10:00" in bob.get(reverse("portal:calendar")).content.decode()
    clock.shift(timedelta(minutes=10))
    fetch(key)
    assert "12 Nov 2026, 10:15" in bob.get(reverse("portal:calendar")).content.decode()


def test_it_is_asked_for_in_measure(cast: Cast) -> None:
    key = made(cast, cast.administrator)  # whose calendar is empty, and quick
    assert [fetch(key).status_code for _n in range(61)][-2:] == [200, 429]
    cache.clear()
    wrong = ["A" * 43] * 31
    assert [fetch(each).status_code for each in wrong][-2:] == [404, 429]
    assert fetch(key).status_code == 200


def test_no_log_line_holds_the_key(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    key = made(cast)
    with caplog.at_level("INFO"):
        fetch(key)
        calendar_addresses.end(membership=cast.member(cast.bob), by=cast.bob)
        fetch(key)
    lines = [each.getMessage() for each in caplog.records if each.name.startswith("django_structlog")]
    assert len(lines) >= 4
    assert [line for line in lines if key in line] == []


# --- Its page --------------------------------------------------------------------------------------------------------


def test_a_new_address_is_shown_once_and_works(cast: Cast, browse: Any) -> None:
    bob = browse(cast.bob)
    page = bob.post(reverse("portal:calendar"), {"detail": "full"})
    path = page.context["address"].partition("://")[2].partition("/")[2]
    assert Browser().get(f"/{path}").status_code == 200
    assert path not in bob.get(reverse("portal:calendar")).content.decode()
    told = [sentence(each) for each in AuditEntry.objects.filter(action="calendar")]
    assert told == ["Bob made a secret calendar address"]
    bob.post(reverse("portal:end-calendar"))
    with scopes_disabled():
        assert CalendarFeed.objects.filter(ended_at=None).count() == 0
