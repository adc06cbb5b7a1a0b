"""The reminders around an interview: the day before, to ask about next steps; a day after, to write the thank-you.

Like every reminder they are written by the sweep, once per occasion, and asked about again before they leave. Four
queries at most find what is due, however many applications there are; what was written is not found again.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from candidates import reminding
from candidates.followup.facts import Status
from candidates.followup.hours import first_moment, next_moment
from candidates.interviews import THANKS_SENT
from candidates.models import Client, Debrief, Interview, Touchpoint
from candidates.reminders import about
from candidates.standings import zone_of
from candidates.wording import ASK_ABOUT_NEXT_STEPS, MOMENT
from counselor.accounts.models import Practice
from counselor.outbox.models import OutgoingEmail

log = structlog.get_logger(__name__)

AHEAD, THANKS = "interview-ahead", "thank-you"
SUBJECTS: dict[str, str | Promise] = {
    AHEAD: _("Your interview: one question to ask"),
    THANKS: _("Write the thank-you e-mail today"),
}
TOLD = {AHEAD: "ahead_reminded_at", THANKS: "thanks_reminded_at"}
TEMPLATES = {AHEAD: "mail/interview_ahead.txt", THANKS: "mail/thank_you.txt"}

DAY = timedelta(days=1)
LATEST = 2 * DAY  # after an interview: who hears of it later still is not told to write "today"
LONGEST = DAY  # an interview lasts a day at most
DECIDED = [
    *(Status.REJECTED, Status.POSITION_CLOSED, Status.WITHDRAWN, Status.PLACED),
    *(Status.OFFER_DECLINED, Status.OFFER_RESCINDED),
]


def register() -> None:
    reminding.register(AHEAD, title=_("An interview is near: one question to ask"), icon="people", holds=still_ahead)
    reminding.register(THANKS, title=_("The thank-you e-mail is missing"), icon="envelope", holds=still_unthanked)


def post_due(now: datetime) -> int:
    """Write what is due around interviews; the number of mails. One that fails stops no other."""
    with scopes_disabled():
        soon, lately = Q(starts_at__gt=now, starts_at__lt=now + 2 * DAY), Q(starts_at__gt=now - LATEST - LONGEST)
        due = [(AHEAD, row) for row in unwritten(ahead(now), AHEAD, soon) if _day_before(row, now)]
        lately &= Q(starts_at__lte=now - DAY)
        due += [(THANKS, row) for row in unwritten(unthanked(now), THANKS, lately) if _day_after(row, now)]
    return sum(_posted(kind, row, now) for kind, row in due)


# --- Which interviews ------------------------------------------------------------------------------------------------


def wanted(rows: Any) -> Any:
    """Interviews that stand, of clients who can read a reminder."""
    return rows.filter(
        voided_at=None,
        cancelled_at=None,
        application__archived_at=None,
        application__client__user__is_active=True,
    )


def ahead(now: datetime) -> Any:
    """Interviews still to come, near enough for their day before to have begun in any time zone."""
    rows = Interview.objects.filter(starts_at__gt=now, starts_at__lt=now + 2 * DAY)
    return wanted(rows.filter(application__status=Status.INTERVIEW_SCHEDULED))


def unthanked(now: datetime) -> Any:
    """The last interviews of their applications, held lately, without a thank-you e-mail and without a “no” to it."""
    same = {"application": OuterRef("application")}
    later = Interview.objects.filter(
        **same, voided_at=None, cancelled_at=None, starts_at__gt=OuterRef("starts_at"), starts_at__lte=now
    )
    thanks = Touchpoint.objects.filter(THANKS_SENT, **same, happened_at__gte=OuterRef("starts_at"))
    told = Debrief.objects.filter(interview=OuterRef("pk"), voided_at=None).order_by("-pk").values("thanks")[:1]
    rows = Interview.objects.filter(starts_at__gt=now - LATEST - DAY - LONGEST, starts_at__lte=now)
    rows = rows.exclude(application__status__in=DECIDED).alias(told=Subquery(told))
    return wanted(rows.filter(~Exists(later), ~Exists(thanks), Q(told=None) | ~Q(told=Debrief.Thanks.NO)))


def unwritten(rows: Any, kind: str, when: Q) -> Any:
    """Those of which the client was not reminded in this way, with all a mail needs.

    Which interviews come into question is asked first, of their own table, where an index knows those not told of yet:
    asked for everything at once, a database may read every application to find the few with an interview at that time.
    """
    near = Interview.objects.filter(when, voided_at=None, cancelled_at=None, **{TOLD[kind]: None}).order_by()
    of_client = ("client__practice", "client__user", "client__reminder_preference")
    names = [f"application__{name}" for name in ("practice", *of_client, "employer", "site")]
    found = rows.filter(pk__in=list(near.values_list("pk", flat=True)))
    return found.select_related(*names).order_by("starts_at", "pk")


def _day_before(interview: Interview, now: datetime) -> bool:
    """Whether its day before has come for the client, and the mail can still leave before the interview."""
    client = interview.application.client
    return is_eve(interview.starts_at, client, now)


def is_eve(starts_at: datetime, client: Client, now: datetime) -> bool:
    """Whether a client may be reminded of something by now, on the day before it, and hear of it before it begins."""
    zone, hours = reminding.zone_of(client), reminding.hours_of(client)
    eve = datetime.combine(starts_at.astimezone(zone).date() - DAY, time.min, zone)
    return first_moment(eve, hours, zone) <= now and next_moment(now, hours, zone) < starts_at


def _day_after(interview: Interview, now: datetime) -> bool:
    return interview.ends_at + DAY <= now <= interview.ends_at + LATEST


# --- What it says ----------------------------------------------------------------------------------------------------


def _posted(kind: str, interview: Interview, now: datetime) -> bool:
    try:
        with scope(practice=interview.application.practice), transaction.atomic():
            return post(kind, interview, now)
    except Exception:
        log.exception("interview reminder could not be written", interview=interview.pk, kind=kind)
        return False


def post(kind: str, interview: Interview, now: datetime) -> bool:
    """Remind of one interview; whether that is new."""
    application = interview.application
    occasion = reminding.Occasion(
        client=application.client,
        kind=kind,
        about=about(application),
        occurrence=f"interview:{interview.pk}",
        application=application,
        path=path_of(kind, interview),
        subject=SUBJECTS[kind],
        text=lambda: mail_text(kind, interview),
    )
    is_new = reminding.remind(occasion, now)
    Interview.objects.filter(pk=interview.pk).update(**{TOLD[kind]: now})
    return is_new


def path_of(kind: str, interview: Interview) -> str:
    """Where a reminder leads within the portal."""
    page = f"applications/{interview.application_id}/"
    return page if kind == AHEAD else f"{page}interviews/{interview.pk}/debrief/"


def mail_text(kind: str, interview: Interview) -> str:
    """The plain text. Employer and position are named only where the practice allows it."""
    application = interview.application
    here, there = client_zone(interview), zone_of(application)
    context = {
        "client": application.client,
        "application": application if application.practice.mail == Practice.Mail.OPEN else None,
        "sentence": ASK_ABOUT_NEXT_STEPS,
        "here": moment(interview.starts_at, here),
        "there": moment(interview.starts_at, there) if clocks_differ(interview.starts_at, here, there) else "",
        "url": f"{settings.SITE_URL}/portal/{path_of(kind, interview)}",
    }
    return render_to_string(TEMPLATES[kind], context)


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment as the clock of a zone shows it: Fri 13 Nov, 10:00 (New York)."""
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return f"{formats.date_format(at.astimezone(zone), MOMENT)} ({city})"


def clocks_differ(at: datetime, here: tzinfo, there: tzinfo) -> bool:
    """Whether two zones' clocks show a different time at a moment."""
    return at.astimezone(here).utcoffset() != at.astimezone(there).utcoffset()


def client_zone(interview: Interview) -> ZoneInfo:
    return ZoneInfo(interview.application.client.zone_name)


# --- Still wanted ----------------------------------------------------------------------------------------------------


def still_ahead(mail: OutgoingEmail) -> bool:
    """Whether the interview still lies ahead as it did, and its client still wants to hear of it."""
    return _of(mail, ahead(timezone.now())).exists()


def still_unthanked(mail: OutgoingEmail) -> bool:
    """Whether the thank-you e-mail is still missing, and not yet too late for “today”."""
    return _of(mail, unthanked(timezone.now())).exists()


def _of(mail: OutgoingEmail, rows: Any) -> Any:
    return rows.filter(pk=mail.occurrence.partition(":")[2], application__client__user=mail.recipient_id)
