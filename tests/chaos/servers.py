"""Real servers in a folder of their own, started, killed by their process id, and started again."""

from __future__ import annotations

import asyncio
import json
import os
import pwd
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from counselor import broker
from counselor.management.commands.up import queues
from counselor.supervisor import commands
from tests.test_architecture import ROOT

BOTH = pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True)
FULL = os.environ.get("FULL") == "1"
PATIENCE = 1200.0 if FULL else 240.0  # seconds for anything to happen, however busy the machine

OF_A_MACHINE = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "EMAIL_URL", "DEMO", "DEBUG", "SECRET_KEY", "TIME_ZONE")


def size(bounded: int, full: int) -> int:
    """How much of something: what `make chaos` has time for, or with FULL=1 what was promised."""
    return full if FULL else bounded


def until(reached: Callable[[], Any], seconds: float = PATIENCE, what: str = "") -> float:
    """Wait until something is so; how long it took."""
    began = time.monotonic()
    while not reached():
        assert time.monotonic() < began + seconds, f"not within {seconds:.0f} s: {what or reached}"
        time.sleep(0.01)
    return time.monotonic() - began


# --- Mail ------------------------------------------------------------------------------------------------------------


class Ledger:
    """A mail server that writes a line for each mail it accepts, and takes its time before and after."""

    def __init__(self, file: Path, dice: random.Random, slowest: float = 0.0) -> None:
        self.file, self.dice, self.slowest = file, dice, slowest
        file.touch()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.dice.uniform(0, self.slowest))
        with self.file.open("a") as ledger:
            ledger.write(message_from_bytes(envelope.content)["Message-ID"] + "\n")
        await asyncio.sleep(self.dice.uniform(0, self.slowest))
        return "250 OK"

    def accepted(self) -> Counter[str]:
        return Counter(self.file.read_text().split())


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def postgresql_tool(name: str) -> str:
    """One of the server's own programs; empty where there is none."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(kept[-1]) if kept else shutil.which(name) or ""


class Cluster:
    """A PostgreSQL of its own on a socket. What it has confirmed survives its own death, though not the machine's."""

    def __init__(self, folder: Path) -> None:
        self.data, self.socket = folder / "cluster", folder / "socket"
        for each in (self.data, self.socket):
            each.mkdir(mode=0o700)
            if os.geteuid() == 0:
                shutil.chown(each, "postgres")
        self._run("initdb", "-A", "trust", "-U", "class_act", "-E", "UTF8", "--locale=C", "--no-sync")

    def _run(self, tool: str, *arguments: str) -> None:
        as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to run as root
        command = [*as_owner, postgresql_tool(tool), "-D", str(self.data), *arguments]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def start(self) -> None:
        options = f"-k {self.socket} -c listen_addresses= -c fsync=off -c max_connections=120"
        self._run("pg_ctl", "-s", "-w", "-t", "60", "-l", str(self.socket / "log"), "-o", options, "start")

    def stop_at_once(self) -> None:
        """As after a loss of power: nothing is finished, and the next start recovers."""
        self._run("pg_ctl", "-s", "-w", "-m", "immediate", "stop")

    def url(self, name: str) -> str:
        return f"postgres://class_act@{quote(str(self.socket), safe='')}/{name}"

    def make(self, name: str, like: str = "template1") -> str:
        """A new database, a copy of another; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url(name)


def can_have_a_cluster() -> bool:
    with suppress(KeyError):
        return bool(postgresql_tool("initdb")) and (os.geteuid() != 0 or bool(pwd.getpwnam("postgres")))
    return False


# --- The house -------------------------------------------------------------------------------------------------------


class House:
    """An installation of its own: a folder, a database, and the product's processes, as many as one likes of each."""

    def __init__(self, folder: Path, database: str, mail_port: int, port: int = 0) -> None:
        self.folder, self.database, self.port = folder, database, port
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {name: value for name, value in os.environ.items() if name not in OF_A_MACHINE} | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.chaos.quick",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "ENV_FILE": os.devnull,
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }

    # Acts: something done once, in a process of its own.

    def run(self, *command: str) -> str:
        done = self.begin(*command).communicate()
        return done[0]

    def begin(self, *command: str) -> Act:
        return Act([sys.executable, *command], cwd=ROOT, env=self.environment)

    def act(self, name: str, *how: object) -> Any:
        """Do one of tests/chaos/acts.py, and hear what it says."""
        return self.begin_act(name, *how).said()

    def begin_act(self, name: str, *how: object) -> Act:
        return self.begin("-m", "tests.chaos.acts", name, *map(str, how))

    # Rows, read past the product.

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with self.connected() as connection:
            return connection.execute(question).fetchall()  # type: ignore[no-any-return]

    def tell(self, statement: str) -> None:
        with self.connected() as connection:
            connection.execute(statement)

    def count(self, table: str, condition: str = "1 = 1") -> int:
        return int(self.ask(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0])

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """A connection of its own, that commits each statement."""
        if self.database.startswith("postgres"):
            connection: Any = psycopg.connect(self.database, autocommit=True)
        else:
            file = self.database.removeprefix("sqlite:///")
            connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        with closing(connection):
            yield connection

    # Processes.

    def start(self, name: str) -> int:
        """Start “worker”, “beat” or “web”; “worker-2” is another one of its kind. Its process id."""
        kind, _dash, number = name.partition("-")
        folder = self.folder / number
        folder.mkdir(exist_ok=True)
        command = commands(folder, self.port, queues(), embedded=False)[kind].replace("class-act@", f"{name}@")
        return self._started(name, command)

    def start_broker(self) -> None:
        broker.prepare(self.folder)
        self._started("broker", commands(self.folder, self.port, queues(), embedded=True)["broker"])
        broker.wait_until(broker.socket_path(self.folder))

    def _started(self, name: str, command: str) -> int:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, shell=True, cwd=ROOT, env=self.environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return self.running[name].pid

    def kill(self, name: str) -> None:
        """The process with all its children, without a word of warning."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):  # it died by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def signal(self, name: str, number: int) -> None:
        os.killpg(self.running[name].pid, number)

    def kill_alone(self, name: str) -> None:
        """The process itself; its children live on, as orphans."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def children(self, name: str) -> list[int]:
        pid = self.running[name].pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def died(self) -> list[str]:
        """The processes that ended although nobody killed them."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def close(self) -> None:
        for name in list(self.running):
            self.kill(name)

    # What is done and seen in all these tests.

    def fill(self, number: int) -> range:
        """So many applications that wait, none of them due yet; their keys."""
        first, last = self.act("fill", number)
        return range(first, last + 1)

    def make_due(self, keys: range) -> None:
        """The day of these applications has come."""
        self.tell(
            "UPDATE candidates_application SET review_at = '2020-01-01 00:00:00+00:00'"
            f" WHERE id BETWEEN {keys[0]} AND {keys[-1]}"
        )

    def checked(self, keys: range | None = None) -> int:
        """How many applications a sweep has found overdue."""
        among = f"id BETWEEN {keys[0]} AND {keys[-1]}" if keys else "1 = 1"
        return self.count("candidates_application", f"status = 'overdue' AND {among}")

    def last_sweep(self) -> Any:
        """When the last sweep ended."""
        return self.ask("SELECT max(at) FROM candidates_heartbeat WHERE job = 'sweep'")[0][0]

    def twice(self) -> list[Any]:
        """Applications with several changes by time or several mails, or with one and not the other."""
        changes = "SELECT application_id, count(*) FROM candidates_standingchange WHERE cause = 'time' GROUP BY 1"
        mails = "SELECT about, count(*) FROM outbox_outgoingemail WHERE about LIKE 'application:%' GROUP BY 1"
        changed = {f"application:{pk}": times for pk, times in self.ask(changes)}
        written = dict(self.ask(mails))
        return [each for each in {**changed, **written} if (changed.get(each), written.get(each)) != (1, 1)]

    def mails(self) -> dict[str, str]:
        """Every mail's Message-ID and state."""
        return dict(self.ask("SELECT message_id, state FROM outbox_outgoingemail"))

    def all_sent(self) -> bool:
        return not self.count("outbox_outgoingemail", "state IN ('queued', 'sending')")

    def none_waits(self) -> bool:
        """Every mail was sent, or is held by a sender, who may be dead."""
        return not self.count("outbox_outgoingemail", "state = 'queued'")


class Act(subprocess.Popen[str]):
    """A process of Python that does something and says how it went, as JSON in its last line."""

    def __init__(self, command: list[str], **options: Any) -> None:
        pipe = subprocess.PIPE
        super().__init__(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True, **options)

    def communicate(self, *arguments: Any, **options: Any) -> tuple[str, str]:
        out, err = super().communicate(*arguments, **options)
        assert self.returncode == 0, err
        return out, err

    def said(self) -> Any:
        out, _err = self.communicate()
        return json.loads(out.splitlines()[-1]) if out.strip() else None

    def kill_all(self) -> None:
        """With every process it has started."""
        os.killpg(self.pid, signal.SIGKILL)
        super().communicate()
