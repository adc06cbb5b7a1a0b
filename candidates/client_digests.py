"""One e-mail a day for clients who want it so: the reminders of which they were not told, at their hour.

Nothing is written where there is nothing to tell. What was read in the portal, or does not hold any more, is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from candidates import interview_reminders, reminding, session_reminders
from candidates.followup.hours import first_moment
from candidates.models import Client, Heartbeat, Reminder
from candidates.reminding import KINDS, Channel, Rhythm
from candidates.unsubscribing import unsubscribe_url
from counselor.accounts.models import Practice
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail

log = structlog.get_logger(__name__)

JOB, KIND = "client-digests", "client-digest"
DAY = timedelta(days=1)
FRESH = 2 * DAY  # what is older was not told for a reason: mail was off, or the machine
SENT = [OutgoingEmail.State.SENT, OutgoingEmail.State.SENDING, OutgoingEmail.State.UNCERTAIN]


def register() -> None:
    outbox.register_kind(KIND, still_wanted, unsubscribe_url)


def write_due(now: datetime) -> int:
    """Write the digests whose hour came since this last ran; their number. One that fails is tried again next time.

    Reminders that are due at the same hour are made first, so that they are in it.
    """
    interview_reminders.post_due(now)
    session_reminders.post_due(now)
    beat = Heartbeat.objects.filter(job=JOB).first()
    since = beat.at if beat else now - DAY
    written = failed = 0
    for client, day in due(since, now):
        try:
            with scope(practice=client.practice), transaction.atomic():
                written += post(client, day, now)
        except Exception:
            failed += 1
            log.exception("client digest could not be written", client=client.pk)
    defaults = {"at": since if failed else now, "changed": written, "failed": failed}
    Heartbeat.objects.update_or_create(job=JOB, defaults=defaults)
    return written


def due(since: datetime, now: datetime) -> Iterator[tuple[Client, date]]:
    """Whose digest of which day came due after `since`."""
    with scopes_disabled():
        clients = list(wanting().select_related("practice", "user", "reminder_preference").order_by("pk"))
    for client in clients:
        zone = reminding.zone_of(client)
        today = now.astimezone(zone).date()
        midnight = datetime.combine(today, time.min, zone)
        if since < first_moment(midnight, reminding.hours_of(client), zone) <= now:
            yield client, today


def wanting() -> Any:
    """Clients who agreed to e-mail, and want one a day."""
    chosen = {"reminder_preference__channel": Channel.EMAIL, "reminder_preference__rhythm": Rhythm.DIGEST}
    return Client.objects.filter(reminders=True, user__is_active=True, **chosen)


def untold(client: Client, now: datetime) -> list[Reminder]:
    """The reminders of a client that are news to them, and still hold."""
    mailed = OutgoingEmail.objects.filter(
        kind=OuterRef("kind"), about=OuterRef("about"), occurrence=OuterRef("occurrence"), recipient=client.user,
        state__in=SENT,
    )  # fmt: skip
    rows = Reminder.objects.filter(client=client, seen_at=None, told_on=None, made_at__gt=now - FRESH)
    rows = rows.filter(~Exists(mailed)).select_related("client", "application__employer").order_by("made_at", "pk")
    return [row for row in rows if _holds(row)]


def _holds(row: Reminder) -> bool:
    return row.kind in KINDS and KINDS[row.kind].holds(row)


def post(client: Client, day: date, now: datetime) -> bool:
    """Write one client's digest of a day; False where there is nothing to tell, or it was told. In their scope."""
    rows = untold(client, now)
    if not rows or client.user is None:
        return False
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(told_on=day)
    return outbox.post(
        practice=client.practice,
        recipient=client.user,
        kind=KIND,
        about=f"client:{client.pk}",
        occurrence=day.isoformat(),
        subject=_("Your day at Class Act"),
        text=lambda: text_of(client, rows),
        send_after=now,
    )


def text_of(client: Client, rows: list[Reminder]) -> str:
    """A line for each. Employers and positions are named only where the practice allows it."""
    is_open = client.practice.mail == Practice.Mail.OPEN
    lines = [
        f"{KINDS[row.kind].title}: {row.application}" if is_open and row.application else str(KINDS[row.kind].title)
        for row in rows
    ]
    context = {"client": client, "lines": lines, "url": f"{settings.SITE_URL}/portal/reminders/"}
    return render_to_string("mail/client_digest.txt", context)


def still_wanted(mail: OutgoingEmail) -> bool:
    """Whether it is still its reader's day, they still want it so, and something in it still holds."""
    if not reminding.wants(mail, Rhythm.DIGEST):
        return False
    rows = Reminder.objects.filter(client=int(mail.about.partition(":")[2]), client__user=mail.recipient_id)
    told = list(rows.filter(told_on=mail.occurrence, seen_at=None).select_related("client__practice"))
    if not told:
        return False
    today = timezone.localdate(timezone=reminding.zone_of(told[0].client))
    return mail.occurrence == today.isoformat() and any(_holds(row) for row in told)
