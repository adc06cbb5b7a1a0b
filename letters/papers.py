"""Which paper and envelope a letter begins with, and which go with each other; in words with their sizes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Application, Contact
from letters import labels
from letters.layout import LAYOUTS, Layout

NORTH_AMERICA = frozenset({"US", "CA", "MX", "PH"})  # where a letter is 8.5 × 11 in
BRITISH_ENGLISH = frozenset({"GB", "IE", "AU", "NZ", "IN", "ZA"})
LAYOUT_OF = dict.fromkeys(NORTH_AMERICA, "us-block") | {"CH": "swiss-right", "FR": "french", "BE": "french"}
"""The layouts offices use; everywhere else that of DIN 5008, which most window envelopes of A4 countries suit."""

SHEET_SIZE: dict[str, str | Promise] = {"letter": gettext_lazy("8½ × 11 in"), "a4": gettext_lazy("210 × 297 mm")}
ENVELOPE_SIZE: dict[str, str | Promise] = {
    "#10": gettext_lazy("9½ × 4⅛ in"),
    "#10-window": gettext_lazy("9½ × 4⅛ in"),
    "dl": gettext_lazy("220 × 110 mm"),
    "dl-window": gettext_lazy("220 × 110 mm"),
    "c6/5": gettext_lazy("229 × 114 mm"),
    "c6/5-window": gettext_lazy("229 × 114 mm"),
    "c5": gettext_lazy("229 × 162 mm, folded once"),
    "c6": gettext_lazy("162 × 114 mm, folded twice"),
    "c4": gettext_lazy("324 × 229 mm, not folded"),
}
"""The envelopes on offer: those that go with a layout."""

Choices = list[tuple[str, str]]


def paper_for(contact: Contact, application: Application) -> dict[str, str]:
    """Locale, layout and envelope by the country the letter goes to; a window where that is usual."""
    site = contact.site or application.site
    country = (site.country if site else "") or application.practice.country
    layout = LAYOUT_OF.get(country, "din-5008-b")
    locale = "en-GB" if country in BRITISH_ENGLISH else "en-US"
    return {"locale": locale, "layout": layout, "envelope": LAYOUTS[layout].envelopes[0]}


def layout_choices() -> Choices:
    """Every layout with the size of its sheet."""
    return [(code, f"{label}, {SHEET_SIZE[LAYOUTS[code].sheet.code]}") for code, label in labels.LAYOUT]


def envelope_choices(layout: Layout) -> list[tuple[str, Choices]]:
    """Every envelope with its size: first those that go with a layout, the usual one at the top."""
    names = dict(labels.ENVELOPE)
    others = [code for code in ENVELOPE_SIZE if code not in layout.envelopes]
    return [
        (_("Go with this layout"), [(code, f"{names[code]}, {ENVELOPE_SIZE[code]}") for code in layout.envelopes]),
        (_("Go with other layouts"), [(code, f"{names[code]}, {ENVELOPE_SIZE[code]}") for code in others]),
    ]


def envelopes_in_words(layout: Layout) -> str:
    """The envelopes that go with a layout, as a list to read."""
    names = dict(labels.ENVELOPE)
    return "; ".join(str(names[code]) for code in layout.envelopes)
