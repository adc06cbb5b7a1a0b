"""Who sees what of my data, in plain words."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from candidates import access, who_sees
from counselor.accounts.access import MemberRequest
from counselor.pages.face import PORTAL


@PORTAL.guard
@require_safe
def who_sees_what(request: MemberRequest) -> HttpResponse:
    client = access.own_client(request.membership)
    viewers = who_sees.viewers(client)
    context = {
        "client": client,
        "viewers": viewers,
        "to_come": who_sees.to_come(client),
        "by_name": who_sees.by_name(client),
    }
    return PORTAL.render(request, "portal/who_sees.html", context | who_sees.others(client, viewers))
