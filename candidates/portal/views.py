"""What the practice knows of the client, and who sees it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access, assignments
from candidates.forms import EditClientForm
from counselor.accounts.access import MemberRequest
from counselor.pages import conflict
from counselor.pages.face import PORTAL


@PORTAL.guard
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    form = EditClientForm(request.POST or None, client=client)
    if request.method == "POST" and (kept := conflict.keep(form, by=request.user, answers=request.POST)):
        if kept.clashes:
            return conflict.show(PORTAL, request, form, kept, about=client, back_url=PORTAL.url("me"))
        messages.success(request, kept.told(_("Your details are kept.")))
        return redirect("portal:me")
    context = {
        "form": form,
        "client": client,
        "counselors": assignments.in_force(client),
    }
    return PORTAL.render(request, "portal/me.html", context)
