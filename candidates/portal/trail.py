"""Who did what with my data: the audit trail, as its client reads it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from candidates import access, trail_wording
from counselor.accounts.access import MemberRequest
from counselor.pages.face import PORTAL

PAGE = 20


@PORTAL.guard
@require_safe
def trail(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    entries = trail_wording.of_client(client, for_client=True)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    page.object_list = list(trail_wording.told(page.object_list))
    return PORTAL.render(request, "portal/trail.html", {"client": client, "page_obj": page})
