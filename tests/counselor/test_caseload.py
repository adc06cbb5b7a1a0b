"""The caseload: who is in it, in which order, what each line says, and the views kept of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from candidates import labeling, services
from candidates.desk_views import Search
from candidates.models import Application, Assignment, Client, CounselingSession, Label, SavedView
from counselor.accounts.models import Membership, User
from letters.models import Letter
from tests.cast import NOW, TODAY, Cast, at, make_client
from tests.pipeline import called, decided, silent, waiting

URL = "/desk/clients/"


@pytest.fixture
def look(cast: Cast, browse: Any) -> Any:
    """`look(user, sort="moves")` is the context of the caseload as somebody searches it."""
    return lambda user=None, **asked: browse(user or cast.alice).get(URL, asked).context


def names(context: Any) -> list[str]:
    return [row.client.given_name for row in context["page_obj"].object_list]


def since(row: Any) -> datetime:
    return datetime.fromisoformat(row.since.iso)


def supervise(cast: Cast, counselor: User, *clients: Client) -> None:
    """The cast's supervisor supervises `counselor`; these clients were told."""
    Membership.objects.filter(user=counselor).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk__in=[client.pk for client in clients]).update(supervisor_informed_on=TODAY)


def over(client: Client) -> None:
    """Whoever counsels the client did so until yesterday."""
    client.assignments.update(from_on=TODAY - timedelta(days=9), to_on=TODAY - timedelta(days=1))


def meet(cast: Cast, client: Client, **fields: Any) -> None:
    values = {"starts_at": NOW + timedelta(days=2), "state": "planned"} | fields
    CounselingSession.objects.create(client=client, counselor=cast.member(cast.alice), created_by=cast.alice, **values)


def mail(cast: Cast, application: Application) -> None:
    sent = {"state": "mailed", "mailed_on": TODAY, "mailed_at": NOW, "mailed_by": cast.alice}
    Letter.objects.create(
        practice=cast.practice,
        application=application,
        contact=cast.contact,
        variant="after_silence",
        dated_on=TODAY,
        created_by=cast.alice,
        approved_at=NOW,
        approved_by=cast.alice,
        **sent,
    )


# --- A line of it ----------------------------------------------------------------------------------------------------


def test_a_line_says_what_is_next_and_what_is_out(cast: Cast, look: Any) -> None:
    silent(cast)
    called(cast, happened_at=at(11, hour=9))
    meet(cast, cast.client)
    lettered = services.add_application(client=cast.client, employer=cast.employer, position="Porter", by=cast.alice)
    mail(cast, lettered)
    row = look(q="Bob")["page_obj"].object_list[0]
    figures = {
        name: getattr(row.client, f"{name}_figure") for name in ("moves", "open", "letters", "contact", "session")
    }
    assert figures == {
        "moves": 1,
        "open": 2,
        "letters": 1,
        "contact": at(11, hour=9),
        "session": NOW + timedelta(days=2),
    }
    assert row.application == cast.application
    assert since(row) == cast.application.standing_since


def test_with_the_letter_in_the_mail_the_move_was_made(cast: Cast, look: Any) -> None:
    silent(cast)
    assert look(q="Bob")["page_obj"].object_list[0].client.moves_figure == 1
    mail(cast, cast.application)
    assert look(q="Bob")["page_obj"].object_list[0].client.moves_figure == 0


def test_the_longest_waiting_move_is_named(cast: Cast, look: Any) -> None:
    younger = services.add_application(client=cast.client, employer=cast.employer, position="Porter", by=cast.alice)
    Application.objects.filter(pk=younger.pk).update(ball="client", standing_since=at(9))
    Application.objects.filter(pk=cast.application.pk).update(ball="client", standing_since=at(2))
    row = look(q="Bob")["page_obj"].object_list[0]
    assert (row.application, row.client.moves_figure, since(row)) == (cast.application, 2, at(2))


@pytest.mark.parametrize("ahead", ["interview_scheduled", "call_not_yet", "write_not_yet"])
def test_what_is_only_ahead_does_not_wait_yet(cast: Cast, look: Any, ahead: str) -> None:
    due = services.add_application(client=cast.client, employer=cast.employer, position="Porter", by=cast.alice)
    Application.objects.filter(pk=due.pk).update(ball="client", status="call_due", standing_since=at(9))
    theirs = Application.objects.filter(pk=cast.application.pk)
    theirs.update(ball="client", status=ahead, standing_since=at(2))
    row = look(q="Bob")["page_obj"].object_list[0]
    assert (row.application, since(row)) == (due, at(9))
    services.archive(application=due, by=cast.alice)
    row = look(q="Bob")["page_obj"].object_list[0]
    assert (row.application, row.since) == (cast.application, None)


def test_what_was_taken_back_or_put_aside_does_not_count(cast: Cast, look: Any) -> None:
    waiting(cast)
    services.void(fact=called(cast, happened_at=at(11)), reason="a slip", by=cast.alice)
    Application.objects.filter(pk=cast.application.pk).update(ball="client")
    services.archive(application=cast.application, by=cast.alice)
    row = look(q="Bob")["page_obj"].object_list[0]
    client = row.client
    assert [client.moves_figure, client.open_figure, client.contact_figure, row.since] == [0, 0, None, None]


def test_a_session_held_is_a_contact_and_a_missed_one_is_not(cast: Cast, look: Any) -> None:
    meet(cast, cast.client, state="held", starts_at=at(10))
    meet(cast, cast.client, state="missed", starts_at=at(11))
    meet(cast, cast.client, starts_at=at(9))  # planned, and nobody said what came of it
    client = look(q="Bob")["page_obj"].object_list[0].client
    assert (client.contact_figure, client.session_figure) == (at(10), None)


def test_counselors_are_named_where_one_is_not_alone(cast: Cast, look: Any) -> None:
    assert look()["shared"] is False
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    assert [row.counselors for row in look(sort="client")["page_obj"].object_list] == [["Alice", "Dan"], []]


# --- Order -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(cast: Cast) -> None:
    """Bob, Eve and Ida, who differ in every column; Ida has nothing at all."""
    make_client(cast.practice, cast.alice, None, "Ida", "Adler")
    called(cast, happened_at=at(10))
    meet(cast, cast.other_client, state="held", starts_at=at(11))
    bobs = Application.objects.filter(pk=cast.application.pk)
    bobs.update(ball="client", standing_since=at(2), status="needs_debrief")
    Application.objects.filter(pk=cast.other_application.pk).update(
        ball="client", standing_since=at(5), status="call_due"
    )
    extra = services.add_application(client=cast.other_client, employer=cast.employer, position="Cook", by=cast.alice)
    Application.objects.filter(pk=extra.pk).update(ball="client", standing_since=at(6), status="call_due")
    meet(cast, cast.client, starts_at=NOW + timedelta(days=1))
    meet(cast, cast.other_client, starts_at=NOW + timedelta(days=3))
    mail(cast, cast.application)
    mail(cast, cast.other_application)
    mail(cast, cast.other_application)
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    Assignment.objects.filter(client=cast.client, counselor=cast.member(cast.alice)).update(to_on=TODAY)
    services.assign(client=cast.client, counselor=cast.member(cast.alice), on=TODAY, by=cast.alice, primary=False)
    Assignment.objects.filter(client=cast.client, counselor=cast.member(cast.dan)).update(primary=True)


@pytest.mark.usefixtures("three")
def test_every_column_sorts_both_ways(look: Any) -> None:
    sorts = {
        "": "Bob Eve Ida",
        "-since": "Eve Bob Ida",
        "client": "Ida Bob Eve",
        "-client": "Eve Bob Ida",
        "next": "Eve Bob Ida",
        "-next": "Bob Eve Ida",
        "moves": "Ida Bob Eve",
        "-moves": "Eve Bob Ida",
        "open": "Ida Bob Eve",
        "-open": "Eve Bob Ida",
        "letters": "Ida Bob Eve",
        "-letters": "Eve Bob Ida",
        "contact": "Bob Eve Ida",
        "-contact": "Eve Bob Ida",
        "session": "Bob Eve Ida",
        "-session": "Eve Bob Ida",
        "counselor": "Ida Eve Bob",
        "-counselor": "Bob Ida Eve",
    }
    assert {sort: " ".join(names(look(sort=sort))) for sort in sorts} == sorts


def test_a_heading_turns_the_order_and_says_which_it_is(look: Any) -> None:
    context = look(sort="moves", what="waits")
    by_name = {column["name"]: column for column in context["columns"]}
    assert by_name["moves"] == {
        "name": "moves",
        "label": "Moves",
        "url": f"{URL}?what=waits&sort=-moves",
        "sort": "ascending",
    }
    assert (by_name["since"]["url"], by_name["since"]["sort"]) == (f"{URL}?what=waits", "")
    assert (by_name["contact"]["url"], by_name["contact"]["sort"]) == (f"{URL}?what=waits&sort=-contact", "")


# --- Filters ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_what_is_shown(look: Any) -> None:
    shown = {
        "waits": ["Bob", "Eve"],
        "rests": ["Ida"],
        "letters": ["Bob", "Eve"],
        "idle": ["Ida"],
        "unplanned": ["Ida"],
        "quiet": ["Ida"],
        "ended": [],
        "nonsense": ["Bob", "Eve", "Ida"],
    }
    assert {what: names(look(what=what)) for what in shown} == shown


def test_a_settled_application_is_not_open(cast: Cast, look: Any) -> None:
    decided(cast, "withdrawn")
    assert names(look(what="idle")) == ["Bob"]


def test_fourteen_days_without_a_word_are_quiet(cast: Cast, look: Any) -> None:
    called(cast, happened_at=NOW - timedelta(days=14))
    meet(cast, cast.other_client, state="held", starts_at=NOW - timedelta(days=13, hours=20))
    assert names(look(what="quiet")) == ["Bob"]


def test_an_ended_counseling_shows_only_when_asked_for(cast: Cast, look: Any) -> None:
    Client.objects.filter(pk=cast.client.pk).update(ended_at=NOW, ended_by=cast.alice)
    assert (names(look()), names(look(what="ended"))) == (["Eve"], ["Bob"])


def test_a_label_narrows_and_a_foreign_one_is_passed_over(cast: Cast, look: Any) -> None:
    label = labeling.add_label(practice=cast.practice, name="urgent", by=cast.alice)
    labeling.label_client(client=cast.other_client, labels=[label], by=cast.alice)
    with scope(practice=cast.elsewhere["practice"]):
        foreign = Label.objects.create(practice=cast.elsewhere["practice"], name="Canary")
        foreign.clients.add(cast.elsewhere["client"])
    assert names(look(label=label.pk)) == ["Eve"]
    assert names(look(label=foreign.pk, sort="client")) == ["Bob", "Eve"]
    assert look()["label_choices"] == [("", "Any"), (str(label.pk), "urgent")]


def test_words_find_clients(look: Any) -> None:
    found = {
        "bob": ["Bob"],
        "MILLER b": ["Bob"],
        "designer": ["Eve"],
        "acme": ["Bob", "Eve"],
        "kim": ["Bob", "Eve"],
        "stone designer acme": ["Eve"],
        "bob designer": [],
        "zoe": [],
        "canary": [],
        "%": [],
        "_": [],
        ".*": [],
        "bob\x00": ["Bob"],
        "x" * 5_000: [],
    }
    assert {query: names(look(q=query, sort="client")) for query in found} == found


def test_a_contact_met_by_one_client_finds_that_client_alone(cast: Cast, look: Any) -> None:
    services.add_contact(employer=cast.employer, by=cast.alice, family_name="Nowak", client=cast.client)
    assert names(look(q="nowak")) == ["Bob"]


def test_what_means_nothing_is_passed_over(cast: Cast, browse: Any) -> None:
    alice = browse(cast.alice)
    odd = ["page=x", "page=-3", "page=999999999999", "sort=--moves", "sort=pk", "label=9e9", "label=%D9%A3"]
    odd += ["whose=%00", "whose=99999999999999999999", "what=%FF", "q=%FF%00", "sort=%00&label=-1&whose=supervised"]
    found = {asked: len(alice.get(f"{URL}?{asked}").context["page_obj"].object_list) for asked in odd}
    assert found == dict.fromkeys(odd, 2) | {"q=%FF%00": 0}


# --- Whose -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def team(cast: Cast) -> Cast:
    """The supervisor has a client of her own, and supervises alice: bob was told, eve was not. Dan's is nobody's."""
    supervise(cast, cast.alice, cast.client)
    make_client(cast.practice, cast.supervisor, None, "Sam", "Own")
    make_client(cast.practice, cast.dan, None, "Dora", "Dans")
    return cast


def test_a_supervisor_sees_the_supervised_who_were_told(team: Cast, look: Any) -> None:
    assert names(look(team.supervisor, sort="client")) == ["Bob", "Sam"]


def test_whose_clients_a_supervisor_may_choose(team: Cast, look: Any) -> None:
    alice = str(team.member(team.alice).pk)
    values = [value for value, _words in look(team.supervisor)["whose_choices"]]
    assert values == ["", "primary", "mine", "supervised", alice]
    found = {value: names(look(team.supervisor, whose=value, sort="client")) for value in values}
    assert found == {
        "": ["Bob", "Sam"],
        "primary": ["Sam"],
        "mine": ["Sam"],
        "supervised": ["Bob"],
        alice: ["Bob"],
    }


def test_a_counselor_who_is_no_choice_is_passed_over(team: Cast, look: Any) -> None:
    dan = team.member(team.dan).pk
    assert names(look(team.supervisor, whose=dan, sort="client")) == ["Bob", "Sam"]


def test_mine_and_mine_first_of_all(cast: Cast, look: Any) -> None:
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    assert names(look(cast.dan)) == ["Bob"]
    assert (names(look(cast.dan, whose="mine")), names(look(cast.dan, whose="primary"))) == (["Bob"], [])


def test_a_counselor_of_yesterday_sees_nothing_of_the_client(cast: Cast, look: Any) -> None:
    label = labeling.add_label(practice=cast.practice, name="urgent", by=cast.alice)
    labeling.label_client(client=cast.client, labels=[label], by=cast.alice)
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    over(cast.client)
    for asked in ({}, {"q": "bob"}, {"label": label.pk}, {"what": "ended"}):
        context = look(**asked)
        assert "Bob" not in names(context)
    assert look()["page_obj"].paginator.count == 1
    assert (look()["label_choices"], look()["whose_choices"]) == ([], [])


def test_nor_does_their_supervisor(team: Cast, look: Any) -> None:
    over(team.client)
    assert names(look(team.supervisor)) == ["Sam"]


def test_an_administrator_has_no_caseload(cast: Cast, browse: Any) -> None:
    urls = [URL, reverse("desk:search"), reverse("desk:labels")]
    assert [browse(cast.administrator).get(url).status_code for url in urls] == [404, 404, 404]
    assert "search-everything" not in browse(cast.administrator).get(reverse("desk:practice")).content.decode()


# --- Its cost --------------------------------------------------------------------------------------------------------


def crowd(cast: Cast, number: int) -> None:
    """As many more clients of alice and dan, each with an application that waits, and a label."""
    label, _made = Label.objects.get_or_create(practice=cast.practice, name="crowd")
    members = [cast.member(cast.alice), cast.member(cast.dan)]
    people = [Client(practice=cast.practice, given_name=f"N{n}", family_name="Crowd") for n in range(number)]
    clients = Client.objects.bulk_create(people)
    Assignment.objects.bulk_create(
        Assignment(client=client, counselor=member, from_on=TODAY, primary=member == members[0])
        for client in clients
        for member in members
    )
    work = {"practice": cast.practice, "employer": cast.employer, "position": "Clerk", "created_by": cast.alice}
    Application.objects.bulk_create(
        Application(client=client, ball="client", standing_since=at(3), **work) for client in clients
    )
    label.clients.add(*clients)


def cost(browser: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url).status_code == 200
    return len(queries)


def test_ten_cost_as_much_as_two_hundred(cast: Cast, browse: Any) -> None:
    browser, urls = browse(cast.alice), [URL, f"{URL}?q=acme+crowd&what=waits&whose=primary&sort=-contact"]
    crowd(cast, 10)
    few = [cost(browser, url) for url in urls]
    crowd(cast, 190)
    assert [cost(browser, url) for url in urls] == few
    assert max(few) <= 15


def test_the_pager_keeps_what_was_asked(cast: Cast, browse: Any) -> None:
    crowd(cast, 60)
    page = browse(cast.alice).get(f"{URL}?q=crowd&sort=client").content.decode()
    assert 'href="?q=crowd&amp;sort=client&amp;page=2"' in page


# --- Views -----------------------------------------------------------------------------------------------------------


def keep(browser: Any, name: str, query: str) -> Any:
    return browser.post(reverse("desk:save-view"), {"name": name, "query": query})


def kept(cast: Cast) -> list[tuple[str, str]]:
    return list(SavedView.objects.order_by("pk").values_list("name", "query"))


def test_a_view_is_kept_shown_and_removed(cast: Cast, browse: Any, look: Any) -> None:
    alice = browse(cast.alice)
    assert keep(alice, "Waiting", "what=waits&sort=-moves").url == f"{URL}?what=waits&sort=-moves"
    (view,) = look(what="waits", sort="-moves")["views"]
    pk = SavedView.objects.get().pk
    assert view == {"pk": pk, "name": "Waiting", "url": f"{URL}?what=waits&sort=-moves", "current": True}
    assert alice.post(reverse("desk:remove-view", args=[pk])).url == URL
    assert kept(cast) == []


def test_a_view_of_the_same_name_is_replaced(cast: Cast, browse: Any) -> None:
    alice = browse(cast.alice)
    keep(alice, "Waiting", "what=waits")
    keep(alice, " WAITING ", "what=rests")
    assert kept(cast) == [("WAITING", "what=rests")]


def test_only_what_is_known_is_kept(cast: Cast, browse: Any) -> None:
    keep(browse(cast.alice), "Odd", "what=waits&page=3&next=//evil.example&sort=pk&label=x&q=a%00b")
    assert kept(cast) == [("Odd", "q=a+b&what=waits")]


def test_a_view_somebody_tampered_with_shows_what_is_known(cast: Cast, browse: Any, look: Any) -> None:
    SavedView.objects.create(member=cast.member(cast.alice), name="Odd", query='what=waits&x="><script>')
    assert look()["views"][0]["url"] == f"{URL}?what=waits"


def test_a_view_without_a_name_comes_back(cast: Cast, browse: Any) -> None:
    response = keep(browse(cast.alice), "", "what=waits")
    assert list(response.context["form"].errors) == ["name"]
    assert 'value="what=waits"' in response.content.decode()


def test_a_search_too_long_to_keep_is_refused_in_words(cast: Cast, browse: Any) -> None:
    response = keep(browse(cast.alice), "Long", Search(q="ł" * 100).query)
    assert response.context["form"].non_field_errors() == ["This search is too long to keep. Search for fewer words."]


def test_views_are_ones_own(cast: Cast, browse: Any, look: Any) -> None:
    keep(browse(cast.alice), "Waiting", "what=waits")
    assert look(cast.dan)["views"] == []
    url = reverse("desk:remove-view", args=[SavedView.objects.get().pk])
    assert browse(cast.dan).post(url).status_code == 404
    keep(browse(cast.dan), "Waiting", "what=rests")
    assert kept(cast) == [("Waiting", "what=waits"), ("Waiting", "what=rests")]


# --- Somebody new ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "known",
    [{"given_name": "bob", "email": ""}, {"given_name": "Robert", "family_name": "Hart", "email": "BOB@x.example"}],
)
def test_a_client_there_already_is_asked_about_once(cast: Cast, browse: Any, known: dict[str, str]) -> None:
    Client.objects.filter(pk=cast.client.pk).update(email="bob@x.example")
    data = {"family_name": cast.client.family_name, "country": "US", "reminders": "on"} | known
    browser, there = browse(cast.alice), Client.objects.count()
    asked = browser.post("/desk/clients/add/", data)
    assert "is a client already" in asked.content.decode()
    assert Client.objects.count() == there
    assert browser.post("/desk/clients/add/", data | {"somebody_else": "on"}).status_code == 302
    assert Client.objects.count() == there + 1


def test_a_client_one_may_not_see_is_not_given_away(cast: Cast, browse: Any) -> None:
    data = {"given_name": "Bob", "family_name": cast.client.family_name, "country": "US"}
    assert browse(cast.dan).post("/desk/clients/add/", data).status_code == 302
