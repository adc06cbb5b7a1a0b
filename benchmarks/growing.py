"""What the desk's pages cost in a practice of some size: `python -m benchmarks.growing 100000`. Prints JSON.

Every counselor has 25 clients with 1,000 applications, so a larger practice has more counselors. One application in
twenty has run out: the sweep has found it, a mail about it waits, and a letter is drafted for every other.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from benchmarks import multitude  # noqa: E402
from benchmarks.sweeping import clocked  # noqa: E402
from candidates.models import Application, Client  # noqa: E402
from candidates.sweep import sweep  # noqa: E402
from counselor.accounts.models import Membership, Role, User  # noqa: E402
from letters.content import Variant  # noqa: E402
from letters.models import Letter  # noqa: E402
from letters.services import draft_letter  # noqa: E402

SHAPE = multitude.Shape(applications=1_000, clients=25, employers=20, one_practice=True)
ROUNDS = 9


def fill(total: int) -> None:
    now = multitude.fill(total, total // 20, SHAPE)
    sweep(now, limit=total)
    with scopes_disabled():
        rows = list(Application.objects.open().filter(ball="client").select_related("employer").order_by("pk")[::2])
        by = rows[0].created_by
        with scope(practice=rows[0].practice):
            first = draft_letter(
                application=rows[0],
                contact=rows[0].employer.contacts.get(),
                on=timezone.localdate(),
                by=by,
                variant=Variant.AFTER_SILENCE,
                override_reason="measured",
            )
        contacts = dict(multitude.Contact.objects.values_list("employer", "pk"))
        values = {field.attname: getattr(first, field.attname) for field in Letter._meta.concrete_fields}
        del values["id"]
        Letter.objects.bulk_create(
            Letter(**values | {"application_id": row.pk, "contact_id": contacts[row.employer_id]}) for row in rows[1:]
        )
    administrator = User.objects.create_user("administrator@bench.example", name="Administrator")
    Membership.objects.create(practice_id=rows[0].practice_id, user=administrator, role=Role.ADMINISTRATOR)
    multitude.tidy()


def measured(browser: Browser, url: str) -> dict[str, float]:
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(url)
    number = len(queries)  # before the next request clears them away
    assert response.status_code == 200, f"{url}: {response.status_code}"
    times = timed(browser, url, ROUNDS)
    asked: list[float] = []
    for _ in range(ROUNDS):
        with connection.execute_wrapper(partial(clocked, asked)):
            browser.get(url)
    return times | {"queries": number, "database": sum(asked) * 1000 / ROUNDS}


def timed(browser: Browser, url: str, rounds: int) -> dict[str, float]:
    """The median and the least process time of a page, in ms."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        browser.get(url)
        times.append((time.process_time() - start) * 1000)
    return {"ms": median(times), "least": min(times)}


def pages() -> dict[str, tuple[str, str]]:
    """Each page: who reads it, and where."""
    counselor, administrator = "counselor0@bench.example", "administrator@bench.example"
    with scopes_disabled():
        client = Client.objects.filter(assignments__counselor__user__email=counselor).order_by("pk")[1]
    found = {name: (counselor, reverse(f"desk:{name}")) for name in ("today", "caseload", "letters", "outbox")}
    found["client page"] = (counselor, reverse("desk:client", args=[client.pk]))
    found["search"] = (counselor, f"{reverse('desk:search')}?q=person")
    found["team of an administrator"] = (administrator, reverse("desk:team"))
    return found


def everything(total: str) -> dict[str, dict[str, float]]:
    fill(int(total))
    told = {}
    for name, (email, url) in pages().items():
        browser = Browser(SERVER_NAME="127.0.0.1")
        browser.force_login(User.objects.get(email=email))
        told[name] = measured(browser, url)
    return told


if __name__ == "__main__":
    print(json.dumps(everything(sys.argv[1])))
