"""What the desk's pages cost as a practice grows around a counselor. MANY sets its size; figures go to RESULTS.md."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import databases, results
from benchmarks.databases import Place

FEW, MANY = 1_000, int(os.environ.get("MANY", "10000"))


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    """A small practice's database, and a large one's."""
    few, many = tmp_path / "growth_few", tmp_path / "growth_many"
    if request.param == "SQLite":
        yield databases.sqlite(few), databases.sqlite(many)
        return
    if databases.bin_of_postgresql() is None:
        pytest.skip("needs PostgreSQL")
    with databases.cluster() as address:
        yield databases.postgresql(address, few), databases.postgresql(address, many)


def test_pages_of_a_growing_practice(places: tuple[Place, Place], capsys: pytest.CaptureFixture[str]) -> None:
    few, many = (each.with_static_files() for each in places)
    before, after = few.measured("benchmarks.growing", FEW), many.measured("benchmarks.growing", MANY)
    rows = [
        (
            *(name, f"{was['queries']} → {after[name]['queries']}", f"{was['ms']:.0f}", f"{after[name]['ms']:.0f}"),
            *(f"{after[name]['ms'] / was['ms']:.2f}", f"{was['database']:.0f}", f"{after[name]['database']:.0f}"),
        )
        for name, was in before.items()
    ]
    headings = (
        *("", "queries", f"process ms, {FEW:,} applications", f"{MANY:,}", "growth"),
        *("in the database, ms", f"with {MANY:,}"),
    )
    notes = (
        "a counselor has 25 clients with 1,000 applications; the practice grows by more counselors",
        "process ms: median of 9 requests, all of Django included",
        "in the database: the mean of 9 more, by the clock",
    )
    by = f"`MANY={MANY} make bench ARGS=benchmarks/test_growth.py`"
    title = f"Pages of a growing practice, {few.name}"
    section = results.keep(title, headings, rows, notes, packages=results.ROWS, by=by)
    with capsys.disabled():
        print("\n" + section)
    assert {name: each["queries"] for name, each in after.items()} == {
        name: each["queries"] for name, each in before.items()
    }
