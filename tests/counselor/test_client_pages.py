"""One client's board, table and timeline: what they show, what they cost, and what is done to several rows at once."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates import bulk, care, notes, services
from candidates.models import Application, AuditEntry, Decision, Interview, NextStep, Touchpoint
from counselor.dashboard.across import KINDS
from counselor.dashboard.board import CLOSED_SHOWN, SHOWN
from letters import services as letters
from letters.models import Letter, Outcome
from tests.cast import NOW, TODAY, Cast, at, make_application
from tests.pipeline import called, decided, met, silent, told, waiting

PAGES = ("client", "client-table", "client-timeline")


def show(cast: Cast, browse: Any, name: str = "client", **query: Any) -> Any:
    response = browse(cast.alice).get(reverse(f"desk:{name}", args=[cast.client.pk]), query)
    assert response.status_code == 200
    return response


def more(cast: Cast, count: int, **fields: Any) -> list[Application]:
    return [
        services.add_application(
            client=cast.client, employer=cast.employer, position=f"Post {number}", by=cast.alice, **fields
        )
        for number in range(count)
    ]


def change(cast: Cast, browse: Any, act: str, rows: list[Any], **data: Any) -> Any:
    url = reverse("desk:change-applications", args=[cast.client.pk])
    return browse(cast.alice).post(url, {"act": act, "pk": [getattr(row, "pk", row) for row in rows], **data})


def aside(*rows: Application) -> list[bool]:
    return [Application.objects.get(pk=row.pk).archived_at is not None for row in rows]


# --- Board -----------------------------------------------------------------------------------------------------------


def test_the_caseload_is_marked_as_where_one_is(cast, browse):
    marked = {str(label): current for label, _, _, current in show(cast, browse).context["nav_items"] if current}
    assert marked == {"Caseload": "true"}


def test_cards_stand_where_their_facts_put_them(cast, browse):
    lead, letter = more(cast, 2)
    services.record_decision(application=letter, by=cast.alice, kind="rejected", happened_at=at(10))
    waiting(cast)
    columns = {each.key: [card.pk for card in each.cards] for each in show(cast, browse).context["columns"]}
    assert columns == {
        "lead": [lead.pk],
        "applied": [],
        "interviewing": [],
        "waiting": [cast.application.pk],
        "your-move": [],
        "letter": [letter.pk],
        "closed": [],
    }


def test_a_letter_that_fits_no_more_holds_nothing_back(cast, browse):
    silent(cast)
    letters.draft_letter(application=cast.application, contact=cast.contact, on=NOW.date(), by=cast.alice)
    told(cast, said_at=NOW, due_on=at(30).date())
    (found,) = [each for each in show(cast, browse).context["columns"] if each.cards]
    assert found.key == "waiting"


def test_long_columns_end_in_the_table(cast, browse):
    more(cast, SHOWN + 4)
    for row in more(cast, CLOSED_SHOWN + 3, applied_on=at(1).date()):
        services.archive(application=row, by=cast.alice)
    columns = {each.key: (len(each.cards), each.more) for each in show(cast, browse).context["columns"]}
    assert (columns["lead"], columns["closed"]) == ((SHOWN, 4), (CLOSED_SHOWN, 3))


def test_each_card_has_one_next_action(cast, browse):
    met(cast)
    told(cast, kind="candidate_calls", due_on=at(11).date())
    (card,) = [card for each in show(cast, browse).context["columns"] for card in each.cards]
    assert str(card.next.label) == "Log the call"
    assert card.next.url.startswith(reverse("desk:log-call", args=[cast.application.pk]))


def test_the_strip_tells_who_and_when(cast, browse):
    care.plan_session(client=cast.client, counselor=cast.member(cast.alice), starts_at=at(16), by=cast.alice)
    strip = show(cast, browse).context["strip"]
    assert ([str(each) for each in strip["counselors"]], strip["session"].starts_at) == (["Alice"], at(16))


# --- Table -----------------------------------------------------------------------------------------------------------


def titles(response: Any) -> list[str]:
    return [card.title for card in response.context["page_obj"]]


def test_the_table_is_found_filtered_and_sorted(cast, browse):
    _, second, _ = more(cast, 3, applied_on=at(2).date())
    services.archive(application=second, by=cast.alice)
    assert titles(show(cast, browse, "client-table", sort="position")) == ["Analyst", "Post 0", "Post 2"]
    assert titles(show(cast, browse, "client-table", sort="-position", q="post acme")) == ["Post 2", "Post 0"]
    assert titles(show(cast, browse, "client-table", archived="only")) == ["Post 1"]
    assert titles(show(cast, browse, "client-table", column="closed", archived="too")) == ["Post 1"]
    assert titles(show(cast, browse, "client-table", standing="waiting")) == []


def test_a_heading_says_how_the_rows_run(cast, browse):
    page = show(cast, browse, "client-table", sort="-since").content.decode()
    assert page.count("aria-sort=") == 1
    assert '<th scope="col" aria-sort="descending"><a href="?sort=since">' in page


@pytest.mark.parametrize("query", [{"sort": "pk"}, {"column": "\x00"}, {"page": "x"}, {"archived": "1", "q": "\x00"}])
def test_an_odd_address_is_read_for_what_it_knows(cast, browse, query):
    assert titles(show(cast, browse, "client-table", **query)) == ["Analyst"]


# --- Several at once -------------------------------------------------------------------------------------------------


def test_it_asks_first_and_names_the_rows(cast, browse):
    rows = more(cast, 2)
    asked = change(cast, browse, "aside", rows)
    assert asked.context["question"] == "Put 2 applications aside?"
    assert [card.title for card in asked.context["cards"]] == ["Post 0", "Post 1"]
    assert aside(*rows) == [False, False]


def test_put_aside_and_undone(cast, browse):
    rows = more(cast, 2)
    done = change(cast, browse, "aside", rows, sure="1")
    table = browse(cast.alice).get(done.url)
    assert aside(*rows) == [True, True]
    assert sorted(table.context["undo"]["pks"]) == [row.pk for row in rows]
    change(cast, browse, "restore", rows, sure="1")
    assert aside(*rows) == [False, False]
    assert browse(cast.alice).get(done.url).context["undo"] is None
    trail = AuditEntry.objects.order_by("pk").filter(application__in=rows).values_list("action", flat=True)
    assert list(trail) == ["archived", "archived", "restored", "restored"]


def test_all_or_none(cast, browse):
    rows = more(cast, 3)
    services.archive(application=rows[1], by=cast.alice)
    refused = change(cast, browse, "aside", rows, sure="1")
    assert [(row.pk, why) for row, why in refused.context["troubles"]] == [(rows[1].pk, "It is aside.")]
    assert refused.context["others"] == [rows[0].pk, rows[2].pk]
    assert aside(*rows) == [False, True, False]


def test_withdrawn_on_one_day(cast, browse):
    rows = more(cast, 2, applied_on=at(1).date())
    change(cast, browse, "withdraw", rows, sure="1", happened_at="2026-11-11T10:00", note="moved away")
    found = [Application.objects.get(pk=row.pk) for row in rows]
    assert [(row.status, row.decisions.get().happened_at) for row in found] == [("withdrawn", at(11))] * 2


def test_a_withdrawal_without_its_date_is_asked_again(cast, browse):
    asked = change(cast, browse, "withdraw", [cast.application], sure="1", happened_at="")
    assert list(asked.context["form"].errors) == ["happened_at"]


def test_what_is_settled_or_unsent_is_not_withdrawn(cast):
    (lead,) = more(cast, 1)
    decided(cast, "rejected")
    with pytest.raises(bulk.NotAll) as refused:
        bulk.withdraw(applications=[lead, cast.application], happened_at=NOW, by=cast.alice)
    assert [why for _row, why in refused.value.troubles] == [
        "It was never sent. Put it aside instead.",
        "They have said no already.",
    ]


def test_a_row_of_somebody_else_does_not_exist(cast, browse):
    strangers = [cast.other_application, cast.elsewhere["application"], 2**62, "x"]
    codes = {
        change(cast, browse, act, [cast.application, theirs], **sure).status_code
        for act in ("aside", "restore", "withdraw")
        for theirs in strangers
        for sure in ({}, {"sure": "1", "happened_at": "2026-11-11T10:00"})
    }
    assert codes == {404}
    assert aside(cast.application, cast.other_application) == [False, False]


@pytest.mark.parametrize(("act", "rows"), [("aside", []), ("delete", None), ("", None)])
def test_nothing_is_done_to_nothing(cast, browse, act, rows):
    ticked = [cast.application] if rows is None else rows
    assert change(cast, browse, act, ticked, sure="1").status_code == 302
    assert aside(cast.application) == [False]


def test_taking_up_counts_the_time_gone_by(cast, clock):
    waiting(cast)
    services.archive(application=cast.application, by=cast.alice)
    clock.move_to(at(20))
    services.restore(application=cast.application, by=cast.alice)
    cast.application.refresh_from_db()
    assert (cast.application.status, cast.application.review_at) == ("overdue", None)


def test_taking_up_asks_for_the_next_look(cast):
    waiting(cast)
    services.archive(application=cast.application, by=cast.alice)
    assert Application.objects.get(pk=cast.application.pk).review_at is None
    assert services.restore(application=cast.application, by=cast.alice)
    cast.application.refresh_from_db()
    assert cast.application.review_at is not None
    assert not services.restore(application=cast.application, by=cast.alice)


# --- Timeline --------------------------------------------------------------------------------------------------------


def told_of(response: Any) -> list[str]:
    return [line.entry.title for line in response.context["lines"]]


def test_everything_on_one_line_latest_first(cast, browse):
    other = make_application(cast.client, cast.employer, cast.site, cast.alice, "Designer")
    met(cast, detail="the map")
    told(cast)
    services.record_decision(application=other, by=cast.alice, kind="on_hold", happened_at=at(5))
    called(cast, happened_at=at(6), note="asked for Ms Kim")
    notes.write_shared_note(client=cast.client, text="see you on Monday", by=cast.alice)
    care.plan_session(client=cast.client, counselor=cast.member(cast.alice), starts_at=at(16), by=cast.alice)
    page = show(cast, browse, "client-timeline")
    assert told_of(page) == [
        "Session, planned",
        "Shared note",
        "Phone: I left a message",
        "The position is on hold",
        "They will be in touch",
        "Interview, in person",
    ]
    assert told_of(show(cast, browse, "client-timeline", kind="decision")) == ["The position is on hold"]
    assert told_of(show(cast, browse, "client-timeline", application=other.pk)) == ["The position is on hold"]
    assert told_of(show(cast, browse, "client-timeline", application=cast.other_application.pk)) == told_of(page)


def test_another_clients_facts_and_what_was_taken_back_stay_away(cast, browse):
    met(cast, cast.other_application)
    services.void(fact=met(cast), reason="a slip", by=cast.alice)
    assert told_of(show(cast, browse, "client-timeline")) == []


# --- What they cost --------------------------------------------------------------------------------------------------


def furnish_rows(cast: Cast, count: int) -> None:
    """Applications with a fact of every kind."""
    rows = Application.objects.bulk_create(
        Application(
            practice=cast.practice,
            client=cast.client,
            employer=cast.employer,
            position=f"Post {number}",
            created_by=cast.alice,
            status=status,
            standing_since=at(2),
            archived_at=at(3) if number % 5 == 0 else None,
            archived_by=cast.alice if number % 5 == 0 else None,
        )
        for number, status in zip(range(count), cycle(["applied", "waiting", "call_due", "rejected"]), strict=False)
    )
    both = [{"application": row, "recorded_by": cast.bob} for row in rows]
    Interview.objects.bulk_create(Interview(**each, arranged_at=at(1), starts_at=at(3)) for each in both)
    NextStep.objects.bulk_create(
        NextStep(**each, said_at=at(3), said_by=cast.contact, kind="open_ended") for each in both
    )
    Touchpoint.objects.bulk_create(
        Touchpoint(**each, happened_at=at(4), contact=cast.contact, result="no_answer") for each in both
    )
    Decision.objects.bulk_create(Decision(**each, happened_at=at(5), kind="rejected") for each in both)
    sent = {"dated_on": TODAY, "mailed_on": TODAY, "state": "mailed", "contact": cast.contact, "created_by": cast.bob}
    sent |= {f"{name}_at": NOW for name in ("approved", "mailed")} | {"approved_by": cast.bob, "mailed_by": cast.bob}
    mailed = Letter.objects.bulk_create(
        Letter(practice=cast.practice, application=row, variant="after_rejection", **sent) for row in rows
    )
    Outcome.objects.bulk_create(
        Outcome(letter=each, kind="acknowledged", happened_on=TODAY, attribution="later", recorded_by=cast.bob)
        for each in mailed
    )


def cost(browser: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def test_a_page_costs_the_same_for_10_and_for_200(cast, browse):
    browser = browse(cast.alice)
    urls = [reverse(f"desk:{name}", args=[cast.client.pk]) for name in PAGES]
    kinds = [f"{urls[-1]}?kind={kind}" for kind in KINDS]
    care.plan_session(client=cast.client, counselor=cast.member(cast.alice), starts_at=at(16), by=cast.alice)
    notes.write_shared_note(client=cast.client, text="hello", by=cast.alice)
    furnish_rows(cast, 9)
    few = {url: cost(browser, url) for url in [*urls, *kinds]}
    furnish_rows(cast, 190)
    many = {url: cost(browser, url) for url in few}
    of_a_page = many.pop(urls[-1])  # its latest 50 entries are of fewer kinds
    assert of_a_page <= few.pop(urls[-1]) <= 15
    assert many == few
    assert max(many.values()) <= 15
