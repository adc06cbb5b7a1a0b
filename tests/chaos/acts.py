"""What tests of faults have done in a house, each in a process of its own: `python -m tests.chaos.acts NAME …`.

An act is a function of this module, or of another one beside it as `crowd.NAME`; what it returns is printed as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from candidates.models import Application, Client

READERS = 20


def fill(number: str) -> list[int]:
    """A practice with so many applications that wait for the same word, which is late; none of them is due yet.

    The first and the last of their keys.
    """
    from django.utils import timezone

    from candidates.models import Application, Interview, NextStep, StandingChange
    from counselor.demo.large import copies

    clients = list(_clients(READERS))
    template = _waiting(clients[0])
    later = timezone.now() + timedelta(days=365)
    rows = Application.objects.bulk_create(
        next(copies([template], client_id=clients[each % READERS].pk, review_at=later)) for each in range(int(number))
    )
    for model in (Interview, NextStep, StandingChange):
        for row in model.objects.filter(application=template):
            model.objects.bulk_create(next(copies([row], application_id=each.pk)) for each in rows)
    keys = sorted(each.pk for each in rows)
    return [keys[0], keys[-1]]


def _clients(number: int) -> Iterator[Client]:
    """Clients of alice, with accounts, who want their reminders at any hour. She wants no digests."""
    from django.utils import timezone

    from candidates import reminding, services
    from counselor.accounts.models import Membership, Practice, Role, User

    practice = Practice.objects.create(name="Harbor Careers")
    alice = User.objects.create_user("alice@harbor.example", None, name="Alice Young")
    member = Membership.objects.create(
        practice=practice, user=alice, role=Role.COUNSELOR, digest_hour=None, weekly_digest_on=None
    )
    for each in range(number):
        user = User.objects.create_user(f"client{each}@home.example", None, name=f"Client {each}")
        Membership.objects.create(practice=practice, user=user, role=Role.CLIENT)
        client = services.add_client(
            practice=practice, counselor=member, on=timezone.localdate(), by=alice, user=user,
            given_name="Client", family_name=str(each), email=user.email,
        )  # fmt: skip
        reminding.choose(client=client, by=user, hour=0, quiet_from=0, quiet_until=0)
        yield client


def _waiting(client: Client) -> Application:
    """An application that was told four weeks ago it would hear within two, as it stood then."""
    import time_machine
    from django.utils import timezone

    from candidates import services
    from candidates.models import Site

    now = timezone.now()
    by = client.user
    with time_machine.travel(now - timedelta(days=28), tick=False):
        employer = services.add_employer(practice=client.practice, name="Acme", by=by)
        site = Site.objects.create(employer=employer, city="Albany", country="US", time_zone="America/New_York")
        application = services.add_application(
            client=client, employer=employer, site=site, position="Analyst", by=by, applied_on=timezone.localdate()
        )
        services.record_interview(
            application=application, by=by, arranged_at=timezone.now() - timedelta(hours=3),
            starts_at=timezone.now() - timedelta(hours=2), minutes=60,
        )  # fmt: skip
        services.record_next_step(
            application=application, by=by, said_at=timezone.now() - timedelta(hours=1), precision="exact",
            words="in two weeks", kind="employer_contacts", due_on=timezone.localdate() + timedelta(days=14),
        )  # fmt: skip
    application.refresh_from_db()
    services.archive(application=application, by=by)
    application.archived_at = application.archived_by = None
    return application


def sweep() -> dict[str, int]:
    """One sweep of everything that is due now."""
    from dataclasses import asdict

    from django.utils import timezone

    from candidates.sweep import sweep

    return asdict(sweep(timezone.now()))


def poison(pk: str) -> None:
    """An application whose employer lies in no time zone there is, so that it cannot be checked."""
    from candidates.models import Application, Site

    application = Application.objects.get(pk=pk)
    site = Site.objects.create(employer_id=application.employer_id, city="Nowhere", time_zone="Nowhere/Nowhere")
    Application.objects.filter(pk=pk).update(site=site)


def tick(*hours: str) -> None:
    """Everything that beat calls, so many hours from now by the house's clock; several times, one after the other."""
    import time_machine
    from django.utils import timezone

    from counselor.celery import app

    app.loader.import_default_modules()
    now = timezone.now()
    for each in hours:
        with time_machine.travel(now + timedelta(hours=float(each))):
            for entry in app.conf.beat_schedule.values():
                app.tasks[entry["task"]].apply(throw=True)


def cross(number: str) -> list[tuple[str, str, float, float]]:
    """For each waiting mail about an application, at once: it is sent, and a person records that it was decided.

    Its Message-ID, the state it ended in, when it was asked whether it is still wanted, and when the window was closed.
    """
    import random
    import time
    from functools import partial

    from counselor.outbox import services
    from counselor.outbox.models import OutgoingEmail
    from tests.threads import at_once

    asked: dict[int, float] = {}
    wanted = services.wanted

    def noticed(mail: OutgoingEmail) -> bool:
        asked[mail.pk] = time.monotonic()
        return wanted(mail)

    services.wanted = noticed
    crossings, asking, closing = [], 0.1, 0.1  # seconds until it is asked and until it is closed, here
    for mail in OutgoingEmail.objects.filter(kind="your-move").order_by("pk")[: int(number)]:
        began, lead = time.monotonic(), random.uniform(-2 * asking, 2 * closing)  # who begins first
        send, close = partial(_send, mail.pk, max(lead, 0)), partial(_close, mail.about, max(-lead, 0))
        _state, closed = at_once(send, close)
        closing = closed - began - max(-lead, 0)
        if mail.pk in asked:
            asking = asked[mail.pk] - began - max(lead, 0)
        mail.refresh_from_db()
        crossings.append((mail.message_id, mail.state, asked.get(mail.pk, 0.0), closed))
    return crossings


def _send(pk: int, pause: float) -> None:
    import time

    from django.utils import timezone
    from django_scopes import scopes_disabled

    from counselor.outbox.services import deliver_one

    time.sleep(pause)
    with scopes_disabled():
        deliver_one(pk, timezone.now())


def _close(about: str, pause: float) -> float:
    """When it was closed."""
    import time

    from django.utils import timezone
    from django_scopes import scopes_disabled

    from candidates import services
    from candidates.models import Application

    time.sleep(pause)
    with scopes_disabled():
        rows = Application.objects.with_names().select_related("practice", "client__user")
        application = rows.get(pk=about.partition(":")[2])
        by = application.client.user
        services.record_decision(application=application, by=by, happened_at=timezone.now(), kind="rejected")
    return time.monotonic()


# --- Mails ----------------------------------------------------------------------------------------------------------


def write_mails(number: str) -> None:
    """So many mails to Bob, due at once."""
    from django.utils import timezone

    from counselor.accounts.models import Practice, User
    from counselor.outbox.services import post

    practice = Practice.objects.create(name="Harbor Careers")
    reader = User.objects.create_user("bob@home.example", None, name="Bob")
    for n in range(int(number)):
        post(
            practice=practice, recipient=reader, kind="test", about=f"test:{n}", occurrence="1", subject="Test",
            text="Test", send_after=timezone.now(),
        )  # fmt: skip


def settle() -> None:
    """As if the minutes of a lease had passed: what nobody answers for any more becomes uncertain."""
    from django.utils import timezone

    from counselor.outbox.services import LEASE, deliver_due

    deliver_due(timezone.now() + LEASE + timedelta(minutes=1))


def resend() -> None:
    """A person resends all that is uncertain, and it is delivered."""
    from counselor.accounts.models import User
    from counselor.outbox import services
    from counselor.outbox.models import OutgoingEmail

    for mail in OutgoingEmail.objects.filter(state="uncertain"):
        services.resend(mail, by=User.objects.first())
    while OutgoingEmail.objects.filter(state="queued").exists():
        settle()


def sign_in(*addresses: str) -> list[str]:
    """Sessions of these people."""
    from django.test import Client as Browser

    from counselor.accounts.models import User

    sessions = []
    for address in addresses:
        browser = Browser()
        browser.force_login(User.objects.get(email=address))
        sessions.append(browser.cookies["sessionid"].value)
    return sessions


def main(name: str, *how: str) -> Any:
    from django_scopes import scopes_disabled

    module, _dot, act = name.rpartition(".")
    with scopes_disabled():
        return getattr(import_module(f"tests.chaos.{module or 'acts'}"), act)(*how)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(*sys.argv[1:])))
