"""One measurement in a process of its own: `python -m benchmarks.mass join 1000 FOLDER`. Prints JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path

from benchmarks.letters_made import DIFFERENT, pages
from letters import pdf
from letters.joining import join
from letters.page import LetterPage

RENDERED = 200


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


def rendered(workers: int) -> dict[str, float]:
    """All drafts laid out again by so many warm processes."""
    work = pages(RENDERED)
    with get_context("spawn").Pool(workers) as pool:
        pool.map(_render, work[: 4 * workers], chunksize=1)
        wall = time.perf_counter()
        pool.map(_render, work, chunksize=5)
        return {"wall": time.perf_counter() - wall, "count": RENDERED}


def _render(page: LetterPage) -> int:
    return len(pdf.letter_pdf(page))


if __name__ == "__main__":
    if sys.argv[1] == "render":
        print(json.dumps(rendered(int(sys.argv[2]))))
    else:
        print(json.dumps(joined(int(sys.argv[2]), Path(sys.argv[3]))))
