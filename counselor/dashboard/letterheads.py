"""The practice's letterheads: printed at the top of a sheet in the place of the sender's lines."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselor.accounts.access import MemberRequest
from counselor.pages.face import OFFICE
from counselor.pages.record import saved
from letters import images
from letters.image_forms import LetterheadForm
from letters.models import Letterhead


@OFFICE.guard
@require_http_methods(["GET", "HEAD", "POST"])
def letterheads(request: MemberRequest) -> HttpResponse:
    """All letterheads, and a form for another one."""
    practice = request.membership.practice
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LetterheadForm(*posted, practice=practice)
    if posted and saved(form, request.user):
        messages.success(request, _("The letterhead is kept. It can be chosen on every draft."))
        return redirect(OFFICE.url("letterheads"))
    rows = Letterhead.objects.filter(practice=practice, removed_at=None).order_by("name", "pk")
    kept = [{"pk": row.pk, "name": row.name, "picture": images.shown(row)} for row in rows]
    return OFFICE.render(request, "desk/letterheads.html", {"form": form, "letterheads": kept})


@OFFICE.guard
@require_POST
def remove_letterhead(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Letterhead.objects.filter(practice=request.membership.practice).select_related("practice")
    if images.remove_letterhead(letterhead=get_object_or_404(rows, pk=pk), by=request.user):
        messages.success(request, _("The letterhead is erased. Letters that were approved keep theirs."))
    return redirect(OFFICE.url("letterheads"))
