"""Writing, delivering and resending mail.

queued → sending (lease) → sent | failed | uncertain | cancelled. A mail whose sender vanished becomes *uncertain*
and is never queued again by itself: over many kills that lost nothing and doubled nothing. A person decides, and a
resent mail carries the same Message-ID.
"""

from __future__ import annotations

import hashlib
import smtplib
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from counselor.accounts.languages import in_language_of
from counselor.accounts.models import Practice, User
from counselor.outbox import freeze
from counselor.outbox.models import OutgoingEmail

log = structlog.get_logger(__name__)

State = OutgoingEmail.State
LEASE = timedelta(minutes=5)  # more than an SMTP dialogue can take: up to 13 steps of EMAIL_TIMEOUT each
TURN = 60.0  # seconds; what a slow server leaves over waits for the next turn, so that no time limit cuts a dialogue
MAX_ATTEMPTS = 12
FIRST_PAUSE = timedelta(minutes=10)  # six tries an hour at most
LONGEST_PAUSE = timedelta(hours=6)

OCCASION = ("about", "kind", "occurrence", "recipient")

_still_wanted: dict[str, Callable[[OutgoingEmail], bool]] = {}
_ways_out: dict[str, Callable[[OutgoingEmail], str]] = {}
_secret_text: dict[str, Callable[[OutgoingEmail], str]] = {}


def register_kind(
    kind: str,
    still_wanted: Callable[[OutgoingEmail], bool],
    way_out: Callable[[OutgoingEmail], str] | None = None,
    secret_text: Callable[[OutgoingEmail], str] | None = None,
) -> None:
    """Ask `still_wanted(mail)` just before a mail of this kind leaves; one not wanted any more is cancelled.

    `way_out(mail)` is the address under which its reader says that they want no more of them. A kind whose words hold
    a key has them made by `secret_text(mail)` as it leaves: they are written down nowhere.
    """
    _still_wanted[kind] = still_wanted
    if way_out:
        _ways_out[kind] = way_out
    if secret_text:
        _secret_text[kind] = secret_text


def message_id(about: str, kind: str, occurrence: str, reader: User | str) -> str:
    """The Message-ID of an occasion: always the same for the same occasion. `reader` is a person or an address."""
    key = "\n".join([about, kind, occurrence, reader if isinstance(reader, str) else str(reader.pk)])
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{_domain_of(settings.DEFAULT_FROM_EMAIL)}>"


@lru_cache(maxsize=8)
def _domain_of(sender: str) -> str:
    return parseaddr(sender)[1].partition("@")[2]


def post(
    *,
    practice: Practice,
    recipient: User | None,
    kind: str,
    about: str,
    occurrence: str,
    subject: str | Promise,
    text: str | Callable[[], str],
    send_after: datetime,
    address: str = "",
) -> bool:
    """Write a mail in the running transaction, in its reader's language. False if this occasion was written before.

    So `subject` is lazy, and `text` a function that renders it; what is given as a string stands as it is. Who has no
    account yet is written to by `address`.
    """
    occasion = {"about": about, "kind": kind, "occurrence": occurrence}
    unnamed = {} if recipient else {"address": address}
    rest: dict[str, Any] = {"practice": practice, "send_after": send_after}
    rest["text"] = text  # Django calls it, once it knows that the row is new
    with in_language_of(recipient):
        rest |= _head(recipient or address, subject, **occasion)
        _mail, created = OutgoingEmail.objects.get_or_create(**occasion, recipient=recipient, **unnamed, defaults=rest)
    if created:
        _nudge()
    return created


def post_all(mails: Iterable[dict[str, Any]]) -> int:
    """Write many mails to people with an account in few statements, each as `post` takes it; how many are new.

    Where somebody else writes one of them meanwhile, none is written: it raises.
    """
    ours = {tuple(each[name].pk if name == "recipient" else each[name] for name in OCCASION): each for each in mails}
    known = OutgoingEmail.objects.filter(about__in={about for about, *_ in ours})
    for key in known.values_list(*OCCASION):
        ours.pop(key, None)
    # The time is given: where a column is left to the database, Django cannot send whole columns as arrays.
    now = timezone.now()
    OutgoingEmail.objects.bulk_create(_row(**each, created_at=now) for each in ours.values())
    if ours:
        _nudge()
    return len(ours)


def _row(*, recipient: User, subject: str | Promise, text: Callable[[], str], **columns: Any) -> OutgoingEmail:
    occasion = {name: columns[name] for name in OCCASION if name != "recipient"}
    with in_language_of(recipient):
        return OutgoingEmail(recipient=recipient, text=text(), **_head(recipient, subject, **occasion), **columns)


def _head(to: User | str, subject: str | Promise, *, about: str, kind: str, occurrence: str) -> dict[str, str]:
    """What stands above a mail's text, in the language that is on."""
    return {
        "address": to if isinstance(to, str) else to.email,
        "message_id": message_id(about, kind, occurrence, to),
        "subject": " ".join(str(subject).split()),
    }


def _nudge() -> None:
    """Wake a worker after the commit. Only a nudge: a broker that is away costs a minute, not a mail."""
    from counselor.outbox.tasks import deliver

    transaction.on_commit(deliver.wake)


def deliver_due(now: datetime, limit: int = 200) -> dict[str, int]:
    """Send what is due at `now`; returns how many mails ended in each state. Without EMAIL_URL nothing leaves.

    Nor does anything while the freeze is on.
    """
    with scopes_disabled():
        if freeze.is_on():
            return {}
        counts: dict[str, int] = {str(State.UNCERTAIN): doubt_abandoned(now)}
        if not settings.EMAIL_URL:
            return counts
        ends_at = time.monotonic() + TURN
        for pk in list(OutgoingEmail.objects.due(now).values_list("pk", flat=True)[:limit]):
            if time.monotonic() > ends_at:
                break
            if outcome := deliver_one(pk, timezone.now()):
                counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def doubt_abandoned(now: datetime) -> int:
    """Mark mails whose sender vanished as uncertain; returns their number."""
    return OutgoingEmail.objects.lease_expired(now).update(
        state=State.UNCERTAIN, lease_until=None, error="the sender stopped before the server answered"
    )


def deliver_one(pk: int, now: datetime) -> str | None:
    """Claim, send and book one mail; the state it ended in, or None when somebody else has it."""
    claimed = OutgoingEmail.objects.filter(pk=pk, state=State.QUEUED).update(
        state=State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    return _send(OutgoingEmail.objects.select_related("practice", "recipient").get(pk=pk))


def wanted(mail: OutgoingEmail) -> bool:
    """Whether the reason for the mail still holds and its reader is still there."""
    holds = _still_wanted.get(mail.kind)
    there = mail.recipient_id is None or User.objects.filter(pk=mail.recipient_id, is_active=True).exists()
    return there and (holds is None or holds(mail))


def _send(mail: OutgoingEmail) -> str:
    """Whether it is still wanted is asked last, once the line stands: a slow server takes its time to say hello."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # every smtplib error is one, too
        return _later(mail, type(error).__name__)
    with closing(connection):
        try:
            still = wanted(mail)
        except Exception as error:  # nothing was sent yet, and the other mails shall not wait for this one
            log.exception("mail could not be checked", mail=mail.pk, kind=mail.kind)
            return _later(mail, type(error).__name__)
        return _hand_over(mail, connection) if still else _book(mail, state=State.CANCELLED)


def _hand_over(mail: OutgoingEmail, connection: BaseEmailBackend) -> str:
    try:
        handed_over = _message(mail, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(mail, next(iter(error.recipients.values()))[0])
    except smtplib.SMTPResponseException as error:
        return _refused(mail, error.smtp_code)
    except OSError as error:
        # The line went dead: before the text was taken or after, nobody can tell.
        return _book(mail, state=State.UNCERTAIN, error=type(error).__name__)
    except ValueError as error:
        return _book(mail, state=State.FAILED, error=type(error).__name__)
    if not handed_over:
        return _book(mail, state=State.FAILED, error="no address")
    return _book(mail, state=State.SENT, sent_at=timezone.now(), error="")


def _message(mail: OutgoingEmail, connection: BaseEmailBackend) -> EmailMessage:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    write = _secret_text.get(mail.kind)
    with in_language_of(mail.recipient):
        text = write(mail) if write else mail.text
        stop = _("No more of these e-mails:")
    if way_out := _ways_out.get(mail.kind):
        url = way_out(mail)
        headers |= {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
        text = f"{text.rstrip()}\n\n-- \n{stop} {url}\n"
    return EmailMessage(mail.subject, text, to=[mail.address], headers=headers, connection=connection)


def _refused(mail: OutgoingEmail, code: int) -> str:
    """4xx: the server asks for patience. 5xx: it will never take this mail. Anything else is no answer at all."""
    if 400 <= code < 500:
        return _later(mail, f"the mail server said {code}")
    if 500 <= code < 600:
        return _book(mail, state=State.FAILED, error=f"the mail server refused it: {code}")
    return _book(mail, state=State.UNCERTAIN, error="the mail server gave no answer that could be understood")


def _later(mail: OutgoingEmail, error: str) -> str:
    if mail.attempts >= MAX_ATTEMPTS:
        return _book(mail, state=State.FAILED, error=error)
    pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    return _book(mail, state=State.QUEUED, send_after=timezone.now() + pause, error=error)


def _book(mail: OutgoingEmail, *, state: str, **values: object) -> str:
    """Write down how it went, unless the lease was lost meanwhile: `lease_until` tells this claim from a later one."""
    claim = OutgoingEmail.objects.filter(pk=mail.pk, state=State.SENDING, lease_until=mail.lease_until)
    claim.update(state=state, lease_until=None, **values)
    log.info("mail booked", mail=mail.pk, kind=mail.kind, state=str(state), attempts=mail.attempts)
    return str(state)


def cancel(*, about: str, kind: str) -> int:
    """Take back what still waits about something; returns the number of mails."""
    return OutgoingEmail.objects.filter(about=about, kind=kind, state=State.QUEUED).update(state=State.CANCELLED)


def resend(mail: OutgoingEmail, *, by: User) -> bool:
    """Queue an uncertain or failed mail again, with the same Message-ID. False if somebody was quicker."""
    now = timezone.now()
    queued = OutgoingEmail.objects.filter(pk=mail.pk, state__in=[State.UNCERTAIN, State.FAILED]).update(
        state=State.QUEUED, send_after=now, attempts=0, error="", resent_at=now, resent_by=by
    )
    if queued:
        _nudge()
    return bool(queued)
