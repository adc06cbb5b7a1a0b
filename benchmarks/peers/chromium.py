"""Debian's Chromium, warm: one page stays open, and the letter in it is exchanged before each print, or all of the
document written anew."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from letters import pdf
from letters.fonts import FAMILY, FONT_DIR
from letters.layout import LAYOUTS
from letters.page import LetterPage
from letters.stylesheet import letter_css

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ANEW = "html => { document.open(); document.write(html); document.close(); return document.fonts.ready.then(() => 1); }"
TICK = os.sysconf("SC_CLK_TCK")


def body_of(page: LetterPage) -> str:
    """The body of our own page."""
    html = pdf._template("letters/letter.html", pdf._letter_context(page, LAYOUTS[page.layout]))
    return html.partition("<body")[2].partition(">")[2].partition("</body>")[0]


class Chromium:
    """A browser with the letters' stylesheet and typeface loaded."""

    def __init__(self, page: Any, version: str, head: str) -> None:
        self.page, self.version, self.head = page, version, head

    def print(self, pages: Iterable[LetterPage], *, tagged: bool) -> bytes:
        letters = "".join(f'<div style="break-after: page">{body_of(each)}</div>' for each in pages)
        self.page.evaluate("html => { document.body.innerHTML = html; }", letters)
        content: bytes = self.page.pdf(prefer_css_page_size=True, tagged=tagged)
        return content

    def print_anew(self, page: LetterPage) -> bytes:
        """The same from a document of its own, tagged, with the typeface still in memory."""
        self.page.evaluate(ANEW, self.head + body_of(page))
        content: bytes = self.page.pdf(prefer_css_page_size=True, tagged=True)
        return content


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium | None]:
    """A warm browser; None where there is no Chromium."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        yield None
        return
    faces = "".join(
        f"@font-face {{ font-family: '{FAMILY}'; font-weight: {weight};"
        f" src: url('file://{FONT_DIR}/SourceSerif4-{name}.ttf'); }}"
        for name, weight in (("Regular", 400), ("Semibold", 600))
    )
    start = folder / "start.html"
    css = letter_css(LAYOUTS["us-block"])
    head = f"<!doctype html><meta charset=utf-8><style>{faces}{css}</style><body>"
    start.write_text(f"{head}warm <b>up</b>")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=QUIET)
        page = browser.new_page()
        page.goto(start.as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        yield Chromium(page, f"Chromium {browser.version}", head)
        browser.close()


def below() -> list[Path]:
    """The entries of /proc of all processes below this one, whatever numbers they were given."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(entry)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, open_ends = [], [os.getpid()]
    while open_ends:
        more = children.get(open_ends.pop(), [])
        found += [Path("/proc") / str(pid) for pid in more]
        open_ends += more
    return found


def _stat(entry: Path) -> list[str]:
    """State, parent and so on; nothing of a process that has ended in the meantime."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def children_cpu() -> float:
    """CPU seconds used so far by all processes below this one, and by those of theirs that have ended: Chromium makes
    each PDF in a process of its own."""
    return sum(sum(map(int, fields[11:15])) / TICK for entry in below() if (fields := _stat(entry)))


def children_peak() -> float:
    """The largest resident memory any process below this one had, in MB."""
    high = [line.split()[1] for entry in below() for line in _status(entry) if line.startswith("VmHWM")]
    return max(map(int, high), default=0) / 1024


def _status(entry: Path) -> list[str]:
    try:
        return (entry / "status").read_text().splitlines()
    except OSError:
        return []


class Clock:
    """CPU of this process and of all below it, and the time on the wall; both in milliseconds."""

    def __enter__(self) -> Clock:
        self.below, self.own, self.start = children_cpu(), time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = (time.perf_counter() - self.start) * 1000
        self.cpu = (time.process_time() - self.own + children_cpu() - self.below) * 1000
