"""What people type is shown, never obeyed, and nothing is fetched (promise S8)."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from letters import pdf
from letters.page import EnvelopePage, TooMuchText
from tests.letters import payloads
from tests.letters.cast import page
from tests.letters.reading import fonts_in, opened, squeezed


def test_payloads_are_many():
    assert len(payloads.HTML) >= 100


@pytest.mark.parametrize("payload", payloads.HTML)
def test_markup_is_shown_literally_in_every_field(payload):
    plain = page()
    poisoned = replace(
        plain, date_line=payload, salutation=payload, paragraphs=(payload, f"a {payload} b"), close=payload,
        signed=payload, address=(payload, payload), sender=(payload, payload), contact=(payload,), title=payload,
    )  # fmt: skip
    content = pdf.letter_pdf(poisoned)
    assert squeezed(content).count("".join(payload.split())) == 11
    document = opened(content)
    assert str(document.docinfo["/Title"]) == " ".join(payload.split())
    assert set(fonts_in(content).values()) == {True}


@pytest.mark.parametrize("payload", payloads.HTML[::9])
def test_markup_is_shown_literally_on_an_envelope(payload):
    content = pdf.envelope_pdf(EnvelopePage(recipient=(payload, payload), sender=(payload,), title=payload))
    assert squeezed(content).count("".join(payload.split())) == 3


class Watch:
    """Sees every socket that connects and every canary that is opened, through the interpreter's own audit events."""

    def __init__(self, canary: Path) -> None:
        self.canary, self.on, self.seen = str(canary), True, []
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        calls = event in ("socket.connect", "socket.getaddrinfo")
        asks = event == "urllib.Request" and not str(arguments[0]).startswith("data:")
        reads = event == "open" and self.canary in str(arguments[0])
        if calls or asks or reads:
            self.seen.append((event, str(arguments)))


@pytest.fixture
def watch(tmp_path):
    canary = tmp_path / "canary.css"
    canary.write_text("p::before { content: 'CANARY' }")
    watching = Watch(canary)
    yield watching
    watching.on = False


def urls(watch: Watch) -> tuple[str, ...]:
    return ("http://127.0.0.1:9/x.css", f"file://{watch.canary}", "ftp://127.0.0.1:9/x", watch.canary)


def test_the_watch_sees_a_fetch(watch):
    Path(watch.canary).read_text()
    assert len(watch.seen) == 1


def test_not_even_the_renderers_own_html_can_fetch(watch):
    """The template never holds such markup; should it ever, the fetcher still knows data: only."""
    attacks = [attack for url in urls(watch) for attack in payloads.fetching(url)]
    assert len(attacks) >= 41
    css = pdf._letter_stylesheet("us-block", "")
    read = ""
    for attack in attacks:
        with suppress(Exception):  # some attacks end in an error, which is as good
            read += squeezed(pdf._pdf(f"<html lang=en><title>x</title><body><p>text</p>{attack}", css))
    assert "text" in read
    assert "CANARY" not in read
    assert watch.seen == []
    assert pdf.page_count(pdf.letter_pdf(page())) == 1


def test_no_stylesheet_can_fetch(watch):
    for url in urls(watch):
        css = f"@import url({url}); @font-face {{ font-family: F; src: url({url}) }} p {{ background: url({url}) }}"
        with suppress(Exception):
            pdf._pdf("<html lang=en><title>x</title><p>text</p>", css)
    assert watch.seen == []


def test_no_field_can_fetch(watch):
    attacks = [attack for url in urls(watch)[:2] for attack in payloads.fetching(url)]
    for start in range(0, len(attacks), 10):
        some = tuple(attack[:190] for attack in attacks[start : start + 10])
        pdf.letter_pdf(replace(page(), paragraphs=some, address=some, signed=some[0]))
    assert watch.seen == []


def test_characters_no_pdf_can_hold_are_dropped():
    content = pdf.letter_pdf(replace(page(), paragraphs=("a\x00b\ud800c\x1fd",), signed="e\x0cf"))
    assert "abcd" in squeezed(content)
    assert squeezed(content).endswith("ef")


# Bounds


@pytest.mark.parametrize(
    "changed",
    [
        {"paragraphs": ("x" * 20_001,)},
        {"paragraphs": ("x",) * 61},
        {"address": ("x",) * 13},
        {"sender": ("x" * 201,)},
        {"signed": "x" * 201},
        {"signature": b"x" * (2 * 1024 * 1024 + 1)},
    ],
)
def test_too_much_is_refused_before_layout(changed):
    with pytest.raises(TooMuchText):
        replace(page(), **changed)


def test_unknown_layouts_and_envelopes_are_refused():
    for changed in ({"layout": "a5"}, {"envelope": "box"}):
        with pytest.raises(KeyError):
            replace(page(), **changed)
    with pytest.raises(KeyError):
        EnvelopePage(("x",), envelope="dl-window")
