"""Erasing a client's data: what goes, what stays and why, and the name typed before; alike for both faces."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access
from counselor.accounts.access import MemberRequest, View
from counselor.my_data.belongings import serves_only
from counselor.my_data.erasure import what_goes
from counselor.my_data.forms import EraseForm
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import saved


def erase_client(face: Face) -> View:
    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = access.client_of(request.membership, pk)
        ends_account = serves_only(client)
        form = EraseForm(request.POST or None, client=client)
        if request.method == "POST" and saved(form, request.user):
            if face is not PORTAL:
                messages.success(request, _("Everything about this client is erased."))
                return redirect(face.url("caseload"))
            if ends_account:
                logout(request)
            messages.success(request, _("Everything is erased. Farewell, and good luck."))
            return redirect("account_login" if ends_account else "home")
        context = {
            "client": client,
            "form": form,
            "goes": what_goes(client),
            "ends_account": ends_account,
            "data_url": face.url("client-data", *([] if pk is None else [pk])),
            "back_url": face.url("me") if face is PORTAL else face.url("about-client", client.pk),
        }
        return face.render(request, "pages/erase_client.html", context)

    return view
