"""Nobody sends us more than a page takes: said in a sentence, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PATIENCE = 64 * 1024 * 1024  # bytes that are read and forgotten, so that the browser listens to the answer
PIECE = 64 * 1024


class LargestPostMiddleware:
    """Answers a request that announces more than LARGEST_POST bytes, in front of everything that would read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.headers.get("content-length") or "0"
        if not announced.isdecimal() or int(announced[:19]) <= settings.LARGEST_POST:
            return self.get_response(request)
        left = PATIENCE
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
        return render(request, "413.html", status=413)
