"""What is known of a client: details, who counsels them, who did what with their data; and a look at their portal."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from candidates import access, assignments, trail_wording
from candidates.querysets import practice_day
from counselor.accounts.access import MemberRequest
from counselor.dashboard.client_frame import render_client
from counselor.pages import view_as as look
from counselor.pages.face import DESK, PORTAL

PAGE = 20


@DESK.guard
@require_safe
def about_client(request: MemberRequest, pk: int) -> HttpResponse:
    membership = request.membership
    client = access.client(membership, pk)
    entries = trail_wording.of_client(client, for_client=False)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    page.object_list = list(trail_wording.told(page.object_list))
    context = {
        "current": assignments.current(client),
        "over": assignments.over(client),
        "today": practice_day(client.practice),
        "page_obj": page,
    }
    return render_client(request, client, "desk/about_client.html", context)


@DESK.guard
@require_POST
def view_as(request: MemberRequest, pk: int) -> HttpResponse:
    """To the client's portal, as they see it."""
    client = access.client(request.membership, pk)
    with transaction.atomic():
        look.begin(request, client)
    return redirect(PORTAL.url("now"))


@DESK.guard
@require_POST
def stop_viewing(request: MemberRequest) -> HttpResponse:
    """Back to the client's page on the desk, where the client is still the counselor's."""
    seen = look.end(request)
    if seen and access.clients(request.membership).filter(pk=seen).exists():
        return redirect(DESK.url("about-client", seen))
    messages.info(request, _("You are back at your desk."))
    return redirect(DESK.url("caseload"))
