"""How long a session lasts, and where somebody is signed in.

A session ends twelve hours after signing in, and three hours after its last page. When a page was last asked for is
written down once a minute, so that reading costs nothing: a session may end up to a minute early, never late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _g

from counselor.accounts.devices import device, device_of
from counselor.accounts.models import User

IDLE, LONGEST = timedelta(hours=3), timedelta(hours=12)
FINE = timedelta(minutes=1)
BEGAN, SEEN = "began", "seen"  # seconds of the epoch, in the session


def begin(*, request: HttpRequest, **kwargs: Any) -> None:
    """Signing in starts both clocks."""
    request.session[BEGAN] = request.session[SEEN] = timezone.now().timestamp()


def sign_in(request: HttpRequest, user: User) -> None:
    """Let in somebody whose account was just made, as a place they can end from another one. They chose their password
    a moment ago: whoever sets up a second factor next is not asked for it again."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    record_authentication(request, user, "password", email=user.email)


class SessionLimits:
    """Ends the session of somebody who was away for long, before anything is read for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if is_over(request.session, now):
                request.session.flush()
                request.user = AnonymousUser()
            elif now - moment(request.session[SEEN]) >= FINE:
                request.session[SEEN] = now.timestamp()
        return self.get_response(request)


def is_over(session: Any, now: datetime) -> bool:
    """Whether a session has ended by now; one that does not say when it began has."""
    if BEGAN not in session:
        return True
    return now - moment(session[BEGAN]) >= LONGEST or now - moment(session[SEEN]) >= IDLE


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True)
class Place:
    """Somewhere somebody is signed in. `pk` is None for a session that can only be ended by signing out."""

    pk: int | None
    device: str
    began: datetime
    seen: datetime
    is_here: bool


def places(request: HttpRequest) -> list[Place]:
    """Where the person of this request is signed in: here first, then by when they were last seen."""
    now = timezone.now()
    mine = {row.session_key: row for row in UserSession.objects.filter(user=request.user)}
    kept = Session.objects.filter(session_key__in=mine, expire_date__gt=now)
    open_ones = {row.session_key: data for row in kept if not is_over(data := row.get_decoded(), now)}
    here = request.session.session_key
    found = [_place(mine[key], data) for key, data in open_ones.items() if key != here]
    row = mine.get(here)
    name = device_of(request) or _g("This browser")
    found.sort(key=lambda place: place.seen, reverse=True)
    return [Place(row and row.pk, name, moment(request.session[BEGAN]), now, is_here=True), *found]


def _place(row: UserSession, data: dict[str, Any]) -> Place:
    name = device(row.user_agent) or _g("An unknown device")
    return Place(row.pk, name, moment(data[BEGAN]), moment(data[SEEN]), is_here=False)


def end_place(*, user: User, pk: int) -> bool:
    """Sign out there, from the next request on; False where nobody of that name is signed in."""
    return bool(_end(UserSession.objects.filter(user=user, pk=pk)))


def end_other_places(*, request: HttpRequest) -> int:
    """Sign out everywhere else; in how many places."""
    mine = UserSession.objects.filter(user=request.user)
    return _end(mine.exclude(session_key=request.session.session_key))


def _end(rows: Any) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    ended, _kinds = Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return ended
