"""Reminders as their reader likes them: where, at which hour, one by one or once a day; all of them in the portal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as post
from django.test import Client as Browser
from django.urls import reverse

from candidates import care, client_digests, reminding, session_reminders
from candidates.followup.hours import Hours, next_moment
from candidates.models import Client, Consent, CounselingSession, Reminder
from candidates.sweep import sweep
from candidates.unsubscribing import key_for
from counselor.accounts.models import Membership, Practice
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from counselor.tasks import write_reminders
from letters import reminders as letter_reminders
from letters import reviews, services
from letters.models import Letter
from tests.cast import Cast, at
from tests.letters.desk import REASON, draft, mailed
from tests.pipeline import OVERDUE, met, waiting

NEW_YORK, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
EVE = at(18, hour=8)


def chosen(cast: Cast, **values: Any) -> None:
    cast.client.refresh_from_db()
    reminding.choose(client=cast.client, by=cast.bob, **values)


def mails(kind: str = "") -> list[OutgoingEmail]:
    rows = OutgoingEmail.objects.order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)


def listed() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("kind", flat=True))


def session(cast: Cast, **when: Any) -> CounselingSession:
    return care.plan_session(
        client=cast.client, counselor=cast.member(cast.alice), starts_at=at(**({"day": 19} | when)), by=cast.alice
    )


def overdue(cast: Cast, clock: Any) -> None:
    """Bob's move comes on the 20th of November, at midnight in New York."""
    waiting(cast)
    clock.move_to(OVERDUE.replace(hour=0, minute=1))
    sweep(OVERDUE.replace(hour=0, minute=1))


# --- Hours -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (Hours(), at(20, hour=3), at(20, hour=8)),
        (Hours(), at(20, hour=21), at(21, hour=8)),
        (Hours(first=17), at(20, hour=9), at(20, hour=17)),
        (Hours(first=17), at(20, hour=18, minute=5), at(20, hour=18, minute=5)),
        (Hours(first=6, quiet_from=22, quiet_until=7), at(20, hour=6, minute=30), at(20, hour=7)),
        (Hours(first=0, quiet_from=0, quiet_until=0), at(20, hour=3), at(20, hour=3)),
        (Hours(first=8, quiet_from=12, quiet_until=14), at(20, hour=13), at(20, hour=14)),
        (Hours(first=23, quiet_from=22, quiet_until=7), at(20, hour=5), at(20, hour=7)),
    ],
)
def test_nobody_is_reminded_too_early_or_in_quiet_hours(hours: Hours, now: datetime, expected: datetime) -> None:
    assert next_moment(now, hours, NEW_YORK) == expected


def test_the_hour_is_that_of_the_readers_clock(cast: Cast, clock: Any) -> None:
    chosen(cast, hour=17)
    Client.objects.filter(pk=cast.client.pk).update(time_zone="Asia/Tokyo")
    overdue(cast, clock)  # in Tokyo it is two in the afternoon
    assert mails("your-move")[0].send_after == datetime(2026, 11, 20, 17, tzinfo=TOKYO)


# --- Where -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["only here", "no consent", "a digest"])
def test_without_single_mail_it_stands_in_the_portal(cast: Cast, browse: Any, clock: Any, way: str) -> None:
    match way:
        case "only here":
            chosen(cast, channel="app")
        case "no consent":
            Client.objects.filter(pk=cast.client.pk).update(reminders=False)
        case _:
            chosen(cast, rhythm="digest")
    overdue(cast, clock)
    assert (mails(), listed()) == ([], ["your-move"])
    assert "1 new reminder" in browse(cast.bob).get("/portal/").content.decode()


def test_a_mail_on_its_way_is_cancelled_when_its_reader_chooses_otherwise(cast: Cast, clock: Any) -> None:
    overdue(cast, clock)
    assert outbox.wanted(mails()[0])
    chosen(cast, rhythm="digest")
    assert not outbox.wanted(mails()[0])


def test_who_has_no_account_is_reminded_of_nothing(cast: Cast, clock: Any) -> None:
    Client.objects.filter(pk=cast.client.pk).update(user=None)
    overdue(cast, clock)
    assert (mails(), listed()) == ([], [])


# --- In the portal ---------------------------------------------------------------------------------------------------


def test_opening_one_marks_it_and_leads_to_it(cast: Cast, browse: Any, clock: Any) -> None:
    overdue(cast, clock)
    bob, row = browse(cast.bob), Reminder.objects.get()
    assert bob.get("/portal/reminders/").content.decode().count("is-unread") == 1
    went = bob.post(reverse("portal:open-reminder", args=[row.pk]))
    assert went.url == f"/portal/applications/{cast.application.pk}/"
    assert bob.get(went.url).status_code == 200
    assert "is-unread" not in bob.get("/portal/reminders/").content.decode()
    assert browse(cast.eve).post(reverse("portal:open-reminder", args=[row.pk])).status_code == 404


def test_how_and_when_is_chosen_on_a_page(cast: Cast, browse: Any) -> None:
    bob = browse(cast.bob)
    values = {"channel": "email", "rhythm": "digest", "hour": "7", "quiet_from": "21", "quiet_until": "6"}
    assert bob.post(reverse("portal:my-reminders"), values).status_code == 302
    row = Client.objects.get(pk=cast.client.pk).reminder_preference
    assert (row.channel, row.rhythm, row.hour, row.quiet_from, row.quiet_until) == ("email", "digest", 7, 21, 6)
    for wrong in ("24", "22"):  # no hour, and a quiet one
        assert bob.post(reverse("portal:my-reminders"), values | {"hour": wrong}).status_code == 200


# --- Sessions --------------------------------------------------------------------------------------------------------


def test_a_session_is_reminded_of_the_day_before_and_once(cast: Cast) -> None:
    session(cast)
    assert [session_reminders.post_due(now) for now in (EVE - timedelta(minutes=1), EVE, EVE)] == [0, 1, 0]
    assert "Thu 19 Nov, 10:00 (New York)" in mails("session-ahead")[0].text
    assert "Alice" not in mails("session-ahead")[0].text


def test_the_counselor_is_named_where_the_practice_allows_it(cast: Cast) -> None:
    Practice.objects.filter(pk=cast.practice.pk).update(mail="open")
    session(cast)
    session_reminders.post_due(EVE)
    assert "your session with Alice" in mails("session-ahead")[0].text


def test_a_session_that_moved_is_reminded_of_again(cast: Cast, clock: Any) -> None:
    row = session(cast)
    clock.move_to(EVE)
    session_reminders.post_due(EVE)
    care.keep_session(session=row, version=1, starts_at=at(20, hour=9), by=cast.alice)
    assert not outbox.wanted(mails()[0])
    assert session_reminders.post_due(at(19, hour=9)) == 1


def test_a_session_called_off_is_not_reminded_of(cast: Cast, clock: Any) -> None:
    row = session(cast)
    clock.move_to(EVE)
    session_reminders.post_due(EVE)
    care.keep_session(session=row, version=1, state="cancelled", by=cast.alice)
    assert not outbox.wanted(mails()[0])


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_an_answer_and_an_approval_are_told(cast: Cast) -> None:
    letter = draft(cast)
    reviews.look(letter=letter, step="changes", text="The boats!", by=cast.alice)
    services.approve(letter=letter, version=letter.version, by=cast.alice, warning_reason=REASON)
    assert listed() == ["letter-answered", "letter-approved"]
    assert [outbox.wanted(each) for each in mails()] == [False, True]  # the draft is no draft any more


def test_who_approves_alone_is_not_told(cast: Cast) -> None:
    mailed(cast)
    assert listed() == []


def test_months_after_a_letter_its_client_is_asked_once(cast: Cast, clock: Any) -> None:
    letter = mailed(cast)
    clock.move_to(at(10, month=2, year=2027))
    assert [letter_reminders.post_due(at(10, month=2, year=2027)) for _twice in range(2)] == [1, 0]
    assert outbox.wanted(mails("letter-again")[0])
    services.record_outcome(
        letter=Letter.objects.get(pk=letter.pk), by=cast.bob, kind="acknowledged", attribution="later",
        happened_on=at(1, month=2, year=2027).date(),
    )  # fmt: skip
    assert not outbox.wanted(mails("letter-again")[0])


# --- Once a day ------------------------------------------------------------------------------------------------------


def digest(now: datetime, clock: Any) -> int:
    clock.move_to(now)
    return client_digests.write_due(now)


def test_a_digest_comes_at_its_hour_with_all_that_is_new(cast: Cast, clock: Any) -> None:
    chosen(cast, rhythm="digest", hour=9)
    session(cast, day=21)
    overdue(cast, clock)
    assert digest(at(20, hour=8, minute=59), clock) == 0
    assert digest(at(20, hour=9, minute=2), clock) == 1
    text = mails()[0].text
    assert "2 things are before you" in text
    assert ["It is your move" in text, "A session with your counselor is near" in text] == [True, True]
    assert "Acme" not in text
    assert [digest(at(20, hour=9, minute=7), clock), digest(at(21, hour=9, minute=1), clock)] == [0, 0]


def test_nothing_new_is_no_mail(cast: Cast, clock: Any) -> None:
    chosen(cast, rhythm="digest", hour=9)
    assert digest(at(20, hour=9, minute=2), clock) == 0


@pytest.mark.parametrize("over", ["read", "settled", "told"])
def test_what_is_over_is_not_told(cast: Cast, clock: Any, over: str) -> None:
    overdue(cast, clock)
    chosen(cast, rhythm="digest", hour=9)
    match over:
        case "read":
            reminding.mark_read(client=cast.client, by=cast.bob)
        case "settled":
            type(cast.application).objects.update(archived_at=at(12), archived_by=cast.bob)
        case _:
            OutgoingEmail.objects.update(state="sent")
    assert digest(at(20, hour=9, minute=2), clock) == 0


def test_a_digest_is_asked_again_before_it_leaves(cast: Cast, clock: Any) -> None:
    chosen(cast, rhythm="digest", hour=9)
    overdue(cast, clock)
    digest(at(20, hour=9, minute=2), clock)
    mail = mails("client-digest")[0]
    assert outbox.wanted(mail)
    clock.move_to(at(21))
    assert not outbox.wanted(mail)
    clock.move_to(at(20))
    reminding.mark_read(client=cast.client, by=cast.bob)
    assert not outbox.wanted(mail)


def test_the_task_does_all_of_it(cast: Cast, clock: Any) -> None:
    chosen(cast, rhythm="digest", hour=9)
    session(cast)
    clock.move_to(at(18, hour=9, minute=1))
    write_reminders()
    assert [each.kind for each in mails()] == ["client-digest"]


# --- The way out -----------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(cast: Cast, clock: Any, settings: Any) -> Any:
    """A reminder as it arrived."""
    settings.EMAIL_URL, settings.EMAIL_BACKEND = "locmem:", "django.core.mail.backends.locmem.EmailBackend"
    waiting(cast)
    met(cast)
    clock.move_to(OVERDUE)
    sweep(OVERDUE)
    outbox.deliver_due(OVERDUE)
    return post.outbox[0] if post.outbox else None


def path_of(message: Any) -> str:
    url = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert url in message.body
    return "/" + url.partition("://")[2].partition("/")[2]


def test_one_click_in_the_mail_program_is_enough(cast: Cast, sent: Any) -> None:
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Browser(enforce_csrf_checks=True)
    assert stranger.get(path_of(sent)).status_code == 200
    assert Client.objects.get(pk=cast.client.pk).reminders is True
    for _twice in range(2):
        assert stranger.post(path_of(sent), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Client.objects.get(pk=cast.client.pk).reminders is False
    assert [each.given for each in Consent.objects.filter(client=cast.client, kind="reminders", by=cast.bob)] == [False]


def test_no_row_holds_the_key(cast: Cast, sent: Any) -> None:
    key = path_of(sent).split("/")[2]
    assert key not in str(list(OutgoingEmail.objects.values()))


@pytest.mark.parametrize("change", [lambda key: key[:-1] + "A", lambda key: "x" + key, lambda _key: "no-key-at-all"])
def test_a_forged_key_leads_nowhere(cast: Cast, change: Any) -> None:
    key = change(key_for(cast.practice.pk, cast.bob.pk))
    assert Browser().get(reverse("unsubscribe", args=[key])).status_code == 404


def test_who_left_has_nothing_to_switch_off(cast: Cast) -> None:
    key = key_for(cast.practice.pk, cast.bob.pk)
    Membership.objects.filter(user=cast.bob).update(ended_at=at(12))
    assert Browser().post(reverse("unsubscribe", args=[key])).status_code == 404


def test_a_counselor_leaves_the_digests(cast: Cast) -> None:
    assert Browser().post(reverse("unsubscribe", args=[key_for(cast.practice.pk, cast.alice.pk)])).status_code == 200
    assert cast.member(cast.alice).digest_hour is None
