"""The run sheet: every letter of a print run on one line, with boxes to tick at each step on its way out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counselor.accounts.models import Practice
from letters import labels, pdf
from letters.content import clean
from letters.joining import join
from letters.models import Letter, PrintRun
from letters.page import MAX_LINE, MAX_ROWS, RunSheetPage
from letters.papers import NORTH_AMERICA

ENVELOPES = dict(labels.ENVELOPE)


def run_sheet(run: PrintRun, letters: list[Letter]) -> bytes:
    """The list in the order of the run, in parts of 200 rows: a longer table takes a renderer ever longer."""
    return join(pdf.run_sheet_pdf(page) for page in pages(run, letters))


def pages(run: PrintRun, letters: list[Letter]) -> Iterator[RunSheetPage]:
    rows = [_row(number, letter) for number, letter in enumerate(letters, start=1)]
    for start in range(0, len(rows), MAX_ROWS):
        yield RunSheetPage(
            headings=(_("No."), _("Client"), _("To"), _("Envelope"), *_ticks()),
            rows=tuple(rows[start : start + MAX_ROWS]),
            ticks=_ticks(),
            title=_("Print run") + f" {run.pk}",
            summary=_summary(run, letters),
            sheet=sheet_for(run.practice),
            language=translation.get_language() or "en",
        )


def sheet_for(practice: Practice) -> str:
    """The paper a practice's own printer holds."""
    return "letter" if practice.country in NORTH_AMERICA else "a4"


def _ticks() -> tuple[str, ...]:
    return _("signed"), _("folded"), _("stamped"), _("mailed")


def _row(number: int, letter: Letter) -> tuple[str, ...]:
    application = letter.application
    country = letter.contact.site.country if letter.contact.site else ""
    cells = (
        f"{number} · {letter.number}",
        str(application.client),
        f"{letter.contact}, {application.employer}",
        f"{ENVELOPES.get(letter.envelope, letter.envelope)} · {country}",
    )
    return tuple(clean(cell)[:MAX_LINE] for cell in cells)


def _summary(run: PrintRun, letters: list[Letter]) -> str:
    count = ngettext("%(n)s letter", "%(n)s letters", len(letters)) % {"n": len(letters)}
    made = formats.date_format(timezone.localtime(run.created_at, run.practice.zone), "j F Y, H:i")
    return f"{run.practice} · {made} · {count} · {run.created_by}"
