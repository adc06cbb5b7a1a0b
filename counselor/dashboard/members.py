"""The team: who works here in which role, and the pages of those who manage it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import invitations, members
from candidates import uncounseled as waiting
from candidates.forms.joining import MemberForm
from candidates.forms.team import EntrustForm
from candidates.services import Refused
from counselor.accounts import team as accounts
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership, Practice, Role
from counselor.pages.face import OFFICE
from counselor.pages.record import saved

METHODS = ["GET", "HEAD", "POST"]


@OFFICE.guard
@require_safe
def team(request: MemberRequest) -> HttpResponse:
    """Everybody reads it; who manages the team also sees whom it has invited."""
    membership, managing = request.membership, accounts.manages(request.membership)
    rows = invitations.listed(membership).exclude(role=Role.CLIENT) if managing else []
    context = {
        "team": accounts.staff(membership.practice),
        "managing": managing,
        "waiting": waiting.uncounseled(membership.practice).count() if managing else 0,
        "invited": invitations.told(rows) if managing else [],
    }
    return OFFICE.render(request, "desk/team.html", context)


@OFFICE.guard
@require_http_methods(METHODS)
def change_member(request: MemberRequest, pk: int) -> HttpResponse:
    member = _colleague(request, pk)
    form = MemberForm(request.POST or None, member=member)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The place of %(name)s in the team is kept.") % {"name": member.user})
        return redirect("home" if member.pk == request.membership.pk else OFFICE.url("team"))
    return OFFICE.render(request, "desk/change_member.html", {"form": form, "member": member})


@OFFICE.guard
@require_http_methods(METHODS)
def end_membership(request: MemberRequest, pk: int) -> HttpResponse:
    """What it means is said first."""
    member = _colleague(request, pk)
    if request.method == "POST" and "sure" in request.POST:
        try:
            members.end_membership(member=member, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
            return redirect(OFFICE.url("team"))
        messages.success(request, _("%(name)s belongs to the practice no more.") % {"name": member.user})
        return redirect("home" if member.pk == request.membership.pk else OFFICE.url("team"))
    context = {"member": member, "clients": members.counsels(member)}
    return OFFICE.render(request, "desk/end_membership.html", context)


def _colleague(request: MemberRequest, pk: int) -> Membership:
    if not accounts.manages(request.membership):
        raise Http404
    return get_object_or_404(accounts.staff(request.membership.practice), pk=pk)


@OFFICE.guard
@require_safe
def uncounseled(request: MemberRequest) -> HttpResponse:
    """Clients whom nobody counsels, by name only, for those who manage the team."""
    clients = waiting.uncounseled(_managed(request))
    return OFFICE.render(request, "desk/uncounseled.html", {"clients": clients})


@OFFICE.guard
@require_http_methods(METHODS)
def entrust(request: MemberRequest, pk: int) -> HttpResponse:
    client = get_object_or_404(waiting.uncounseled(_managed(request)).select_related("practice"), pk=pk)
    form: Any = EntrustForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        told = _("%(counselor)s counsels %(client)s.")
        messages.success(request, told % {"counselor": form.recorded.counselor.user, "client": client})
        return redirect(OFFICE.url("uncounseled"))
    return OFFICE.render(request, "desk/entrust.html", {"form": form, "client": client})


def _managed(request: MemberRequest) -> Practice:
    if not accounts.manages(request.membership):
        raise Http404
    return request.membership.practice
