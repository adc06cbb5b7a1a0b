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
    python = folder / package / "bin" / "python"
    uv = [sys.executable, "-m", "uv", "--quiet"]
    for command in (["venv", str(folder / package)], ["pip", "install", "--python", str(python), package]):
        done = subprocess.run([*uv, *command], capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise NotHere(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "could not be installed")
    return python


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
