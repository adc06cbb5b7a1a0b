"""A nest of senders for the chaos test: it keeps WORKERS processes delivering, and replaces each one that dies.

Started as a process of its own; prints the id of every sender it starts.
"""

from __future__ import annotations

import os
import time

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


if __name__ == "__main__":
    django.setup()
    nest()
