"""Who asks for what while the demo practice is under load: `python -m benchmarks.loading TOKEN`. Prints JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from candidates.models import Application, Client  # noqa: E402
from counselor.accounts.models import User  # noqa: E402
from letters.models import Letter  # noqa: E402

EACH = 8  # pages of a kind


def cookie_of(user: User) -> str:
    browser = Browser(SERVER_NAME="127.0.0.1")
    browser.force_login(user)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={sys.argv[1]}"


def asked() -> list[dict[str, Any]]:
    """Requests by kind: pages of the desk and of the portal, and what people send."""
    alice = User.objects.get(email="alice@demo.example")
    at_desk, wanted = cookie_of(alice), []
    with scopes_disabled():
        clients = Client.objects.filter(assignments__counselor__user=alice).order_by("pk")[:EACH]
        rows = list(Application.objects.open().filter(client__in=list(clients)).order_by("pk"))
        letters = list(Letter.objects.filter(application__in=rows).order_by("pk")[:EACH])
        portals = list(Client.objects.exclude(user=None).select_related("user").order_by("pk")[:EACH])
        own = {each.pk: list(each.applications.open().order_by("pk")[:EACH]) for each in portals}
    names = [reverse(f"desk:{name}") for name in ("today", "caseload", "letters", "outbox")]
    names += [reverse("desk:client", args=[each.pk]) for each in clients]
    names += [reverse("desk:application", args=[each.pk]) for each in rows[:EACH]]
    names += [reverse("desk:letter", args=[each.pk]) for each in letters]
    wanted += [{"kind": "desk", "path": each, "cookie": at_desk} for each in names]
    wanted += [
        {"kind": "post", "path": reverse("desk:write-shared-note", args=[each.pk]), "cookie": at_desk}
        for each in rows[:EACH]
    ]
    for client in portals:
        cookie = cookie_of(client.user)
        names = [reverse(f"portal:{name}") for name in ("now", "applications", "together", "reminders", "trail")]
        names += [reverse("portal:application", args=[each.pk]) for each in own[client.pk]]
        wanted += [{"kind": "portal", "path": each, "cookie": cookie} for each in names]
        wanted += [
            {"kind": "post", "path": reverse("portal:write-shared-note", args=[each.pk]), "cookie": cookie}
            for each in own[client.pk]
        ]
    return wanted


if __name__ == "__main__":
    print(json.dumps(asked()))
