"""The frame of a client's pages on the desk: whose pages they are, and the way from one to the next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.models import Client
from counselor.accounts.access import MemberRequest
from counselor.pages.face import DESK

TABS: list[tuple[str | Promise, str]] = [
    (_("Board"), "client"),
    (_("Table"), "client-table"),
    (_("Timeline"), "client-timeline"),
    (_("Together"), "care"),
    (_("About"), "about-client"),
    (_("Log"), "work-search"),
]
"""Each page of a client: its name, and the name of its URL, which takes the client's pk."""


def render_client(
    request: MemberRequest, client: Client, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of one client; `template` extends desk/client_frame.html."""
    tabs = [(label, url := DESK.url(name, client.pk), request.path == url) for label, name in TABS]
    return DESK.render(request, template, {"client": client, "tabs": tabs} | context, status)
