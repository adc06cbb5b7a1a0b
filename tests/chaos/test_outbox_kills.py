"""R1, small: senders are killed at random instants; no mail is lost in silence, none is sent twice by itself."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.mailserver import serving

pytestmark = pytest.mark.chaos

ROOT = Path(__file__).resolve().parent.parent.parent
MAILS, KILLS, SECONDS = 150, 20, 60


class Ledger:
    """A mail server that writes a line for each mail it accepts, and takes its time before and after."""

    def __init__(self, file: Path, dice: random.Random) -> None:
        self.file, self.dice = file, dice

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.dice.uniform(0, 0.08))
        with self.file.open("a") as ledger:
            ledger.write(message_from_bytes(envelope.content)["Message-ID"] + "\n")
        await asyncio.sleep(self.dice.uniform(0, 0.08))
        return "250 OK"

    def accepted(self) -> Counter[str]:
        return Counter(self.file.read_text().split())


class House:
    """An installation of its own: a SQLite file, and the senders that work on it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.database = folder / "chaos.sqlite3"
        names = ("REDIS_URL", "SITE_URL", "DEMO", "DEBUG")
        self.environment = {name: value for name, value in os.environ.items() if name not in names} | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "counselor.settings",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.chaos.sender", "nest"]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )

    def states(self) -> dict[str, str]:
        """Every mail's Message-ID and state."""
        connection = sqlite3.connect(self.database)
        try:
            return dict(connection.execute("SELECT message_id, state FROM outbox_outgoingemail"))
        finally:
            connection.close()


@pytest.fixture
def dice() -> random.Random:
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


@pytest.fixture
def ledger(tmp_path: Path, dice: random.Random) -> Ledger:
    (tmp_path / "accepted").touch()
    return Ledger(tmp_path / "accepted", dice)


@pytest.fixture
def house(tmp_path: Path, ledger: Ledger) -> Iterator[House]:
    with serving(ledger) as port:
        made = House(tmp_path, port)
        made.run("manage.py", "migrate", "--verbosity=0")
        made.run("-m", "tests.chaos.sender", "write", str(MAILS))
        yield made


def killed(house: House, dice: random.Random) -> int:
    """Let the senders work, killing one at random again and again until all is delivered; the number of kills."""
    nest, kills, ends_at = house.start(), 0, time.monotonic() + SECONDS
    living: list[int] = []
    try:
        while "queued" in house.states().values() and time.monotonic() < ends_at:
            while len(living) < 2:
                living.append(int(nest.stdout.readline()))
            time.sleep(dice.uniform(0.05, 0.4))
            if kills < KILLS:
                os.kill(living.pop(dice.randrange(2)), signal.SIGKILL)
                kills += 1
    finally:
        os.killpg(nest.pid, signal.SIGKILL)  # with every sender it has started
        nest.wait()
        nest.stdout.close()
    return kills


def test_killed_senders_lose_nothing_and_send_nothing_twice(house: House, ledger: Ledger, dice: random.Random) -> None:
    kills = killed(house, dice)
    house.run("-m", "tests.chaos.sender", "settle")
    states, accepted = house.states(), ledger.accepted()
    sent = {identity for identity, state in states.items() if state == "sent"}
    doubtful = {identity for identity, state in states.items() if state == "uncertain"}
    print(f"{kills} kills, {len(sent)} sent, {len(doubtful)} uncertain, {len(accepted)} accepted")
    assert (kills, len(states), len(sent) + len(doubtful)) == (KILLS, MAILS, MAILS)
    assert [identity for identity in sent if accepted[identity] != 1] == []
    assert [identity for identity, times in accepted.items() if times > 1] == []
    assert set(accepted) - sent <= doubtful

    # R2: a person resends what is doubtful; then every mail has arrived, under the Message-ID it always had.
    house.run("-m", "tests.chaos.sender", "resend")
    accepted = ledger.accepted()
    assert set(house.states().values()) == {"sent"}
    assert (set(accepted), [each for each, times in accepted.items() if times > 1 and each not in doubtful]) == (
        set(states), [],
    )  # fmt: skip
