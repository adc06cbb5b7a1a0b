"""Running text as HTML: escaped, and with what belongs together held on one line, without an element of its own."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from letters.locales import LOCALES

# Words a line must not part: a day and its month, a name and its honorific, a short last word and the one before it.
_MONTH = "|".join(dict.fromkeys(month for locale in LOCALES.values() for month in locale.months))
_TOGETHER = re.compile(
    rf"\b(?:{_MONTH}) \d{{1,2}}\b|\b\d{{1,2}} (?:{_MONTH})\b"
    r"|\b(?:Mr|Ms|Mrs|Mx|Dr)\b\.? \w{1,20}|\S{1,20} \S{1,6}$"
)


def typeset(text: str) -> SafeString:
    """Escaped text; spaces a line must not end at are no-break spaces. In the typeface both are the same glyph, so that
    text taken from the page has plain ones, as typed."""
    return escape(_TOGETHER.sub(_held, text))


def _held(words: re.Match[str]) -> str:
    return words[0].replace(" ", "\N{NO-BREAK SPACE}")
