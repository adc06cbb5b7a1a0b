"""E-mail to counselors: every morning what is on their own Today, every week how those they supervise are doing.

Each is written once for its civil day, whenever the beat gets to it: late on that day, and never the day after. A daily
digest with nothing in it is not written at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope, scopes_disabled

from candidates.models import Assignment, Heartbeat
from candidates.querysets import practice_day
from candidates.unsubscribing import unsubscribe_url
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.languages import in_language_of
from counselor.accounts.models import Membership, Practice, Role
from counselor.dashboard.today.rows import Desk, Text
from counselor.dashboard.today.sections import Section, Wanted, picture
from counselor.dashboard.today.supervision import supervised
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from counselor.pages.face import DESK

log = structlog.get_logger(__name__)

JOB = "digests"
DAILY, WEEKLY = "daily-digest", "weekly-digest"
ROWS = 8  # of each section, where they are named
WEEK = timedelta(days=7)
DAY = timedelta(days=1)

IN_DISCREET_WORDS: dict[str, Text] = {
    "letters": gettext_lazy("Letters to begin"),
    "offers": gettext_lazy("Decisions to record"),
    "changed": gettext_lazy("Letters to look at again"),
}
"""Headings that would tell an onlooker what an employer said."""


def register() -> None:
    outbox.register_kind(DAILY, still_todays, unsubscribe_url)
    outbox.register_kind(WEEKLY, still_this_weeks, unsubscribe_url)


# --- When ------------------------------------------------------------------------------------------------------------


def zone_of(member: Membership) -> ZoneInfo:
    return ZoneInfo(member.user.time_zone or member.practice.time_zone)


@contextmanager
def as_reader(member: Membership) -> Iterator[None]:
    """Inside, rows are seen, days are told and words are written as for this member."""
    with scope(practice=member.practice), timezone.override(zone_of(member)), in_language_of(member.user):
        yield


def local_day(member: Membership, now: datetime) -> date:
    return now.astimezone(zone_of(member)).date()


def hour_of(member: Membership, day: date) -> datetime:
    """The instant of a member’s hour on a day. Where the clocks skip that hour, the one they jump to."""
    return datetime.combine(day, time(member.digest_hour or 0), zone_of(member)).astimezone(UTC)


def week_of(member: Membership, now: datetime) -> date:
    """The last day of a member’s weekly digest up to `now`."""
    today = local_day(member, now)
    return today - timedelta(days=(today.weekday() - (member.weekly_digest_on or 0)) % 7)


def write_due(now: datetime) -> int:
    """Write the digests whose hour came since this last ran; their number. One that fails is tried again next time."""
    beat = Heartbeat.objects.filter(job=JOB).first()
    since = beat.at if beat else now - DAY
    written = failed = 0
    for member, kind, day in due(since, now):
        try:
            with as_reader(member), transaction.atomic():
                written += post(member, kind, day, now)
        except Exception:
            failed += 1
            log.exception("digest could not be written", member=member.pk, kind=kind)
    Heartbeat.objects.update_or_create(
        job=JOB, defaults={"at": since if failed else now, "changed": written, "failed": failed}
    )
    return written


def due(since: datetime, now: datetime) -> Iterator[tuple[Membership, str, date]]:
    """Whose digest of which kind and day came due after `since`."""
    with scopes_disabled():
        members = list(wanting().select_related("practice", "user"))
    for member in members:
        today = local_day(member, now)
        if since < hour_of(member, today) <= now:
            yield member, DAILY, today
        if member.role == Role.SUPERVISOR and member.weekly_digest_on is not None:
            week = week_of(member, now)
            if since < hour_of(member, week) <= now:
                yield member, WEEKLY, week


def wanting():  # type: ignore[no-untyped-def]  # a queryset of memberships
    """Case workers who want mail."""
    return Membership.objects.current().filter(role__in=CASE_WORKERS, digest_hour__isnull=False).order_by("pk")


# --- What ------------------------------------------------------------------------------------------------------------


def post(member: Membership, kind: str, day: date, now: datetime) -> bool:
    """Write one digest; False where there is nothing to say, or it was said. Inside `as_reader`."""
    text = (daily_text if kind == DAILY else weekly_text)(member, now)
    return bool(text) and outbox.post(
        practice=member.practice,
        recipient=member.user,
        kind=kind,
        about=f"member:{member.pk}",
        occurrence=day.isoformat(),
        subject=_("Your day at Class Act") if kind == DAILY else _("Your week at Class Act"),
        text=text,
        send_after=now,
    )


def daily_text(member: Membership, now: datetime) -> str:
    """What is on a member’s own Today; empty for nothing."""
    sections = sections_of(member, now)
    if not sections:
        return ""
    is_open = member.practice.mail == Practice.Mail.OPEN
    context = {
        "member": member,
        "count": sum(each.total for each in sections),
        "sections": [(_heading(each, is_open), each.total, _lines(each) if is_open else []) for each in sections],
        "url": settings.SITE_URL + DESK.url("today"),
        "settings_url": settings.SITE_URL + DESK.url("my-digests"),
    }
    return render_to_string("mail/daily_digest.txt", context)


def sections_of(member: Membership, now: datetime) -> list[Section]:
    """Today of one’s own caseload: a supervisor’s digest leaves out the clients of others."""
    return picture(Desk.of(member, now, member.pk), Wanted(last=ROWS)).sections


def _heading(section: Section, is_open: bool) -> Text:
    return section.title if is_open else IN_DISCREET_WORDS.get(section.kind, section.title)


def _lines(section: Section) -> list[str]:
    """Who it is about: a given name and the employer, and how many more there are."""
    names = [", ".join(filter(None, (row.given_name, row.organization))) for row in section.rows]
    return names + ([_("and %(number)s more") % {"number": section.more}] if section.more else [])


def weekly_text(member: Membership, now: datetime) -> str:
    """The counselors one supervises, each in a few numbers; empty where one supervises nobody."""
    counselors = supervised(member, now - WEEK)
    if not counselors:
        return ""
    context = {
        "member": member,
        "counselors": counselors,
        "url": settings.SITE_URL + DESK.url("today"),
        "settings_url": settings.SITE_URL + DESK.url("my-digests"),
    }
    return render_to_string("mail/weekly_digest.txt", context)


# --- Still wanted ----------------------------------------------------------------------------------------------------


def still_todays(mail: OutgoingEmail) -> bool:
    """Whether it is still the reader’s day, and still their caseload."""
    member, now = _reader(mail), timezone.now()
    if member is None or mail.occurrence != local_day(member, now).isoformat():
        return False
    with as_reader(member):
        return not _lost_a_client(member, mail) and bool(sections_of(member, now))


def still_this_weeks(mail: OutgoingEmail) -> bool:
    """Whether its reader is still a supervisor who wants it, and no newer one is due."""
    member, now = _reader(mail), timezone.now()
    if member is None or member.role != Role.SUPERVISOR or member.weekly_digest_on is None:
        return False
    return now - mail.created_at < WEEK


def _reader(mail: OutgoingEmail) -> Membership | None:
    """The membership a digest was written for, unless it ended or its reader wants no more mail."""
    members = wanting().filter(pk=mail.about.partition(":")[2], user=mail.recipient_id)
    return members.select_related("practice", "user").first()


def _lost_a_client(member: Membership, mail: OutgoingEmail) -> bool:
    """Whether a digest that names clients may name one who is no longer the reader’s."""
    over_by_now = (mail.occurrence, practice_day(member.practice))  # an end to come takes nobody away yet
    ended = Assignment.objects.filter(counselor=member, to_on__range=over_by_now)
    return member.practice.mail == Practice.Mail.OPEN and ended.exists()
