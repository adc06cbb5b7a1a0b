"""One measurement in a process of its own: `python -m benchmarks.mass join 1000 FOLDER`. Prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from statistics import median

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
    """All drafts laid out again by one warm process and by two, which take turns; milliseconds of one letter."""
    work, taken = pages(RENDERED), {1: [], 2: []}  # type: ignore[var-annotated]
    context = get_context("spawn")
    with context.Pool(1) as one, context.Pool(2) as two:
        for pool in (one, two):
            pool.map(render, work[:12], chunksize=1)
        for _ in range(TURNS):
            for workers, pool in ((1, one), (2, two)):
                start = time.perf_counter()
                cpu = sum(pool.map(render, work, chunksize=5))
                taken[workers].append((cpu * 1000 / RENDERED, (time.perf_counter() - start) * 1000 / RENDERED))
    return {
        str(workers): dict(zip(("cpu", "wall"), map(median, zip(*turns, strict=True)), strict=True))
        for workers, turns in taken.items()
    }


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
