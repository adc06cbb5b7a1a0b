"""A nest of senders for the chaos test: it keeps WORKERS processes delivering, and replaces each one that dies.

Started as a process of its own; prints the id of every sender it starts. `settle` takes stock instead: what nobody
answers for any more becomes uncertain. `resend` queues what is uncertain again, and delivers it.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta

import django

WORKERS = 2


def deliver_for_ever() -> None:
    from django.utils import timezone

    from counselor.outbox.services import deliver_due

    while True:
        deliver_due(timezone.now(), limit=20)
        time.sleep(0.01)


def nest() -> None:
    for _ in range(WORKERS):
        start_one()
    while True:
        os.wait()
        start_one()


def start_one() -> None:
    pid = os.fork()
    if not pid:
        deliver_for_ever()
    print(pid, flush=True)


def settle() -> None:
    from django.utils import timezone

    from counselor.outbox.services import LEASE, deliver_due

    deliver_due(timezone.now() + LEASE + timedelta(minutes=1))


def resend() -> None:
    from django_scopes import scopes_disabled

    from counselor.accounts.models import User
    from counselor.outbox import services
    from counselor.outbox.models import OutgoingEmail

    with scopes_disabled():
        for mail in OutgoingEmail.objects.filter(state="uncertain"):
            services.resend(mail, by=User.objects.first())
    settle()


def write(number: int) -> None:
    from django.utils import timezone
    from django_scopes import scopes_disabled

    from counselor.accounts.models import Practice, User
    from counselor.outbox.services import post

    practice = Practice.objects.create(name="Harbor Careers")
    reader = User.objects.create_user("bob@home.example", None, name="Bob")
    with scopes_disabled():
        for n in range(number):
            post(
                practice=practice, recipient=reader, kind="test", about=f"test:{n}", occurrence="1", subject="Test",
                text="Test", send_after=timezone.now(),
            )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["nest"]:
            nest()
        case ["write", number]:
            write(int(number))
        case ["settle"]:
            settle()
        case ["resend"]:
            resend()
