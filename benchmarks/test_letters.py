"""How fast one letter is made, beside other ways to make the same one in the same run.

Ratios are written to RESULTS.md, never asserted: these figures are for reading. Run with `make bench`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from benchmarks import mass, results
from benchmarks.letters_made import FACTS, facts_of, page_of, plain
from benchmarks.peers.chromium import Chromium, Clock, chromium
from benchmarks.peers.libreoffice import converted
from benchmarks.peers.venv import NotHere, Warm, installed
from letters import pdf, texts
from letters.content import compose
from letters.layout import LAYOUTS
from letters.page import LetterPage, letter_page
from letters.preview import page_image
from letters.proof import Circumstances, proof
from letters.stylesheet import letter_css

OURS = "Class Act, tagged"
PEERS = {
    "WeasyPrint {}, naive: woff2, nothing shared": ("", "weasyprint_naive.py"),
    "Typst {}, warm": ("typst", "typst_letters.py"),
    "ReportLab {}, warm": ("reportlab", "reportlab_letters.py"),
}
"""What comes from PyPI, and the script that uses it; the first uses our own WeasyPrint."""
ROUNDS = 20
TURNS, TOGETHER = 11, 5  # five letters at a time: a browser’s CPU is counted in ticks of 10 ms
KEYSTROKES = 120
ALONE, LAID_OUT, DRAWN = "the render alone", "merged, proofed, rendered", "the same, and drawn as a picture"


Turn = Callable[[list[LetterPage]], dict[str, Any]]
"""Makes these letters, one after the other; tells CPU seconds of its own process, or nothing where it has none."""


def in_process(pool: Any) -> Turn:
    """Ours, in a process of its own as the others are: it bears neither pytest's objects nor the browser's driver."""
    return lambda letters: {"cpu": sum(pool.map(mass.render, letters, chunksize=len(letters)))}


def of_browser(printed: Callable[[LetterPage], bytes]) -> Turn:
    def turn(letters: list[LetterPage]) -> dict[str, Any]:
        with Clock() as clock:
            for each in letters:
                printed(each)
        return {"cpu": clock.cpu / 1000}

    return turn


def ways_of(browser: Chromium) -> dict[str, Turn]:
    """Tagged as ours are; untagged, as is its habit; and from a new document each, as ours are."""
    return {
        f"{browser.version}, warm, tagged": of_browser(lambda page: browser.print([page], tagged=True)),
        f"{browser.version}, warm, untagged": of_browser(lambda page: browser.print([page], tagged=False)),
        f"{browser.version}, warm, tagged, a new document for each": of_browser(browser.print_anew),
    }


def shown_to_peers(page: LetterPage) -> dict[str, Any]:
    """The words for those that lay out by themselves, our page for those that could print it."""
    css = letter_css(LAYOUTS[page.layout])
    return plain(page) | {
        "html": pdf._template("letters/letter.html", pdf._letter_context(page, LAYOUTS[page.layout])),
        "css": css,
    }


@contextmanager
def contestants(peers: Path, folder: Path) -> Iterator[tuple[dict[str, Turn], list[str]]]:
    """Everybody who makes letters here, warm; and a line for each who is missing, with the reason."""
    missing = []
    with ExitStack() as stack:
        turns: dict[str, Turn] = {OURS: in_process(stack.enter_context(get_context("spawn").Pool(1)))}
        if browser := stack.enter_context(chromium(folder)):
            turns |= ways_of(browser)
        else:
            missing.append("Chromium: not installed on this machine")
        for name, (package, script) in PEERS.items():
            try:
                peer = Warm(installed(peers, package) if package else sys.executable, script)
                stack.callback(peer.close)
                told = peer.print([shown_to_peers(page_of(FACTS))])
            except NotHere as reason:
                missing.append(f"{name.format(package)}: {reason}")
                continue
            turns[name.format(told["version"])] = lambda letters, peer=peer: peer.print([*map(shown_to_peers, letters)])
        yield turns, missing


def in_turns(turns: dict[str, Turn]) -> dict[str, tuple[float, float]]:
    """CPU and wall milliseconds of one letter by each: the medians of turns that follow one another round and round,
    so that a busy minute meets all alike. The first round warms up, and so does the first letter of a turn, after the
    others had the machine; a letter never comes twice."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in turns}
    for number in range(TURNS + 1):
        first, *letters = [page_of(facts_of(number * (TOGETHER + 1) + each)) for each in range(TOGETHER + 1)]
        for name, turn in turns.items():
            turn([first])
            start = time.perf_counter()
            cpu = turn(letters)["cpu"]
            wall = time.perf_counter() - start
            if number:
                taken[name].append((cpu * 1000 / TOGETHER, wall * 1000 / TOGETHER))
    return {
        name: (median(cpu), median(wall)) for name, both in taken.items() for cpu, wall in [zip(*both, strict=True)]
    }


def test_one_letter(peers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with contestants(peers, tmp_path) as (turns, missing):
        figures = in_turns(turns)
    try:
        version, *both = converted([plain(page_of(facts_of(each))) for each in range(ROUNDS)], tmp_path)
        figures[f"{version}, {ROUNDS} letters in one process, its start included"] = both[0], both[1]
    except NotHere as reason:
        missing.append(f"LibreOffice: {reason}")
    rows = [
        [name, *(f"{each:.1f}" for each in both), *(f"{a / b:.2f}" for a, b in zip(both, figures[OURS], strict=True))]
        for name, both in figures.items()
    ]
    rows += [[line, "", "", "", ""] for line in missing]
    section = results.keep(
        "One letter, warm",
        ["", "CPU ms", "wall ms", "× our CPU", "× our wall"],
        rows,
        [
            f"medians of {TURNS} turns of {TOGETHER} different letters; all take turns",
            "Chromium and the naive WeasyPrint were given our HTML, stylesheet and typeface",
            "Chromium’s CPU is that of all its processes and of its driver",
            "Typst and ReportLab set the same words in the same typeface, untagged and without our layout",
        ],
    )
    with capsys.disabled():
        print("\n" + section)
    assert rows


def bare(detail: str) -> None:
    """The render alone, of the same words."""
    pdf.letter_pdf(page_of(replace(FACTS, detail=detail)))


def keystroke(detail: str) -> bytes:
    """What a preview does: merge, proof, lay out, and draw the page."""
    return page_image(typed(detail))


def typed(detail: str) -> bytes:
    facts = replace(FACTS, detail=detail)
    letter = compose(texts.built_in(facts.variant, facts.locale), facts)
    page = letter_page(letter, facts, layout="us-block", envelope="#10", title="A letter")
    content = pdf.letter_pdf(page)
    pages, missing, lines = pdf.page_count(content), pdf.missing_glyphs(page.every_text), pdf.address_lines(page)
    proof(letter, facts, Circumstances(pages=pages, missing_glyphs=missing, address_lines=lines, address_capacity=9))
    return content


def test_preview_after_a_keystroke(capsys: pytest.CaptureFixture[str]) -> None:
    words = "I still think of the harbor lights on your map, and of the people who lit them year after year. " * 2
    steps = [(ALONE, bare), (LAID_OUT, typed), (DRAWN, keystroke)]
    taken: dict[str, list[float]] = {name: [] for name, _ in steps}
    for number in range(KEYSTROKES + 1):
        steps = [*steps[1:], steps[0]]  # by turns, and each as often first: a busy minute meets all alike
        for name, work in steps:
            start = time.process_time()
            work(words[: 60 + number])
            taken[name].append((time.process_time() - start) * 1000)
    # The first warmed up.
    figures = {name: (median(times[1:]), quantiles(times[1:], n=20)[-1]) for name, times in taken.items()}
    usual, slow = figures[ALONE]
    rows = [
        [name, f"{each:.1f}", f"{p95:.1f}", f"{each / usual:.2f}", f"{p95 / slow:.2f}", f"{p95 / usual:.2f}"]
        for name, (each, p95) in figures.items()
    ]
    headings = ["CPU ms", "median", "p95", "median × its median", "p95 × its p95", "p95 × its median"]
    notes = [
        f"{KEYSTROKES} of each, of the same words, by turns; × compares with the render alone",
        f"disturbances of the machine: the render alone has a p95 of {slow / usual:.2f} × its own median",
    ]
    section = results.keep("Preview after a keystroke", headings, rows, notes)
    with capsys.disabled():
        print("\n" + section)
    assert rows
