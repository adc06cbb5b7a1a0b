"""Pages → PDF bytes. The only module that imports WeasyPrint, and only when the first page is rendered: the application
starts, and says clearly what is missing, on a machine without Pango.

Closed: the fetcher knows `data:` and nothing else, for HTML and every stylesheet; people's text reaches the HTML
through an autoescaping template. Fontconfig is shown one directory, so no system font can slip in. Identical pages give
identical bytes: no dates, no random identifiers.
"""

from __future__ import annotations

import base64
import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.template import Context, Engine
from django.utils.html import escape

from letters import fonts, lean
from letters.content import clean
from letters.finishing import finisher
from letters.fonts import FONT_DIR, fonts_present
from letters.layout import ENVELOPES, LAYOUTS, SHEETS, Layout, address_box, face_of
from letters.page import CalibrationPage, EnvelopePage, LetterPage, RunSheetPage, postal_capitals
from letters.stylesheet import (
    ADDRESS_SIZE,
    ENVELOPE_SIZE,
    calibration_css,
    envelope_css,
    head_lines,
    letter_css,
    run_sheet_css,
)
from letters.typesetting import typeset

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
MAX_PIXELS = 4_000_000
INSTALL_HINT = (
    "Letters need Pango. Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 · "
    "macOS: brew install pango"
)
FONTS_HINT = f"The letters' typeface is missing from {FONT_DIR}. Run: make setup"
# Of the directory only the TrueType files: the WOFF2 beside them are for the screens, and would be picked by chance.
_FONTCONFIG = (
    "<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>"
    "<selectfont><rejectfont><glob>*.woff*</glob></rejectfont></selectfont></fontconfig>"
)
_lock = threading.RLock()
_Page = TypeVar("_Page", LetterPage, EnvelopePage)


class PdfUnavailable(RuntimeError):
    """This machine cannot make PDFs; the message says what to install."""


class BadPicture(ValueError):
    """A signature or letterhead that is no PNG or JPEG of a reasonable size."""


def letter_pdf(page: LetterPage) -> bytes:
    """The letter as a tagged PDF. Raises PdfUnavailable, or BadPicture."""
    page = _cleaned(page)
    layout = LAYOUTS[page.layout]
    html = _template("letters/letter.html", _letter_context(page, layout))
    return _pdf(html, _letter_stylesheet(page.layout, page.envelope))


def envelope_pdf(page: EnvelopePage) -> bytes:
    """The front of a printed envelope. Raises PdfUnavailable."""
    page = _cleaned(page)
    recipient = tuple(map(postal_capitals, page.recipient)) if page.capitals else page.recipient
    lines = {"sender": "\n".join(page.sender), "recipient": "\n".join(recipient)}
    return _pdf(_template("letters/envelope.html", {"page": page} | lines), _envelope_stylesheet(page.envelope))


def run_sheet_pdf(page: RunSheetPage) -> bytes:
    """A part of the list that goes with a print run, on as many pages as it takes. Raises PdfUnavailable."""
    return _pdf(_template("letters/run_sheet.html", {"page": page}), run_sheet_css(SHEETS[page.sheet]))


def calibration_pdf(page: CalibrationPage) -> bytes:
    """A page that shows how far a printer is off. Raises PdfUnavailable."""
    context = {"page": page, "millimetres": range(0, 101, 10), "inches": range(5)}
    return _pdf(_template("letters/calibration.html", context), calibration_css(SHEETS[page.sheet], page.window))


def sheet_pdf(template: str, context: dict[str, Any], css: str, *, tagged: bool = True) -> bytes:
    """A sheet of another kind: one of our templates with its stylesheet. Raises PdfUnavailable."""
    return _pdf(_template(template, context), css, tagged=tagged)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def missing_glyphs(text: str) -> str:
    """The characters no letter can print, each once. Raises PdfUnavailable where the typeface itself is missing."""
    if not fonts_present():
        raise PdfUnavailable(FONTS_HINT)
    return fonts.missing_glyphs(text)


def address_lines(page: LetterPage) -> int:
    """How many lines the address takes where it has to fit (the window, or the face of a printed envelope), with long
    ones broken. Raises PdfUnavailable."""
    if not fonts_present():
        raise PdfUnavailable(FONTS_HINT)
    envelope = ENVELOPES.get(page.envelope)
    if envelope and envelope.printed:
        return fonts.lines_on_paper(page.address, face_of(envelope).recipient.width, ENVELOPE_SIZE)
    box = address_box(LAYOUTS[page.layout], envelope)
    return fonts.lines_on_paper(page.address, box.width, ADDRESS_SIZE) if box else len(page.address)


def check_available() -> None:
    """Raises PdfUnavailable with the line to type, if letters cannot be rendered here."""
    _shop()


@dataclass(frozen=True)
class _Shop:
    """What one process shares between all its letters; used under the lock only."""

    weasyprint: Any
    fetcher: Any
    font_config: Any
    read: Callable[[str], Any]
    finish: Callable[[Any, Any], None]
    stylesheets: dict[str, Any] = field(default_factory=dict)

    def stylesheet(self, css: str) -> Any:
        if css not in self.stylesheets:
            self.stylesheets[css] = self.weasyprint.CSS(
                string=css, url_fetcher=self.fetcher, font_config=self.font_config
            )
        return self.stylesheets[css]


@cache
def _open_shop() -> _Shop:
    if not fonts_present():
        raise PdfUnavailable(FONTS_HINT)
    with _only_our_fonts():
        try:
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration, get_hb_object_data
            from weasyprint.urls import URLFetcher
        except (ImportError, OSError) as error:
            raise PdfUnavailable(INSTALL_HINT) from error
        fetcher, font_config = URLFetcher(allowed_protocols={"data"}, allow_redirects=False), FontConfiguration()
        elements = weasyprint.CSS(string=lean.ELEMENTS, url_fetcher=fetcher, font_config=font_config)
        read = lean.reader(weasyprint.HTML, fetcher, elements)
        finish = finisher(lambda font: bytes(get_hb_object_data(font.hb_face)))
        return _Shop(weasyprint, fetcher, font_config, read, finish)


def _shop() -> _Shop:
    with _lock:
        return _open_shop()


@contextmanager
def _only_our_fonts() -> Iterator[None]:
    """While fontconfig loads, show it one directory. WeasyPrint's own @font-face would leave system fonts as a silent
    fallback, and would delete its copies of the fonts when a forked worker ends."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="class-act-fonts-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        config = Path(folder) / "fonts.conf"
        config.write_text(_FONTCONFIG.format(fonts=escape(str(FONT_DIR)), cache=f"{folder}/cache"))
        os.environ["FONTCONFIG_FILE"] = str(config)
        try:
            yield
        finally:
            os.environ.pop("FONTCONFIG_FILE")
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


def _pdf(html: str, css: str, *, tagged: bool = True) -> bytes:
    variant = "pdf/ua-1" if tagged else None
    with _lock, lean.collected_after():
        shop = _open_shop()
        pdf: bytes = shop.read(html).write_pdf(
            stylesheets=[shop.stylesheet(css)], font_config=shop.font_config, pdf_variant=variant, finisher=shop.finish
        )
    return pdf


@cache
def _engine() -> Engine:
    """A template engine of its own: rendering needs no request and no settings."""
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)


def _template(name: str, context: dict[str, Any]) -> str:
    return str(_engine().get_template(name).render(Context(context)))


def _letter_context(page: LetterPage, layout: Layout) -> dict[str, Any]:
    fixed = layout.address is not None
    own = page.own_stationery
    wants_marks = layout.marks if page.fold_marks is None else page.fold_marks
    marks = [f"fold-{number}" for number, _ in enumerate(layout.folds, start=1)] + (["hole"] if layout.hole else [])
    return {
        "page": page,
        "paragraphs": tuple(map(typeset, page.paragraphs)),
        "head": "\n".join(_head(page, layout)),
        "contact": "" if own else "\n".join(page.contact),
        "address": "\n".join(page.address),
        "info": layout.info,
        "date_first": not fixed,
        "date_in_text": fixed and not layout.info,
        "returning": "".join(_joined(page.sender)) if layout.return_zone and not own else "",
        "marks": marks if wants_marks else (),
        "signature": _picture_url(page.signature),
        "letterhead": "" if own else _picture_url(page.letterhead),
    }


def _head(page: LetterPage, layout: Layout) -> tuple[str, ...]:
    """The lines below the sender's name; run together where they would reach into the address field."""
    contact = () if layout.info else _joined(page.contact)
    ways = (page.sender[1:] + contact, _joined(page.sender[1:]) + contact)
    room = head_lines(layout)
    return next((lines for lines in ways if len(lines) <= room), _joined(page.sender[1:] + contact))


def _joined(parts: tuple[str, ...]) -> tuple[str, ...]:
    return (" · ".join(parts),) if parts else ()


def _picture_url(image: bytes) -> str:
    """PNG and JPEG only, and no more pixels than a page can use: anything else never reaches the renderer."""
    if not image:
        return ""
    from PIL import Image

    try:
        with Image.open(BytesIO(image), formats=("PNG", "JPEG")) as picture:
            kind, pixels = str(picture.format).lower(), picture.width * picture.height
    except (OSError, Image.DecompressionBombError) as error:
        raise BadPicture("not a PNG or JPEG") from error
    if pixels > MAX_PIXELS:
        raise BadPicture(f"more than {MAX_PIXELS} pixels")
    return f"data:image/{kind};base64,{base64.b64encode(image).decode()}"


@cache
def _letter_stylesheet(layout: str, envelope: str) -> str:
    return letter_css(LAYOUTS[layout], ENVELOPES.get(envelope))


@cache
def _envelope_stylesheet(envelope: str) -> str:
    return envelope_css(ENVELOPES[envelope], face_of(ENVELOPES[envelope]))


def _cleaned(page: _Page) -> _Page:
    """The same page without control characters and lone surrogates, which no PDF can hold."""
    texts = {name: getattr(page, name) for name in page.__slots__}
    tidy: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else tuple(map(clean, value))
        for name, value in texts.items()
        if isinstance(value, (str, tuple))
    }
    return replace(page, **tidy)
