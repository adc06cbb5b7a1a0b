"""The reminders of the past as they were delivered: most were sent, some were overtaken, a few need a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from candidates.models import StandingChange
from candidates.reminders import YOUR_MOVE
from counselor.accounts.models import Practice
from counselor.demo.people import DEMO_DOMAIN
from counselor.outbox.models import OutgoingEmail

State = OutgoingEmail.State
TAKES = timedelta(seconds=41)
# The latest mail to each of these did not simply arrive. The sentences are those the outbox itself writes.
ODD_ONES = (
    (f"bob{DEMO_DOMAIN}", State.QUEUED, ""),
    (f"lukasz{DEMO_DOMAIN}", State.UNCERTAIN, "the sender stopped before the server answered"),
    (f"diego{DEMO_DOMAIN}", State.FAILED, "the mail server refused it: 550"),
)


def settle(practice: Practice, now: datetime) -> None:
    """Book every mail that would have left by `now`. Nothing is sent."""
    for mail in OutgoingEmail.objects.filter(practice=practice, send_after__lte=now):
        _book(mail, State.CANCELLED if _overtaken(mail) else State.SENT)
    for address, state, error in ODD_ONES:
        _trouble(practice, address, state, error, now)


def _overtaken(mail: OutgoingEmail) -> bool:
    """Whether the standing moved on between the writing and the morning it was to leave."""
    if mail.kind != YOUR_MOVE:
        return False
    pk = int(mail.about.partition(":")[2])
    later = StandingChange.objects.filter(application=pk, number__gt=int(mail.occurrence), at__lte=mail.send_after)
    return later.exists()


def _book(mail: OutgoingEmail, state: str) -> None:
    sent_at = mail.send_after + TAKES if state == State.SENT else None
    OutgoingEmail.objects.filter(pk=mail.pk).update(
        state=state, sent_at=sent_at, attempts=1, created_at=mail.send_after
    )


def _trouble(practice: Practice, address: str, state: str, error: str, now: datetime) -> None:
    mails = OutgoingEmail.objects.filter(practice=practice, address=address, send_after__lte=now)
    latest = mails.exclude(state=State.CANCELLED).order_by("-send_after").first()
    if latest is not None:
        tries = 0 if state == State.QUEUED else 1
        mails.filter(pk=latest.pk).update(state=state, error=error, sent_at=None, attempts=tries)
