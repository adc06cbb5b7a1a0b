"""What tells a client that their move has come: one reminder per change of standing, at their hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from candidates import reminding
from candidates.followup.facts import Ball
from candidates.followup.hours import DAYTIME, next_moment
from candidates.models import Application, StandingChange
from candidates.reminding import Occasion
from counselor.accounts.models import Practice
from counselor.outbox.models import OutgoingEmail

YOUR_MOVE = "your-move"


def register() -> None:
    reminding.register(YOUR_MOVE, title=_("It is your move"), icon="compass", holds=still_wanted)


def about(application: Application) -> str:
    return f"application:{application.pk}"


def post_for(change: StandingChange, now: datetime) -> bool:
    """Remind of a change of standing that puts the ball with the client; whether that is new."""
    return change.ball == Ball.CLIENT and reminding.remind(_occasion(change), now)


def post_all(changes: Iterable[StandingChange], now: datetime) -> int:
    """The same of many changes; how many are new."""
    return reminding.remind_all([_occasion(each) for each in changes if each.ball == Ball.CLIENT], now)


def _occasion(change: StandingChange) -> Occasion:
    application = change.application
    return Occasion(
        client=application.client,
        kind=YOUR_MOVE,
        about=about(application),
        occurrence=str(change.number),
        application=application,
        path=f"applications/{application.pk}/",
        subject=_("Your move has come"),
        text=lambda: mail_text(application, change),
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
    return next_moment(now, DAYTIME, zone)


def still_wanted(mail: OutgoingEmail) -> bool:
    """Whether the standing the mail tells of is still the latest, and its reader still the one who wants to know."""
    return Application.objects.filter(
        pk=mail.about.partition(":")[2],
        standing_number=mail.occurrence,
        archived_at=None,
        client__user=mail.recipient_id,
    ).exists()
