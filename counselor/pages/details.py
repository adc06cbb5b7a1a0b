"""What people typed about an application: shown on its page, and changed in place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access
from candidates.forms import EditApplicationForm
from candidates.models import Application
from candidates.standings import zone_is_assumed, zone_of
from counselor.accounts.access import MemberRequest, View
from counselor.pages import conflict
from counselor.pages.face import Face
from letters import access as letter_access


def edit_application(face: Face) -> View:
    """The details as a form: a page of its own, of which htmx takes the section alone."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        form: Any = EditApplicationForm(request.POST or None, application=application)
        back = face.url("application", pk)
        if request.method == "POST" and (kept := conflict.keep(form, by=request.user, answers=request.POST)):
            if kept.clashes:
                return conflict.show(face, request, form, kept, about=application, back_url=back)
            if form.recorded or kept.theirs:
                messages.success(request, kept.told(_("The details are kept.")))
            return redirect(f"{back}#details")
        return face.render(request, "pages/edit_application.html", {"application": application, "form": form})

    return view


def details_of(application: Application) -> dict[str, Any]:
    """What the section shows besides the application's own columns."""
    zone = zone_of(application)
    return {
        "zone": zone.key,
        "zone_is_assumed": zone_is_assumed(application),
        "local_now": timezone.localtime(timezone=zone),
        "origin": letter_access.origin_of(application),
    }
