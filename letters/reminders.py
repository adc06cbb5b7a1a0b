"""Reminders around letters: the counselor answered, it may be mailed, it is time to look again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from candidates import reminding
from candidates.models import Reminder
from counselor.accounts.models import Practice
from letters.models import Letter, LetterComment
from letters.second_look import asked_again, asks_again
from letters.standings import fits

log = structlog.get_logger(__name__)

ANSWERED, APPROVED, AGAIN = "letter-answered", "letter-approved", "letter-again"
SUBJECTS = {
    ANSWERED: _("Your counselor looked at a letter"),
    APPROVED: _("A letter is approved: print and mail it"),
    AGAIN: _("Has anything come of a letter?"),
}


def register() -> None:
    reminding.register(ANSWERED, title=SUBJECTS[ANSWERED], icon="chat-left-text", holds=answer_holds)
    reminding.register(APPROVED, title=SUBJECTS[APPROVED], icon="mailbox", holds=approval_holds)
    reminding.register(AGAIN, title=SUBJECTS[AGAIN], icon="stars", holds=question_holds)


def answered(line: LetterComment, now: datetime) -> bool:
    """The counselor said what they think of a draft."""
    return _remind(ANSWERED, line.letter, f"comment:{line.pk}", now)


def approved(letter: Letter, now: datetime) -> bool:
    """The counselor approved a client's letter, which can be printed and mailed now."""
    return _remind(APPROVED, letter, "approved", now)


def post_due(now: datetime) -> int:
    """Ask once more about letters whose time to be watched is over; how many. One that fails stops no other."""
    count = 0
    with scopes_disabled():
        practices = list(Practice.objects.order_by("pk"))
    for practice in practices:
        with scope(practice=practice):
            for letter in unasked(practice, now):
                count += _asked(letter, now)
    return count


def unasked(practice: Practice, now: datetime) -> list[Letter]:
    """Letters of a practice to look at again, whose clients were not reminded of it."""
    rows = Letter.objects.filter(
        practice=practice, application__client__user__is_active=True, application__archived_at=None
    )
    rows = rows.filter(asked_again(practice.pk, timezone.localdate(now, timezone=practice.zone)))
    made = Reminder.objects.filter(
        kind=AGAIN, about=Concat(Value("letter:"), Cast(OuterRef("pk"), CharField(max_length=20)))
    )
    names = ("application__client__practice", "application__client__user", "application__client__reminder_preference")
    return list(rows.filter(~Exists(made)).with_names().select_related(*names).order_by("pk"))


def _asked(letter: Letter, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return _remind(AGAIN, letter, "again", now)
    except Exception:
        log.exception("letter reminder could not be written", letter=letter.pk)
        return False


def _remind(kind: str, letter: Letter, occurrence: str, now: datetime) -> bool:
    application = letter.application
    path = f"letters/{letter.pk}/"
    is_open = application.client.practice.mail == Practice.Mail.OPEN
    context = {
        "client": application.client,
        "letter": letter if is_open else None,
        "kind": kind,
        "url": f"{settings.SITE_URL}/portal/{path}",
    }
    occasion = reminding.Occasion(
        client=application.client,
        kind=kind,
        about=f"letter:{letter.pk}",
        occurrence=occurrence,
        application=application,
        path=path,
        subject=SUBJECTS[kind],
        text=lambda: render_to_string("mail/letter_reminder.txt", context),
    )
    return reminding.remind(occasion, now)


# --- Still wanted ----------------------------------------------------------------------------------------------------


def _letter_of(mail: Any) -> Letter | None:
    rows = Letter.objects.filter(pk=mail.about.partition(":")[2], application__client__user=mail.recipient_id)
    return rows.select_related("application").first()


def answer_holds(mail: Any) -> bool:
    """Whether the letter is still a draft, and nobody read the answer yet."""
    letter = _letter_of(mail)
    line = mail.occurrence.partition(":")[2]
    is_new = LetterComment.objects.filter(pk=line, letter=letter, seen_at=None).exists()
    return letter is not None and letter.state == Letter.State.DRAFT and is_new


def approval_holds(mail: Any) -> bool:
    """Whether the letter still waits for the mailbox, and may go there."""
    letter = _letter_of(mail)
    waits = letter is not None and letter.state in (Letter.State.APPROVED, Letter.State.PRINTED)
    return waits and letter is not None and fits(letter)


def question_holds(mail: Any) -> bool:
    """Whether the question is still open."""
    letter = _letter_of(mail)
    return letter is not None and asks_again(letter, timezone.localdate())
