"""The pure rule knows no machine's clock: its tests pass wherever the machine believes to be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALONE = ["-q", "--noconftest", "-c", os.devnull, "-p", "no:django", "-p", "no:cacheprovider", "-p", "no:xdist"]


@pytest.mark.chaos
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns"])
def test_the_rules_tests_pass_in_an_odd_zone(zone: str) -> None:
    """About 20 seconds each. Django would set the zone by itself, so the rule's tests run without it."""
    command = [sys.executable, "-m", "pytest", *ALONE, f"--rootdir={ROOT}", "tests/candidates/followup"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"TZ": zone}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2_000:]
    assert " passed" in done.stdout
