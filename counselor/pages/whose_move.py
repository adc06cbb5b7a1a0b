"""Which applications wait for their client, as a question to the database: one answer for every list and count."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from candidates.followup.facts import Ball, Verdict
from candidates.models import Application
from counselor.pages import moves
from letters.models import Letter

ANSWERED = Q(status__in=moves.LETTER_FIRST) | Q(verdict=Verdict.PROBABLE) & ~Q(status__in=moves.CALLS)
"""A letter is next, by the facts or by the counselor’s word; see `moves.acts_as`, which asks for calls first."""

MAILED = Q(
    Exists(
        Letter._base_manager.filter(application=OuterRef("pk"), state__in=[Letter.State.MAILED, Letter.State.RETURNED])
    )
)


def clients_move() -> QuerySet[Any]:
    """Open applications whose next move is the client's. Where the letter was mailed, the move was made."""
    mine = Application.objects.filter(archived_at=None, ball=Ball.CLIENT).exclude(status__in=moves.SETTLED)
    return mine.exclude(ANSWERED & MAILED)
