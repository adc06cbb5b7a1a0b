"""The language of pages and of mail: what a person chose, else what their browser asks for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from counselor.accounts.access import everybody
from counselor.accounts.models import User


def in_language_of(reader: User | None) -> AbstractContextManager[None]:
    """What is written inside is written for this reader, whoever is at work; without a choice, as the site speaks."""
    return translation.override(reader.language if reader and reader.language else settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Once it is known who asks, what they chose counts for more than what their browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)


@everybody
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """From the next page on; on this device by a cookie, and for who is signed in wherever they sign in.

    No language at all takes the choice back.
    """
    response = redirect(_next_page(request))
    chosen = request.POST.get("language")
    if chosen not in ("", *dict(settings.LANGUAGES)):
        return response
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    _remember(response, chosen)
    return response


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _remember(response: HttpResponse, language: str) -> None:
    if not language:
        return response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def language_choice(request: HttpRequest) -> dict[str, Any]:
    """What the switch needs: the languages by their own names, whether one was chosen, and the page to come back to.

    A page that answers to a form may have no address to read it at: the form’s own page has.
    """
    page = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        came_from = urlsplit(request.headers.get("referer", ""))
        page = came_from.path or "/"
    kept = getattr(getattr(request, "user", None), "language", "")
    chosen = bool(kept) or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return {"languages": settings.LANGUAGES, "language_chosen": chosen, "this_page": page}
