"""How fast frozen letters become one file for the printer, beside programs that lay the same letters out in one go.

Ratios are written to RESULTS.md, never asserted. Peers from PyPI are installed into an environment that is thrown away.
Run with `make bench`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import mass, results
from benchmarks.letters_made import pages, plain
from benchmarks.peers.chromium import Clock, children_peak, chromium
from benchmarks.peers.venv import NotHere, installed, measured

SIZES = (100, 1_000, 5_000)
COMPARED = 1_000
PEERS = {"typst": "typst_letters.py", "reportlab": "reportlab_letters.py"}
COLUMNS = ["", "letters", "CPU ms a letter", "wall ms a letter", "kB a letter", "peak MB", "× our CPU"]


def alone(*arguments: object) -> dict[str, Any]:
    """A measurement of ours in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.mass", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def row(name: str, told: dict[str, Any], ours: float) -> list[str]:
    count = told["count"]
    cpu = told["cpu"] * 1000 / count
    figures = f"{cpu:.2f}", f"{told['wall'] * 1000 / count:.2f}", f"{told['bytes'] / 1000 / count:.1f}"
    return [name, f"{count:,}", *figures, f"{told['peak']:.0f}", f"{cpu / ours:.2f}"]


def of_chromium(folder: Path) -> tuple[str, dict[str, Any]]:
    with chromium(folder) as browser:
        if not browser:
            raise NotHere("there is no Chromium on this machine")
        letters = pages(COMPARED)
        with Clock() as clock:
            content = browser.print(letters, tagged=False)
        told = {"cpu": clock.cpu / 1000, "wall": clock.wall / 1000, "bytes": len(content), "peak": children_peak()}
        return f"{browser.version}, one document", told | {"count": COMPARED}


def of_peer(package: str, peers: Path, folder: Path) -> tuple[str, dict[str, Any]]:
    told = measured(installed(peers, package), PEERS[package], [plain(page) for page in pages(COMPARED)], folder)
    return f"{package} {told['version']}, one document", told


def test_a_print_run(peers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mass.freeze(tmp_path)
    runs = [alone("join", count, tmp_path) for count in SIZES]
    ours = runs[SIZES.index(COMPARED)]["cpu"] * 1000 / COMPARED
    rows = [row("Class Act: frozen letters joined", told, ours) for told in runs]
    for name, measure in (
        ("Chromium", of_chromium),
        *((package, lambda folder, package=package: of_peer(package, peers, folder)) for package in PEERS),
    ):
        try:
            rows.append(row(*measure(tmp_path), ours))
        except NotHere as reason:
            rows.append([f"{name}: {reason}", "", "", "", "", "", ""])
    growth = runs[-1]["cpu"] / SIZES[-1] / (runs[0]["cpu"] / SIZES[0])
    notes = [
        "100 different letters, repeated; a run joins what approval froze, the others lay out anew",
        f"growth of our CPU per letter, {SIZES[0]:,} → {SIZES[-1]:,}: {growth:.2f} ×",
    ]
    with capsys.disabled():
        print("\n" + results.keep("A print run", COLUMNS, rows, notes))
    assert rows


def test_drafts_laid_out_again_by_two_processes(capsys: pytest.CaptureFixture[str]) -> None:
    told = alone("render")
    rows = [
        [
            f"{work}, {name}",
            f"{each['cpu']:.1f}",
            f"{1000 / each['wall']:.0f}",
            f"{one['wall'] / each['wall']:.2f}",
            f"{number * one['cpu'] / each['cpu']:.2f}",
        ]
        for work in ("letters", "plain Python")
        for one in [told[f"{work} 1"]]
        for number, name in enumerate(("one process", "two processes"), start=1)
        for each in [told[f"{work} {number}"]]
    ]
    letters, machine = (told[f"{work} 1"]["wall"] / told[f"{work} 2"]["wall"] for work in ("letters", "plain Python"))
    notes = [
        f"medians of {mass.TURNS} turns of {mass.RENDERED} letters each, by turns; the processes stay",
        "plain Python shares nothing at all: what it gains is what this machine gave to two processes meanwhile",
        f"letters to plain Python, by the clock: {letters / machine:.2f} of what the machine gave",
        "with both cores to themselves: from the CPU of a letter, whatever else the machine does meanwhile",
    ]
    headings = ["", "CPU ms a piece", "pieces a second", "× one process", "× with both cores to themselves"]
    section = results.keep("Drafts laid out again", headings, rows, notes)
    with capsys.disabled():
        print("\n" + section)
    assert rows
