"""Start a practice, or a search of one's own: where the installation lets strangers in, or nobody is in yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from candidates import founding
from candidates.forms.starting import StartForm, StartWithAccountForm
from counselor.accounts.access import everybody
from counselor.accounts.middleware import PRACTICE_SESSION_KEY
from counselor.accounts.models import Membership, Role, User
from counselor.accounts.sessions import sign_in
from counselor.accounts.sign_up import is_empty, is_open
from counselor.pages.record import saved


@everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    if not is_open():
        raise Http404
    if request.user.is_authenticated:
        return _signed_in(request)
    form = StartWithAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _first(request, form) if is_empty() else _stranger(request, form)
    return render(request, "joining/start.html", {"form": form, "first": is_empty()})


def _signed_in(request: HttpRequest) -> HttpResponse:
    form: Any = StartForm(request.POST or None)
    user: Any = request.user
    if request.method == "POST" and saved(form, user):
        return _inside(request, form.recorded)
    return render(request, "joining/start.html", {"form": form, "first": False})


def _first(request: HttpRequest, form: Any) -> HttpResponse:
    """Whoever sets up the machine is in at once: there is nobody to be taken for, and perhaps no mail server yet."""
    with transaction.atomic():
        user = _account(form, verified=True)
        member = form.record(by=user)
    sign_in(request, user)
    return _inside(request, member)


def _stranger(request: HttpRequest, form: Any) -> HttpResponse:
    """The answer is the same whether or not the address has an account, which is left as it is."""
    values = form.cleaned_data
    if User.objects.filter(email__iexact=values["email"]).exists():
        User().set_password(values["password"])  # takes as long as making one
    else:
        with transaction.atomic():
            form.record(by=_account(form, verified=False))
    told = _("If this address was new here, all is ready: sign in. An account that was there is as it was.")
    messages.success(request, told)
    return redirect("account_login")


def _account(form: Any, *, verified: bool) -> User:
    values = form.cleaned_data
    name = f"{values['given_name']} {values['family_name']}"
    return founding.open_account(email=values["email"], password=values["password"], name=name, verified=verified)


def _inside(request: HttpRequest, member: Membership) -> HttpResponse:
    """A counselor invites the first client; who searches alone begins."""
    request.session[PRACTICE_SESSION_KEY] = member.practice_id
    if member.role == Role.CLIENT:
        messages.success(request, _("All is ready."))
        return redirect("portal:now")
    messages.success(request, _("Welcome to %(practice)s.") % {"practice": member.practice})
    return redirect("desk:invite-client")
