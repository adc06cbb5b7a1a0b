"""The mail that says it is the client's move: one per change, by day, discreet, and only while it is still true."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from candidates import reminders, services
from candidates.models import Client
from candidates.reminders import in_daytime
from candidates.sweep import sweep
from counselor.accounts.models import Practice
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from counselor.outbox.services import wanted as still_wanted
from tests.cast import Cast, at
from tests.pipeline import OVERDUE, called, decided, waiting

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")


def reminder(cast: Cast) -> OutgoingEmail:
    """The reminder of bob's overdue application."""
    waiting(cast)
    sweep(OVERDUE)
    return OutgoingEmail.objects.get()


@pytest.fixture
def mail(cast: Cast, clock: time_machine.Traveller) -> OutgoingEmail:
    """The same, on the day it is written."""
    waiting(cast)
    clock.move_to(OVERDUE)
    sweep(OVERDUE)
    return OutgoingEmail.objects.get()


def changed(cast: Cast, **columns: Any) -> None:
    Client.objects.filter(pk=cast.client.pk).update(**columns)
    cast.client.refresh_from_db()
    cast.application.client = cast.client


# --- When ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(20, hour=8), at(20, hour=8)),
        (at(20, hour=19, minute=59), at(20, hour=19, minute=59)),
        (at(20, hour=7, minute=59), at(20, hour=8)),
        (at(20, hour=20), at(21, hour=8)),
        (at(30, hour=23), at(1, month=12, hour=8)),
    ],
)
def test_mail_leaves_by_day(now: datetime, expected: datetime) -> None:
    assert in_daytime(now, NEW_YORK) == expected


def test_day_is_the_clients_day() -> None:
    assert in_daytime(at(20, hour=10), TOKYO) == datetime(2026, 11, 21, 8, tzinfo=TOKYO)


@pytest.mark.parametrize("day", [datetime(2026, 3, 8), datetime(2026, 11, 1)], ids=["gap", "fold"])
def test_the_morning_is_at_eight_when_the_clock_changes(day: datetime) -> None:
    morning = in_daytime(day.replace(hour=1, minute=30, tzinfo=NEW_YORK), NEW_YORK)
    assert morning == day.replace(hour=8, tzinfo=NEW_YORK)


def test_the_reminder_waits_for_the_clients_morning(cast: Cast) -> None:
    changed(cast, time_zone="Asia/Tokyo")
    assert reminder(cast).send_after == datetime(2026, 11, 21, 8, tzinfo=TOKYO)


# --- To whom, and how often ------------------------------------------------------------------------------------------


def test_one_mail_for_one_change(cast: Cast) -> None:
    mail = reminder(cast)
    assert (mail.recipient, mail.address, mail.about) == (
        cast.bob,
        cast.bob.email,
        f"application:{cast.application.pk}",
    )
    change = cast.application.standing_changes.last()
    assert not reminders.post_for(change, OVERDUE)
    assert OutgoingEmail.objects.count() == 1


def test_no_mail_where_it_is_the_employers_move(cast: Cast) -> None:
    waiting(cast)
    sweep(at(18))
    cast.application.refresh_from_db()
    assert (cast.application.status, OutgoingEmail.objects.count()) == ("due_in_grace", 0)


def test_no_mail_for_what_people_enter(cast: Cast) -> None:
    waiting(cast)
    decided(cast, "rejected")
    assert (cast.application.ball, OutgoingEmail.objects.count()) == ("client", 0)


@pytest.mark.parametrize("columns", [{"reminders": False}, {"user": None}], ids=["switched off", "no account"])
def test_no_mail_to_who_does_not_want_or_cannot_read_it(cast: Cast, columns: dict[str, Any]) -> None:
    waiting(cast)
    changed(cast, **columns)
    assert (sweep(OVERDUE).changed, OutgoingEmail.objects.count()) == (1, 0)


# --- What it says ----------------------------------------------------------------------------------------------------


def test_a_discreet_mail_names_neither_employer_nor_position(cast: Cast) -> None:
    mail = reminder(cast)
    told = [word for word in ("Acme", "Analyst", "Kim", "Overdue", "answer") if word in mail.subject + mail.text]
    assert told == []
    assert f"/portal/applications/{cast.application.pk}/" in mail.text


def test_an_open_mail_names_them(cast: Cast) -> None:
    Practice.objects.update(mail=Practice.Mail.OPEN)
    assert "Analyst at Acme Lighting: Overdue." in reminder(cast).text


def test_names_are_not_escaped_in_plain_text(cast: Cast) -> None:
    changed(cast, given_name="D’Arcy & Sons <x>")
    assert reminder(cast).text.startswith("Hello D’Arcy & Sons <x>,")


# --- Still wanted ----------------------------------------------------------------------------------------------------


def test_a_reminder_is_wanted_while_its_standing_is_the_latest(cast: Cast, mail: OutgoingEmail) -> None:
    assert still_wanted(mail)
    decided(cast, "rejected")
    assert not still_wanted(mail)


def test_a_reminder_stays_wanted_through_a_fact_that_moves_nothing(cast: Cast, mail: OutgoingEmail) -> None:
    called(cast, happened_at=at(4), result="wrong_number")
    assert still_wanted(mail)


def test_a_reminder_of_an_archived_application_is_not_wanted(cast: Cast, mail: OutgoingEmail) -> None:
    services.archive(application=cast.application, by=cast.bob)
    assert not still_wanted(mail)


def test_a_reminder_is_not_wanted_after_the_client_switched_reminders_off(cast: Cast, mail: OutgoingEmail) -> None:
    changed(cast, reminders=False)
    assert not still_wanted(mail)


def test_a_reminder_is_not_wanted_by_an_account_that_is_no_longer_the_clients(cast: Cast, mail: OutgoingEmail) -> None:
    changed(cast, user=None)
    assert not still_wanted(mail)


def test_the_outbox_asks_whether_it_is_still_wanted(cast: Cast, mail: OutgoingEmail) -> None:
    assert outbox.wanted(mail)
    decided(cast, "rejected")
    assert not outbox.wanted(mail)
