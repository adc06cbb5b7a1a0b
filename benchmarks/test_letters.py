"""How fast one letter is made, beside other ways to make the same one in the same run.

Ratios are written to RESULTS.md, never asserted: these figures are for reading. Run with `make bench`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from benchmarks import results
from benchmarks.letters_made import FACTS, page_of
from benchmarks.peers.chromium import Clock, chromium
from letters import pdf, texts
from letters.content import compose
from letters.fonts import FONT_DIR
from letters.page import LetterPage, letter_page
from letters.preview import page_image
from letters.proof import Circumstances, proof

ROUNDS = 20
KEYSTROKES = 60


def naive(page: LetterPage) -> bytes:
    """Everything anew for each letter: font configuration, woff2 faces, stylesheet."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: S; font-weight: {weight}; src: url(file://{FONT_DIR}/SourceSerif4-{name}.woff2) }}"
        for name, weight in (("Regular", 400), ("Semibold", 600))
    )
    css = f"{faces} body {{ font: 11pt S }} h1 {{ font-weight: 600 }}"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*page.sender, *page.address, *page.paragraphs))
    document = HTML(string=f"<h1>{page.signed}</h1>{body}")
    result: bytes = document.write_pdf(stylesheets=[CSS(string=css, font_config=fonts)], font_config=fonts)
    return result


def timed(render: Callable[[Any], bytes], each: list[Any]) -> tuple[float, float]:
    """CPU (mean: a browser’s is counted in ticks of 10 ms) and wall (median) of one render, in milliseconds.

    The first of them is made once more before: it warms up.
    """
    render(each[0])
    wall = []
    with Clock() as whole:
        for one in each:
            start = time.perf_counter()
            render(one)
            wall.append((time.perf_counter() - start) * 1000)
    return whole.cpu / len(each), median(wall)


def own_cpu(render: Callable[[Any], object], each: list[Any]) -> list[float]:
    """Process time of each render in milliseconds, without a look at other processes."""
    render(each[0])
    times = []
    for one in each:
        start = time.process_time()
        render(one)
        times.append((time.process_time() - start) * 1000)
    return times


def test_one_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(FACTS)
    ours = timed(pdf.letter_pdf, [page] * ROUNDS)
    others = {"WeasyPrint, naive: woff2, nothing shared": timed(naive, [page] * ROUNDS)}
    with chromium(tmp_path) as browser:
        if browser:
            name = f"{browser.version}, warm, printToPDF"
            others[name] = timed(lambda each: browser.print([each]), [page] * ROUNDS)
    rows = [["Class Act, tagged", *(f"{each:.0f}" for each in ours), "1", "1"]]
    for name, both in others.items():
        ratios = [f"{theirs / own:.1f}" for own, theirs in zip(ours, both, strict=True)]
        rows.append([name, *(f"{each:.0f}" for each in both), *ratios])
    section = results.keep(
        "One letter, warm",
        ["", "CPU ms", "wall ms", "× our CPU", "× our wall"],
        rows,
        [f"{ROUNDS} of each", "Chromium was given our HTML, stylesheet and typeface; it prints untagged"],
    )
    with capsys.disabled():
        print("\n" + section)
    assert rows


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
    details = [words[: 60 + number] for number in range(KEYSTROKES)]
    render = median(own_cpu(pdf.letter_pdf, [page_of(FACTS)] * ROUNDS))
    rows = [["the render alone, median", f"{render:.1f}", "1"]]
    for name, work in (("merged, proofed, laid out", typed), ("the same, and drawn as a picture", keystroke)):
        times = own_cpu(work, details)
        for word, value in (("median", median(times)), ("p95", quantiles(times, n=20)[-1])):
            rows.append([f"{name}, {word}", f"{value:.1f}", f"{value / render:.2f}"])
    section = results.keep("Preview after a keystroke", ["", "CPU ms", "× the render"], rows, [f"{KEYSTROKES} of them"])
    with capsys.disabled():
        print("\n" + section)
    assert rows
