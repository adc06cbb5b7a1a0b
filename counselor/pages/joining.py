"""The page behind an invitation's link: who invites, to what, and the way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from candidates.forms.joining import AcceptForm, JoinForm
from counselor.accounts.access import everybody
from counselor.accounts.invitations import Dead, find
from counselor.accounts.middleware import PRACTICE_SESSION_KEY
from counselor.accounts.models import Invitation, Membership, Role
from counselor.accounts.sessions import sign_in
from counselor.pages.record import saved


@everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Every token that opens nothing meets the same page, whatever became of it."""
    try:
        invitation = find(token)
        with scope(practice=invitation.practice):
            return _signed_in(request, invitation) if request.user.is_authenticated else _visitor(request, invitation)
    except Dead:
        return render(request, "joining/dead.html", status=404)


def _visitor(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form: Any = JoinForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and saved(form, request.user):  # type: ignore[arg-type]
        member: Membership = form.recorded
        sign_in(request, member.user)
        return _inside(request, member)
    with_account = f"{reverse('account_login')}?next={request.path}"
    return _page(request, invitation, "joining/join.html", form=form, sign_in_url=with_account)


def _signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """One's own invitation is accepted with one button; somebody else's is not for this account."""
    user: Any = request.user
    if user.email.lower() != invitation.email.lower():
        return _page(request, invitation, "joining/another_address.html")
    form: Any = AcceptForm(request.POST if request.method == "POST" else None, invitation=invitation).asks(user)
    if request.method == "POST" and saved(form, user):
        return _inside(request, form.recorded)
    return _page(request, invitation, "joining/accept.html", form=form)


def _page(request: HttpRequest, invitation: Invitation, template: str, **context: Any) -> HttpResponse:
    about = {
        "invitation": invitation,
        "practice": invitation.practice,
        "sender": invitation.invited_by.user,
        "as_client": invitation.role == Role.CLIENT,
    }
    return render(request, template, about | context)


def _inside(request: HttpRequest, member: Membership) -> HttpResponse:
    """From now on this browser speaks for the new place."""
    request.session[PRACTICE_SESSION_KEY] = member.practice_id
    messages.success(request, _("Welcome to %(practice)s.") % {"practice": member.practice})
    return redirect("portal:consents" if member.role == Role.CLIENT else "home")
