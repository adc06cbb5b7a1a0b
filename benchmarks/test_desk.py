"""How long the desk's pages take with 150 clients and 6,000 applications, beside an empty page in the same run.

Process time of the whole request, SQLite, middleware and template included. Figures are kept, never asserted.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import databases, results


def test_pages_of_a_full_caseload(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = databases.sqlite(tmp_path / "desk").with_static_files().measured("benchmarks.desk")
    rows = [
        (name, f"{each['ms']:.1f}", f"{each['least']:.1f}", f"{each['queries']:.0f}", f"{each['size']:.0f}")
        for name, each in told.items()
    ]
    notes = ("150 clients, 6,000 applications, a letter for every fifteenth; process ms of 25 requests, one process",)
    by = "`make bench ARGS=benchmarks/test_desk.py`"
    headings = ("", "process ms, median", "least", "queries", "kB")
    section = results.keep("The desk, a full caseload", headings, rows, notes, packages=results.ROWS, by=by)
    with capsys.disabled():
        print("\n" + section)
    assert rows
