"""The caseload: every client with what is next, found, filtered and sorted; views of it; the way in for a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access, desk_views, services
from candidates.desk_views import Search
from candidates.forms import NewClientForm
from candidates.forms.desk import ViewForm
from candidates.models import Label, SavedView
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership, Role
from counselor.dashboard import caseload_rows as rows
from counselor.pages.face import DESK
from counselor.pages.record import saved

Choice = tuple[str, str | Promise]

WHAT: list[Choice] = [
    ("", gettext_lazy("Everything")),
    ("waits", gettext_lazy("A move waits")),
    ("rests", gettext_lazy("Nothing waits")),
    ("letters", gettext_lazy("A letter is out")),
    ("quiet", gettext_lazy("No contact for 14 days")),
    ("idle", gettext_lazy("No open application")),
    ("unplanned", gettext_lazy("No session planned")),
    ("ended", gettext_lazy("Counseling has ended")),
]

COLUMNS: list[Choice] = [
    ("client", gettext_lazy("Client")),
    ("next", gettext_lazy("Next action")),
    ("since", gettext_lazy("Waiting since")),
    ("moves", gettext_lazy("Moves")),
    ("open", pgettext_lazy("applications", "Open")),
    ("letters", gettext_lazy("Letters out")),
    ("contact", gettext_lazy("Last contact")),
    ("session", gettext_lazy("Next session")),
    ("counselor", gettext_lazy("Counselors")),
]

LARGEST_FIRST = frozenset({"moves", "open", "letters", "contact"})
"""Columns whose first click asks for the most, or the latest."""


@DESK.guard
@require_safe
def caseload(request: MemberRequest) -> HttpResponse:
    membership = request.membership
    reader = rows.Reader(membership, timezone.now())
    labels, colleagues = label_choices(rows.labels_of(reader)), rows.colleagues_of(reader)
    whose = whose_choices(membership, colleagues)
    search = within(Search.parse(request.GET.dict()), whose, labels)
    page = rows.page_of(reader, search, request.GET.get("page"))
    context = {
        "page_obj": page,
        "search": search,
        "withheld": access.withheld_clients(membership),
        "whose_choices": whose,
        "label_choices": labels,
        "what_choices": WHAT,
        "columns": columns(search, shared=bool(colleagues)),
        "shared": bool(colleagues),
        "views": views_of(membership, search),
        "view_form": ViewForm(member=membership, initial={"query": search.query}, auto_id="view_%s"),
    }
    return DESK.render(request, "desk/caseload.html", context)


def whose_choices(membership: Membership, colleagues: list[tuple[int, str]]) -> list[Choice]:
    """Whose clients one may ask for; empty where there are only one's own."""
    if not colleagues:
        return []
    supervises = [("supervised", _("Supervised"))] if membership.role == Role.SUPERVISOR else []
    return [
        ("", _("Everybody’s")),
        ("primary", _("Mine, as primary counselor")),
        ("mine", _("Mine")),
        *supervises,
        *((str(pk), name) for pk, name in colleagues),
    ]


def label_choices(labels: list[Label]) -> list[Choice]:
    return [("", _("Any")), *((str(label.pk), label.name) for label in labels)] if labels else []


def within(search: Search, whose: list[Choice], labels: list[Choice]) -> Search:
    """The search without a counselor or a label one cannot choose."""
    return replace(
        search,
        whose=search.whose if search.whose in dict(whose) else "",
        label=search.label if search.label in dict(labels) else "",
    )


def columns(search: Search, *, shared: bool) -> list[dict[str, Any]]:
    """The table's headings: where a click leads, and which way the rows run now."""
    return [
        {"name": name, "label": label, "url": rows.url_of(sorted_by(search, name)), "sort": direction(search, name)}
        for name, label in COLUMNS
        if shared or name != "counselor"
    ]


def sorted_by(search: Search, column: str) -> Search:
    """The search in the order of a column; the other way round where it is in that order already."""
    turned = not search.descending if column == search.column else column in LARGEST_FIRST
    plain = "" if column == desk_views.LONGEST_WAIT else column
    return replace(search, sort=f"-{column}" if turned else plain)


def direction(search: Search, column: str) -> str:
    """What `aria-sort` says of a column; empty for those it is not sorted by."""
    if column != search.column:
        return ""
    return "descending" if search.descending else "ascending"


def views_of(membership: Membership, search: Search) -> list[dict[str, Any]]:
    """One's own views of the caseload. What was kept is read like any address: only what is known counts."""
    kept = SavedView.objects.filter(member=membership)
    known = [(view, Search.parse(QueryDict(view.query).dict())) for view in kept]
    return [
        {"pk": view.pk, "name": view.name, "url": rows.url_of(each), "current": each == search} for view, each in known
    ]


@DESK.guard
@require_POST
def save_view(request: MemberRequest) -> HttpResponse:
    form: Any = ViewForm(request.POST, member=request.membership)
    if saved(form, request.user):
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": form.recorded.name})
        return redirect(rows.url_of(form.cleaned_data["query"]))
    return DESK.render(request, "desk/client_form.html", {"form": form, "title": _("A view of the caseload")})


@DESK.guard
@require_POST
def remove_view(request: MemberRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, member=request.membership, pk=pk)
    desk_views.remove_view(view=view, by=request.user)
    messages.success(request, _("The view “%(name)s” is gone. Its clients are not.") % {"name": view.name})
    return redirect(DESK.url("caseload"))


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def add_client(request: MemberRequest) -> HttpResponse:
    membership = request.membership
    known, initial = access.clients(membership), {"country": membership.practice.country}
    form = NewClientForm(request.POST or None, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        client = services.add_client(
            practice=membership.practice,
            counselor=membership,
            on=timezone.localdate(),
            by=membership.user,
            **form.cleaned_data,
        )
        messages.success(request, _("%(name)s is in your caseload.") % {"name": client})
        return redirect(DESK.url("client", client.pk))
    return DESK.render(request, "desk/client_form.html", {"form": form, "title": _("A new client"), "client": None})
