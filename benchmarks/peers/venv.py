"""Peers from PyPI, in an environment that is thrown away afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from letters.fonts import FONT_DIR

HERE = Path(__file__).parent


class NotHere(RuntimeError):
    """This peer cannot be installed on this machine; the message says why."""


def installed(folder: Path, package: str) -> Path:
    """The Python of a new environment with the package in it. Raises NotHere."""
    python, done_before = folder / package / "bin" / "python", folder / package / "installed"
    if done_before.exists():
        return python
    uv = [sys.executable, "-m", "uv", "--quiet"]
    for command in (["venv", str(folder / package)], ["pip", "install", "--python", str(python), package]):
        done = subprocess.run([*uv, *command], capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise NotHere(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "could not be installed")
    done_before.touch()
    return python


class Warm:
    """A peer's script that stays in memory and makes one letter after the other."""

    def __init__(self, python: Path | str, script: str) -> None:
        self.process = subprocess.Popen(
            [str(python), str(HERE / script), "warm", str(FONT_DIR)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def print(self, letters: list[dict[str, Any]]) -> dict[str, Any]:
        """What it says of these letters: cpu in seconds, bytes, version. Raises NotHere."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps(letters) + "\n")
            self.process.stdin.flush()
            told: dict[str, Any] = json.loads(self.process.stdout.readline())
        except (OSError, ValueError) as problem:
            raise NotHere("ended in the middle") from problem
        return told

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def measured(python: Path | str, script: str, letters: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    """What a peer's script says of itself: cpu and wall in seconds, bytes, peak in MB, version. Raises NotHere."""
    source = folder / "letters.json"
    source.write_text(json.dumps(letters))
    command = [str(python), str(HERE / script), str(source), str(FONT_DIR)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise NotHere((done.stderr.strip().splitlines() or ["failed"])[-1])
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
