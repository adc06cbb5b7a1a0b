"""A counselor looks at a client's portal as the client sees it: the same pages, read only, and told in the audit trail.

The session names the client and the end of the look. Under /portal/, and nowhere else, the request then speaks for the
client; whether the counselor may still see that client is asked on every request. The desk goes on as ever, so that
neither face knows of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from candidates import access, trail
from candidates.models import Client
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, Role

SESSION_KEY = "view_as"
LASTS = timedelta(minutes=30)
PORTAL = "/portal/"


def begin(request: Any, client: Client) -> None:
    """Look at this client's portal from now on, for a while. Inside a transaction with its line in the trail."""
    trail.note(action=trail.Action.VIEWED_AS, by=request.user, client=client)
    request.session[SESSION_KEY] = {"client": client.pk, "until": (timezone.now() + LASTS).isoformat()}


def end(request: HttpRequest) -> int | None:
    """Look no more; whose portal it was."""
    look = request.session.pop(SESSION_KEY, None)
    return look["client"] if look else None


class ViewAsMiddleware:
    """Lends a client's eyes to a counselor, on the portal's pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership: Membership | None = getattr(request, "membership", None)
        looks = membership is not None and membership.role in CASE_WORKERS and request.path_info.startswith(PORTAL)
        if membership is None or not looks or SESSION_KEY not in request.session:
            return self.get_response(request)
        client = seen_client(membership, request.session[SESSION_KEY])
        if client is None:
            return render(request, "pages/view_as_over.html", status=404)
        if request.method not in ("GET", "HEAD"):
            response = render(request, "pages/view_as_read_only.html", _frame(client), status=405)
            response.headers["Allow"] = "GET, HEAD"
            return response
        eyes = request.membership = eyes_of(client, membership)  # type: ignore[attr-defined]
        request.seen_as = client  # type: ignore[attr-defined]
        with timezone.override(eyes.user.time_zone or eyes.practice.time_zone):
            return self.get_response(request)


def seen_client(membership: Membership, look: dict[str, Any]) -> Client | None:
    """The client looked at, unless the time is over or the counselor does not see them any more."""
    if timezone.now() >= datetime.fromisoformat(look["until"]):
        return None
    return access.clients(membership).filter(pk=look["client"]).first()


def eyes_of(client: Client, looker: Membership) -> Membership:
    """The client's membership, or one made up where there is none, never saved. It sees this client and no other."""
    members = Membership.objects.current().filter(practice=client.practice, user=client.user_id, role=Role.CLIENT)
    eyes = members.select_related("practice", "user").first() if client.user_id else None
    eyes = eyes or Membership(practice=client.practice, user=client.user or looker.user, role=Role.CLIENT)
    eyes.seen_as = client.pk
    return eyes


def _frame(client: Client) -> dict[str, Any]:
    return {"seen_as": client, "back_url": reverse("portal:now")}
