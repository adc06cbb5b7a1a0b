"""The client's own work-search log."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from candidates import access
from candidates.models import Client
from counselor.accounts.access import MemberRequest
from counselor.pages import work_search
from counselor.pages.face import PORTAL


def _client(request: MemberRequest) -> Client:
    return access.own_client(request.membership)


def _page(request: MemberRequest, client: Client, context: dict[str, Any]) -> HttpResponse:
    return PORTAL.render(request, "portal/work_search.html", context)


own_log = work_search.work_search(PORTAL, _client, _page)
