"""Employers' promises to be in touch: kept, late, broken."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates.followup.track_record import TrackRecord
from candidates.models import Application
from candidates.report_scopes import breadths
from candidates.track_records import Promised, by_employer, promises, record_of
from counselor.accounts.access import MemberRequest
from counselor.dashboard.reports.shell import Report, read
from counselor.pages.charts import Chart, bar_chart, bar_of
from counselor.pages.face import OFFICE
from counselor.pages.figures import Figure, figure, plain
from letters.outcome_stats import Share

CHARTED = 12  # employers

COLUMNS: dict[str, str | Promise] = {
    "employer": gettext_lazy("Employer"),
    "promises": gettext_lazy("Promises come due"),
    "kept": gettext_lazy("Kept"),
    "late": gettext_lazy("Late"),
    "broken": gettext_lazy("Nothing came"),
    "median": gettext_lazy("Days late, median"),
    "open": gettext_lazy("Still open"),
}


@dataclass(frozen=True)
class EmployerRow:
    """One employer's record."""

    employer: str
    record: TrackRecord
    figure: Figure
    median: str

    def sorts_by(self, column: str) -> Any:
        """The value of a column, and the name where those are alike."""
        name = self.employer.casefold()
        if column == "employer":
            return name
        if column == "median":
            return self.record.median_days_late or 0, name
        return getattr(self.record, "judged" if column == "promises" else column), name


@OFFICE.guard
@require_safe
def report_employers(request: MemberRequest) -> HttpResponse:
    report = read(request, choices=breadths(request.membership, of_employers=True), default="all")
    found = promised_in(report)
    groups = by_employer(found)
    people: dict[Any, set[Hashable]] = {key: {each.client for each in rows} for key, rows in groups.items()}
    shown = report.scope.may_show(people, beside_total=False)
    column, descending = _order(request)
    rows = sorted(
        (_row(name, groups[key, name]) for key, name in shown), key=lambda row: row.sorts_by(column), reverse=descending
    )
    if report.wants_csv:
        return report.csv("employers", [*COLUMNS.values(), _("95% interval from"), _("95% interval to")], _table(rows))
    context = report.context() | {
        "rows": rows,
        "hidden": len(groups) - len(shown),
        "headings": _headings(report, column, descending),
        "total": _row("", found) if report.scope.in_full and rows else None,
        "chart": _chart(rows),
    }
    return OFFICE.render(request, "desk/report_employers.html", context)


def promised_in(report: Report) -> list[Promised]:
    """The promises that were due in the period."""
    applications = Application.objects.filter(client__in=report.scope.clients)
    all_time, days = report.period.is_all, report.period.days
    return [each for each in promises(applications, report.now) if all_time or days.has_day(each.judged.due_on)]


def _row(name: str, promised: list[Promised]) -> EmployerRow:
    record = record_of(promised)
    share = figure(Share(record.kept, record.judged))
    return EmployerRow(name, record, share, plain(record.median_days_late))


def _order(request: MemberRequest) -> tuple[str, bool]:
    """By which column, and whether the largest comes first."""
    sort = request.GET.get("sort", "")
    column = sort.removeprefix("-")
    return (column, sort.startswith("-")) if column in COLUMNS else ("promises", True)


def _headings(report: Report, column: str, descending: bool) -> list[tuple[str, str | Promise, str, bool]]:
    """Each heading: where it leads, its words, how the table is sorted by it, and whether numbers stand below."""
    return [
        (
            report.url({"sort": name if name == column and descending else _first_order(name, column)}),
            label,
            ("descending" if descending else "ascending") if name == column else "",
            name != "employer",
        )
        for name, label in COLUMNS.items()
    ]


def _first_order(name: str, column: str) -> str:
    """Names begin with A, numbers with the largest; a second press turns the order round."""
    from_a = name == "employer" and column != name
    return name if from_a else f"-{name}"


def _chart(rows: list[EmployerRow]) -> Chart | None:
    most = sorted((row for row in rows if row.record.judged), key=lambda row: -row.record.judged)[:CHARTED]
    bars = [bar_of(row.employer, row.figure.share, row.figure.words) for row in most]
    return bar_chart("kept", _("Promises kept, by employer"), bars) if bars else None


def _table(rows: list[EmployerRow]) -> Iterator[list[Any]]:
    for row in rows:
        record, (low, high) = row.record, row.figure.cells[-2:]
        yield [
            row.employer, record.judged, record.kept, record.late, record.broken, record.median_days_late,
            record.open, low, high,
        ]  # fmt: skip
