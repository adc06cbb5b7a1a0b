"""L2: one content, one file, whoever renders it; an approval that dies leaves a draft or a whole letter, never half."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.chaos

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES, KILLS, DRAFTS = 20, 100, 45
PROGRAM = """
from hashlib import sha256
from letters import pdf
from letters.page import envelope_page
from tests.letters.cast import facts, page
letter = pdf.letter_pdf(page("din-5008-b", "dl-window"))
envelope = pdf.envelope_pdf(envelope_page(facts(), envelope="dl", title=""))
print(*(sha256(each).hexdigest() for each in (letter, envelope)))
"""
ZONES = ("Pacific/Kiritimati", "America/St_Johns", "Europe/Berlin", "UTC", "Asia/Kolkata")


def hashes(number: int) -> str:
    """What a new process makes of the letter, in surroundings of its own."""
    surroundings = {"PYTHONHASHSEED": str(number), "TZ": ZONES[number % len(ZONES)], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("DJANGO")} | surroundings,
    )  # fmt: skip
    return done.stdout


def test_twenty_processes_make_the_same_files() -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        assert len(set(pool.map(hashes, range(PROCESSES)))) == 1


def test_a_killed_approval_leaves_no_row_without_its_bytes(tmp_path: Path) -> None:
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(10**6)
    environment = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/chaos.sqlite3",
        "DJANGO_SETTINGS_MODULE": "counselor.settings",
        "LOG_LEVEL": "ERROR",
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    run("manage.py", "migrate", "--verbosity=0")
    run("-m", "tests.chaos.approver", "write", str(DRAFTS))
    ends = json.loads(run("-m", "tests.chaos.approver", "kill", str(KILLS), str(seed)))
    told: dict[str, Any] = json.loads(run("-m", "tests.chaos.approver", "tell"))
    print(f"seed {seed}: {ends}, {told}")
    assert ends["killed"] == KILLS
    assert 0 < told["approved"] < told["letters"] == DRAFTS
    assert (told["half"], told["wrong"], told["other"]) == ([], [], [])
