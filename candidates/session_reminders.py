"""The reminder of a counseling session, the day before it: once for each time it is planned for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from candidates import reminding
from candidates.interview_reminders import is_eve, moment
from candidates.models import CounselingSession
from counselor.accounts.models import Practice

log = structlog.get_logger(__name__)

SESSION = "session-ahead"
NEAR = timedelta(days=2)


def register() -> None:
    reminding.register(SESSION, title=_("A session with your counselor is near"), icon="chat-heart", holds=still_ahead)


def ahead(now: datetime) -> Any:
    """Planned sessions near enough for their day before to have begun in any time zone, of clients who can read."""
    return CounselingSession.objects.filter(
        state=CounselingSession.State.PLANNED,
        starts_at__gt=now,
        starts_at__lt=now + NEAR,
        client__ended_at=None,
        client__user__is_active=True,
    )


def post_due(now: datetime) -> int:
    """Remind of the sessions of tomorrow; how many that were. One that fails stops no other."""
    with scopes_disabled():
        due = [row for row in unwritten(now) if is_eve(row.starts_at, row.client, now)]
    return sum(_posted(row, now) for row in due)


def unwritten(now: datetime) -> Any:
    """Those of which the client was not reminded for the time they are planned for now, with all a mail needs.

    Which come into question is asked of their own table alone: mostly none.
    """
    reminded = Q(reminded_for__isnull=False, reminded_for=F("starts_at"))
    near = CounselingSession.objects.filter(
        ~reminded, state=CounselingSession.State.PLANNED, starts_at__gt=now, starts_at__lt=now + NEAR
    )
    names = ("client__practice", "client__user", "client__reminder_preference", "counselor__user")
    found = ahead(now).filter(pk__in=list(near.order_by().values_list("pk", flat=True)))
    return found.select_related(*names).order_by("starts_at", "pk")


def _posted(session: CounselingSession, now: datetime) -> bool:
    try:
        with scope(practice=session.client.practice), transaction.atomic():
            return post(session, now)
    except Exception:
        log.exception("session reminder could not be written", session=session.pk)
        return False


def post(session: CounselingSession, now: datetime) -> bool:
    """Remind of one session; whether that is new."""
    occasion = reminding.Occasion(
        client=session.client,
        kind=SESSION,
        about=about(session),
        occurrence=occurrence(session),
        path="together/",
        subject=_("Your session with your counselor"),
        text=lambda: mail_text(session),
    )
    is_new = reminding.remind(occasion, now)
    CounselingSession.objects.filter(pk=session.pk).update(reminded_for=session.starts_at)
    return is_new


def about(session: CounselingSession) -> str:
    return f"session:{session.pk}"


def occurrence(session: CounselingSession) -> str:
    """A session that is moved is another occasion."""
    return f"{session.pk}@{session.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def mail_text(session: CounselingSession) -> str:
    """The plain text. Whom one meets is named only where the practice allows names; the agenda never is."""
    client = session.client
    context = {
        "client": client,
        "counselor": session.counselor.user if client.practice.mail == Practice.Mail.OPEN else None,
        "when": moment(session.starts_at, reminding.zone_of(client)),
        "how": session.get_channel_display(),
        "url": f"{settings.SITE_URL}/portal/together/",
    }
    return render_to_string("mail/session_ahead.txt", context)


def still_ahead(mail: Any) -> bool:
    """Whether the session is still planned for the time the reminder tells of."""
    rows = ahead(timezone.now()).filter(pk=mail.about.partition(":")[2], client__user=mail.recipient_id)
    session = rows.first()
    return session is not None and occurrence(session) == mail.occurrence
