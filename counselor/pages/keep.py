"""Tells the browser which form the server has taken, so that it may forget the copy of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FIELD, COOKIE = "_keep", "kept"  # written and read by static/js/app.js
LONGEST = 300  # characters


class KeepMiddleware:
    """A posted form that led elsewhere was recorded. One that came back was not, and its copy stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if was_taken(request, response) and (name := request.POST.get(FIELD)):
            value = quote(name[:LONGEST], safe="")
            response.set_cookie(COOKIE, value, max_age=3600, samesite="Lax", secure=settings.HTTPS)
        return response


def was_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """A visitor whose session has ended is sent to sign in: nothing was taken from them."""
    member = getattr(request, "membership", None) is not None
    return member and request.method == "POST" and response.status_code == 302
