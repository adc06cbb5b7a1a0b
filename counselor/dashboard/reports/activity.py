"""What was done for each client, and for whom it has been quiet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates.activity import COUNTED, activity, total
from candidates.report_scopes import Breadth, breadths
from counselor.accounts.access import MemberRequest
from counselor.dashboard.reports.shell import read
from counselor.pages.charts import Bar, bar_chart
from counselor.pages.face import DESK

WORDS = {
    "applications": gettext_lazy("Applications"),
    "interviews": gettext_lazy("Interviews"),
    "next_steps": gettext_lazy("Next steps"),
    "calls": gettext_lazy("Calls"),
    "letters": gettext_lazy("Letters"),
    "sessions": gettext_lazy("Sessions"),
}


@dataclass(frozen=True)
class ClientRow:
    """What was done for one client, each number with its heading."""

    client: str
    url: str
    cells: list[tuple[Any, int]]
    last_at: datetime | None
    is_quiet: bool


@DESK.guard
@require_safe
def report_activity(request: MemberRequest) -> HttpResponse:
    """Every client may be named: these are people the reader looks after, or supervises."""
    choices = tuple(each for each in breadths(request.membership) if each is not Breadth.PRACTICE)
    report = read(request, choices=choices, default="month", of_cases=True)
    found = activity(report.scope.clients, report.period.days, report.now)
    headings = [WORDS[name] for name in COUNTED]
    rows = [
        ClientRow(
            str(client), DESK.url("client", client.pk), list(zip(headings, each.numbers, strict=True)),
            each.last_at, each.is_none,
        )
        for client, each in found.items()
    ]  # fmt: skip
    if report.wants_csv:
        return report.csv("activity", [_("Client"), *headings, _("Last activity")], _table(rows))
    totals = list(zip(headings, total(found.values()).numbers, strict=True))
    bars = [Bar(str(label), str(count), count) for label, count in totals]
    context = report.context() | {
        "headings": headings,
        "rows": rows,
        "totals": totals,
        "quiet": [row for row in rows if row.is_quiet],
        "chart": bar_chart("activity", _("What was done, all clients together"), bars, most=None, unit=""),
    }
    return DESK.render(request, "desk/report_activity.html", context)


def _table(rows: list[ClientRow]) -> Iterator[list[Any]]:
    for row in rows:
        last = timezone.localtime(row.last_at).date() if row.last_at else None
        yield [row.client, *(count for _heading, count in row.cells), last]
