"""The front door: everybody to their own desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from counselor.accounts.access import everybody
from counselor.accounts.models import Role
from counselor.accounts.sign_up import is_empty, is_open


@everybody
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Visitors sign in; clients go to their portal, staff to the desk; who belongs to no practice is told so."""
    if not request.user.is_authenticated:
        return redirect("start" if is_empty() and is_open() else "account_login")
    membership = request.membership  # type: ignore[attr-defined]
    if membership is None:
        return render(request, "no_practice.html", {"may_start": is_open()})
    match membership.role:
        case Role.CLIENT:
            return redirect("portal:now")
        case Role.ADMINISTRATOR:
            return redirect("desk:practice")
    return redirect("desk:today")
