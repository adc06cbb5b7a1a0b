"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from counselor.accounts.languages import language_choice
from counselor.accounts.models import Role
from counselor.pages.face import OFFICE, PORTAL


def site(request: HttpRequest) -> dict[str, Any]:
    """The choice of languages; the demo practice's log-ins, in demo mode only."""
    known = language_choice(request)
    if not settings.DEMO:
        return known
    from counselor.demo.people import DEMO_PASSWORD, LOG_INS

    return known | {"demo_people": LOG_INS, "demo_password": DEMO_PASSWORD}


def account_frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of the pages about signing in: that of whoever looks, and a plain one where no face is theirs."""
    if request.resolver_match is None or request.resolver_match.namespace:
        return {}
    membership = getattr(request, "membership", None)
    if membership is None or request.second_factor_at:  # type: ignore[attr-defined]
        return {"account_frame": "plain_base.html"}
    face = PORTAL if membership.role == Role.CLIENT else OFFICE
    return {"account_frame": face.frame} | face.around(request)  # type: ignore[arg-type]
