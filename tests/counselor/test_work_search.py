"""The work-search log: what was done, week by week, in the client's days and the practice's weeks."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django.urls import reverse

from candidates import services
from candidates.models import Application
from counselor.accounts.models import Practice
from tests.cast import Cast, at
from tests.pipeline import called, met, told


def weeks(browse: Any, cast: Cast, **query: str) -> list[tuple[date, list[str]]]:
    context = browse(cast.bob).get(reverse("portal:work-search"), query).context
    return [(week.first, [line.what for line in week.lines]) for week in context["weeks"]]


def test_everything_that_was_done_stands_in_its_week(cast, browse):
    Application.objects.filter(pk=cast.application.pk).update(applied_on=date(2026, 11, 2), method="fair")
    met(cast, contacts=[cast.contact])
    told(cast)
    called(cast)
    thanks = {"channel": "email", "result": "sent", "purpose": "thanks"}
    services.log_touchpoint(application=cast.application, by=cast.bob, happened_at=at(4), **thanks)
    assert weeks(browse, cast) == [
        (date(2026, 10, 26), []),
        (date(2026, 11, 2), ["Applied: Analyst", "Interview: Analyst", "Thank-you: Analyst"]),
        (date(2026, 11, 9), ["Call about next steps: Analyst"]),
    ]


def test_a_week_begins_on_the_practices_day(cast, browse):
    Practice.objects.filter(pk=cast.practice.pk).update(week_starts_on=6)
    met(cast, starts_at=at(8), minutes=60)  # a Sunday
    assert weeks(browse, cast, period="week") == [(date(2026, 11, 8), ["Interview: Analyst"])]


def test_a_late_evening_is_the_clients_day(cast, browse):
    cast.client.time_zone = "Europe/Berlin"
    cast.client.save(update_fields=["time_zone"])
    met(cast, starts_at=at(8, hour=22), minutes=30)  # Monday, four in the morning, in Berlin
    assert weeks(browse, cast, period="week")[0] == (date(2026, 11, 9), ["Interview: Analyst"])


def test_what_was_taken_back_or_cancelled_was_not_done(cast, browse):
    services.void(fact=called(cast), reason="a slip", by=cast.bob)
    services.cancel_interview(interview=met(cast), cancellation="cancelled", by=cast.bob)
    assert [lines for _first, lines in weeks(browse, cast)] == [[], [], []]


def test_all_time_begins_with_the_first_thing_done(cast, browse):
    assert weeks(browse, cast, period="all")[0] == (date(2026, 9, 28), ["Applied: Analyst"])


def test_the_counselors_page_and_the_spreadsheet_say_the_same(cast, browse):
    met(cast, contacts=[cast.contact])
    url = reverse("desk:work-search", args=[cast.client.pk])
    (line,) = (line for week in browse(cast.alice).get(url).context["weeks"] for line in week.lines)
    assert (line.address, line.person, line.result) == (
        "120 Main Street, Suite 4, Albany, NY 12207",
        "Jin Kim",
        "It took place",
    )
    response = browse(cast.alice).get(url, {"format": "csv"})
    header, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))
    assert row == [
        "2026-11-02",
        "2026-11-03",
        "Acme Lighting",
        line.address,
        "Jin Kim",
        "in person",
        "Interview: Analyst",
        "It took place",
    ]
    assert len(header) == len(row)


def test_nobody_elses_work_is_in_it(cast, browse):
    met(cast, cast.other_application)
    assert [lines for _first, lines in weeks(browse, cast)] == [[], [], []]


def test_it_costs_the_same_for_one_and_for_many(cast, browse, django_assert_max_num_queries):
    browser, url = browse(cast.bob), reverse("portal:work-search")
    for day in range(2, 12):
        met(cast, starts_at=at(day), minutes=30)
        called(cast, happened_at=at(day, hour=15))
    with django_assert_max_num_queries(15):
        browser.get(url)
