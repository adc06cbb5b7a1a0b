"""One client's applications as cards: where each stands, and the one thing to do next. Board and table share them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import access
from candidates.followup.facts import Ball, Status
from candidates.models import Application, Client
from candidates.wording import day
from counselor.accounts.models import Membership
from counselor.dashboard.moving import Stand
from counselor.pages import moves
from counselor.pages.application import LETTER_MOVES
from counselor.pages.back import returning
from counselor.pages.face import DESK
from counselor.pages.moves import Text
from letters.models import Letter

COLUMN_LABELS = dict(moves.COLUMNS)


@dataclass(frozen=True)
class Next:
    """The one next action: a link, or where only time helps, a few words that say so."""

    label: Text = ""
    url: str = ""
    words: Text = ""


@dataclass(frozen=True)
class Card:
    pk: int
    title: str
    employer: str
    url: str
    label: Text
    status_label: Text
    tone: str
    since: datetime | None
    applied_on: date | None
    deadline_on: date | None
    stand: Stand
    next: Next

    @property
    def move_url(self) -> str:
        return DESK.url("move-application", self.pk)

    @property
    def column_label(self) -> Text:
        return COLUMN_LABELS[self.stand.column]


def rows_of(membership: Membership, client: Client) -> QuerySet[Any]:
    """The applications of a client one may see, each with the letter that is under way or out."""
    letters = Letter.objects.filter(application=OuterRef("pk")).exclude(state=Letter.State.VOID).order_by("-pk")
    rows = access.applications(membership).filter(client=client)
    return rows.annotate(
        letter_pk=Subquery(letters.values("pk")[:1]), letter_state=Subquery(letters.values("state")[:1])
    ).order_by("standing_since", "pk")


def card(row: Any, back: str = "") -> Card:
    """A row of `rows_of` in the words of the board; what is recorded next leads back to `back`."""
    stand = stand_of(row)
    return Card(
        pk=row.pk,
        title=row.position,
        employer=str(row.employer),
        url=DESK.url("application", row.pk),
        label=_label(row, stand),
        status_label=row.get_status_display(),
        tone="closed" if stand.archived else moves.tone(row.status, row.verdict, row.ball),
        since=row.archived_at or _since(row),
        applied_on=row.applied_on,
        deadline_on=row.deadline_on,
        stand=stand,
        next=next_of(row, stand, back),
    )


def _label(row: Application, stand: Stand) -> Text:
    if stand.archived:
        return _("Put aside")
    return _("Not sent yet") if stand.home == "lead" else str(row.get_status_display())


def _since(row: Application) -> datetime | None:
    """Since when it stands so: as applied for since the day it was sent, whenever that was entered."""
    if row.status != Status.APPLIED or row.applied_on is None:
        return row.standing_since
    sent = timezone.make_aware(datetime.combine(row.applied_on, time.min))
    return min(sent, row.standing_since or sent)


def stand_of(row: Any) -> Stand:
    """The column follows from the facts, never from a drag. A letter that fits the standing no more moves nothing."""
    status = moves.acts_as(row.status, row.verdict) if row.ball == Ball.CLIENT else row.status
    lettered = bool(row.letter_pk and row.letter)
    home = moves.column_of(status, row.ball, archived=False, lettered=lettered, sent=row.applied_on is not None)
    archived = row.archived_at is not None
    return Stand("closed" if archived else home, home, row.status, row.letter, archived)


def next_of(row: Any, stand: Stand, back: str) -> Next:
    match stand.column:
        case "closed":
            return Next()
        case "lead":
            return Next(_("It was sent"), returning(DESK.url("record-sent", row.pk), back))
        case "letter" if row.letter_pk:
            label = LETTER_MOVES.get(row.letter_state)
            return Next(label, DESK.url("letter", row.letter_pk)) if label else Next(words=_("The letter went out."))
    move = moves.move_of(row.status, row.verdict, row.letter)
    if move is not moves.OPEN and (row.ball == Ball.CLIENT or row.status == Status.APPLIED):
        return Next(move.label, returning(DESK.url(move.page, row.pk), back))
    return Next(words=_until(row))


def _until(row: Application) -> str:
    """What time alone will bring, and when."""
    if row.review_at is None:
        return _("Their move.")
    names = {"day": day(timezone.localtime(row.review_at - timedelta(seconds=1)))}
    if row.status == Status.INTERVIEW_SCHEDULED:
        return _("On %(day)s.") % names
    return _("Wait until %(day)s.") % names
