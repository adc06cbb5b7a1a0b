"""What I share: the client answers, and reads every answer they ever gave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access
from candidates import consents as given
from candidates.forms.consents import ConsentsForm
from counselor.accounts.access import MemberRequest
from counselor.pages.face import PORTAL
from counselor.pages.record import saved


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    first = not given.asked(client)
    form = ConsentsForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Your answers are kept. They count from now on."))
        return redirect("portal:now" if first else "portal:me")
    context = {"form": form, "client": client, "first": first, "log": list(given.log(client)[:50])}
    return PORTAL.render(request, "portal/consents.html", context)
