"""Signing in: the pages about one’s own account that are ours; the others are allauth’s, see urls.py."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _g
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselor.accounts import second_factor as second_factors
from counselor.accounts import sessions
from counselor.accounts.access import signed_in
from counselor.accounts.forms import PersonForm
from counselor.accounts.middleware import PRACTICE_SESSION_KEY, memberships_of
from counselor.accounts.models import Role
from counselor.accounts.people import keep_person


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signing_in(request: Any) -> HttpResponse:
    """Name and time zone, and the way to everything else about signing in."""
    form = PersonForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        keep_person(user=request.user, **form.cleaned_data)
        messages.success(request, _g("Your details are kept."))
        return redirect("signing-in")
    context = {
        "form": form,
        "factors": factors_of(request),
        "places": sessions.places(request),
        "memberships": memberships_of(request),
    }
    return render(request, "account/signing_in.html", context)


def factors_of(request: HttpRequest) -> dict[str, Any]:
    """The account’s second factors, by kind."""
    mine = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    kinds = Authenticator.Type
    app, codes = ([row for row in mine if row.type == kind] for kind in (kinds.TOTP, kinds.RECOVERY_CODES))
    return {
        "app": app[0] if app else None,
        "passkeys": [row for row in mine if row.type == kinds.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
    }


@signed_in
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Passkeys, the authenticator app and the recovery codes; for staff who have none, why they need one."""
    membership = getattr(request, "membership", None)
    context = factors_of(request) | {
        "passkeys_work": second_factors.passkeys_work(request),
        "missing": bool(getattr(request, "second_factor_at", None)),
        "is_staff": membership is not None and Role(membership.role).is_staff,
    }
    return render(request, "mfa/index.html", context)


@signed_in
@require_safe
def passkeys(request: HttpRequest) -> HttpResponse:
    """Allauth’s own list, which is part of the page before."""
    return redirect("mfa_index")


@signed_in
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    return render(request, "account/places.html", {"places": sessions.places(request)})


@signed_in
@require_POST
def end_place(request: Any, pk: int) -> HttpResponse:
    """Sign out in one place; here it is as if the button in the menu was pressed."""
    if not sessions.end_place(user=request.user, pk=pk):
        raise Http404
    messages.success(request, _g("That place is signed out."))
    return redirect("places")


@signed_in
@require_POST
def end_other_places(request: HttpRequest) -> HttpResponse:
    ended = sessions.end_other_places(request=request)
    told = ngettext("One other place is signed out.", "%(count)s other places are signed out.", ended)
    messages.success(request, told % {"count": ended} if ended else _g("You were signed in nowhere else."))
    return redirect("places")


@signed_in
@require_POST
def choose_practice(request: HttpRequest, pk: int) -> HttpResponse:
    """Speak for another of one’s practices from now on."""
    chosen = memberships_of(request).filter(practice=pk).first()
    if chosen is None:
        raise Http404
    request.session[PRACTICE_SESSION_KEY] = chosen.practice_id
    return redirect("home")
