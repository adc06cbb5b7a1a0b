"""A client's work-search log: on screen, on paper with a line to sign on, and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import dropwhile
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.followup.days import Days, first_day_of_week, last_day_of_week
from candidates.models import Client
from candidates.work_search import LogWeek, log_of
from counselor.accounts.access import MemberRequest, View
from counselor.pages.csv_files import csv_response
from counselor.pages.face import Face
from counselor.pages.report_period import CHOICES, Frame, address, read_period

Render = Callable[[MemberRequest, Client, dict[str, Any]], HttpResponse]


def work_search(face: Face, client_of: Callable[..., Client], render: Render) -> View:
    """The log of the client whom `client_of` finds, on the page that `render` makes."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, **kwargs: Any) -> HttpResponse:
        client = client_of(request, **kwargs)
        practice, now = client.practice, timezone.now()
        zone = ZoneInfo(client.zone_name)
        frame = Frame(timezone.localdate(now, zone), zone, practice.week_starts_on, default="month")
        period = read_period(request.GET, frame)
        weeks = log_of(client, whole_weeks(period.days, frame), now, week_starts_on=practice.week_starts_on)
        weeks = weeks_worth_a_sheet(weeks, frame.today, since_first=period.is_all)
        if request.GET.get("format") == "csv":
            return csv_response(f"work-search-{client}-{period.slug}", header(), _table(weeks))
        context = {
            "client": client,
            "weeks": weeks,
            "nothing": not any(week.lines for week in weeks),
            "period": period,
            "periods": [
                (address(request.path, {"period": key}), label, key == period.choice) for key, label in CHOICES
            ],
            "kept": [],
            "csv_url": address(request.path, period.query, {"format": "csv"}),
        }
        return render(request, client, context)

    return view


def whole_weeks(days: Days, frame: Frame) -> Days:
    """The weeks these days lie in, whole: a log is handed in by the week."""
    starts_on = frame.week_starts_on
    return Days(first_day_of_week(days.first, starts_on), last_day_of_week(days.last, starts_on), days.zone)


def weeks_worth_a_sheet(weeks: list[LogWeek], today: date, *, since_first: bool) -> list[LogWeek]:
    """Without the empty weeks ahead, and `since_first` without those before the first in which something was done."""
    weeks = [week for week in weeks if week.lines or week.first <= today]
    return list(dropwhile(lambda week: not week.lines, weeks)) if since_first else weeks


def header() -> list[str]:
    """The columns of the spreadsheet."""
    return [_("Week from"), _("Date"), _("Employer"), _("Address"), _("Person"), _("How"), _("What"), _("Result")]


def _table(weeks: list[LogWeek]) -> Iterator[list[Any]]:
    for week in weeks:
        for line in week.lines:
            yield [week.first, line.on, line.employer, line.address, line.person, line.method, line.what, line.result]
