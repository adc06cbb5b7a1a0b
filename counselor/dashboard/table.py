"""Every application of a client in one table: found, filtered, sorted, and ticked for what is done to several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from candidates import access
from candidates.finding import cleaned
from counselor.accounts.access import MemberRequest
from counselor.dashboard.cards import Card, card, rows_of
from counselor.dashboard.changes import undo_of
from counselor.dashboard.client_frame import render_client
from counselor.pages import moves
from counselor.pages.face import DESK
from counselor.pages.moves import Text

PAGE = 100
ORDER = [key for key, _label in moves.COLUMNS]
LONG_AGO, LONG_AGO_AT = date.min, datetime.min.replace(tzinfo=UTC)

HEADINGS: dict[str, Text] = {
    "position": _("Position"),
    "employer": _("Employer"),
    "column": _("Column"),
    "standing": _("Standing"),
    "applied": _("Applied on"),
    "since": _("Since"),
}

KEYS: dict[str, Any] = {
    "position": lambda card: card.title.casefold(),
    "employer": lambda card: card.employer.casefold(),
    "column": lambda card: ORDER.index(card.stand.column),
    "standing": lambda card: str(card.label).casefold(),
    "applied": lambda card: card.applied_on or LONG_AGO,
    "since": lambda card: card.since or LONG_AGO_AT,
}

ASIDE: dict[str, Text] = {"": _("Open ones"), "too": _("Put aside too"), "only": _("Only put aside")}


@dataclass(frozen=True)
class Wanted:
    """Which rows, in which order; only what is known is taken from an address."""

    words: str = ""
    column: str = ""
    standing: str = ""
    archived: str = ""
    sort: str = "column"
    turned: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Wanted:
        sort = query.get("sort", "")
        column, archived = query.get("column", ""), query.get("archived", "")
        return cls(
            words=cleaned(query.get("q", "")),
            column=column if column in ORDER else "",
            standing=query.get("standing", "")[:60],
            archived=archived if archived in ASIDE else "",
            sort=sort.removeprefix("-") if sort.removeprefix("-") in KEYS else "column",
            turned=sort.startswith("-"),
        )

    def url(self, sort: str) -> str:
        """The same rows sorted by a column; the other way round where they are in that order already."""
        turned = sort == self.sort and not self.turned
        known = {"q": self.words, "column": self.column, "standing": self.standing, "archived": self.archived}
        query = {name: value for name, value in known.items() if value}
        return "?" + urlencode(query | {"sort": f"-{sort}" if turned else sort})

    def takes(self, card: Card) -> bool:
        found = f"{card.title} {card.employer}".casefold()
        return (
            all(word in found for word in self.words.casefold().split())
            and self.column in ("", card.stand.column)
            and self.standing in ("", card.stand.status)
            and (self.archived == "too" or card.stand.archived == (self.archived == "only"))
        )


@DESK.guard
@require_safe
def client_table(request: MemberRequest, pk: int) -> HttpResponse:
    person = access.client(request.membership, pk)
    wanted = Wanted.read(request.GET)
    known = [card(row) for row in rows_of(request.membership, person)]
    rows = sorted(filter(wanted.takes, known), key=KEYS[wanted.sort], reverse=wanted.turned)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "headings": headings(wanted),
        "column_choices": moves.COLUMNS,
        "standing_choices": standings_of(known),
        "aside_choices": ASIDE.items(),
        "columns": dict(moves.COLUMNS),
        "any": bool(known),
        "undo": undo_of(request, known),
        "here": request.get_full_path(),
    }
    return render_client(request, person, "desk/client_table.html", context)


def headings(wanted: Wanted) -> list[dict[str, Any]]:
    """The sortable headings, and which way the rows run now."""
    run = "descending" if wanted.turned else "ascending"
    return [
        {"label": label, "url": wanted.url(key), "sort": run if key == wanted.sort else ""}
        for key, label in HEADINGS.items()
    ]


def standings_of(cards: list[Card]) -> list[tuple[str, Text]]:
    """The standings that occur, as choices."""
    found = {each.stand.status: each.status_label for each in cards}
    return sorted(found.items(), key=lambda each: str(each[1]).casefold())
