"""What happened in all applications of a client, and between the two of them, on one line.

First the moments of everything are fetched, then only the rows of one page: the cost does not grow with the years.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates import access
from candidates.models import (
    Application,
    Client,
    CounselingSession,
    Debrief,
    Decision,
    Interview,
    NextStep,
    SharedNote,
    Touchpoint,
)
from counselor.accounts.access import MemberRequest
from counselor.dashboard.client_frame import render_client
from counselor.pages.face import DESK
from counselor.pages.moves import Text
from counselor.pages.timeline import Entry, entry_of, interview_title, letter_entries
from letters.models import Letter, Outcome

PAGE = 50

KINDS: dict[str, Text] = {
    "interview": gettext_lazy("Interviews"),
    "next-step": gettext_lazy("What they said"),
    "touchpoint": gettext_lazy("Calls and messages"),
    "decision": gettext_lazy("Decisions"),
    "letter": gettext_lazy("Letters and what came of them"),
    "session": gettext_lazy("Sessions"),
    "note": gettext_lazy("Shared notes"),
}

MOMENTS: dict[str, tuple[Any, str]] = {
    "interview": (Interview, "starts_at"),
    "next-step": (NextStep, "said_at"),
    "touchpoint": (Touchpoint, "happened_at"),
    "decision": (Decision, "happened_at"),
    "session": (CounselingSession, "starts_at"),
    "note": (SharedNote, "created_at"),
}
"""Of each kind but letters: its rows, and when they happened."""

APART = frozenset({"session", "note"})  # about the client; a note may be about an application as well


@dataclass(frozen=True)
class Line:
    """One entry, with the application it is about, if it is about one."""

    entry: Entry
    application: Application | None = None

    @property
    def url(self) -> str:
        return DESK.url("application", self.application.pk) if self.application else ""


@dataclass(frozen=True)
class Moment:
    """When something happened: a row still to be fetched, or an entry at hand."""

    at: datetime
    kind: str
    pk: int
    line: Line | None = None


@DESK.guard
@require_safe
def client_timeline(request: MemberRequest, pk: int) -> HttpResponse:
    person = access.client(request.membership, pk)
    rows = access.applications(request.membership).filter(client=person).order_by("employer__name", "position", "pk")
    applications = {row.pk: row for row in rows}
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    about = next((pk for pk in applications if str(pk) == request.GET.get("application")), 0)
    found = moments(person, [kind] if kind else list(KINDS), applications, about)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "lines": lines(page, applications),
        "kind": kind,
        "kinds": KINDS.items(),
        "about": about,
        "applications": applications.values(),
    }
    return render_client(request, person, "desk/client_timeline.html", context)


def moments(client: Client, kinds: list[str], applications: dict[int, Application], about: int) -> list[Moment]:
    """Everything of these kinds, latest first; with `about`, of one application only."""
    asked = [kind for kind in kinds if kind in MOMENTS and not (about and kind == "session")]
    branches = [_moments_of(kind, client, about) for kind in asked]
    found = [Moment(at, kind, pk) for kind, pk, at in _together(branches)]
    if "letter" in kinds:
        found += _letters(client, applications, about)
    return sorted(found, key=lambda each: (each.at, each.kind, each.pk), reverse=True)


def _together(branches: list[QuerySet[Any]]) -> Iterable[Any]:
    """The moments of several kinds in one query."""
    if not branches:
        return []
    return branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]


def _moments_of(kind: str, client: Client, about: int) -> QuerySet[Any]:
    model, when = MOMENTS[kind]
    rows = model.objects.filter(client=client) if kind in APART else model.objects.filter(application__client=client)
    rows = rows if kind in APART else rows.filter(voided_at=None)
    rows = rows.filter(application=about) if about else rows
    return rows.annotate(line=Value(kind, CharField()), moment=F(when)).order_by().values_list("line", "pk", "moment")


def _letters(client: Client, applications: dict[int, Application], about: int) -> list[Moment]:
    """Mailed letters and their outcomes; they are few, and dated by the day."""
    rows = Letter.objects.filter(application__client=client, mailed_on__isnull=False)
    rows = rows.filter(application=about) if about else rows
    outcomes = Prefetch("outcomes", Outcome.objects.filter(voided_at=None).select_related("recorded_by"))
    return [
        Moment(entry.at, "letter", letter.pk, Line(entry, applications.get(letter.application_id)))
        for letter in rows.select_related("contact", "mailed_by").prefetch_related(outcomes).order_by("pk")
        for entry in letter_entries([letter])
    ]


def lines(page: Page[Moment], applications: dict[int, Application]) -> list[Line]:
    """The rows of one page, in its order."""
    fetched = {
        (kind, row.pk): Line(entry(row), applications.get(getattr(row, "application_id", 0)))
        for kind in MOMENTS
        for row in _rows(kind, [each.pk for each in page if each.kind == kind])
    }
    return [each.line or fetched[each.kind, each.pk] for each in page]


def _rows(kind: str, pks: list[int]) -> Iterable[Any]:
    if not pks:
        return []
    rows = MOMENTS[kind][0].objects.filter(pk__in=pks).order_by("pk")
    match kind:
        case "interview":
            told = Debrief.objects.filter(interview=OuterRef("pk"), voided_at=None).order_by("-pk").values("detail")
            return rows.select_related("recorded_by").annotate(told=Subquery(told[:1]))
        case "next-step":
            return rows.select_related("recorded_by", "said_by")
        case "touchpoint":
            return rows.select_related("recorded_by", "contact")
        case "session":
            return rows.select_related("counselor__user")
        case "note":
            return rows.select_related("author")
    return rows.select_related("recorded_by")


def entry(row: Any) -> Entry:
    match row:
        case Interview():
            return _interview(row)
        case CounselingSession():
            title = _("Session, %(state)s") % {"state": row.get_state_display()}
            ahead = row.starts_at > timezone.now()
            words = row.summary or row.agenda
            return Entry(row.starts_at, "calendar-event", title, words, str(row.counselor.user), upcoming=ahead)
        case SharedNote():
            return Entry(row.created_at, "journal-text", _("Shared note"), row.text, str(row.author))
    return entry_of(row)


def _interview(row: Any) -> Entry:
    """Whom they met is on the application's page; here it would cost a query for each kind of telling."""
    title = interview_title(row, row.get_format_display())
    ahead = row.starts_at > timezone.now() and row.cancelled_at is None
    detail = row.detail if row.told is None else row.told
    return Entry(row.starts_at, "people", title, detail, str(row.recorded_by), upcoming=ahead)
