"""What tells a client that their move has come: one reminder per change of standing, at their hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext
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
    """The plain text. Employer and verdict are named only where the practice allows it.

    Put together here and not by a template, which takes five times as long: a sweep writes it by the thousand.
    """
    told = [gettext("Hello %(name)s,") % {"name": application.client.given_name}]
    if application.practice.mail == Practice.Mail.OPEN:
        words = {"position": application.position, "employer": application.employer}
        words["standing"] = change.get_status_display()
        told.append(gettext("%(position)s at %(employer)s: %(standing)s.") % words)
    told += [
        gettext("It is your move on one of your applications. What it is, and why, is waiting for you here:"),
        f"{settings.SITE_URL}/portal/applications/{application.pk}/",
        gettext("You get this because reminders are switched on in your portal; you can switch them off there."),
    ]
    return "\n\n".join(told) + "\n"


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
