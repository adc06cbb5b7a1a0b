"""RESULTS.md: a section for each benchmark, written anew by each run of it."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
HEAD = """# How fast it is

Written by `make bench`; each section by its own run. Ratios come from one run on one machine: read them, not the
milliseconds. CPU is the process time of everything that took part, children included.
"""
LETTERS = ("weasyprint", "pikepdf", "pypdfium2", "fonttools", "playwright")
ROWS = ("django", "psycopg", "gunicorn")
BY_LETTERS = "`make bench ARGS=benchmarks/test_letters.py`, `make bench ARGS=benchmarks/test_print_runs.py`"


def keep(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    notes: Sequence[str] = (),
    *,
    packages: Sequence[str] = LETTERS,
    by: str = BY_LETTERS,
) -> str:
    """Write a section, in the place of the one with the same title, and give it back for the terminal."""
    table = [_line(headings), _line("---" for _ in headings), *map(_line, rows)]
    remarks = [f"- {note}" for note in (*notes, *_circumstances(packages, by))]
    section = "\n".join([f"## {title}", "", *table, "", *remarks, ""])
    before = FILE.read_text() if FILE.exists() else HEAD
    others = [part for part in re.split(r"(?m)^(?=## )", before)[1:] if not part.startswith(f"## {title}\n")]
    FILE.write_text("\n".join([HEAD, *(part.strip() + "\n" for part in sorted([*others, section]))]))
    return section


def _line(cells: Sequence[object] | object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"  # type: ignore[union-attr]


def _circumstances(packages: Sequence[str], by: str) -> list[str]:
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = f"measured on a busy machine (load {load:.1f})" if load > cores / 2 else f"load {load:.1f}"
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {cores} cores, {platform.system()}, {busy}",
        f"Python {platform.python_version()}, " + ", ".join(filter(None, map(_version, packages))),
        by,
    ]


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found[1] if found else platform.machine()


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
