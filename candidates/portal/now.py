"""The client's first page: the one thing to do next and why; then the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates import access, assignments, overrides, reminding
from candidates.followup.facts import Ball, Status
from candidates.models import Client
from candidates.portal.recent import recorded_lately
from candidates.portal.rows import row_of
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership
from counselor.pages import moves
from counselor.pages.ahead import nearest, of_client
from counselor.pages.face import PORTAL
from counselor.pages.reviews import under_way
from counselor.pages.standing import standing_block
from counselor.pages.together import before_us
from letters import access as letter_access
from letters.models import Letter

URGENT: list[str] = [*moves.CALLS, *moves.MESSAGES, Status.NEEDS_DEBRIEF, Status.OFFER]
UPCOMING = 5


@PORTAL.guard
@require_safe
def now(request: MemberRequest) -> HttpResponse:
    client, membership = access.own_client(request.membership), request.membership
    letters = letter_access.letters(membership).exclude(state__in=[Letter.State.VOID, Letter.State.RETURNED])
    context = pipeline(client, membership, timezone.now()) | {
        **under_way(letters, membership.practice_id),
        "recent": recorded_lately(client, now=timezone.now()),
        "care": before_us(client),
        "unread_reminders": reminding.unread(client),
    }
    if client.ended_at:
        context["last_counselor"] = assignments.last_counselor(client)
    return PORTAL.render(request, "portal/now.html", context)


def pipeline(client: Client, membership: Membership, at: datetime) -> dict[str, Any]:
    """Whose move it is where: first what is the client's, then what they wait for."""
    letters = Letter.objects.filter(application=OuterRef("pk")).exclude(
        state__in=[Letter.State.VOID, Letter.State.RETURNED]
    )
    mine = access.applications(membership).open().filter(client=client)
    rows = list(overrides.with_looks(mine).annotate(lettered=Exists(letters)).order_by("standing_since", "pk"))
    ahead = nearest(of_client(client, at), at)
    todo = sorted((row for row in rows if _is_clients_move(row)), key=_urgency)
    if ahead:
        todo = [row for row in todo if row.pk != ahead.interview.application_id or row.status in URGENT]
    first = todo[0] if todo and not (ahead and _only_waits(todo[0])) else None
    waiting = sorted((row for row in rows if row.review_at and row.ball != Ball.CLIENT), key=lambda row: row.review_at)
    return {
        "client": client,
        "ahead": ahead,
        "first": first,
        "standing": standing_block(first, PORTAL, at) if first else None,
        "also": [row_of(row) for row in todo if row is not first],
        "upcoming": [row_of(row) for row in waiting[:UPCOMING]],
        "has_applications": bool(rows),
    }


def _is_clients_move(row: Any) -> bool:
    """Whether the client has something to do; no more where the letter is under way already."""
    if row.ball != Ball.CLIENT or row.status in moves.SETTLED:
        return False
    return not (row.lettered and moves.acts_as(row.status, row.verdict) in moves.LETTER_FIRST)


def _urgency(row: Any) -> int:
    return URGENT.index(row.status) if row.status in URGENT else len(URGENT)


def _only_waits(row: Any) -> bool:
    """Nothing that comes before the interview of today or tomorrow."""
    return row.status not in URGENT
