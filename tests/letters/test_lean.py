"""The short cut to a page, and the ordinary way: the same page."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from letters import lean, pdf
from letters.layout import ENVELOPES, LAYOUTS
from letters.page import EnvelopePage
from tests.letters.cast import page
from tests.letters.reading import squeezed
from tests.letters.test_pdf import image


def ordinarily(monkeypatch, render):
    monkeypatch.setattr(lean, "DOCTYPE", "<!none>")
    return render()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_letter_is_the_same_either_way(layout, monkeypatch):
    letter = replace(page(layout), signature=image("PNG"), fold_marks=True)
    short = pdf.letter_pdf(letter)
    assert short == ordinarily(monkeypatch, lambda: pdf.letter_pdf(letter))


@pytest.mark.parametrize("envelope", [code for code, each in ENVELOPES.items() if each.printed])
def test_an_envelope_is_the_same_either_way(envelope, monkeypatch):
    front = EnvelopePage(("Ms. Dana Ortiz", "Harbor & House"), ("Bob Hale", "418 Alder Street"), envelope, title="E")
    short = pdf.envelope_pdf(front)
    assert short == ordinarily(monkeypatch, lambda: pdf.envelope_pdf(front))


def test_letters_and_envelopes_take_the_short_cut(monkeypatch):
    taken = []
    monkeypatch.setattr(
        lean.ElementTree,
        "fromstring",
        lambda html, real=lean.ElementTree.fromstring: taken.append(real(html)) or taken[-1],
    )
    pdf.letter_pdf(replace(page("din-5008-b"), letterhead=image("PNG"), signature=image("PNG")))
    pdf.letter_pdf(replace(page(), own_stationery=True))
    pdf.envelope_pdf(EnvelopePage(("A",), ("B",)))
    assert len(taken) == 3


def test_what_is_not_well_formed_goes_the_ordinary_way():
    assert squeezed(pdf.letter_pdf(replace(page(), paragraphs=("before\ufffeafter <p>",)))).count("<p>") == 1


def test_a_renderer_that_keeps_other_things_of_a_page_is_left_alone():
    class Other(pdf._shop().weasyprint.HTML):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.tree = None

    shop = pdf._shop()
    read = lean.reader(Other, shop.fetcher, None)
    assert type(read("<!doctype html><html><body><p>x</p></body></html>")) is Other


def test_collecting_goes_on_after_a_page_and_after_an_error(monkeypatch):
    broken = replace(pdf._shop(), finish=lambda document, made: 1 / gc.isenabled())
    monkeypatch.setattr(pdf, "_open_shop", lambda: broken)
    with pytest.raises(ZeroDivisionError):
        pdf.letter_pdf(page())
    assert gc.isenabled()
