"""E-mail about the counseling itself: somebody else counsels from now on; the counseling has ended."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Assignment, Client
from candidates.reminders import in_daytime
from candidates.unsubscribing import unsubscribe_url
from counselor.accounts.models import Practice
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail

HANDED_OVER, ENDED = "handed-over", "counseling-ended"


def register() -> None:
    outbox.register_kind(HANDED_OVER, hand_over_still_wanted)
    outbox.register_kind(ENDED, ending_still_wanted, unsubscribe_url)


def post_hand_over(assignment: Assignment) -> None:
    """Tell the new counselor, and the client where they take mail, in the daytime of the day it begins."""
    client, counselor = assignment.client, assignment.counselor.user
    practice = client.practice
    begins = max(timezone.now(), datetime.combine(assignment.from_on, time.min, practice.zone))
    occasion: dict[str, Any] = {
        "practice": practice,
        "kind": HANDED_OVER,
        "about": f"assignment:{assignment.pk}",
        "occurrence": "told",
    }
    outbox.post(
        **occasion,
        recipient=counselor,
        subject=_("A client was handed over to you"),
        text=lambda: _text("mail/handed_over_to_you.txt", f"desk/clients/{client.pk}/about/", counselor=counselor),
        send_after=in_daytime(begins, ZoneInfo(counselor.time_zone or practice.time_zone)),
    )
    if client.user and client.reminders:
        named = counselor if practice.mail == Practice.Mail.OPEN else None
        outbox.post(
            **occasion,
            recipient=client.user,
            subject=_("About your counseling"),
            text=lambda: _text("mail/handed_over.txt", "portal/me/", client=client, counselor=named),
            send_after=in_daytime(begins, ZoneInfo(client.zone_name)),
        )


def hand_over_still_wanted(mail: OutgoingEmail) -> bool:
    """Whether nobody else was chosen since, and the reader is still one of the two."""
    rows = Assignment.objects.filter(pk=mail.about.partition(":")[2], to_on=None).select_related("client", "counselor")
    row = rows.first()
    if row is None:
        return False
    is_client = row.client.user_id == mail.recipient_id and row.client.reminders
    return is_client or (row.counselor.user_id == mail.recipient_id and row.counselor.ended_at is None)


def post_ending(client: Client) -> None:
    """Tell the client that everything stays theirs, where they take mail."""
    if client.user and client.reminders:
        outbox.post(
            practice=client.practice,
            recipient=client.user,
            kind=ENDED,
            about=f"client:{client.pk}",
            occurrence=f"{client.ended_at:%Y-%m-%dT%H:%M:%S}",
            subject=_("About your counseling"),
            text=lambda: _text("mail/counseling_ended.txt", "portal/", client=client),
            send_after=in_daytime(timezone.now(), ZoneInfo(client.zone_name)),
        )


def ending_still_wanted(mail: OutgoingEmail) -> bool:
    """Whether the counseling is still over, and its reader still wants mail."""
    return Client.objects.filter(
        pk=mail.about.partition(":")[2], ended_at__isnull=False, user=mail.recipient_id, reminders=True
    ).exists()


def _text(template: str, path: str, **context: object) -> str:
    return render_to_string(template, {"url": f"{settings.SITE_URL}/{path}"} | context)
