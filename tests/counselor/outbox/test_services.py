"""Mail is written once, sent once, and never lost in silence, whatever the server at the other end does."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor.accounts.models import User
from counselor.outbox import services
from counselor.outbox.models import OutgoingEmail
from counselor.outbox.services import deliver_due, deliver_one, message_id, resend
from tests.mailserver import Sink, closed_port
from tests.threads import at_once

Write = Callable[..., OutgoingEmail]


def deliver(later: timedelta = timedelta(seconds=1)) -> dict[str, int]:
    return deliver_due(timezone.now() + later)


def now_is(mail: OutgoingEmail) -> str:
    mail.refresh_from_db()
    return mail.state


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_the_same_occasion_is_written_once(write: Write) -> None:
    write()
    write(subject="Another subject")
    assert [each.subject for each in OutgoingEmail.objects.all()] == ["Your move"]


@pytest.mark.parametrize("other", [{"occurrence": "2"}, {"about": "application:2"}, {"kind": "other"}])
def test_another_occasion_is_another_mail(write: Write, other: dict[str, str]) -> None:
    assert write().message_id != write(**other).message_id


def test_the_same_occasion_stays_one_when_the_senders_domain_changes(write: Write, settings: Any) -> None:
    first = write()
    settings.DEFAULT_FROM_EMAIL = "Class Act <hello@elsewhere.example>"
    assert write() == first


def test_the_message_id_follows_from_the_occasion(write: Write, reader: User, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Class Act <hello@harbor.example>"
    identity = message_id("application:1", "test", "1", reader)
    assert write().message_id == identity
    assert identity.endswith("@harbor.example>")


def test_a_mail_of_a_change_that_was_not_made_is_not_written(write: Write) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert OutgoingEmail.objects.count() == 0


def test_a_subject_is_one_line(write: Write) -> None:
    assert write(subject="Your move\r\nBcc: eve@home.example").subject == "Your move Bcc: eve@home.example"


def test_the_worker_is_woken_after_the_commit_only(
    write: Write, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    woken = []
    monkeypatch.setattr("counselor.outbox.tasks.deliver.wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        write()
        write()
        assert woken == []
    assert woken == [1]


# --- Delivered -------------------------------------------------------------------------------------------------------


def test_a_mail_arrives_as_it_was_written(write: Write, sink: Sink) -> None:
    mail = write(subject="Ihr Zug, Zoë", text="Grüße")
    assert deliver() == {"uncertain": 0, "sent": 1}
    arrived = sink.taken[0]
    assert (arrived["Message-ID"], arrived["To"], arrived["Auto-Submitted"]) == (
        mail.message_id, "bob@home.example", "auto-generated",
    )  # fmt: skip
    assert arrived.get_payload(decode=True).decode().strip() == "Grüße"


def test_a_sent_mail_says_when_and_holds_no_lease(write: Write, sink: Sink) -> None:
    mail = write()
    deliver()
    assert (now_is(mail), mail.sent_at is not None, mail.lease_until, mail.attempts) == ("sent", True, None, 1)


def test_a_sent_mail_is_not_sent_again(write: Write, sink: Sink) -> None:
    write()
    deliver()
    assert (deliver(), len(sink.accepted)) == ({"uncertain": 0}, 1)


def test_a_mail_waits_for_its_hour(write: Write, sink: Sink) -> None:
    mail = write(send_after=timezone.now() + timedelta(hours=1))
    assert (deliver(), now_is(mail), sink.tries) == ({"uncertain": 0}, "queued", 0)


def test_one_turn_takes_no_more_than_its_limit(write: Write, sink: Sink) -> None:
    for n in range(3):
        write(occurrence=str(n))
    deliver_due(timezone.now(), limit=2)
    assert len(sink.accepted) == 2


def test_without_a_mail_server_nothing_leaves(write: Write, settings: Any) -> None:
    settings.EMAIL_URL = ""
    mail = write()
    assert (deliver(), now_is(mail), django_mail.outbox) == ({"uncertain": 0}, "queued", [])


# --- A server that refuses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["says", "says_to"])
def test_421_is_tried_again_later(write: Write, sink: Sink, step: str) -> None:
    mail = write()
    setattr(sink, step, "421 too busy")
    before = timezone.now()
    assert (deliver()["queued"], now_is(mail), mail.error) == (1, "queued", "the mail server said 421")
    assert mail.send_after >= before + timedelta(minutes=10)


def test_the_pause_grows_and_ends_in_failure(write: Write, sink: Sink) -> None:
    mail, pauses = write(), []
    sink.says_to = "450 greylisted"
    for _ in range(services.MAX_ATTEMPTS):
        now = timezone.now()
        deliver_one(mail.pk, now)
        mail.refresh_from_db()
        pauses.append(round((mail.send_after - now) / timedelta(minutes=1)))
    assert pauses[:7] == [10, 20, 40, 80, 160, 320, 360]
    assert (mail.state, sink.tries) == ("failed", 12)


def test_never_more_than_six_tries_an_hour(write: Write, sink: Sink) -> None:
    write()
    sink.says_to = "450 greylisted"
    for minute in range(60):
        deliver(timedelta(minutes=minute))
    assert 2 <= sink.tries <= 6


@pytest.mark.parametrize("step", ["says", "says_to"])
def test_550_fails_and_says_so(write: Write, sink: Sink, step: str) -> None:
    mail = write()
    setattr(sink, step, "550 no such person")
    assert (deliver()["failed"], now_is(mail), mail.error) == (1, "failed", "the mail server refused it: 550")
    setattr(sink, step, "250 OK")
    deliver(timedelta(days=30))
    assert sink.accepted == []


def test_the_refusal_of_one_does_not_hold_up_the_next(write: Write, sink: Sink) -> None:
    refused = write(occurrence="odd")
    OutgoingEmail.objects.filter(pk=refused.pk).update(address="bob@home.example\nBcc: eve@home.example")
    fine = write(occurrence="2")
    deliver()
    assert (now_is(refused), now_is(fine)) == ("failed", "sent")


@pytest.mark.parametrize("answer", ["bananas", "999 what", "251 perhaps", ""])
def test_a_reply_that_makes_no_sense_is_uncertain_and_not_repeated(write: Write, sink: Sink, answer: str) -> None:
    mail = write()
    sink.says = answer or "garbage"
    deliver()
    sink.says = "250 OK"
    deliver(timedelta(days=1))
    assert (now_is(mail), sink.tries, sink.accepted) == ("uncertain", 1, [])


def test_a_server_that_hangs_is_left_within_its_time(write: Write, sink: Sink) -> None:
    mail = write()
    sink.says = 20.0
    began = time.monotonic()
    deliver()
    assert time.monotonic() - began < 5
    assert (now_is(mail), mail.error) == ("uncertain", "SMTPServerDisconnected")


def test_a_server_that_is_not_there_is_tried_again(write: Write, sink: Sink, settings: Any) -> None:
    mail = write()
    settings.EMAIL_PORT = closed_port()
    deliver()
    assert (now_is(mail), mail.error) == ("queued", "ConnectionRefusedError")


def test_a_server_that_says_goodbye_at_the_door_is_tried_again(
    write: Write, monkeypatch: pytest.MonkeyPatch, sink: Sink
) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise smtplib.SMTPConnectError(554, "go away")

    mail = write()
    monkeypatch.setattr("django.core.mail.backends.smtp.EmailBackend.open", refusing)
    deliver()
    assert (now_is(mail), sink.accepted) == ("queued", [])


# --- A sender that vanished ------------------------------------------------------------------------------------------


def leased(mail: OutgoingEmail, until: timedelta) -> None:
    """Somebody claimed the mail and was not heard of again."""
    OutgoingEmail.objects.filter(pk=mail.pk).update(state="sending", lease_until=timezone.now() + until)


def test_an_expired_lease_is_uncertain_and_not_sent_again(write: Write, sink: Sink) -> None:
    mail = write()
    leased(mail, -timedelta(seconds=1))
    assert (deliver(), now_is(mail), sink.tries) == ({"uncertain": 1}, "uncertain", 0)
    assert mail.error


def test_a_lease_that_runs_is_left_alone(write: Write, sink: Sink) -> None:
    mail = write()
    leased(mail, timedelta(minutes=1))
    assert (deliver(), now_is(mail)) == ({"uncertain": 0}, "sending")


def test_the_lease_is_longer_than_a_hanging_dialogue(settings: Any) -> None:
    steps = ["connect", "greeting", "EHLO", "STARTTLS", "TLS", "EHLO", *["AUTH"] * 3, "MAIL", "RCPT", "DATA", "text"]
    assert timedelta(seconds=len(steps) * settings.EMAIL_TIMEOUT) < services.LEASE


def test_abandoned_mail_is_doubted_even_without_a_mail_server(write: Write, settings: Any) -> None:
    settings.EMAIL_URL = ""
    mail = write()
    leased(mail, -timedelta(seconds=1))
    deliver()
    assert now_is(mail) == "uncertain"


def test_a_person_resends_an_uncertain_mail_under_the_same_message_id(write: Write, sink: Sink, reader: User) -> None:
    mail = write()
    leased(mail, -timedelta(seconds=1))
    deliver()
    assert resend(mail, by=reader)
    deliver()
    assert (now_is(mail), mail.resent_by, sink.accepted) == ("sent", reader, [mail.message_id])


@pytest.mark.parametrize("state", ["queued", "sent", "cancelled"])
def test_only_uncertain_and_failed_mail_is_resent(write: Write, reader: User, state: str) -> None:
    mail = write()
    OutgoingEmail.objects.filter(pk=mail.pk).update(state=state)
    assert (resend(mail, by=reader), now_is(mail)) == (False, state)


def test_a_sender_who_comes_back_late_does_not_touch_the_claim_of_another(
    write: Write, sink: Sink, reader: User
) -> None:
    """His lease ran out, a person resent the mail, another sender has it now: what he has to say is no longer asked."""
    mail = write()
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state="sending", lease_until=timezone.now() - timedelta(seconds=1), attempts=1
    )
    late = OutgoingEmail.objects.get(pk=mail.pk)
    deliver_due(timezone.now(), limit=0)
    resend(mail, by=reader)
    leased(mail, timedelta(minutes=3))
    services._book(late, state="queued", error="too late")
    assert now_is(mail) == "sending"


# --- A reason that no longer holds -----------------------------------------------------------------------------------


@contextmanager
def asking(answer: Callable[[OutgoingEmail], bool]) -> Iterator[None]:
    services.register_kind("test", answer)
    try:
        yield
    finally:
        services._still_wanted.pop("test")


def test_a_mail_nobody_wants_any_more_is_cancelled(write: Write, sink: Sink) -> None:
    mail = write()
    with asking(lambda mail: False):
        assert deliver()["cancelled"] == 1
    assert (now_is(mail), sink.tries) == ("cancelled", 0)


def test_the_question_is_asked_inside_the_claim(write: Write, sink: Sink) -> None:
    """Whoever closes the window while a sender is at work is heard: the sender asks after it has claimed."""
    mail, seen = write(), []

    def still(mail: OutgoingEmail) -> bool:
        seen.append(OutgoingEmail.objects.get(pk=mail.pk).state)
        return True

    with asking(still):
        deliver()
    assert seen == ["sending"]
    assert now_is(mail) == "sent"


def test_the_question_is_asked_once_the_line_stands(write: Write, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server may take its time to say hello, and meanwhile the window may close."""
    mail, is_open = write(), [True]
    hello = EmailBackend.open

    def slow(backend: EmailBackend) -> bool | None:
        is_open.clear()
        return hello(backend)

    monkeypatch.setattr(EmailBackend, "open", slow)
    with asking(lambda mail: bool(is_open)):
        deliver()
    assert (now_is(mail), sink.accepted) == ("cancelled", [])


def test_a_mail_cancelled_before_its_turn_does_not_leave(write: Write, sink: Sink) -> None:
    mail = write()
    assert services.cancel(about="application:1", kind="test") == 1
    assert (deliver_one(mail.pk, timezone.now()), now_is(mail), sink.tries) == (None, "cancelled", 0)


def test_a_mail_already_on_its_way_is_not_called_back(write: Write) -> None:
    mail = write()
    leased(mail, timedelta(minutes=1))
    assert (services.cancel(about="application:1", kind="test"), now_is(mail)) == (0, "sending")


def test_no_mail_to_a_closed_account(write: Write, sink: Sink, reader: User) -> None:
    mail = write()
    User.objects.filter(pk=reader.pk).update(is_active=False)
    deliver()
    assert (now_is(mail), sink.tries) == ("cancelled", 0)


def test_a_question_that_raises_holds_up_nobody(write: Write, sink: Sink) -> None:
    odd, fine = write(about="nonsense"), write(occurrence="2")

    def broken(mail: OutgoingEmail) -> bool:
        return bool(mail.pk == fine.pk or 1 / 0)

    with asking(broken):
        deliver()
    assert (now_is(odd), odd.error, now_is(fine)) == ("queued", "ZeroDivisionError", "sent")


def test_a_mail_to_nowhere_is_not_called_sent(write: Write, sink: Sink) -> None:
    mail = write()
    OutgoingEmail.objects.filter(pk=mail.pk).update(address="")
    deliver()
    assert now_is(mail) == "failed"


def test_a_slow_server_leaves_the_rest_for_the_next_turn(
    write: Write, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the worker's time limit would cut a dialogue in the middle, and leave a doubt behind each time."""
    for n in range(3):
        write(occurrence=str(n))
    monkeypatch.setattr(services, "TURN", 0.2)
    sink.delay = 0.3
    assert [deliver().get("sent") for _ in range(3)] == [1, 1, 1]


# --- Two at once -----------------------------------------------------------------------------------------------------


def unscoped(action: Callable[[], Any]) -> Callable[[], Any]:
    """A thread has no scope of its own."""

    def run() -> Any:
        with scopes_disabled():
            return action()

    return run


def test_two_deliverers_at_once_deliver_each_mail_once(shared_database: None, write: Write, sink: Sink) -> None:
    identities = {write(occurrence=str(n)).message_id for n in range(15)}
    counts = at_once(lambda: deliver(), lambda: deliver(), lambda: deliver())
    assert (sorted(sink.accepted), sum(each.get("sent", 0) for each in counts)) == (sorted(identities), 15)


def test_a_cancellation_against_a_delivery_ends_in_one_of_the_two(
    shared_database: None, write: Write, sink: Sink
) -> None:
    for n in range(20):
        mail = write(about=f"application:{n}")
        at_once(
            unscoped(partial(deliver_one, mail.pk, timezone.now())),
            unscoped(partial(services.cancel, about=f"application:{n}", kind="test")),
        )
        assert now_is(mail) == ("sent" if mail.message_id in sink.accepted else "cancelled")


def test_a_mail_resent_by_many_is_queued_once(shared_database: None, write: Write, reader: User) -> None:
    mail = write()
    OutgoingEmail.objects.filter(pk=mail.pk).update(state="uncertain")
    assert at_once(*[unscoped(partial(resend, mail, by=reader))] * 8).count(True) == 1


def test_the_lease_is_there_exactly_while_sending(write: Write) -> None:
    mail = write()
    with pytest.raises(DatabaseError, match="email_lease_while_sending"), transaction.atomic():
        OutgoingEmail.objects.filter(pk=mail.pk).update(state="sending")


def test_threads_leave_nothing_behind() -> None:
    assert [each.name for each in threading.enumerate() if each.name.startswith("ThreadPool")] == []
