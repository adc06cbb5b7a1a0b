"""What a person's calendar feed holds of letters: those to mail, and those to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from candidates.feed_events import NINE, Reader, on_days, with_alarms
from candidates.feeds import uid_of
from candidates.standings import practice_policy
from letters.models import Letter, LookedAgain, Outcome
from letters.second_look import look_again_on
from letters.standings import FITTING

State = Letter.State
HEAVY = ("body", "detail")


def letter_events(clients: Any, practice: Any, reader: Reader, now: datetime) -> Iterator[Event]:
    """Letters that are ready for the mailbox, on the day they became so; and when the second look is due."""
    rows = Letter.objects.filter(application__client__in=clients).with_names().defer(*HEAVY).order_by("pk")
    for row in rows.filter(FITTING, state__in=[State.APPROVED, State.PRINTED]):
        day = timezone.localdate(row.approved_at)
        event = on_days(uid_of("letter", row.pk), row.approved_at, day, day)
        event.add("summary", reader.title(_("A letter to mail"), row.application.client, row.application))
        yield with_alarms(event, reader.link(f"letters/{row.pk}/"), NINE)
    days = practice_policy(practice.pk).observation_days
    came = Outcome.objects.filter(letter=OuterRef("pk"), voided_at=None)
    looked = LookedAgain.objects.filter(letter=OuterRef("pk"))
    for row in rows.filter(~Exists(came), ~Exists(looked), state=State.MAILED):
        day = look_again_on(row.mailed_on, days)
        event = on_days(uid_of("again", row.pk), row.mailed_at, day, day)
        title = _("Has anything come of the letter?")
        event.add("summary", reader.title(title, row.application.client, row.application))
        yield with_alarms(event, reader.link(f"letters/{row.pk}/"), NINE)
