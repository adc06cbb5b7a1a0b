"""Audience guards: which roles a page is for. The guard stamps the view; a test walks every URL for the stamp."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from counselor.accounts.models import Membership, Practice, Role, User

View = Callable[..., HttpResponse]

CASE_WORKERS = frozenset({Role.COUNSELOR, Role.SUPERVISOR})
STAFF = CASE_WORKERS | {Role.ADMINISTRATOR}


class MemberRequest(HttpRequest):
    """A request behind a guard: somebody is signed in and belongs to a practice."""

    membership: Membership
    user: User

    @property
    def practice(self) -> Practice:
        return self.membership.practice


def audience(*roles: Role) -> Callable[[View], View]:
    """Let only these roles in. To everybody else the page does not exist (404); a visitor is asked to sign in.

    Staff who have not shown a second factor are led to where they can: see counselor/accounts/second_factor.py.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            membership: Membership | None = getattr(request, "membership", None)
            if membership is None or membership.role not in roles:
                raise Http404
            if where := getattr(request, "second_factor_at", None):
                return HttpResponseClientRedirect(where) if "HX-Request" in request.headers else redirect(where)
            return view(request, *args, **kwargs)

        guarded.audience = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return guard


counselors_only = audience(*CASE_WORKERS)
staff_only = audience(*STAFF)
clients_only = audience(Role.CLIENT)
members_only = audience(*Role)


def everybody(view: View) -> View:
    """Mark a page as open to visitors."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.audience = frozenset()  # type: ignore[attr-defined]
    return login_not_required(opened)


def signed_in(view: View) -> View:
    """Mark a page as open to everybody who is signed in, with a practice or without."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    opened.audience = frozenset()  # type: ignore[attr-defined]
    return opened
