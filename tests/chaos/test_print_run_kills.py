"""L2: the worker that makes a print run is killed (kill −9) in the middle, twice, with a real worker and a real broker.

The kill falls while this test holds the database's write lock, so that the worker cannot get any further than was seen.

The run finishes after each restart with the bytes it would have had undisturbed; nothing is in it twice.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counselor import broker
from counselor.management.commands.up import queues
from counselor.supervisor import commands

pytestmark = pytest.mark.chaos

ROOT = Path(__file__).resolve().parent.parent.parent
LETTERS, KILLS, PATIENCE = 360, 2, 240  # seconds for a worker to get anywhere, however busy the machine

OVER = ("ready", "failed")


class Progress(NamedTuple):
    """State of the run, which attempt it is, and how many letters are in."""

    state: str
    attempts: int
    done: int


class Office:
    """An installation of its own: a SQLite file, its broker, and a worker that comes and goes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "chaos.sqlite3"
        names = ("REDIS_URL", "SITE_URL", "EMAIL_URL", "DEMO", "DEBUG")
        self.environment = {name: value for name, value in os.environ.items() if name not in names} | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "counselor.settings",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def act(self, *what: str) -> str:
        return self.run("-m", "tests.chaos.printer", *what)

    @contextmanager
    def running(self, command: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process with all its children; killed in the end, if nobody did before."""
        process = subprocess.Popen(
            command, shell=True, cwd=ROOT, env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def progress(self) -> Progress:
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            return seen(connection)

    @contextmanager
    def held(self) -> Iterator[Progress]:
        """The progress, while nobody else can write."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield seen(connection)
            connection.execute("ROLLBACK")


def seen(connection: sqlite3.Connection) -> Progress:
    return Progress(*connection.execute("SELECT state, attempts, done FROM letters_printrun").fetchone())


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    broker.prepare(tmp_path)
    made.run("manage.py", "migrate", "--verbosity=0")
    made.act("write", str(LETTERS))
    with made.running(commands(tmp_path, 0, queues(), embedded=True)["broker"]):
        broker.wait_until(broker.socket_path(tmp_path))
        yield made


def until(reached: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < ends_at
        time.sleep(0.01)


def killed(office: Office, worker: str, attempt: int, letters: int) -> int:
    """Kill a worker once so many letters are in; how many were."""

    def far_enough() -> bool:
        state, attempts, done = office.progress()
        return state in OVER or (state == "making" and attempts == attempt and done >= letters)

    with office.running(worker) as process:
        until(far_enough)
        with office.held() as (state, _attempt, done):
            assert state == "making", f"{state} before anybody could be killed"
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return done


def test_a_killed_worker_leaves_the_run_to_the_next(office: Office) -> None:
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    worker = commands(office.folder, 0, queues(), embedded=True)["worker"]
    office.act("start")
    reached = []
    for attempt in range(1, KILLS + 1):
        reached.append(killed(office, worker, attempt, dice.randrange(25, LETTERS // 2)))
        office.act("lapse")
    with office.running(worker):
        until(lambda: office.progress().state in OVER)
    told: dict[str, Any] = json.loads(office.act("tell"))
    print(f"seed {seed}: killed at {reached} of {LETTERS} letters; {told}")
    assert (told["state"], told["attempts"]) == ("ready", KILLS + 1)
    assert (told["letters"], told["places"]) == (LETTERS, LETTERS)
    assert told["made"] == told["undisturbed"]
