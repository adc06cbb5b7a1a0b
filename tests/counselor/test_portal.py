"""The client's own pages: Now, the applications, a pasted posting, withdrawing, the interview ahead."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates import services, withdrawals
from candidates.models import Application, Decision
from candidates.services import Refused
from candidates.wording import ASK_ABOUT_NEXT_STEPS
from tests.cast import NOW, Cast, at
from tests.counselor.test_together import text
from tests.pipeline import alike, silent, waiting

MOST = 15  # queries


def get(cast: Cast, browse: Any, name: str, *args: Any, **query: Any) -> Any:
    response = browse(cast.bob).get(reverse(f"portal:{name}", args=args), query)
    assert response.status_code == 200
    return response


def post(cast: Cast, browse: Any, name: str, *args: Any, **data: Any) -> Any:
    return browse(cast.bob).post(reverse(f"portal:{name}", args=args), data)


def more(cast: Cast, count: int) -> list[Application]:
    return [
        services.add_application(client=cast.client, employer=cast.employer, position=f"Post {number:03}", by=cast.bob)
        for number in range(count)
    ]


def many_more(cast: Cast, count: int) -> None:
    """As many applications like a new one."""
    (new,) = more(cast, 1)
    alike(new, [{}] * (count - 1))


def meets(cast: Cast, starts_at: Any, application: Application | None = None) -> Any:
    return services.record_interview(
        application=application or cast.application, arranged_at=at(2), starts_at=starts_at, minutes=60, by=cast.bob
    )


def read_again(cast: Cast) -> Application:
    found: Application = Application.objects.get(pk=cast.application.pk)
    return found


# --- The list --------------------------------------------------------------------------------------------------------


def titles(response: Any) -> list[str]:
    return [row["title"] for row in response.context["page_obj"].object_list]


def test_filters_and_search(cast, browse):
    closed, aside = more(cast, 2)
    withdrawals.withdraw(application=closed, by=cast.bob)
    services.archive(application=aside, by=cast.bob)
    waiting(cast)
    assert titles(get(cast, browse, "applications")) == ["Analyst"]
    assert titles(get(cast, browse, "applications", show="theirs")) == ["Analyst"]
    assert titles(get(cast, browse, "applications", show="mine")) == []
    assert titles(get(cast, browse, "applications", show="closed")) == ["Post 000", "Post 001"]
    assert titles(get(cast, browse, "applications", q="pöst 001")) == ["Post 001"]
    assert titles(get(cast, browse, "applications", q="acme", show="open")) == ["Analyst"]
    counts = {name: count for name, _label, count, _current in get(cast, browse, "applications").context["filters"]}
    assert counts == {"open": 1, "mine": 0, "theirs": 1, "closed": 2}


def test_my_move_is_the_same_here_and_on_the_desk(cast, browse):
    silent(cast)
    assert titles(get(cast, browse, "applications", show="mine")) == ["Analyst"]


@pytest.mark.parametrize("name", ["applications", "now"])
def test_two_hundred_cost_what_ten_cost(cast, browse, name):
    browser, found = browse(cast.bob), []
    for count in (10, 190):
        many_more(cast, count)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(f"portal:{name}"))
        found.append(len(queries))
    assert found[0] == found[1]
    assert found[1] <= MOST


def test_a_long_list_has_pages(cast, browse):
    more(cast, 30)
    first, second = get(cast, browse, "applications"), get(cast, browse, "applications", page=2)
    assert (len(titles(first)), len(titles(second))) == (25, 6)


# --- A pasted posting ------------------------------------------------------------------------------------------------

JOB = {
    "@type": "JobPosting",
    "title": "Lamp Tester",
    "hiringOrganization": {"name": "Bright & Co"},
    "jobLocation": {"address": "Troy, NY"},
}


def source(*jobs: Any) -> str:
    return f'<html><script type="application/ld+json">{json.dumps(jobs)}</script><p>You test <b>lamps</b>.</p></html>'


def test_a_posting_becomes_a_form_and_is_kept_with_its_text(cast, browse):
    read = post(cast, browse, "paste-posting", pasted=source(JOB), url="https://bright.example/7")
    form = read.context["form"]
    assert form.initial == {
        "position": "Lamp Tester",
        "employer": "Bright & Co",
        "location": "Troy, NY",
        "posting_url": "https://bright.example/7",
        "posting_text": "You test lamps.",
    }
    assert not Application.objects.filter(position="Lamp Tester").exists()
    response = post(cast, browse, "add-application", **form.initial)
    made = Application.objects.get(position="Lamp Tester")
    assert response.headers["Location"] == reverse("portal:application", args=[made.pk])
    document = made.documents.get()
    assert (document.name, document.kind, bytes(document.content)) == ("posting.txt", "posting", b"You test lamps.")


def test_of_several_postings_one_is_chosen(cast, browse):
    pasted = source(JOB, JOB | {"title": "Night Tester"})
    asked = post(cast, browse, "paste-posting", pasted=pasted)
    assert "Which one is yours?" in text(asked)
    chosen = post(cast, browse, "paste-posting", pasted=pasted, which="1")
    assert chosen.context["form"].initial["position"] == "Night Tester"


def test_an_empty_paste_asks_for_something(cast, browse):
    response = post(cast, browse, "paste-posting", pasted="  ")
    assert response.context["form"].errors == {"pasted": ["Paste the posting, or at least its address."]}


def test_a_script_in_a_posting_is_only_text(cast, browse):
    hostile = JOB | {"title": "<script>alert(1)</script>", "hiringOrganization": '"><img src=x onerror=alert(1)>'}
    pasted = source(hostile) + "<p>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
    page = post(cast, browse, "paste-posting", pasted=pasted).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_second_application_to_the_same_employer_is_asked_about(cast, browse):
    data = {"position": "Buyer", "employer": "ACME Lighting, Inc.", "posting_text": "Buy lamps."}
    asked = post(cast, browse, "add-application", **data)
    assert "There is an application to this employer already" in text(asked)
    assert 'value="Buy lamps."' in asked.content.decode()
    post(cast, browse, "add-application", **data, again="another")
    assert Application.objects.get(position="Buyer").documents.count() == 1


# --- Withdrawing -----------------------------------------------------------------------------------------------------


def test_withdrawn_and_taken_up_again(cast, browse):
    waiting(cast)
    page = get(cast, browse, "withdraw", cast.application.pk)
    assert "no reminder comes any more" in text(page)
    post(cast, browse, "withdraw", cast.application.pk, note="too far away")
    assert read_again(cast).status == "withdrawn"
    assert Decision.objects.get(kind="withdrawn").note == "too far away"
    assert "Let it stand again" in text(get(cast, browse, "application", cast.application.pk))
    post(cast, browse, "reinstate", cast.application.pk)
    assert read_again(cast).status not in withdrawals.OVER


def test_nothing_is_withdrawn_twice_or_reinstated_without_need(cast, browse):
    with pytest.raises(Refused):
        withdrawals.reinstate(application=cast.application, by=cast.bob)
    withdrawals.withdraw(application=cast.application, by=cast.bob)
    again = post(cast, browse, "withdraw", cast.application.pk)
    assert again.context["form"].non_field_errors() == ["This application is over already."]
    assert Decision.objects.filter(kind="withdrawn").count() == 1


# --- Now -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_at", "told"),
    [
        (NOW + timedelta(hours=2), "Interview today, 12:00"),
        (NOW - timedelta(minutes=30), "Interview today, 09:30"),
        (at(13, hour=23, minute=30), "Interview tomorrow, 23:30"),
    ],
)
def test_the_sentence_to_say_leads_on_the_day_and_the_day_before(cast, browse, starts_at, told):
    meets(cast, starts_at)
    for name, args in (("now", []), ("application", [cast.application.pk])):
        page = text(get(cast, browse, name, *args))
        assert told in page
        assert str(ASK_ABOUT_NEXT_STEPS) in page


@pytest.mark.parametrize("starts_at", [at(14, hour=0), NOW - timedelta(hours=1)], ids=["in two days", "over"])
def test_at_other_times_it_does_not(cast, browse, starts_at):
    meets(cast, starts_at)
    assert get(cast, browse, "now").context["ahead"] is None


def test_an_interview_that_is_off_or_withdrawn_is_not_ahead(cast, browse):
    services.cancel_interview(interview=meets(cast, at(12, hour=15)), cancellation="cancelled", by=cast.bob)
    meets(cast, at(12, hour=16))
    withdrawals.withdraw(application=cast.application, by=cast.bob)
    for name, args in (("now", []), ("application", [cast.application.pk])):
        assert get(cast, browse, name, *args).context["ahead"] is None


def test_an_interview_tomorrow_does_not_hide_a_call_due_today(cast, browse):
    (other,) = more(cast, 1)
    meets(cast, at(9), other)
    meets(cast, at(13))
    page = get(cast, browse, "now")
    assert page.context["first"].pk == other.pk
    assert page.content.decode().count("btn-primary") == 1


def test_what_was_recorded_lately_names_who_did_it(cast, browse):
    services.record_decision(application=cast.application, by=cast.bob, kind="on_hold", happened_at=NOW)
    services.record_decision(application=cast.application, by=cast.alice, kind="resumed", happened_at=NOW)
    lines = get(cast, browse, "now").context["recent"]
    assert [(line.what, line.who) for line in lines if "hold" in line.what] == [("The position is on hold", "you")]
    assert {line.who for line in lines} == {"you", "Alice"}
    assert "on hold" not in text(browse(cast.eve).get(reverse("portal:now")))
