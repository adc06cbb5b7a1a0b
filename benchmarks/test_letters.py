"""How fast a letter is rendered, beside WeasyPrint used naively on the same letter in the same run.

Ratios are printed, never asserted: these figures are for reading. Run with `make bench`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from statistics import median

import pytest

from letters import pdf, texts
from letters.content import LetterFacts, Party, Variant, compose
from letters.fonts import FONT_DIR
from letters.page import LetterPage, letter_page

ROUNDS = 20


@pytest.fixture
def page() -> LetterPage:
    facts = LetterFacts(
        variant=Variant.AFTER_SILENCE,
        locale="en-US",
        date=date(2026, 11, 12),
        sender=Party("Bob", "Miller", address_lines=("27 Munjoy Street", "Portland, ME 04101")),
        recipient=Party("Jin", "Kim", "Ms", "Director", "Acme", ("120 Main Street", "Albany, NY 12207")),
        position="Analyst",
        employer="Acme",
        detail="I still think of the harbor lights on your map.",
        interview_on=date(2026, 10, 29),
    )
    return letter_page(compose(texts.built_in(facts.variant, facts.locale), facts), facts, layout="us-block", title="x")


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


def cpu_ms(render: Callable[[LetterPage], bytes], page: LetterPage) -> float:
    """The median CPU time of a warm render, in milliseconds."""
    render(page)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        render(page)
        times.append((time.process_time() - start) * 1000)
    return median(times)


def test_one_letter(page: LetterPage, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = cpu_ms(pdf.letter_pdf, page), cpu_ms(naive, page)
    with capsys.disabled():
        print(f"\none letter, warm: {ours:.0f} ms CPU; naive WeasyPrint {theirs:.0f} ms; {theirs / ours:.1f} × faster")
    assert ours > 0
