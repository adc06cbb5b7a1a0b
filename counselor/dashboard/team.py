"""Who counsels a client: another counselor, an end, a hand-over, and the end of the counseling."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, assignments, endings
from candidates.forms.team import AssignForm, EndAssignmentForm, HandOverForm
from candidates.models import Assignment, Client
from candidates.querysets import practice_day
from counselor.accounts.access import MemberRequest
from counselor.dashboard.client_frame import render_client
from counselor.pages.face import DESK
from counselor.pages.record import saved, tried
from letters.endings import mailed_letters
from letters.forms import EndingForm

METHODS = ["GET", "HEAD", "POST"]


def _back(request: MemberRequest, client: Client) -> HttpResponse:
    """To the client's page, or to the caseload where the client is not theirs any more."""
    if access.clients(request.membership).filter(pk=client.pk).exists():
        return redirect(DESK.url("about-client", client.pk))
    return redirect(DESK.url("caseload"))


def _assignment(request: MemberRequest, pk: int, assignment: int) -> Assignment:
    """An assignment of a client one may see that is not over."""
    client = access.client(request.membership, pk)
    return get_object_or_404(assignments.not_over(client), pk=assignment)


def _form_page(request: MemberRequest, client: Client, template: str, **context: Any) -> HttpResponse:
    return render_client(request, client, template, {"back_url": DESK.url("about-client", client.pk)} | context)


@DESK.guard
@require_http_methods(METHODS)
def assign_counselor(request: MemberRequest, pk: int) -> HttpResponse:
    client = access.client(request.membership, pk)
    form = AssignForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        told = _("%(counselor)s counsels %(client)s, too.")
        messages.success(request, told % {"counselor": form.recorded.counselor.user, "client": client})  # type: ignore[attr-defined]
        return _back(request, client)
    return _form_page(request, client, "desk/assign_counselor.html", form=form)


@DESK.guard
@require_http_methods(METHODS)
def end_assignment(request: MemberRequest, pk: int, assignment: int) -> HttpResponse:
    row = _assignment(request, pk, assignment)
    form = EndAssignmentForm(request.POST or None, assignment=row)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The assignment of %(name)s ends.") % {"name": row.counselor.user})
        return _back(request, row.client)
    return _form_page(request, row.client, "desk/end_assignment.html", form=form, assignment=row)


@DESK.guard
@require_POST
def make_primary(request: MemberRequest, pk: int, assignment: int) -> HttpResponse:
    row = _assignment(request, pk, assignment)
    done = _("%(name)s is the primary counselor now.") % {"name": row.counselor.user}
    tried(request, assignments.make_primary, done, assignment=row)
    return _back(request, row.client)


@DESK.guard
@require_http_methods(METHODS)
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    client = access.client(request.membership, pk)
    form = HandOverForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        told = _("%(client)s was handed over to %(counselor)s.")
        messages.success(request, told % {"counselor": form.recorded.counselor.user, "client": client})  # type: ignore[attr-defined]
        return _back(request, client)
    primary, today = form.primary, practice_day(client.practice)
    sessions = assignments.sessions_from(client, primary.counselor, today).count() if primary else 0
    moves = endings.closes(client) | {"sessions": sessions}
    return _form_page(request, client, "desk/hand_over.html", form=form, primary=primary, moves=moves)


@DESK.guard
@require_http_methods(METHODS)
def end_counseling(request: MemberRequest, pk: int) -> HttpResponse:
    client = access.client(request.membership, pk)
    form = EndingForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        messages.success(
            request, _("The counseling of %(client)s has ended. They keep everything.") % {"client": client}
        )
        return redirect(DESK.url("caseload"))
    context = {"closes": endings.closes(client), "letters_mailed": mailed_letters(client).count()}
    return _form_page(request, client, "desk/end_counseling.html", form=form, **context)
