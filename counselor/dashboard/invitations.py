"""Inviting clients and colleagues, and the invitations that are still on their way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, invitations
from candidates.forms.joining import InviteColleagueForm, InviteForm, InviteToPortalForm
from candidates.services import Refused
from counselor.accounts import invitations as accounts
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Invitation, Role
from counselor.accounts.team import manages
from counselor.dashboard.client_frame import render_client
from counselor.pages.face import DESK, OFFICE
from counselor.pages.record import saved

METHODS = ["GET", "HEAD", "POST"]


@DESK.guard
@require_http_methods(METHODS)
def invite_client(request: MemberRequest) -> HttpResponse:
    """Somebody who is not on record yet, and the invitations to clients that are still open."""
    form = InviteForm(request.POST or None, member=request.membership)
    if request.method == "POST" and saved(form, request.user):
        return _made(request, form)
    rows = invitations.listed(request.membership).filter(role=Role.CLIENT)
    return DESK.render(request, "desk/invite_client.html", {"form": form, "invited": invitations.told(rows)})


@DESK.guard
@require_http_methods(METHODS)
def invite_to_portal(request: MemberRequest, pk: int) -> HttpResponse:
    """A client one sees, to what is recorded of them."""
    client = access.client(request.membership, pk)
    form = InviteToPortalForm(request.POST or None, member=request.membership, client=client)
    if request.method == "POST" and saved(form, request.user):
        return _made(request, form)
    return render_client(request, client, "desk/invite_to_portal.html", {"form": form})


@OFFICE.guard
@require_http_methods(METHODS)
def invite_colleague(request: MemberRequest) -> HttpResponse:
    if not manages(request.membership):
        raise Http404
    form = InviteColleagueForm(request.POST or None, member=request.membership)
    if request.method == "POST" and saved(form, request.user):
        return _made(request, form)
    return OFFICE.render(request, "desk/invite_colleague.html", {"form": form})


@OFFICE.guard
@require_POST
def renew_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    try:
        renewed = invitations.renew(invitation=invitation, by=request.membership)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return _back(invitation)
    return _sent(request, renewed)


@OFFICE.guard
@require_POST
def revoke_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    if accounts.revoke(invitation=invitation, by=request.user):
        messages.success(
            request, _("The invitation to %(email)s opens nothing any more.") % {"email": invitation.email}
        )
    return _back(invitation)


def _invitation(request: MemberRequest, pk: int) -> Invitation:
    return get_object_or_404(invitations.listed(request.membership), pk=pk)


def _made(request: MemberRequest, form: Any) -> HttpResponse:
    return _sent(request, form.recorded)


def _sent(request: MemberRequest, invitation: Invitation) -> HttpResponse:
    """Where it went; a link to pass on is shown on this answer and never again."""
    if invitation.by_mail:
        messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": invitation.email})
        return _back(invitation)
    context = {"invitation": invitation, "link": invitations.link_of(invitation), "back_url": _list(invitation)}
    return OFFICE.render(request, "desk/invitation_link.html", context)


def _list(invitation: Invitation) -> str:
    return DESK.url("invite-client" if invitation.role == Role.CLIENT else "team")


def _back(invitation: Invitation) -> HttpResponse:
    return redirect(_list(invitation))
