"""Who is asking, in which practice: resolved once per request, and the scope of every query in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_scopes import scope
from django_structlog.middlewares import RequestMiddleware

from counselor.accounts import second_factor
from counselor.accounts.models import Membership

PRACTICE_SESSION_KEY = "practice"
KEYS = re.compile(r"(/password/reset/key/|/calendar/|/unsubscribe/|/join/).+")


class PracticeMiddleware:
    """Sets `request.membership` (None for a visitor or an ex-member) and opens the scope of its practice.

    `request.second_factor_at` says where staff have to show their second factor first: the guards lead them there.
    Signed-in pages are never kept by a browser or a proxy, and speak in the reader's time zone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        membership = request.membership = current_membership(request)  # type: ignore[attr-defined]
        request.second_factor_at = second_factor.still_to_show(request, membership)  # type: ignore[attr-defined]
        if membership is None:
            with timezone.override(getattr(request.user, "time_zone", "") or timezone.get_default_timezone()):
                response = self.get_response(request)
        else:
            zone = membership.user.time_zone or membership.practice.time_zone
            with scope(practice=membership.practice), timezone.override(zone):
                response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def current_membership(request: HttpRequest) -> Membership | None:
    """The membership this session speaks for: the practice chosen in it, else the person's first."""
    if not request.user.is_authenticated:
        return None
    memberships = second_factor.with_factors(memberships_of(request))
    chosen = request.session.get(PRACTICE_SESSION_KEY)
    return memberships.filter(practice=chosen).first() or memberships.first() if chosen else memberships.first()


def memberships_of(request: HttpRequest) -> Any:
    """Every practice the person of this request may choose."""
    return Membership.objects.current().filter(user=request.user.pk).select_related("practice", "user")


class RequestLog(RequestMiddleware):
    """One line per request, without what was searched for and without keys: neither belongs in a log."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        path = KEYS.sub(r"\1…", request.path)
        return f"{request.method} {path}"
