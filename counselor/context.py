"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The demo practice's log-ins, in demo mode only."""
    if not settings.DEMO:
        return {}
    from counselor.demo.people import DEMO_PASSWORD, LOG_INS

    return {"demo_people": LOG_INS, "demo_password": DEMO_PASSWORD}
