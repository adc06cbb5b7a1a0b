"""A short cut for our own pages: read by expat, with a user agent's stylesheet of the few elements they have.

WeasyPrint reads any HTML by a parser in Python, and asks some two hundred rules of each element; our letter is
well-formed, has ten kinds of element, and a stylesheet that leaves nothing to the user agent. It is a subclass that
brings the tree along. Whatever is not well-formed, and every page where a new WeasyPrint keeps other things of a page
than we know, goes the ordinary way: the same page, a fifth slower.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

DOCTYPE = "<!doctype html>"
ELEMENTS = """
html, body, div, p, hr { display: block }
head, title { display: none }
img { overflow: hidden }
"""
KNOWN = {"base_url", "url_fetcher", "media_type", "wrapper_element", "etree_element"}
"""What WeasyPrint keeps of a page it has read."""


def reader(ordinary: Any, fetcher: Any, stylesheet: Any) -> Callable[[str], Any]:
    """How to read a page: `ordinary` is WeasyPrint's HTML, `stylesheet` that of ELEMENTS."""
    sample = ordinary(string="<p>", url_fetcher=fetcher)
    known, wrapper = vars(sample).keys() == KNOWN, type(sample.wrapper_element)

    def bring(self: Any, root: ElementTree.Element) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = wrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    short = type("Short", (ordinary,), {"__init__": bring, "_ua_stylesheets": lambda *_, **__: [stylesheet]})

    def read(html: str) -> Any:
        if known and html.startswith(DOCTYPE):
            try:
                # Our own template, and what people typed is escaped in it: there is no DTD, and so no entity to expand.
                return short(ElementTree.fromstring(html.removeprefix(DOCTYPE)))  # noqa: S314
            except ElementTree.ParseError:
                pass
        return ordinary(string=html, url_fetcher=fetcher)

    return read


@contextmanager
def collected_after() -> Iterator[None]:
    """A layout is one knot of objects that refer to each other, all needed to its end: until then there is nothing to
    collect, and Python would look seventy times."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
