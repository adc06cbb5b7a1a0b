"""The two faces over one domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from counselor.accounts.access import MemberRequest, View, clients_only, counselors_only, staff_only
from counselor.accounts.models import Role

NavItem = tuple[str | Promise, str, str, frozenset[Role]]


@lru_cache(maxsize=1_000)
def _pattern(root: str, page: str, words: tuple[Any, ...]) -> str:
    """The address of a page with room for its numbers, where `words` has None: a list has hundreds of the same kind."""
    marks = [10**12 + place for place in range(len(words))]
    address = reverse(page, args=[mark if word is None else word for mark, word in zip(marks, words, strict=True)])
    address = address.replace("%", "%%")
    for mark in marks:
        address = address.replace(str(mark), "%d")
    return address


@dataclass(frozen=True)
class Face:
    """Who looks: the URL namespace, the frame of the page, the guard in front of every view, and the sections."""

    namespace: str
    frame: str
    guard: Callable[[View], View]
    sections: tuple[NavItem, ...]
    own: tuple[NavItem, ...] = ()  # pages about oneself, in the account menu

    def url(self, name: str, *args: Any) -> str:
        """The address of a page of this face."""
        words = tuple(None if isinstance(each, int) else each for each in args)
        numbers = tuple(each for each in args if isinstance(each, int))
        return _pattern(get_script_prefix(), f"{self.namespace}:{name}", words) % numbers

    def render(self, request: MemberRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(request, template, self.around(request) | context, status=status)

    def around(self, request: MemberRequest) -> dict[str, Any]:
        """What the frame of a page needs to know."""
        frame = {"face": self, "frame": self.frame, "nav_items": self._nav(request, self.sections)}
        frame["menu_items"] = self._nav(request, self.own)
        frame["seen_as"] = getattr(request, "seen_as", None)  # the client a counselor sees the portal as
        return frame

    def _nav(self, request: MemberRequest, items: tuple[NavItem, ...]) -> list[tuple[str | Promise, str, str, str]]:
        role = request.membership.role
        return [
            (label, url := self.url(name), icon, self._current(request.path, url))
            for label, name, icon, roles in items
            if role in roles
        ]

    def _current(self, path: str, url: str) -> str:
        """What `aria-current` says of a section: this page itself, or a page of it; empty for the others."""
        if path == url:
            return "page"
        first_page = url == self.url(self.sections[0][1])  # its address begins every other
        return "true" if path.startswith(url) and not first_page else ""


_CASES = frozenset({Role.COUNSELOR, Role.SUPERVISOR})
_STAFF = _CASES | {Role.ADMINISTRATOR}
_CLIENT = frozenset({Role.CLIENT})

DESK = Face(
    "desk",
    "counselor_base.html",
    counselors_only,
    (
        (_("Today"), "today", "sunrise", _CASES),
        (_("Caseload"), "caseload", "people", _CASES),
        (_("Letters"), "letters", "envelope-paper", _CASES),
        (_("Reports"), "reports", "bar-chart", _STAFF),
        (_("Outbox"), "outbox", "send", _CASES),
        (_("Practice"), "practice", "building", _STAFF),
    ),
    (
        (_("My e-mail"), "my-digests", "envelope-at", _CASES),
        (_("My calendar"), "calendar", "calendar3", _CASES),
    ),
)
OFFICE = Face("desk", "counselor_base.html", staff_only, DESK.sections, DESK.own)
PORTAL = Face(
    "portal",
    "portal_base.html",
    clients_only,
    (
        (_("Now"), "now", "compass", _CLIENT),
        (_("Applications"), "applications", "briefcase", _CLIENT),
        (_("Letters"), "letters", "envelope-paper", _CLIENT),
        (_("Me"), "me", "person", _CLIENT),
    ),
    (
        (_("Reminders"), "reminders", "bell", _CLIENT),
        (_("My calendar"), "calendar", "calendar3", _CLIENT),
    ),
)
