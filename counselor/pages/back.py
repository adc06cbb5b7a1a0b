"""The way back: a page that was opened from another of ours may name it as `next` and is left towards it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from candidates.models import Application
from counselor.pages.face import DESK, Face

LONGEST = 500  # characters


def way_back(request: HttpRequest, otherwise: str = "") -> str:
    """The path named as `next`, of a page of ours; else `otherwise`."""
    path = request.POST.get("next") or request.GET.get("next") or ""
    ours = path.startswith("/") and len(path) <= LONGEST and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours and path.isprintable() else otherwise


def returning(url: str, back: str) -> str:
    """`url`, left towards `back`."""
    if not back:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'next': back})}"


def told(request: HttpRequest, face: Face, application: Application, done: str) -> str:
    """What happened; and, where the counselor goes back to a page of many applications, to which, and how it stands."""
    if face is not DESK or not way_back(request):
        return done
    application.refresh_from_db(fields=["status"])
    about = f"{application.client} · {application}"
    names = {"done": done, "application": about, "standing": application.get_status_display()}
    return gettext("%(done)s %(application)s: %(standing)s.") % names
