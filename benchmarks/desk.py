"""What the desk's pages cost with 150 clients and 6,000 applications: `python -m benchmarks.desk`. Prints JSON.

The product as it is served, in a process of its own: no test's watchers, and its own database.
"""

from __future__ import annotations

import gc
import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import include, path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from benchmarks.growing import timed  # noqa: E402
from candidates.models import Client  # noqa: E402
from candidates.sweep import sweep  # noqa: E402
from counselor.accounts.access import everybody  # noqa: E402
from counselor.accounts.models import User  # noqa: E402
from counselor.demo.large import enlarge  # noqa: E402
from counselor.demo.practice import make_demo  # noqa: E402

ROUNDS = 25
READERS = {"a counselor": "alice@demo.example", "a supervisor": "sue@demo.example"}


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty", everybody(empty), name="empty"), path("", include("counselor.urls"))]


def busiest() -> Client:
    """The client with the most applications of those their supervisor may see."""
    told = Client.objects.filter(supervisor_informed_on__isnull=False)
    return told.annotate(size=Count("applications")).order_by("-size", "pk")[0]


def measured(browser: Browser, url: str) -> dict[str, float]:
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(url)
    number = len(queries)  # before the next request clears them away
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return timed(browser, url, ROUNDS) | {"queries": number, "size": len(response.content) // 1024}


def everything() -> dict[str, dict[str, float]]:
    now = timezone.now()
    enlarge(make_demo(now), now)
    sweep(now)
    settings.ROOT_URLCONF = __name__
    with scopes_disabled():
        client = reverse("desk:client", args=[busiest().pk])
    pages = {name: reverse(f"desk:{name}") for name in ("today", "caseload", "letters", "outbox")}
    pages = {"an empty page": reverse("empty"), **pages, "client page": client}
    gc.collect()
    gc.freeze()  # the makings of the practice are no part of a server
    told = {}
    for reader, email in READERS.items():
        browser = Browser(SERVER_NAME="127.0.0.1")
        browser.force_login(User.objects.get(email=email))
        told |= {f"{name}, {reader}": measured(browser, url) for name, url in pages.items()}
    return told


if __name__ == "__main__":
    print(json.dumps(everything()))
