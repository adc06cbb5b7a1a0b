"""The way back: a page that was opened from another of ours may name it as `next` and is left towards it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

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
