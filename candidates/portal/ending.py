"""The client ends the counseling, or takes it up again: both theirs to decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access, assignments, endings
from candidates.models import Client
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Practice
from counselor.pages.face import PORTAL
from counselor.pages.record import saved, tried
from letters.endings import mailed_letters
from letters.forms import OwnEndingForm

METHODS = ["GET", "HEAD", "POST"]


@PORTAL.guard
@require_http_methods(METHODS)
def end_counseling(request: MemberRequest) -> HttpResponse:
    """What it means is said first."""
    client = _counseled(request, ended=False)
    form = OwnEndingForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Your counseling has ended. Everything stays yours."))
        return redirect(PORTAL.url("now"))
    context = {"form": form, "client": client, "counselors": assignments.in_force(client)}
    context |= {"closes": endings.closes(client), "letters_mailed": mailed_letters(client).count()}
    return PORTAL.render(request, "portal/end_counseling.html", context)


@PORTAL.guard
@require_http_methods(METHODS)
def take_up(request: MemberRequest) -> HttpResponse:
    """With the last counselor, where they are still here; else the practice chooses one."""
    client = _counseled(request, ended=True)
    counselor = endings.former_counselor(client)
    if request.method == "POST" and "sure" in request.POST:
        done = _("Your counseling goes on. Please look at what you share.")
        tried(request, endings.take_up, done, client=client, counselor=counselor)
        return redirect(PORTAL.url("consents"))
    return PORTAL.render(request, "portal/take_up.html", {"client": client, "counselor": counselor})


def _counseled(request: MemberRequest, *, ended: bool) -> Client:
    """The client, where there is a counseling to end, or one that has ended."""
    client = access.own_client(request.membership)
    if client.practice.kind == Practice.Kind.OWN or bool(client.ended_at) != ended:
        raise Http404
    return client
