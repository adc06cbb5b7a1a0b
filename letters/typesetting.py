"""Running text as HTML: escaped, and with what belongs together held on one line."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from letters.locales import LOCALES

# Words a line must not part: a day and its month, a name and its honorific, a short last word and the one before it.
_MONTH = "|".join(dict.fromkeys(month for locale in LOCALES.values() for month in locale.months))
_TOGETHER = re.compile(
    rf"\b(?:{_MONTH}) \d{{1,2}}\b|\b\d{{1,2}} (?:{_MONTH})\b"
    r"|\b(?:Mr|Ms|Mrs|Mx|Dr)\b\.? \w{1,20}|\S{1,20} \S{1,6}$"
)


def typeset(text: str) -> SafeString:
    """Escaped text, with words that belong together held on one line; the characters themselves stay as typed."""
    pieces, end = [], 0
    for match in _TOGETHER.finditer(text):
        pieces += [escape(text[end : match.start()]), format_html('<span class="together">{}</span>', match[0])]
        end = match.end()
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308 - every piece is escaped above
