"""One client: the board of applications, and their details."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import access
from candidates.forms import ApplicationForm, EditClientForm
from candidates.models import Client
from counselor.accounts.access import MemberRequest
from counselor.dashboard.board import columns_of, refusals, strip_of
from counselor.dashboard.cards import card, rows_of
from counselor.dashboard.changes import undo_of
from counselor.dashboard.client_frame import render_client
from counselor.pages import conflict
from counselor.pages.face import DESK
from counselor.pages.record import saved


def _client(request: MemberRequest, pk: int) -> Client:
    membership = request.membership
    return access.client(membership, pk)


@DESK.guard
@require_safe
def client(request: MemberRequest, pk: int) -> HttpResponse:
    person = _client(request, pk)
    cards = [card(row, f"{request.path}#card-{row.pk}") for row in rows_of(request.membership, person)]
    context = {
        "columns": columns_of(cards),
        "total": len(cards),
        "refusals": refusals(cards),
        "strip": strip_of(person),
        "undo": undo_of(request, cards),
    }
    return render_client(request, person, "desk/client.html", context)


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def edit_client(request: MemberRequest, pk: int) -> HttpResponse:
    person = _client(request, pk)
    form = EditClientForm(request.POST or None, client=person)
    if request.method == "POST" and (kept := conflict.keep(form, by=request.user, answers=request.POST)):
        if kept.clashes:
            return conflict.show(DESK, request, form, kept, about=person, back_url=DESK.url("client", pk))
        messages.success(request, kept.told(_("The details are kept.")))
        return redirect(DESK.url("client", pk))
    return DESK.render(request, "desk/client_form.html", {"form": form, "title": _("Details"), "client": person})


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def add_application(request: MemberRequest, pk: int) -> HttpResponse:
    person = _client(request, pk)
    form = ApplicationForm(request.POST or None, client=person)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The application is on record."))
        return redirect(DESK.url("client", pk))
    context = {"form": form, "client": person}
    return DESK.render(request, "pages/add_application.html", context)
