"""One measurement of the sweep in its own process: `python -m benchmarks.sweeping fill 100000 10000`. Prints JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django_scopes import scopes_disabled  # noqa: E402

from benchmarks import multitude  # noqa: E402
from candidates import sweep as sweeps  # noqa: E402
from candidates.models import Application, Reminder, StandingChange  # noqa: E402
from counselor.outbox.models import OutgoingEmail  # noqa: E402

TICKS = 50
WARM = 100  # rows that load the tables of holidays, the templates and the like


class Meter:
    """Wall and process time of what happens inside, PostgreSQL's process that answers to this one included."""

    wall = cpu = own = 0.0

    def __enter__(self) -> Meter:
        self.server = self._server()
        self.started = time.perf_counter(), self._cpu(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self.started[0], self._cpu() - self.started[1]
        self.own = time.process_time() - self.started[2]

    def told(self) -> dict[str, float]:
        return {"wall": self.wall, "cpu": self.cpu}

    def _server(self) -> Path | None:
        if connection.vendor != "postgresql":
            return None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def _cpu(self) -> float:
        ticks = self.server.read_text().rpartition(")")[2].split()[11:13] if self.server else ()
        return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def fill(total: str, due: str) -> dict[str, Any]:
    with Meter() as meter:
        now = multitude.fill(int(total), int(due))
    with scopes_disabled():
        counted = {"open": Application.objects.open().count(), "due": Application.objects.due(now).count()}
    return {"now": now.isoformat(), "wall": meter.wall, **counted}


def written() -> dict[str, int]:
    """How many rows there are of what a sweep writes."""
    with scopes_disabled():
        tables = {"changes": StandingChange, "reminders": Reminder, "mails": OutgoingEmail}
        return {name: model.objects.count() for name, model in tables.items()}


def sweep(now: str) -> dict[str, Any]:
    """One sweep over everything that is due, by a process that has swept before."""
    moment = datetime.fromisoformat(now)
    warm = sweeps.sweep(moment, limit=WARM)
    with Meter() as meter:
        tally = sweeps.sweep(moment, limit=1_000_000)
    return meter.told() | asdict(tally) | {"warm": warm.changed}


def loop(now: str, limit: str) -> dict[str, Any]:
    """The same rows one at a time: ask for the next due one, handle it in a transaction, ask again."""
    moment, done = datetime.fromisoformat(now), 0
    warm = sweeps.sweep(moment, limit=WARM).changed
    with Meter() as meter:
        while done < int(limit):
            with scopes_disabled():
                pk = Application.objects.due(moment).values_list("pk", flat=True).first()
            if pk is None:
                break
            done += bool(sweeps.check_one(pk, moment))
    return meter.told() | {"changed": done, "warm": warm}


def tick(now: str) -> dict[str, Any]:
    """What the database spends on a sweep with nothing due: the median and the least of some, in ms."""
    moment, times, served = datetime.fromisoformat(now), [], []
    sweeps.sweep(moment)
    for _ in range(TICKS):
        spent: list[float] = []
        with Meter() as meter, connection.execute_wrapper(partial(clocked, spent)):
            tally = sweeps.sweep(moment)
        assert tally.due == 0
        times.append(sum(spent) * 1000)
        served.append(meter.cpu - meter.own)
    return {"ms": median(times), "least": min(times), "served": sum(served) * 1000 / TICKS, "queries": len(spent)}


def clocked(spent: list[float], execute: Any, *args: Any) -> Any:
    start = time.perf_counter()
    try:
        return execute(*args)
    finally:
        spent.append(time.perf_counter() - start)


def reset() -> dict[str, Any]:
    multitude.reset()
    return written()


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
