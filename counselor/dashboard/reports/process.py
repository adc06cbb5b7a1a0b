"""How the practice goes about it: what was asked, thanked, told and called in time, and how soon letters leave."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates import process_measures as measures
from candidates.process_measures import Seen
from candidates.report_scopes import Scope
from counselor.accounts.access import MemberRequest
from counselor.dashboard.reports.letters import delay_words
from counselor.dashboard.reports.shell import Report, read
from counselor.pages.charts import Bar, Chart, bar_chart, bar_of
from counselor.pages.face import OFFICE
from counselor.pages.figures import FIGURE_HEADINGS, Figure, figure, plain
from letters.outcome_stats import DELAYS, Mailed, Share, Spread, delay_of, spread
from letters.reports import mailed_letters

MEASURES: dict[str, tuple[str | Promise, str | Promise]] = {
    "asked": (
        gettext_lazy("Next steps asked and on record"),
        gettext_lazy("of the interviews held"),
    ),
    "thanked": (
        gettext_lazy("Thank-you e-mail within 24 hours"),
        gettext_lazy("of the interviews held"),
    ),
    "told": (
        gettext_lazy("Told of within 24 hours"),
        gettext_lazy("of the interviews held, by a debrief or by what was said about next steps"),
    ),
    "called": (
        gettext_lazy("Invited calls made in their window"),
        gettext_lazy("of the invitations whose window closed, unless they were in touch first"),
    ),
    "definite": (
        gettext_lazy("Silence that became definite"),
        gettext_lazy("of the applications whose silence became a verdict; the others are probable"),
    ),
}
"""Each measure: its name, and what it is a share of."""


@dataclass(frozen=True)
class MeasureRow:
    """One measure; without a figure it was hidden, as it tells of too few people."""

    label: str | Promise
    of: str | Promise
    figure: Figure | None


@OFFICE.guard
@require_safe
def report_process(request: MemberRequest) -> HttpResponse:
    report = read(request)
    rows = [_row(name, seen, report.scope) for name, seen in seen_by_measure(report).items()]
    mailed = mailed_letters(report.scope.clients, report.period.days, outcomes=False)
    letters = [each for each in mailed if each.delay_days is not None]
    if not report.scope.tells_of_nobody({each.client for each in letters}):
        letters = []
    delays = spread(each.delay_days for each in letters if each.delay_days is not None)
    if report.wants_csv:
        return report.csv("process", ["measure", "of", *FIGURE_HEADINGS], _table(rows, delays))
    context = report.context() | {
        "rows": rows,
        "chart": _chart(rows),
        "delays": delays,
        "delay_words": [(label, plain(value)) for label, value in _quartiles(delays)],
        "buckets": _buckets(letters, report.scope),
        "delay_chart": _delay_chart(letters, report.scope),
        "is_empty": not delays.n and not any(row.figure and row.figure.share.n for row in rows),
    }
    return OFFICE.render(request, "desk/report_process.html", context)


def seen_by_measure(report: Report) -> dict[str, list[Seen]]:
    """The observations of each measure."""
    clients, days, now = report.scope.clients, report.period.days, report.now
    rows = measures.concerned(clients, days)
    held = measures.held_interviews(rows, days, now)
    return {
        "asked": measures.asked(held),
        "thanked": measures.thanked_soon(held, now),
        "told": measures.told_soon(held, now),
        "called": measures.calls_made(rows, days, now),
        "definite": measures.silent_verdicts(clients, days),
    }


def _row(name: str, seen: list[Seen], scope: Scope) -> MeasureRow:
    people: set[Hashable] = {each.client for each in seen}
    shown = not seen or scope.tells_of_nobody(people)
    share = Share(sum(each.done for each in seen), len(seen))
    return MeasureRow(*MEASURES[name], figure(share) if shown else None)


def _chart(rows: list[MeasureRow]) -> Chart | None:
    bars = [
        bar_of(str(row.label), row.figure.share, row.figure.words) for row in rows if row.figure and row.figure.share.n
    ]
    return bar_chart("measures", _("Done, of all the times it was due"), bars) if bars else None


# --- From the verdict to the mailbox ---------------------------------------------------------------------------------


def _quartiles(delays: Spread) -> list[tuple[str, float | None]]:
    if not delays.n:
        return []
    named = [(_("Median"), delays.median)]
    if delays.lower is not None:
        named += [(_("A quarter took at most"), delays.lower), (_("A quarter took at least"), delays.upper)]
    return named


def _buckets(letters: list[Mailed], scope: Scope) -> list[tuple[str, int]]:
    """How many letters took how long; of people one does not know only the quartiles are told."""
    if not scope.in_full:
        return []
    return [(delay_words(bucket), sum(delay_of(each) == bucket for each in letters)) for bucket in DELAYS]


def _delay_chart(letters: list[Mailed], scope: Scope) -> Chart | None:
    rows = _buckets(letters, scope)
    if not any(count for _label, count in rows):
        return None
    bars = [Bar(label, str(count), count) for label, count in rows]
    return bar_chart("delays", _("Letters by the days from the verdict to the mailing"), bars, most=None, unit="")


# --- The spreadsheet -------------------------------------------------------------------------------------------------


def _table(rows: list[MeasureRow], delays: Spread) -> Iterator[list[Any]]:
    for row in rows:
        yield [row.label, row.of, *(row.figure.cells if row.figure else [])]
    for label, value in _quartiles(delays):
        yield [_("Days from the verdict to the mailing"), label, value, delays.n]
