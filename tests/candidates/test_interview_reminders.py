"""The mails around an interview: the day before and the day after, once, by day, and only while they make sense."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates import interview_reminders, services
from candidates.interview_reminders import AHEAD, THANKS
from candidates.models import Client, Debrief, Interview, Site
from candidates.sweep import sweep
from counselor.accounts.models import Practice
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from tests.cast import Cast, at, make_application
from tests.pipeline import called, decided, met, told

TOKYO = ZoneInfo("Asia/Tokyo")
INTERVIEW = at(18, hour=14)
EVE = at(17, hour=8)


def coming(cast: Cast, **fields: Any) -> Interview:
    """The interview of Wednesday 18 November, 14 to 15 in New York."""
    return met(cast, **({"starts_at": INTERVIEW, "arranged_at": at(11)} | fields))


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind))


def written(kind: str, now: datetime) -> int:
    sweep(now)
    return len(mails(kind))


# --- The day before --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (EVE - timedelta(minutes=1), 0),
        (EVE, 1),
        (at(18, hour=10), 1),
        (INTERVIEW, 0),
    ],
    ids=["too early", "the day before", "a late sweep", "it has begun"],
)
def test_the_question_comes_the_day_before(cast: Cast, now: datetime, count: int) -> None:
    coming(cast)
    assert written(AHEAD, now) == count


def test_two_sweeps_write_one_mail(cast: Cast) -> None:
    coming(cast)
    assert (written(AHEAD, EVE), written(AHEAD, EVE + timedelta(minutes=1))) == (1, 1)


def test_entered_late_in_the_evening_it_leaves_in_the_morning(cast: Cast) -> None:
    coming(cast)
    sweep(at(17, hour=22))
    assert [each.send_after for each in mails(AHEAD)] == [at(18, hour=8)]


def test_it_does_not_leave_after_the_interview_has_begun(cast: Cast) -> None:
    coming(cast, starts_at=at(18, hour=7))
    assert written(AHEAD, at(17, hour=22)) == 0


def test_the_day_before_is_the_clients(cast: Cast) -> None:
    Client.objects.filter(pk=cast.client.pk).update(time_zone="Asia/Tokyo")
    coming(cast)  # in Tokyo it begins at four in the morning of the 19th
    assert written(AHEAD, datetime(2026, 11, 18, 7, 59, tzinfo=TOKYO)) == 0
    assert written(AHEAD, datetime(2026, 11, 18, 8, tzinfo=TOKYO)) == 1


def test_both_clocks_are_told_where_they_differ(cast: Cast) -> None:
    Site.objects.filter(pk=cast.site.pk).update(time_zone="Asia/Tokyo")
    coming(cast)
    sweep(EVE)
    text = mails(AHEAD)[0].text
    assert "Wed 18 Nov, 14:00 (New York)" in text
    assert "Thu 19 Nov, 04:00 (Tokyo) at the employer" in text


def test_one_clock_is_enough_where_they_agree(cast: Cast) -> None:
    coming(cast)
    sweep(EVE)
    text = mails(AHEAD)[0].text
    assert "at the employer" not in text
    assert "when may I expect to hear from you, and may I call if I have not?" in text


def test_a_second_round_after_a_silence_is_announced_too(cast: Cast) -> None:
    met(cast)
    told(cast)
    coming(cast)
    assert written(AHEAD, EVE) == 1


@pytest.mark.parametrize("kind", ["withdrawn", "offer_open"])
def test_no_question_where_the_matter_is_settled(cast: Cast, kind: str) -> None:
    coming(cast)
    decided(cast, kind, happened_at=at(12, hour=9))
    assert written(AHEAD, EVE) == 0


# --- The day after ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (at(19, hour=14, minute=59), 0),
        (at(19, hour=15), 1),
        (at(20, hour=15), 1),
        (at(20, hour=15, minute=1), 0),
        (at(9, month=12), 0),
    ],
    ids=["not a day yet", "a day", "the last moment", "too late", "weeks late"],
)
def test_the_thank_you_is_asked_for_a_day_after(cast: Cast, now: datetime, count: int) -> None:
    coming(cast)
    assert written(THANKS, now) == count


def test_thanked_once_is_enough(cast: Cast, clock: time_machine.Traveller) -> None:
    coming(cast)
    called(cast, happened_at=at(18, hour=16), channel="email", result="sent", purpose="thanks")
    assert written(THANKS, at(19, hour=16)) == 0


def test_thanks_for_an_earlier_round_are_no_thanks_for_this_one(cast: Cast) -> None:
    coming(cast)
    called(cast, happened_at=at(12, hour=9), channel="email", result="sent", purpose="thanks")
    assert written(THANKS, at(19, hour=16)) == 1


def test_thanks_taken_back_are_missing_again(cast: Cast) -> None:
    coming(cast)
    mail = called(cast, happened_at=at(18, hour=16), channel="email", result="sent", purpose="thanks")
    services.void(fact=mail, reason="it never left", by=cast.bob)
    assert written(THANKS, at(19, hour=16)) == 1


@pytest.mark.parametrize(("answer", "count"), [("not_yet", 1), ("no", 0)])
def test_the_debriefs_answer_is_heard(cast: Cast, clock: time_machine.Traveller, answer: str, count: int) -> None:
    interview = coming(cast)
    clock.move_to(at(18, hour=16))
    services.debrief_interview(interview=interview, by=cast.bob, thanks=answer)
    assert written(THANKS, at(19, hour=16)) == count


def test_two_rounds_in_a_day_ask_for_one_mail(cast: Cast) -> None:
    coming(cast, starts_at=at(18, hour=9))
    coming(cast)
    sweep(at(19, hour=10))
    assert written(THANKS, at(19, hour=15)) == 1


def test_after_a_rejection_nobody_is_hurried(cast: Cast) -> None:
    coming(cast)
    decided(cast, "rejected", happened_at=at(19, hour=9))
    assert written(THANKS, at(19, hour=15)) == 0


# --- To whom, and what it says ---------------------------------------------------------------------------------------

MOMENTS = [(AHEAD, EVE), (THANKS, at(19, hour=15))]


@pytest.mark.parametrize(("kind", "now"), MOMENTS)
@pytest.mark.parametrize("columns", [{"reminders": False}, {"user": None}], ids=["switched off", "no account"])
def test_no_mail_to_who_does_not_want_or_cannot_read_it(
    cast: Cast, kind: str, now: datetime, columns: dict[str, Any]
) -> None:
    coming(cast)
    Client.objects.filter(pk=cast.client.pk).update(**columns)
    assert written(kind, now) == 0


@pytest.mark.parametrize(("kind", "now"), MOMENTS)
def test_a_discreet_mail_names_neither_employer_nor_position(cast: Cast, kind: str, now: datetime) -> None:
    coming(cast, contacts=[cast.contact])
    sweep(now)
    said = mails(kind)[0].subject + mails(kind)[0].text
    assert [word for word in ("Acme", "Analyst", "Kim", "Albany") if word in said] == []


@pytest.mark.parametrize(("kind", "now"), MOMENTS)
def test_an_open_mail_names_them(cast: Cast, kind: str, now: datetime) -> None:
    Practice.objects.update(mail=Practice.Mail.OPEN)
    coming(cast)
    sweep(now)
    assert "Analyst at Acme Lighting" in mails(kind)[0].text


@pytest.mark.parametrize(("kind", "now"), MOMENTS)
@pytest.mark.parametrize("how", ["cancelled", "voided", "archived"])
def test_what_is_called_off_is_not_written_about(cast: Cast, kind: str, now: datetime, how: str) -> None:
    call_off(cast, coming(cast), how)
    assert written(kind, now) == 0


def call_off(cast: Cast, interview: Interview, how: str) -> None:
    if how == "cancelled":
        services.cancel_interview(interview=interview, cancellation="postponed", by=cast.bob)
    elif how == "voided":
        services.void(fact=interview, reason="another day", by=cast.bob)
    else:
        services.archive(application=cast.application, by=cast.bob)


@pytest.mark.parametrize(("kind", "now"), MOMENTS)
def test_what_was_told_is_not_looked_at_again(cast: Cast, kind: str, now: datetime) -> None:
    """The mark is for speed alone: without it, as before an upgrade, nobody is told twice, and it is set again."""
    interview, mark = coming(cast), interview_reminders.TOLD[kind]
    for _ in range(2):
        assert written(kind, now) == 1
        interview.refresh_from_db()
        assert getattr(interview, mark) == now
        Interview.objects.filter(pk=interview.pk).update(**{mark: None})


# --- Still wanted ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "now"), MOMENTS)
@pytest.mark.parametrize("how", ["cancelled", "voided", "archived"])
def test_a_mail_written_already_is_kept_back_when_it_is_called_off(
    cast: Cast, clock: time_machine.Traveller, kind: str, now: datetime, how: str
) -> None:
    interview = coming(cast)
    clock.move_to(now)
    sweep(now)
    mail = mails(kind)[0]
    assert outbox.wanted(mail)
    call_off(cast, interview, how)
    assert not outbox.wanted(mail)


def test_a_moved_interview_gets_a_mail_of_its_own(cast: Cast, clock: time_machine.Traveller) -> None:
    services.void(fact=coming(cast), reason="moved to Friday", by=cast.bob)
    coming(cast, starts_at=INTERVIEW + timedelta(days=2))
    assert (written(AHEAD, EVE), written(AHEAD, EVE + timedelta(days=2))) == (0, 1)


def test_a_thank_you_written_meanwhile_keeps_the_reminder_back(cast: Cast, clock: time_machine.Traveller) -> None:
    coming(cast)
    clock.move_to(at(19, hour=15))
    sweep(at(19, hour=15))
    called(cast, happened_at=at(19, hour=14), channel="email", result="sent", purpose="thanks")
    assert not outbox.wanted(mails(THANKS)[0])


def test_a_mail_that_waited_for_days_is_not_sent(cast: Cast, clock: time_machine.Traveller) -> None:
    coming(cast)
    sweep(EVE)
    clock.move_to(INTERVIEW + timedelta(minutes=1))
    assert not outbox.wanted(mails(AHEAD)[0])


# --- What it costs ---------------------------------------------------------------------------------------------------


def queries_of_a_sweep(now: datetime) -> int:
    with CaptureQueriesContext(connection) as queries:
        sweep(now)
    return len(queries)


def test_a_sweep_with_nothing_due_costs_the_same_for_one_and_for_many(cast: Cast) -> None:
    coming(cast)
    sweep(EVE)
    few = queries_of_a_sweep(EVE)
    for number in range(8):
        post = make_application(cast.client, cast.employer, cast.site, cast.alice, f"Post {number}")
        met(cast, post, starts_at=INTERVIEW, arranged_at=at(11))
    sweep(EVE)
    assert (queries_of_a_sweep(EVE), len(mails(AHEAD))) == (few, 9)


def test_a_mail_that_cannot_be_written_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = coming(cast)
    post = make_application(cast.client, cast.employer, cast.site, cast.alice, "Second post")
    met(cast, post, starts_at=INTERVIEW + timedelta(hours=2), arranged_at=at(11))
    write = interview_reminders.mail_text

    def failing(kind: str, interview: Interview) -> str:
        if interview == first:
            raise RuntimeError("no words")
        return write(kind, interview)

    monkeypatch.setattr(interview_reminders, "mail_text", failing)
    assert written(AHEAD, EVE) == 1
    monkeypatch.undo()
    assert written(AHEAD, EVE) == 2


def test_a_debrief_of_weeks_ago_reminds_nobody(cast: Cast) -> None:
    interview = met(cast, starts_at=datetime(2026, 10, 20, 10, tzinfo=ZoneInfo("America/New_York")))
    services.debrief_interview(interview=interview, by=cast.bob, thanks=Debrief.Thanks.NOT_YET)
    told(cast, said_at=at(12, hour=9), due_on=date(2026, 11, 20))
    assert (written(AHEAD, at(12)), written(THANKS, at(12))) == (0, 0)
