"""An administrator erases somebody's data on request, and sees when that was done: numbers, never whose."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counselor.accounts.access import MemberRequest, audience
from counselor.accounts.models import Role
from counselor.my_data.forms import EraseOnRequestForm
from counselor.my_data.models import Erasure
from counselor.pages.face import OFFICE
from counselor.pages.record import saved

PAGE = 20


@audience(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def erasures(request: MemberRequest) -> HttpResponse:
    form = EraseOnRequestForm(request.POST or None, practice=request.membership.practice)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Everything about this client is erased."))
        return redirect("desk:erasures")
    rows = Erasure.objects.filter(practice=request.membership.practice).select_related("by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return OFFICE.render(request, "desk/erasures.html", {"form": form, "page_obj": page})
