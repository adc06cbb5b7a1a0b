"""How long the desk's pages take with 150 clients and 6,000 applications, beside an empty page in the same run.

Process time of the whole request, middleware and template included; the database is the test's (SQLite unless
DATABASE_URL says otherwise). Figures are printed, never asserted. Run with `make bench`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from statistics import median

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test import Client as Browser
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from candidates.models import Client
from candidates.sweep import sweep
from counselor.accounts.access import everybody
from counselor.accounts.models import User
from counselor.demo.large import enlarge
from counselor.demo.practice import make_demo

ROUNDS = 15
EMPTY = "/empty"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty", everybody(empty)), path("", include("counselor.urls"))]


@pytest.fixture
def busiest(transactional_db: None) -> Client:
    """The client with the most applications of those their supervisor may see, in a large practice, committed."""
    now = timezone.now()
    enlarge(make_demo(now), now)
    sweep(now)
    with scopes_disabled():
        told = Client.objects.filter(supervisor_informed_on__isnull=False)
        return told.annotate(size=Count("applications")).order_by("-size", "pk")[0]


@pytest.fixture
def as_served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As in the product: nothing watches the queries, and no signal goes out for each template."""
    plain = [each for each in settings.MIDDLEWARE if "zeal" not in each]
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
    with override_settings(MIDDLEWARE=plain, ROOT_URLCONF=__name__):
        yield


def measured(browser: Browser, url: str) -> tuple[float, float, int, int]:
    """The median and the least process time in ms, the number of queries, the size of the answer in kB."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(url)
    asked = len(queries)  # before the next request forgets them
    assert response.status_code == 200, url
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        browser.get(url)
        times.append((time.process_time() - start) * 1000)
    return median(times), min(times), asked, len(response.content) // 1024


@pytest.mark.usefixtures("as_served")
def test_pages_of_a_full_caseload(busiest: Client, capsys: pytest.CaptureFixture[str]) -> None:
    gc.collect()
    gc.freeze()  # the makings of the practice are no part of a server
    names = ("today", "caseload", "letters", "outbox")
    pages = [reverse(f"desk:{name}") for name in names] + [reverse("desk:client", args=[busiest.pk])]
    lines = []
    for email in ("alice@demo.example", "sue@demo.example"):
        browser = Browser()
        browser.force_login(User.objects.get(email=email))
        for url in (EMPTY, *pages):
            ms, least, queries, size = measured(browser, url)
            who, times = email.partition("@")[0], f"{ms:7.1f} ms, at least {least:6.1f}"
            lines.append(f"{who:6} {url:28} {times} {queries:4} queries {size:5} kB")
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert lines
