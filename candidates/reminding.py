"""Reminders of clients: each is listed in the portal, and told by e-mail as its reader chose, once per occasion.

What is reminded of lives in modules of its own, which register their kinds here. An e-mail is asked again before it
leaves: whether the reason holds, whether its reader still takes mail, and whether they want each by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from candidates.followup.hours import Hours, next_moment
from candidates.models import Application, Client, Reminder, ReminderPreference
from candidates.unsubscribing import unsubscribe_url
from counselor.accounts.models import User
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail

Channel, Rhythm = ReminderPreference.Channel, ReminderPreference.Rhythm
Holds = Callable[[Any], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of reminder: its line in lists, its icon, and whether the reason of one (or of its mail) still holds."""

    title: str | Promise
    icon: str
    holds: Holds


KINDS: dict[str, Kind] = {}


@dataclass(frozen=True)
class Occasion:
    """What one client is reminded of: which it is, where it leads within the portal, and what its mail says.

    `subject` is lazy and `text` a function, so that both are written in the reader's language.
    """

    KEY: ClassVar = ("kind", "about", "occurrence")

    client: Client
    kind: str
    about: str
    occurrence: str
    path: str
    subject: str | Promise
    text: Callable[[], str]
    application: Application | None = None

    @property
    def key(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.KEY}

    def mail(self, now: datetime) -> dict[str, Any]:
        """Its mail as the outbox takes it, to leave at the client's hour."""
        client = self.client
        send_after = next_moment(now, hours_of(client), zone_of(client))
        told = {"subject": self.subject, "text": self.text, "send_after": send_after}
        return {"practice": client.practice, "recipient": client.user, **self.key, **told}


def register(name: str, *, title: str | Promise, icon: str, holds: Holds) -> None:
    """Make a kind known. Its mails are for those who want each by itself; see candidates/client_digests.py."""
    KINDS[name] = Kind(title, icon, holds)
    outbox.register_kind(name, lambda mail: wants(mail, Rhythm.SINGLE) and holds(mail), unsubscribe_url)


# --- How somebody likes it -------------------------------------------------------------------------------------------


def preference_of(client: Client) -> ReminderPreference:
    """What a client chose, or the defaults; not saved."""
    return getattr(client, "reminder_preference", None) or ReminderPreference(client=client)


@cache
def _defaults() -> ReminderPreference:
    return ReminderPreference()


def _chosen(client: Client) -> ReminderPreference:
    return getattr(client, "reminder_preference", None) or _defaults()


def hours_of(client: Client) -> Hours:
    """At which hours a client may be reminded."""
    chosen = _chosen(client)
    return Hours(chosen.hour, chosen.quiet_from, chosen.quiet_until)


def zone_of(client: Client) -> ZoneInfo:
    """The client's own clock."""
    return ZoneInfo(client.zone_name)


def takes_mail(client: Client, rhythm: str) -> bool:
    """Whether a client agreed to e-mail, chose it, and wants it in this rhythm."""
    chosen = _chosen(client)
    return client.reminders and chosen.channel == Channel.EMAIL and chosen.rhythm == rhythm


def wants(mail: OutgoingEmail, rhythm: str) -> bool:
    """The same of a mail's reader, read afresh."""
    rows = Client.objects.filter(practice=mail.practice_id, user=mail.recipient_id)
    client = rows.select_related("reminder_preference").first()
    return client is not None and takes_mail(client, rhythm)


@transaction.atomic
def choose(*, client: Client, by: User, **values: Any) -> None:
    """How a client wants to be reminded from now on."""
    row = ReminderPreference.objects.filter(client=client).first() or ReminderPreference(client=client)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


# --- Reminding -------------------------------------------------------------------------------------------------------


def remind(occasion: Occasion, now: datetime) -> bool:
    """List an occasion in the client's portal, and write its mail where they want one; whether it is new.

    In the running transaction. Who has no account has no portal, and is reminded of nothing.
    """
    client = occasion.client
    if client.user is None:
        return False
    rest = {"application": occasion.application, "path": occasion.path, "made_at": now}
    _row, is_new = Reminder.objects.get_or_create(client=client, **occasion.key, defaults=rest)
    if is_new and takes_mail(client, Rhythm.SINGLE):
        outbox.post(**occasion.mail(now))
    return is_new


def remind_all(occasions: Iterable[Occasion], now: datetime) -> int:
    """The same of many occasions in few statements; how many are new.

    Where somebody else writes one of them meanwhile, none is written: it raises.
    """
    ours = {(each.client.pk, *each.key.values()): each for each in occasions if each.client.user}
    rows = Reminder.objects.filter(client__in={pk for pk, *_ in ours}, about__in={each.about for each in ours.values()})
    for known in rows.values_list("client", *Occasion.KEY):
        ours.pop(known, None)
    new = list(ours.values())
    Reminder.objects.bulk_create(
        Reminder(client=each.client, application=each.application, path=each.path, made_at=now, **each.key)
        for each in new
    )
    outbox.post_all([each.mail(now) for each in new if takes_mail(each.client, Rhythm.SINGLE)])
    return len(new)


# --- In the portal ---------------------------------------------------------------------------------------------------


def of_client(client: Client) -> Any:
    """A client's reminders, latest first."""
    return Reminder.objects.filter(client=client).select_related("application__employer")


def unread(client: Client) -> int:
    """How many of them were not read yet."""
    return Reminder.objects.filter(client=client, seen_at=None).count()


def mark_read(*, client: Client, by: User, pk: int | None = None) -> int:
    """A client read one reminder, or all of them; how many that were."""
    rows = Reminder.objects.filter(client=client, seen_at=None)
    return int((rows if pk is None else rows.filter(pk=pk)).update(seen_at=timezone.now()))
