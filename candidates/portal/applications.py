"""The client's applications: the list, one more by form, and one from a posting that was pasted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from candidates import access, finding, overrides
from candidates.followup.facts import Ball
from candidates.forms.postings import PasteForm, PostedApplicationForm
from candidates.portal.rows import row_of
from candidates.postings.posting import Posting
from counselor.accounts.access import MemberRequest
from counselor.pages import moves
from counselor.pages.face import PORTAL
from counselor.pages.record import saved
from counselor.pages.whose_move import clients_move

PAGE = 25
CLOSED = Q(archived_at__isnull=False) | Q(status__in=moves.SETTLED)
FILTERS: dict[str, tuple[moves.Text, Q | None]] = {
    "open": (pgettext_lazy("applications", "Open"), ~CLOSED),
    "mine": (gettext_lazy("My move"), None),
    "theirs": (gettext_lazy("Their move"), ~CLOSED & Q(ball=Ball.EMPLOYER)),
    "closed": (gettext_lazy("Closed"), CLOSED),
}


def _which(name: str) -> Q:
    """The applications behind one filter."""
    asked = FILTERS[name][1]
    return Q(pk__in=clients_move().values("pk")) if asked is None else asked


@PORTAL.guard
@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    """All applications, those of one filter at a time, or those a search finds."""
    client = access.own_client(request.membership)
    mine = access.applications(request.membership).filter(client=client)
    query = finding.cleaned(request.GET.get("q", ""))
    shown = request.GET.get("show", "")
    shown = shown if shown in FILTERS else "" if query else "open"
    rows = overrides.with_looks(mine).order_by(F("archived_at").asc(nulls_first=True), "-standing_since", "pk")
    if shown:
        rows = rows.filter(_which(shown))
    if query:
        rows = rows.filter(finding.spelled(query, "position", "employer__name"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = [row_of(row) for row in page.object_list]
    counts = _counts(mine)
    context = {
        "page_obj": page,
        "query": query,
        "filters": [(name, label, counts[name], name == shown) for name, (label, _asked) in FILTERS.items()],
        "has_any": counts["all"] > 0,
    }
    return PORTAL.render(request, "portal/applications.html", context)


def _counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many are behind each filter: one query."""
    each = {name: Count("pk", filter=_which(name), distinct=True) for name in FILTERS}
    counted: dict[str, int] = rows.order_by().aggregate(all=Count("pk", distinct=True), **each)
    return counted


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def add_application(request: MemberRequest) -> HttpResponse:
    form: Any = PostedApplicationForm(request.POST or None, client=access.own_client(request.membership))
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The application is on record."))
        return redirect("portal:application", form.recorded.pk)
    return _form_page(request, form)


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def paste_posting(request: MemberRequest) -> HttpResponse:
    """Read what was pasted into the form of a new application. Nothing is kept yet, and nothing fetched."""
    client = access.own_client(request.membership)
    form = PasteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return PORTAL.render(request, "portal/paste_posting.html", {"form": form, "postings": []})
    read = form.read()
    posting = _chosen(request, read.postings)
    if posting is None:
        context = {"form": form, "postings": list(enumerate(read.postings))}
        return PORTAL.render(request, "portal/paste_posting.html", context)
    found = {name: value for name, value in vars(posting).items() if value}
    filled = PostedApplicationForm(client=client, initial=found | {"posting_text": read.text})
    return _form_page(request, filled, pasted=True, found=bool(posting.position or posting.employer))


def _chosen(request: MemberRequest, postings: list[Posting]) -> Posting | None:
    """The only one, or the one of several somebody asked for; an empty one where none was found."""
    if len(postings) < 2:
        return next(iter(postings), Posting())
    asked = request.POST.get("which", "")
    return next((each for at, each in enumerate(postings) if str(at) == asked), None)


def _form_page(request: MemberRequest, form: Any, *, pasted: bool = False, found: bool = False) -> HttpResponse:
    context = {"form": form, "client": None, "pasted": pasted, "found": found, "adds_to": PORTAL.url("add-application")}
    return PORTAL.render(request, "pages/add_application.html", context)
