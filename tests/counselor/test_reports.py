"""The reports: figures on stories with known answers, whose figures one may see, and what a small group hides."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates import services
from candidates.models import Application, AuditEntry, Client, StandingChange
from counselor.accounts.models import Membership
from counselor.dashboard.reports.letters import KIND
from letters.outcome_stats import OutcomeKind, Share
from tests.cast import TODAY, Cast, at, make_employer
from tests.counselor import reported
from tests.pipeline import met, told

REPORTS = ["report-letters", "report-process", "report-employers", "report-activity"]


@pytest.fixture
def team(cast: Cast) -> Cast:
    """Sue supervises alice and dan, and every client was told."""
    Membership.objects.filter(user__in=[cast.alice, cast.dan]).update(supervised_by=cast.member(cast.supervisor))
    return cast


def informed() -> None:
    Client.objects.update(supervisor_informed_on=TODAY)


def page(browse: Any, user: Any, name: str, **query: str) -> Any:
    response = browse(user).get(reverse(f"desk:{name}"), query)
    assert response.status_code == 200
    return response.context


def table(browse: Any, user: Any, name: str, **query: str) -> list[list[str]]:
    response = browse(user).get(reverse(f"desk:{name}"), query | {"format": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_letters_and_what_came_of_them(cast, browse):
    first = reported.mailed(cast, cast.client, "acknowledged", "referral")
    reported.mailed(cast, cast.client)
    reported.mailed(cast, cast.other_client, "returned_undeliverable", variant="after_rejection", delay=20)
    reported.mailed(cast, cast.client, "offer", on=date(2026, 10, 1))  # still watched
    found = page(browse, cast.alice, "report-letters")
    assert [figure.words for _label, figure in found["totals"]] == ["1 of 3", "1 of 3", "1 of 3"]
    assert [(row.label, row.count.said_by_employer) for row in found["kinds"]] == [
        ("They acknowledged it", 1),
        ("Referred to somebody", 1),
        ("The letter came back", 1),
    ]
    delays = found["breakdowns"][2]
    assert [(row.label, row.answered.share) for row in delays.rows] == [
        ("3 to 7 days", Share(1, 2)),
        ("15 to 30 days", Share(0, 1)),
    ]
    assert first.application.client == cast.client


def test_a_letter_counts_on_the_day_after_its_observation(cast, browse):
    reported.mailed(cast, cast.client, on=date(2026, 8, 14))  # 90 days ago
    assert page(browse, cast.alice, "report-letters")["letters"] == []
    reported.mailed(cast, cast.client, on=date(2026, 8, 13))
    assert len(page(browse, cast.alice, "report-letters")["letters"]) == 1


def test_an_outcome_taken_back_does_not_count(cast, browse):
    letter = reported.mailed(cast, cast.client, "offer")
    letter.outcomes.update(voided_at=at(1), voided_by=cast.alice, void_reason="a mistake")
    assert page(browse, cast.alice, "report-letters")["kinds"] == []


def test_a_counselor_sees_only_the_own_caseload(cast, browse):
    reported.mailed(cast, cast.client)
    assert page(browse, cast.dan, "report-letters")["letters"] == []
    for breadth in ("practice", "supervised", "everything"):
        url = reverse("desk:report-letters")
        assert browse(cast.alice).get(url, {"of": breadth}).status_code == 404


# --- Small groups ----------------------------------------------------------------------------------------------------


def test_the_administrator_sees_figures_about_five_and_none_about_four(cast, browse):
    four = reported.clients(cast, 4, cast.dan)
    for client in four:
        reported.mailed(cast, client, "offer")
    found = page(browse, cast.administrator, "report-letters")
    assert (found["letters"], found["kinds"], found["too_few"]) == ([], [], True)
    assert len(table(browse, cast.administrator, "report-letters")) == 1
    (fifth,) = reported.clients(cast, 1, cast.alice)
    reported.mailed(cast, fifth)
    assert page(browse, cast.administrator, "report-letters")["totals"][0][1].words == "4 of 5"


def test_a_small_group_takes_the_next_one_with_it(cast, browse):
    """One letter after a rejection among fifteen: without its neighbor, fifteen less fourteen would tell of it."""
    for number, client in enumerate(reported.clients(cast, 15, cast.dan)):
        variant = "after_rejection" if number == 0 else "on_hold" if number < 6 else "after_silence"
        reported.mailed(cast, client, variant=variant)
    by_variant = page(browse, cast.administrator, "report-letters")["breakdowns"][0]
    assert [row.label for row in by_variant.rows] == ["After silence"]
    assert by_variant.hidden
    groups = {row[1] for row in table(browse, cast.administrator, "report-letters") if row[0] == "variant"}
    assert groups == {"After silence"}


def test_a_supervisor_cannot_take_the_own_clients_away(team, browse):
    """Four of dan's and six of her own: the sum less her own six would tell of the four."""
    for client in reported.clients(team, 4, team.dan) + reported.clients(team, 6, team.supervisor):
        reported.mailed(team, client)
    informed()
    assert page(browse, team.supervisor, "report-letters", of="supervised")["too_few"]
    assert page(browse, team.supervisor, "report-letters", of="mine")["totals"][0][1].share.n == 6


def test_only_those_told_of_the_supervision_count_in_it(team, browse):
    for client in reported.clients(team, 6, team.dan):
        reported.mailed(team, client)
    assert page(browse, team.supervisor, "report-letters")["letters"] == []
    informed()
    assert len(page(browse, team.supervisor, "report-letters")["letters"]) == 6


def test_what_was_kept_counts_in_the_practice_alone(cast, browse):
    for client in reported.clients(cast, 4, cast.dan):
        reported.mailed(cast, client)
    reported.kept(cast, "referral")
    reported.kept(cast, "referral", month=date(2026, 10, 1))  # still watched
    totals = dict(page(browse, cast.administrator, "report-letters")["totals"])
    assert totals["a door opened"].words == "1 of 5"
    assert page(browse, cast.dan, "report-letters")["totals"][0][1].share.n == 4


def test_what_was_kept_in_one_month_may_be_one_persons(cast, browse):
    for client in reported.clients(cast, 3, cast.dan):
        reported.mailed(cast, client)
    for _ in range(3):
        reported.kept(cast, "referral")
    assert page(browse, cast.administrator, "report-letters")["too_few"]


def test_for_the_practice_a_period_is_whole_quarters(cast, browse):
    found = page(browse, cast.administrator, "report-process", **{"from": "2026-11-05", "to": "2026-11-06"})
    days = found["period"].days
    assert (days.first, days.last) == (date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize("name", REPORTS[:3])
def test_no_report_of_the_practice_names_a_client(cast, browse, name):
    for client in reported.clients(cast, 6, cast.dan):
        reported.mailed(cast, client, "offer")
        reported.promised(cast, client)
    text = browse(cast.administrator).get(reverse(f"desk:{name}"), {"period": "all"}).content.decode()
    assert "Of Dan" not in text
    assert "Miller" not in text


# --- How the practice goes about it ----------------------------------------------------------------------------------


def measured(browse: Any, user: Any, **query: str) -> dict[str, str]:
    rows = page(browse, user, "report-process", **query)["rows"]
    return {str(row.label): row.figure.words if row.figure else "hidden" for row in rows}


def thanked(cast: Cast, application: Any, **moment: Any) -> None:
    exchange = {"direction": "out", "channel": "email", "result": "sent", "purpose": "thanks"}
    services.log_touchpoint(application=application, by=cast.bob, **exchange, **moment)


def test_the_measures(cast, browse):
    first = met(cast)  # on the 3rd, from 10 to 11
    told(cast, interview=first)
    thanked(cast, cast.application, happened_at=at(4, hour=11))
    other = met(cast, cast.other_application)
    told(cast, cast.other_application, interview=other, kind="not_asked", due_on=None, precision="none")
    thanked(cast, cast.other_application, happened_at=at(4, hour=11, minute=1))
    found = measured(browse, cast.alice)
    assert found["Next steps asked and on record"] == "1 of 2"
    assert found["Thank-you e-mail within 24 hours"] == "1 of 2"
    assert found["Told of within 24 hours"] == "0 of 2"  # it was entered today


def test_an_interview_told_of_the_same_evening(cast, browse):
    told(cast, interview=met(cast), recorded_at=at(3, hour=20))
    assert measured(browse, cast.alice)["Told of within 24 hours"] == "1 of 1"


def test_cancelled_ahead_and_taken_back_are_not_held(cast, browse):
    services.cancel_interview(interview=met(cast), cancellation="cancelled", by=cast.bob)
    services.void(fact=met(cast), reason="a slip", by=cast.bob)
    met(cast, starts_at=at(20))
    assert measured(browse, cast.alice)["Next steps asked and on record"] == "0 of 0"


@pytest.mark.parametrize(("minute", "count"), [(59, "0 of 0"), (60, "0 of 1")])
def test_a_period_begins_at_midnight_of_the_practice(cast, browse, minute, count):
    """Alice reads in Honolulu; it is the practice's midnight that counts."""
    cast.alice.time_zone = "Pacific/Honolulu"
    cast.alice.save(update_fields=["time_zone"])
    late = at(5, hour=23, minute=59) if minute == 59 else at(6, hour=0)
    met(cast, starts_at=late, minutes=30)
    found = measured(browse, cast.alice, **{"from": "2026-11-06", "to": "2026-11-07"})
    assert found["Next steps asked and on record"] == count


def test_silence_that_became_definite(cast, browse):
    for row, verdict in [
        (cast.application, "probable"), (cast.application, "definite"), (cast.other_application, "probable"),
    ]:  # fmt: skip
        number = row.standing_changes.count() + 1
        StandingChange.objects.create(
            application=row, number=number, at=at(9), cause="time", status="overdue", verdict=verdict
        )
    assert measured(browse, cast.alice)["Silence that became definite"] == "1 of 2"


def test_days_from_the_verdict_to_the_mailing(cast, browse):
    for delay in (1, 2, 3, 4, 10):
        reported.mailed(cast, cast.client, on=date(2026, 10, 20), delay=delay)
    found = page(browse, cast.alice, "report-process")
    assert [days for _label, days in found["delay_words"]] == ["3", "2", "4"]


def test_a_measure_about_four_is_hidden_from_the_administrator(cast, browse):
    for client in reported.clients(cast, 4, cast.dan):
        met(cast, reported.application(cast, client))
    assert measured(browse, cast.administrator)["Next steps asked and on record"] == "hidden"
    rows = {row[0]: row[2:] for row in table(browse, cast.administrator, "report-process")}
    assert rows["Next steps asked and on record"] == []


# --- Employers -------------------------------------------------------------------------------------------------------


def test_employers_in_the_order_asked_for(cast, browse):
    other, site, _contact = make_employer(cast.practice, cast.alice, "Zenith")
    reported.promised(cast, cast.client)
    reported.promised(cast, cast.client, kept=False)
    reported.promised(cast, cast.client, employer=other, site=site)
    found = page(browse, cast.alice, "report-employers")
    assert [(row.employer, row.record.kept, row.record.broken) for row in found["rows"]] == [
        ("Acme Lighting", 1, 1),
        ("Zenith", 1, 0),
    ]
    assert found["total"].figure.words == "2 of 3"
    by_name = page(browse, cast.alice, "report-employers", sort="-employer")
    assert [row.employer for row in by_name["rows"]] == ["Zenith", "Acme Lighting"]


def test_of_employers_the_practice_tells_what_five_others_met(cast, browse):
    for client in [cast.client, cast.other_client, *reported.clients(cast, 4, cast.dan)]:
        reported.promised(cast, client)
    assert page(browse, cast.alice, "report-employers", of="practice")["rows"] == []
    (fifth,) = reported.clients(cast, 1, cast.dan)
    reported.promised(cast, fifth, kept=False)
    (row,) = page(browse, cast.alice, "report-employers", of="practice")["rows"]
    assert row.figure.words == "6 of 7"


def test_on_the_portal_only_ones_own_promises(cast, browse):
    for client in reported.clients(cast, 6, cast.alice):
        reported.promised(cast, client, kept=False)
    url = reverse("portal:application", args=[cast.application.pk])
    assert browse(cast.bob).get(url).context["promise_record"] == []
    reported.promised(cast, cast.client)
    (line,) = browse(cast.bob).get(url).context["promise_record"]
    assert (line.record.kept, line.record.judged) == (1, 1)


def test_on_the_desk_the_practice_too_where_it_tells_of_nobody(cast, browse):
    for client in reported.clients(cast, 5, cast.dan):
        reported.promised(cast, client)
    url = reverse("desk:application", args=[cast.application.pk])
    (line,) = browse(cast.alice).get(url).context["promise_record"]
    assert (str(line.whose), line.record.kept) == ("In the practice", 5)
    Client.objects.filter(family_name="Of Dan").first().assignments.update(counselor=cast.member(cast.alice))
    (line,) = browse(cast.alice).get(url).context["promise_record"]
    assert (str(line.whose), line.record.kept) == ("In your caseload", 1)


# --- Activity --------------------------------------------------------------------------------------------------------


def test_activity_by_client(cast, browse):
    Application.objects.update(created_at=at(1))
    met(cast)
    told(cast)
    services.log_touchpoint(
        application=cast.application, by=cast.bob, happened_at=at(10), channel="phone", result="no_answer"
    )
    services.log_touchpoint(
        application=cast.application, by=cast.bob, happened_at=at(10, 10), channel="phone", result="no_answer"
    )
    found = page(browse, cast.alice, "report-activity")
    bob, eve = found["rows"]
    assert [count for _heading, count in bob.cells] == [1, 1, 1, 1, 0, 0]
    assert (eve.client, eve.is_quiet, [count for _heading, count in found["totals"]]) == (
        "Eve Stone", False, [2, 1, 1, 1, 0, 0],
    )  # fmt: skip


def test_who_had_nothing_is_named_calmly(cast, browse):
    found = page(browse, cast.alice, "report-activity", period="last-week")
    assert [row.client for row in found["quiet"]] == ["Bob Miller", "Eve Stone"]


def test_an_administrator_has_no_activity_of_clients(cast, browse):
    assert browse(cast.administrator).get(reverse("desk:report-activity")).status_code == 404
    assert "report-activity" not in browse(cast.administrator).get(reverse("desk:reports")).content.decode()


def test_a_name_that_would_calculate_stays_a_name(cast, browse):
    Client.objects.filter(pk=cast.client.pk).update(given_name='=HYPERLINK("x")')
    names = [row[0] for row in table(browse, cast.alice, "report-activity")]
    assert names == ["Client", '\'=HYPERLINK("x") Miller', "Eve Stone"]


# --- Periods ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    "query",
    [
        {"from": "soon"}, {"to": "2026-02-30"}, {"period": "\x00"}, {"from": "9999-12-31"}, {"to": "9999-12-31"},
        {"from": "2026-11-12", "to": "2026-11-11"}, {"from": "0001-01-01", "to": "2026-01-01"},
    ],
)  # fmt: skip
def test_a_date_that_makes_no_sense_is_told_and_the_usual_period_shown(cast, browse, name, query):
    usual = page(browse, cast.alice, name)["period"]
    found = page(browse, cast.alice, name, **query)["period"]
    assert found.error
    assert (found.choice, found.days) == (usual.choice, usual.days)


# --- What it costs ---------------------------------------------------------------------------------------------------


def counts(browser: Any, names: list[str]) -> dict[str, int]:
    found = {}
    for name in names:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(f"desk:{name}"), {"period": "all"})
        found[name] = len(queries)
    return found


@pytest.mark.parametrize("who", ["alice", "administrator"])
def test_a_report_costs_the_same_for_ten_rows_and_two_hundred(cast, browse, who):
    """How many letters, promises and interviews there are does not matter; nor does it to whom they belong."""
    browser, names = browse(getattr(cast, who)), REPORTS if who == "alice" else REPORTS[:3]
    reported.busy(cast, 10)
    few = counts(browser, names)
    reported.busy(cast, 190)
    assert counts(browser, names) == few
    assert max(few.values()) <= 15, few


# --- The practice's week ---------------------------------------------------------------------------------------------


def test_staff_set_the_day_a_week_begins_on_and_the_trail_tells(cast, browse):
    practice = cast.practice
    fields = {name: getattr(practice, name) for name in ("name", "time_zone", "country", "subdivision", "mail")}
    form = fields | {"week_starts_on": "6", "clients_approve": "on"}
    response = browse(cast.administrator).post(reverse("desk:edit-practice"), form)
    assert response.status_code == 302
    days = page(browse, cast.alice, "report-activity", period="week")["period"].days
    assert (days.first, days.last) == (date(2026, 11, 8), date(2026, 11, 14))
    entry = AuditEntry.objects.get(practice=practice, action="edited")
    assert (entry.values, entry.by) == ({"changes": {"week_starts_on": ["0", "6"]}}, cast.administrator)


def test_saying_the_same_again_leaves_no_trace(cast, browse):
    form = {"name": cast.practice.name, "time_zone": "America/New_York", "country": "us", "mail": "discreet"}
    form |= {"week_starts_on": "0", "clients_approve": "on"}
    browse(cast.administrator).post(reverse("desk:edit-practice"), form)
    assert not AuditEntry.objects.filter(action="edited").exists()


@pytest.mark.parametrize(
    ("field", "value"), [("country", "USA"), ("subdivision", "ZZ"), ("time_zone", "Mars/Base"), ("week_starts_on", "7")]
)
def test_a_place_that_does_not_exist_is_refused(cast, browse, field, value):
    form = {"name": "Harbor", "time_zone": "America/New_York", "country": "US", "mail": "discreet"}
    form |= {"week_starts_on": "0", field: value}
    response = browse(cast.administrator).post(reverse("desk:edit-practice"), form)
    assert list(response.context["form"].errors) == [field]


def test_another_country_judges_every_open_application_anew(cast, browse):
    """Wednesday the 11th is Veterans Day in the US, and a grace day in Britain: there the day is over a day sooner."""
    row = reported.application(cast, cast.client, site=None)
    met(cast, row)
    told(cast, row, due_on=date(2026, 11, 9))  # two days of grace: to the 12th, in Britain to the 11th
    row.refresh_from_db()
    assert row.verdict == "none"
    form = {"name": "Harbor", "time_zone": "America/New_York", "country": "GB", "mail": "discreet"}
    browse(cast.administrator).post(reverse("desk:edit-practice"), form | {"week_starts_on": "0"})
    row.refresh_from_db()
    assert row.verdict == "probable"


def test_every_outcome_has_its_words():
    assert KIND.keys() == set(OutcomeKind)
