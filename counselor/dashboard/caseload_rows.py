"""The caseload's rows: which clients a search finds, in which order, and what each line says.

Only what a search filters and sorts by is computed for every client; the rest for the clients on one page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Greatest, NullIf

from candidates import access, finding
from candidates.desk_views import Search
from candidates.models import Application, Assignment, CounselingSession, Label, Touchpoint
from candidates.querysets import practice_day
from candidates.wording import short_day
from counselor.accounts.models import Membership, called
from counselor.pages import moves
from counselor.pages.face import DESK
from counselor.pages.whose_move import clients_move
from letters.models import Letter

PAGE = 50
QUIET = timedelta(days=14)
NAME = "counselor__user__name"
NEVER = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=DateTimeField())


@dataclass(frozen=True)
class Reader:
    """Who looks at the caseload, and when."""

    membership: Membership
    now: datetime

    def clients(self) -> QuerySet[Any]:
        """The clients they may see, ready for figures and conditions."""
        return access.clients(self.membership).select_related(None)

    def assignments(self) -> QuerySet[Any]:
        """Today's assignments, whoever's."""
        return Assignment.objects.in_force(practice_day(self.membership.practice)).order_by("-primary", "pk")


class Day(NamedTuple):
    """A day in a cell, for machines and for people."""

    iso: str
    words: str

    @classmethod
    def of(cls, value: datetime | None) -> Day | None:
        return cls(value.isoformat(), short_day(value)) if value else None


@dataclass
class Row:
    """One line of the caseload. Its words are in the reader’s language already."""

    client: Any  # a Client with its figures
    url: str
    counselors: list[str]
    contact: Day | None
    application: Application | None = None
    application_url: str = ""
    move: str = ""
    why: str = ""
    since: Day | None = None  # the longest waiting move waits; what is only ahead does not wait yet


# --- Figures of one client -------------------------------------------------------------------------------------------


def _open() -> QuerySet[Any]:
    return Application.objects.filter(archived_at=None).exclude(status__in=moves.SETTLED)


def _mailed() -> QuerySet[Any]:
    return Letter.objects.filter(state=Letter.State.MAILED)


def _exchanges() -> QuerySet[Any]:
    return Touchpoint.objects.filter(voided_at=None)


def _held() -> QuerySet[Any]:
    return CounselingSession.objects.filter(state=CounselingSession.State.HELD)


def _planned(now: datetime) -> QuerySet[Any]:
    return CounselingSession.objects.filter(state=CounselingSession.State.PLANNED, starts_at__gte=now)


def _each(rows: QuerySet[Any], what: Any, path: str = "client") -> Subquery:
    """`what` over the rows of each client."""
    mine = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(mine.annotate(what=what).values("what"))


def _longest_waiting(what: str) -> Subquery:
    """`what` of the move that waits longest; of one that is only ahead where none waits."""
    mine = clients_move().filter(client=OuterRef("pk"))
    ahead = Case(When(status__in=moves.AHEAD, then=1), default=0)
    return Subquery(mine.order_by(ahead, "standing_since", "pk").values(what)[:1])


def _last_contact() -> Any:
    """The latest exchange with an employer, or session with the counselor."""
    exchanged = _each(_exchanges(), Max("happened_at"), "application__client")
    met = _each(_held(), Max("starts_at"))
    return NullIf(Greatest(Coalesce(exchanged, NEVER), Coalesce(met, NEVER)), NEVER)


def _primary(reader: Reader) -> Subquery:
    return Subquery(reader.assignments().filter(client=OuterRef("pk")).values(NAME)[:1])


FIGURES: dict[str, Callable[[Reader], Any]] = {
    "client": lambda reader: Concat("family_name", Value(" "), "given_name", output_field=TextField()),
    "next": lambda reader: _longest_waiting("status"),
    "since": lambda reader: _each(clients_move().exclude(status__in=moves.AHEAD), Min("standing_since")),
    "moves": lambda reader: Coalesce(_each(clients_move(), Count("pk")), 0),
    "open": lambda reader: Coalesce(_each(_open(), Count("pk")), 0),
    "letters": lambda reader: Coalesce(_each(_mailed(), Count("pk"), "application__client"), 0),
    "contact": lambda reader: _last_contact(),
    "session": lambda reader: _each(_planned(reader.now), Min("starts_at")),
    "counselor": lambda reader: _primary(reader),
}
"""What each column is sorted by."""

SHOWN = ("moves", "open", "letters", "contact", "session")
"""Figures that are a cell of their own; the other columns say what the client’s next application says."""

COLUMNS = ("status", "verdict", "letter", "standing_since", "position", "employer__name")


# --- Which clients ---------------------------------------------------------------------------------------------------


def _with(rows: QuerySet[Any], path: str = "client") -> Exists:
    return Exists(rows.filter(**{path: OuterRef("pk")}))


def _what(reader: Reader, what: str) -> Any:
    match what:
        case "waits":
            return _with(clients_move())
        case "rests":
            return ~_with(clients_move())
        case "letters":
            return _with(_mailed(), "application__client")
        case "quiet":
            since = reader.now - QUIET
            exchanged = _with(_exchanges().filter(happened_at__gt=since), "application__client")
            return ~exchanged & ~_with(_held().filter(starts_at__gt=since))
        case "idle":
            return ~_with(_open())
        case "unplanned":
            return ~_with(_planned(reader.now))
    return Q()


def _whose(reader: Reader, whose: str) -> Any:
    assignments, member = reader.assignments(), reader.membership
    match whose:
        case "":
            return Q()
        case "primary":
            return _with(assignments.filter(counselor=member, primary=True))
        case "mine":
            return _with(assignments.filter(counselor=member))
        case "supervised":
            return Q(supervisor_informed_on__isnull=False) & _with(assignments.filter(counselor__supervised_by=member))
    return _with(assignments.filter(counselor=whose))


def found(reader: Reader, search: Search) -> QuerySet[Any]:
    """The clients a search finds, in its order; those without a value come last, whichever way it is sorted."""
    rows = reader.clients().filter(
        _what(reader, search.what),
        _whose(reader, search.whose),
        finding.of_caseload(search.q),
        ended_at__isnull=search.what != "ended",
    )
    if search.label:
        rows = rows.filter(labels=search.label)
    figure = F("figure").desc(nulls_last=True) if search.descending else F("figure").asc(nulls_last=True)
    return rows.annotate(figure=FIGURES[search.column](reader)).order_by(figure, "family_name", "given_name", "pk")


# --- What may be chosen ----------------------------------------------------------------------------------------------


def labels_of(reader: Reader) -> list[Label]:
    """The labels of the clients one sees."""
    return list(Label.objects.filter(clients__in=reader.clients()).distinct())


def colleagues_of(reader: Reader) -> list[tuple[int, str]]:
    """The other counselors of the clients one sees: key and name."""
    others = reader.assignments().filter(client__in=reader.clients()).exclude(counselor=reader.membership)
    named = others.annotate(name=called("counselor__user__")).values_list("counselor", "name")
    return list(named.distinct().order_by("name", "counselor"))


# --- The rows of one page --------------------------------------------------------------------------------------------


def page_of(reader: Reader, search: Search, number: Any) -> Page[Any]:
    """One page of the clients a search finds."""
    page = Paginator(found(reader, search).values_list("pk", flat=True), PAGE).get_page(number)
    page.object_list = _rows(reader, list(page.object_list))
    return page


def _rows(reader: Reader, pks: list[int]) -> list[Row]:
    figures = {f"{name}_figure": FIGURES[name](reader) for name in SHOWN}
    rows = reader.clients().annotate(**figures, next_pk=_longest_waiting("pk"))
    clients = rows.prefetch_related(Prefetch("labels", to_attr="borne")).in_bulk(pks)
    counselors = _counselors(reader, pks)
    next_pks = [client.next_pk for client in clients.values() if client.next_pk]
    named = access.applications(reader.membership).select_related(None).select_related("employer").only(*COLUMNS)
    applications = named.order_by("pk").in_bulk(next_pks)
    return [_row(clients[pk], counselors[pk], applications.get(clients[pk].next_pk)) for pk in pks if pk in clients]


def _counselors(reader: Reader, pks: list[int]) -> dict[int, list[str]]:
    """The names of each client’s counselors, the primary one first; none where there is only the reader."""
    found: dict[int, dict[int, str]] = {pk: {} for pk in pks}
    rows = reader.assignments().filter(client__in=pks).annotate(name=called("counselor__user__"))
    for client, counselor, name in rows.values_list("client", "counselor", "name"):
        found[client][counselor] = name
    return {pk: list(names.values()) if set(names) - {reader.membership.pk} else [] for pk, names in found.items()}


def _row(client: Any, counselors: list[str], application: Application | None) -> Row:
    row = Row(client, DESK.url("client", client.pk), counselors, Day.of(client.contact_figure))
    if application:
        _tell(row, application)
    return row


def _tell(row: Row, application: Application) -> None:
    """What is to be done next: the move, or where the application stands where no page is made for one."""
    status, verdict = application.status, application.verdict
    move = moves.move_of(status, verdict, application.letter)
    row.application, row.application_url = application, DESK.url("application", application.pk)
    row.move = str(application.get_status_display() if move is moves.OPEN else move.label)
    row.why = str(moves.why(status, verdict))
    row.since = Day.of(application.standing_since) if status not in moves.AHEAD else None


def url_of(search: Search) -> str:
    """The caseload as a search finds it."""
    return f"{DESK.url('caseload')}?{search.query}".rstrip("?")
