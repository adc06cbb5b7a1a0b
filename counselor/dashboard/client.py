"""One client: the board of applications, notes, and their details."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access, services
from candidates.followup.facts import Ball
from candidates.forms import ApplicationForm, ClientForm, NoteForm
from candidates.models import Application, Client
from counselor.accounts.access import MemberRequest
from counselor.dashboard.client_frame import render_client
from counselor.pages import moves
from counselor.pages.face import DESK
from counselor.pages.record import saved
from letters.models import Letter


def _client(request: MemberRequest, pk: int) -> Client:
    membership = request.membership
    return access.client(membership, pk)


@DESK.guard
@require_safe
def client(request: MemberRequest, pk: int) -> HttpResponse:
    person = _client(request, pk)
    membership = request.membership
    context = {
        "columns": board(access.applications(membership).filter(client=person)),
        "case_notes": person.casenotes.select_related("author", "application__employer"),
        "note_form": NoteForm(),
        "assignments": person.assignments.select_related("counselor__user"),
    }
    return render_client(request, person, "desk/client.html", context)


def board(applications: Any) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Columns with their cards; the column of a card follows from the facts, never from a drag."""
    lettered = Letter.objects.filter(application=OuterRef("pk")).exclude(state=Letter.State.VOID)
    cards: dict[str, list[dict[str, Any]]] = {key: [] for key, _label in moves.COLUMNS}
    for row in applications.annotate(lettered=Exists(lettered)).order_by("standing_since", "pk"):
        status = moves.acts_as(row.status, row.verdict) if row.ball == Ball.CLIENT else row.status
        column = moves.column_of(status, row.ball, archived=bool(row.archived_at), lettered=row.lettered)
        cards[column].append(card(row))
    return [(label, cards[key]) for key, label in moves.COLUMNS]


def card(row: Application) -> dict[str, Any]:
    return {
        "title": row.position,
        "employer": row.employer,
        "url": DESK.url("application", row.pk),
        "label": row.get_status_display(),
        "tone": moves.tone(row.status, row.verdict, row.ball),
        "since": row.standing_since,
    }


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def edit_client(request: MemberRequest, pk: int) -> HttpResponse:
    person = _client(request, pk)
    form = ClientForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.edit_client(client=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("The details are kept."))
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
    context = {"form": form, "title": _("A new application"), "client": person}
    return DESK.render(request, "desk/client_form.html", context)


@DESK.guard
@require_POST
def write_case_note(request: MemberRequest, pk: int) -> HttpResponse:
    person = _client(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "title": _("A private note"), "client": person}
        return DESK.render(request, "desk/client_form.html", context)
    services.write_case_note(client=person, text=form.cleaned_data["text"], by=request.user)
    return redirect(DESK.url("client", pk) + "#notes")
