"""One measurement in a process of its own: `python -m benchmarks.mass join 1000 FOLDER`. Prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.letters_made import DIFFERENT, pages
from letters import pdf
from letters.joining import join
from letters.page import LetterPage

RENDERED, TURNS = 60, 5


def freeze(folder: Path) -> None:
    """A hundred different letters, as approval freezes them."""
    for number, page in enumerate(pages()):
        (folder / f"{number}.pdf").write_bytes(pdf.letter_pdf(page))


def joined(count: int, folder: Path) -> dict[str, float]:
    """A print run of `count` letters. The worker reads them from the database; here they come from files."""
    frozen = [(folder / f"{number}.pdf").read_bytes() for number in range(DIFFERENT)]
    join(frozen[:2])  # warm: the worker has the bundled faces in memory
    wall, cpu = time.perf_counter(), time.process_time()
    content = join(frozen[number % DIFFERENT] for number in range(count))
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "bytes": len(content),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "count": count,
    }


def rendered() -> dict[str, dict[str, float]]:
    """All drafts laid out again by one warm process and by two, and as much of plain Python by the same: what it gains
    is all this machine has to give. All take turns; milliseconds of one letter."""
    jobs: dict[str, tuple[Callable[[Any], float], list[Any]]] = {"letters": (render, pages(RENDERED))}
    jobs["plain Python"] = plain, list(range(RENDERED))
    taken: dict[str, list[tuple[float, float]]] = {}
    context = get_context("spawn")
    with context.Pool(1) as one, context.Pool(2) as two:
        for turn in range(TURNS + 1):
            for name, (do, work) in jobs.items():
                for workers, pool in ((1, one), (2, two)):
                    start = time.perf_counter()
                    cpu = sum(pool.map(do, work, chunksize=5))
                    if turn:  # the first warmed up
                        wall = time.perf_counter() - start
                        taken.setdefault(f"{name} {workers}", []).append((cpu / RENDERED, wall / RENDERED))
    return {
        name: {"cpu": median(cpu) * 1000, "wall": median(wall) * 1000}
        for name, turns in taken.items()
        for cpu, wall in [zip(*turns, strict=True)]
    }


def plain(number: int) -> float:
    """Work in memory of its own, for about as long as a letter takes; CPU seconds."""
    start = time.process_time()
    for step in range(6):
        rows = [{"number": each, "name": str(each * number), "step": step} for each in range(1_500)]
        json.loads(json.dumps(sorted(rows, key=itemgetter("name"))))
    return time.process_time() - start


def render(page: LetterPage) -> float:
    """Lay a letter out; CPU seconds."""
    start = time.process_time()
    pdf.letter_pdf(page)
    return time.process_time() - start


if __name__ == "__main__":
    if sys.argv[1] == "render":
        print(json.dumps(rendered()))
    else:
        print(json.dumps(joined(int(sys.argv[2]), Path(sys.argv[3]))))
