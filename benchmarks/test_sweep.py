"""The sweep among many open applications, beside a plain loop over the same rows in the same run.

Figures are written to RESULTS.md, never asserted; that nothing is done twice is. OPEN and DUE set the size:
the full one is `OPEN=1000000 DUE=10000 make bench ARGS=benchmarks/test_sweep.py`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import databases, results
from benchmarks.databases import Place

OPEN = int(os.environ.get("OPEN", "50000"))
DUE = int(os.environ.get("DUE", "1000"))
FEW = 10_000
LOOPED = 200  # rows that the plain loop handles
WORKERS = 4
MODULE = "benchmarks.sweeping"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with databases.cluster() as address:
        yield address


def measured(few: Place, many: Place) -> dict[str, Any]:
    """Everything about one kind of database."""
    found: dict[str, Any] = {"name": many.name}
    now = few.measured(MODULE, "fill", FEW, min(DUE, FEW // 2))["now"]
    found["few"] = few.measured(MODULE, "sweep", now)
    filled = many.measured(MODULE, "fill", OPEN, DUE)
    found |= {"filled": filled, "tick": many.measured(MODULE, "tick", datetime.now(UTC).isoformat())}
    found["loop"] = many.measured(MODULE, "loop", filled["now"], LOOPED)
    found["many"] = many.measured(MODULE, "sweep", filled["now"])
    done = [each[name] for each in (found["loop"], found["many"]) for name in ("warm", "changed")]
    assert (sum(done), found["many"]["failed"]) == (filled["due"], 0)
    return found


def together(place: Place, now: str) -> dict[str, Any]:
    """Several workers sweep the same rows at once: what each did, and what was written in all."""
    before = place.measured(MODULE, "reset")
    workers = [place.start("-m", MODULE, "sweep", now) for _ in range(WORKERS)]
    told = [json.loads(each.communicate(timeout=3600)[0].splitlines()[-1]) for each in workers]
    after = place.measured(MODULE, "written")
    return {
        "shares": [each["warm"] + each["changed"] for each in told],
        "new": {name: after[name] - before[name] for name in after},
    }


def ms(measurement: dict[str, Any]) -> float:
    return float(measurement["cpu"]) * 1000 / int(measurement["changed"])


def keep(found: list[dict[str, Any]], shared: dict[str, Any]) -> str:
    rows = []
    for each in found:
        few, many, loop, tick = ms(each["few"]), ms(each["many"]), ms(each["loop"]), each["tick"]
        rate = f"{1000 / many:.0f}"
        ticked = f"{tick['ms']:.1f} ({tick['least']:.1f}" + (f", {tick['served']:.1f})" if each is found[1] else ")")
        rows.append(
            (each["name"], f"{few:.2f}", f"{many:.2f}", f"{many / few:.2f}", rate, f"{loop / many:.1f}", ticked)
        )
    headings = (
        *("", f"CPU ms a due row, {FEW:,} open", f"{OPEN:,} open", "growth", "due rows a second and core"),
        *("× the plain loop’s speed", "tick with nothing due, database ms: median (least, server’s CPU)"),
    )
    notes = (
        f"{found[0]['filled']['due']:,} due among {OPEN:,}; each changes its standing, with its reminder and its mail",
        "CPU of the process and of PostgreSQL’s process that answers it; PostgreSQL with its own defaults",
        f"the plain loop asks for the next due row and handles it in a transaction of its own, {LOOPED} times",
        f"{WORKERS} workers at once on PostgreSQL: {shared['shares']} rows each; written in all: {shared['new']}",
        f"the tick: {found[0]['tick']['queries']} statements, one application in a hundred with an interview lately",
    )
    by = f"`OPEN={OPEN} DUE={DUE} make bench ARGS=benchmarks/test_sweep.py`"
    return results.keep("The sweep", headings, rows, notes, packages=results.ROWS, by=by)


@pytest.mark.skipif(databases.bin_of_postgresql() is None, reason="needs PostgreSQL")
def test_the_sweep(cluster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    on_file = measured(databases.sqlite(tmp_path / "few"), databases.sqlite(tmp_path / "many"))
    place = databases.postgresql(cluster, tmp_path / "pg_many")
    on_server = measured(databases.postgresql(cluster, tmp_path / "pg_few"), place)
    shared = together(place, on_server["filled"]["now"])
    section = keep([on_file, on_server], shared)
    with capsys.disabled():
        print("\n" + section)
    due = on_server["filled"]["due"]
    assert (sum(shared["shares"]), set(shared["new"].values())) == (due, {due})
