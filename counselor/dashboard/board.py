"""The board of one client: columns that follow the facts, and what the desk wants to know above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from candidates import assignments
from candidates.models import Client, CounselingSession
from counselor.dashboard.cards import Card
from counselor.dashboard.moving import refusal
from counselor.pages import moves
from counselor.pages.moves import Text

SHOWN, CLOSED_SHOWN = 15, 10  # cards of a column; the table has them all


@dataclass
class Column:
    """The cards that stand in one column, the longest waiting first; `more` of them are in the table only."""

    key: str
    label: Text
    cards: list[Card] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def columns_of(cards: list[Card]) -> list[Column]:
    """The board. What is settled is shown latest first."""
    found = {key: Column(key, label) for key, label in moves.COLUMNS}
    for card in cards:
        found[card.stand.column].cards.append(card)
    found["closed"].cards.sort(key=lambda card: (card.since is not None, card.since, card.pk), reverse=True)
    for column in found.values():
        column.count = len(column.cards)
        del column.cards[CLOSED_SHOWN if column.key == "closed" else SHOWN :]
    return list(found.values())


def refusals(cards: list[Card]) -> dict[str, dict[str, str]]:
    """For each way a card may stand: the columns it cannot be moved to, with the reason; said when it is dropped."""
    stands = {card.stand for card in cards}
    keys = [key for key, _label in moves.COLUMNS]
    return {stand.key: {key: str(reason) for key in keys if (reason := refusal(stand, key))} for stand in stands}


def strip_of(client: Client) -> dict[str, Any]:
    """Who counsels, when the two meet next, and how many questions wait for an answer."""
    planned = client.sessions.filter(state=CounselingSession.State.PLANNED, starts_at__gte=timezone.now())
    return {
        "counselors": [each.counselor.user for each in assignments.current(client)],
        "session": planned.order_by("starts_at", "pk").first(),
        "flags": client.flags.filter(resolved_at=None).count(),
    }
