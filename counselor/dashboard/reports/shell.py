"""What the reports have in common: whose figures, which days, the way to a spreadsheet, and the page around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from candidates.report_scopes import Breadth, Scope, breadths, scope
from counselor.accounts.access import CASE_WORKERS, MemberRequest
from counselor.pages.csv_files import csv_response
from counselor.pages.face import OFFICE
from counselor.pages.report_period import CHOICES, Frame, Period, address, read_period

CSV = {"format": "csv"}

WORDS_OF_BREADTH = {
    Breadth.MINE: _("My caseload"),
    Breadth.SUPERVISED: _("Those I supervise"),
    Breadth.PRACTICE: _("The whole practice"),
}

Link = tuple[str, str | Promise, bool]


@dataclass(frozen=True)
class Report:
    """What one page was asked for. `in_groups`: the reader does not know everybody, so only groups are shown, and the
    period is widened to whole quarters."""

    request: MemberRequest
    scope: Scope
    choices: tuple[Breadth, ...]
    period: Period
    in_groups: bool
    now: datetime
    today: date

    @property
    def wants_csv(self) -> bool:
        return self.request.GET.get("format") == "csv"

    @property
    def _breadth(self) -> dict[str, str]:
        return {} if self.scope.breadth is self.choices[0] else {"of": self.scope.breadth}

    def url(self, *more: dict[str, str]) -> str:
        """This page’s address, of these people and days, with more in its query."""
        return address(self.request.path, self._breadth, self.period.query, *more)

    def context(self) -> dict[str, Any]:
        """What `desk/report_frame.html` shows around the report."""
        path, period = self.request.path, self.period
        periods: list[Link] = [
            (address(path, self._breadth, {"period": key}), label, key == period.choice) for key, label in CHOICES
        ]
        people: list[Link] = [
            (address(path, {"of": each}, period.query), WORDS_OF_BREADTH[each], each is self.scope.breadth)
            for each in self.choices
        ]
        return {
            "period": period,
            "periods": periods,
            "breadths": people if len(people) > 1 else [],
            "kept": list(self._breadth.items()),
            "in_groups": self.in_groups,
            "whose": WORDS_OF_BREADTH[self.scope.breadth],
            "csv_url": self.url(CSV),
        }

    def csv(self, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
        """The report’s table as a file."""
        return csv_response(f"{name}-{self.scope.breadth}-{self.period.slug}", header, rows)


def read(
    request: MemberRequest, *, choices: tuple[Breadth, ...] = (), default: str = "quarter", of_cases: bool = False
) -> Report:
    """What the address asks for. 404 for figures that are not the reader’s. `of_cases`: the report names clients."""
    membership, now = request.membership, timezone.now()
    choices = choices or breadths(membership)
    wanted = request.GET.get("of") or choices[0]
    if wanted not in choices:
        raise Http404
    practice = membership.practice
    today = timezone.localdate(now, practice.zone)
    frame = Frame(today, practice.zone, practice.week_starts_on, default)
    found, period = scope(membership, Breadth(wanted)), read_period(request.GET, frame)
    in_groups = not (found.in_full or of_cases)
    return Report(request, found, choices, period.in_quarters() if in_groups else period, in_groups, now, today)


# --- The way in ------------------------------------------------------------------------------------------------------

REPORTS: list[tuple[str, str | Promise, str | Promise, str, bool]] = [
    (
        "report-letters",
        _("Letters and what came of them"),
        _("Answers, referrals, second chances: how often, and how sure one may be of the figure."),
        "envelope-open",
        False,
    ),
    (
        "report-process",
        _("How we go about it"),
        _("Next steps asked, thanks within a day, calls made in time, days from verdict to mailing."),
        "clipboard-check",
        False,
    ),
    (
        "report-employers",
        _("Employers’ promises"),
        _("Who keeps their word to be in touch, who is late, and by how much."),
        "building-check",
        False,
    ),
    (
        "report-activity",
        _("Caseload activity"),
        _("What was done for each client, and for whom it has been quiet."),
        "activity",
        True,
    ),
]
"""Each report: its URL, name, what it tells, an icon, and whether it shows cases."""


@OFFICE.guard
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """The way to each report the reader may open."""
    sees_cases = request.membership.role in CASE_WORKERS
    rows = [
        (OFFICE.url(name), title, text, icon)
        for name, title, text, icon, of_cases in REPORTS
        if sees_cases or not of_cases
    ]
    return OFFICE.render(request, "desk/reports.html", {"reports": rows})
