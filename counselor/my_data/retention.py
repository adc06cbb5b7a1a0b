"""Data of ended counselings, erased once the time a practice keeps it is over; the client is told a month before.

Runs once a day. The day is written into the notice (`occurrence`), and nothing is erased before the day a notice named:
a practice that shortens its time cannot overtake what a client was told. Without an account there is nobody to tell.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from candidates.followup.almanac import add_months
from candidates.models import Client
from candidates.querysets import practice_day
from counselor.accounts.models import Practice
from counselor.my_data import erasure
from counselor.my_data.models import Erasure
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail

KIND = "erasure-ahead"
NOTICE = timedelta(days=30)

log = structlog.get_logger(__name__)


def register() -> None:
    outbox.register_kind(KIND, still_wanted)


def still_wanted(mail: OutgoingEmail) -> bool:
    """Whether the practice still erases, and its reader is still a client of an ended counseling."""
    ended = Client.objects.filter(pk=mail.about.partition(":")[2], user=mail.recipient_id, ended_at__isnull=False)
    return ended.filter(practice__erase_after_months__isnull=False).exists()


def run(now: datetime) -> dict[str, int]:
    """Tell who is to be told, erase what is due; how many of each. One client's trouble does not stop the others."""
    counts = {"told": 0, "erased": 0}
    for practice in Practice.objects.filter(erase_after_months__isnull=False).order_by("pk"):
        with scope(practice=practice):
            ended = Client.objects.filter(practice=practice, ended_at__isnull=False)
            for client in ended.select_related("practice", "user").order_by("pk"):
                try:
                    if done := _look_at(client, now):
                        counts[done] += 1
                except Exception:
                    log.exception("retention failed", client=client.pk)
    return counts


def day_of(client: Client) -> date:
    """The first day on which an ended client's data may be erased, by the practice's calendar."""
    practice = client.practice
    assert client.ended_at is not None
    assert practice.erase_after_months is not None
    return add_months(timezone.localdate(client.ended_at, practice.zone), practice.erase_after_months)


def _look_at(client: Client, now: datetime) -> str:
    today, day = practice_day(client.practice), day_of(client)
    if client.user is None:
        return _erase(client) if today >= day else ""
    named = _named_day(client)
    if named is None or named < day or named < today - NOTICE:
        return _tell(client, max(day, today + NOTICE), now) if today >= day - NOTICE else ""
    return _erase(client) if today >= named else ""


def _named_day(client: Client) -> date | None:
    """The day a notice named last, unless it was taken back."""
    rows = OutgoingEmail.objects.filter(about=f"client:{client.pk}", kind=KIND)
    last = rows.exclude(state=OutgoingEmail.State.CANCELLED).order_by("-occurrence").first()
    return date.fromisoformat(last.occurrence) if last else None


def _erase(client: Client) -> str:
    erasure.erase(client=client, wish=Erasure.Wish.RETENTION, by=None)
    return "erased"


def _tell(client: Client, day: date, now: datetime) -> str:
    told = outbox.post(
        practice=client.practice,
        recipient=client.user,
        kind=KIND,
        about=f"client:{client.pk}",
        occurrence=day.isoformat(),
        subject=_("Your data will be erased"),
        text=lambda: mail_text(client, day),
        send_after=now,
    )
    return "told" if told else ""


def mail_text(client: Client, day: date) -> str:
    """The plain text, with the day on which everything goes."""
    url = f"{settings.SITE_URL}/portal/me/data/"
    return render_to_string("mail/erasure_ahead.txt", {"client": client, "day": date_format(day, "j F Y"), "url": url})
