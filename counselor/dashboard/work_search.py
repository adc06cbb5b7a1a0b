"""A client's work-search log, among the client's pages on the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from candidates import access
from candidates.models import Client
from counselor.accounts.access import MemberRequest
from counselor.dashboard.client_frame import render_client
from counselor.pages import work_search
from counselor.pages.face import DESK


def _client(request: MemberRequest, pk: int) -> Client:
    return access.client(request.membership, pk)


def _page(request: MemberRequest, client: Client, context: dict[str, Any]) -> HttpResponse:
    return render_client(request, client, "desk/work_search.html", context)


client_log = work_search.work_search(DESK, _client, _page)
