"""Applications on Today: whose client has the move, and those whose facts could not be added up.

Each application stands in one section. Which one follows from `counselor.pages.moves`, as on every other page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value
from django.utils.translation import gettext as _

from candidates import labels
from candidates.followup.facts import Ball, Status
from candidates.models import Application
from candidates.standings import zone_named
from candidates.wording import day
from counselor.dashboard.today.rows import Desk, Row, Source, Text, first_of, named, of_client
from counselor.pages import moves
from counselor.pages.face import DESK
from counselor.pages.whose_move import ANSWERED
from letters.models import Letter

STANDINGS: dict[str, Text] = dict(labels.STATUS)
CLOSES_SOON = 2  # working days
LETTERED = Q(Exists(Letter._base_manager.filter(application=OuterRef("pk")).exclude(state=Letter.State.VOID)))

STANDING = ("status", "verdict", "letter", "ball", "standing_number", "standing_since", "review_at")
ZONES = ("site__time_zone", "client__time_zone", "practice__time_zone")


def soon(now: datetime) -> datetime:
    """Two working days from now. Mondays to Fridays: near enough to say that a window is about to close."""
    ahead = CLOSES_SOON
    while ahead:
        now += timedelta(days=1)
        ahead -= now.weekday() < 5
    return now


def rows(desk: Desk) -> Any:
    found = Application.objects.filter(client__in=desk.clients, archived_at=None)
    found = found.filter(Q(ball=Ball.CLIENT) | Q(sweep_failures__gt=0))
    return found.annotate(section=section(desk.now))


def section(now: datetime) -> Case:
    """The section an application stands in; empty for none."""
    closing = Q(review_at__lte=soon(now))
    return first_of(
        (Q(sweep_failures__gt=0), Value("broken")),
        (Q(status__in=moves.CALLS), first_of((closing, Value("closing")), default=Value("calls"))),
        (ANSWERED, first_of((LETTERED, Value("")), default=Value("letters"))),
        (Q(status__in=moves.MESSAGES), first_of((closing, Value("closing")), default=Value("messages"))),
        (Q(status=Status.NEEDS_DEBRIEF), Value("debriefs")),
        (Q(status=Status.OFFER), Value("offers")),
        (Q(status__in=moves.MISSED), Value("missed")),
        default=Value(""),
    )


def line(row: Any, section: str, desk: Desk) -> Row:
    broken = section == "broken"
    move = moves.OPEN if broken else moves.move_of(row.status, row.verdict, row.letter)
    return Row(
        **of_client(row),
        employer=f"{row.job}, {row.organization}",
        organization=row.organization,
        url=DESK.url("application", row.pk),
        why=why(row, section),
        label=str(STANDINGS[row.status]),
        tone="calm" if broken else moves.tone(row.status, row.verdict, row.ball),
        since=row.standing_since,
        action_label=str(move.label),
        action_url=DESK.url(move.page, row.pk),
        comes_back=move.page in moves.RECORDED,
        version=row.standing_number,
    )


def why(row: Any, section: str) -> str:
    match section:
        case "broken":
            return _("Its facts could not be added up; it is tried again by itself.")
        case "closing":
            zone = zone_named(*(getattr(row, name) for name in ZONES))
            last = (row.review_at - timedelta(seconds=1)).astimezone(zone).date()
            calls = row.status in moves.CALLS
            words = _("The days to call end on %(day)s.") if calls else _("The days to write end on %(day)s.")
            return words % {"day": day(last)}
    return str(moves.why(row.status, row.verdict))


SOURCE = Source(
    name="application",
    kinds=frozenset({"broken", "closing", "calls", "letters", "messages", "debriefs", "offers", "missed"}),
    rows=rows,
    since="standing_since",
    named=lambda: named(Application.objects.all(), *STANDING, *ZONES, application=""),
    line=line,
    version="standing_number",
)
