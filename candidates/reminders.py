"""The e-mail that tells a client their move has come: one per change of standing, in their morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from candidates.followup.facts import Ball
from candidates.models import Application, StandingChange
from counselor.accounts.models import Practice
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail

YOUR_MOVE = "your-move"
MORNING, EVENING = time(8), time(20)  # nobody is reminded outside these hours


def register() -> None:
    outbox.register_kind(YOUR_MOVE, still_wanted)


def about(application: Application) -> str:
    return f"application:{application.pk}"


def post_for(application: Application, change: StandingChange, now: datetime) -> bool:
    """Write the mail for a change of standing that puts the ball with the client; whether one was written."""
    client = application.client
    if change.ball != Ball.CLIENT or not client.reminders or client.user is None:
        return False
    return outbox.post(
        practice=application.practice,
        recipient=client.user,
        kind=YOUR_MOVE,
        about=about(application),
        occurrence=str(change.number),
        subject=_("Your move has come"),
        text=mail_text(application, change),
        send_after=in_daytime(now, ZoneInfo(client.zone_name)),
    )


def mail_text(application: Application, change: StandingChange) -> str:
    """The plain text. Employer and verdict are named only where the practice allows it."""
    return render_to_string(
        "mail/your_move.txt",
        {
            "client": application.client,
            "application": application if application.practice.mail == Practice.Mail.OPEN else None,
            "change": change,
            "url": f"{settings.SITE_URL}/portal/applications/{application.pk}/",
        },
    )


def in_daytime(now: datetime, zone: ZoneInfo) -> datetime:
    """`now` if it is daytime in `zone`, else the next morning there."""
    local = now.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return now
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, zone)


def still_wanted(mail: OutgoingEmail) -> bool:
    """Whether the standing the mail tells of is still the latest, and its reader still the one who wants to know."""
    return Application.objects.filter(
        pk=mail.about.partition(":")[2],
        standing_number=mail.occurrence,
        archived_at=None,
        client__user=mail.recipient_id,
        client__reminders=True,
    ).exists()
