"""The search over everything one may see: what it finds, how, and what it never shows."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.urls import reverse

from candidates import services
from candidates.models import Application, Client, Contact
from tests.cast import TODAY, Cast, make_application, make_client, make_employer
from tests.counselor.test_caseload import cost, crowd, mail, over, supervise

URL = "/desk/search/"


@pytest.fixture
def find(cast: Cast, browse: Any) -> Any:
    """`find("bob")` is what alice finds, by kind; `find("bob", user)` what somebody else does."""

    def found(query: str, user: Any = None, **asked: str) -> dict[str, list[str]]:
        context = browse(user or cast.alice).get(URL, {"q": query} | asked).context
        return {group.name: [hit.title for hit in group.hits] for group in context["groups"]}

    return found


BOTH = ["Designer, Acme Lighting", "Analyst, Acme Lighting"]


def test_each_kind_is_found(cast: Cast, find: Any) -> None:
    mail(cast, cast.application)
    letter = cast.application.letters.get()
    assert find("bob") == {"clients": ["Bob Miller"]}
    assert find("analyst") == {"applications": ["Analyst, Acme Lighting"]}
    assert find("acme") == {"applications": BOTH, "employers": ["Acme Lighting"]}
    assert find("jin director") == {"contacts": ["Jin Kim"]}
    assert find(letter.number) == {"letters": [f"{letter.number}, Jin Kim"]}
    assert find(letter.number.lower()) == find(str(letter.pk)) == find(letter.number)


def test_a_hit_has_a_line_and_a_way(cast: Cast, browse: Any) -> None:
    (group,) = browse(cast.alice).get(URL, {"q": "jin kim"}).context["groups"]
    (hit,) = group.hits
    assert (hit.context, group.page.paginator.count) == ("Director · Acme Lighting", 1)
    assert hit.url == reverse("desk:application", args=[cast.other_application.pk])


def test_an_employer_leads_to_its_applications(cast: Cast, browse: Any, find: Any) -> None:
    groups = {group.name: group for group in browse(cast.alice).get(URL, {"q": "acme"}).context["groups"]}
    (hit,) = groups["employers"].hits
    assert (hit.context, hit.url) == ("2 applications", f"{URL}?q=Acme+Lighting&in=applications")
    assert find("Acme Lighting", **{"in": "applications"}) == {"applications": BOTH}


def test_accents_and_capitals_do_not_matter(cast: Cast, find: Any) -> None:
    spelled = {
        "lukasz": "Łukasz",
        "ŁUKASZ": "Łukasz",
        "orsted": "Ørsted",
        "ørsted": "Ørsted",
        "mueller": "Müller",
        "muller": "Müller",
        "müller": "Müller",
        "strasse": "Straße",
        "nguyen": "Nguyễn",
        "zurawski": unicodedata.normalize("NFD", "Żurawski"),
        "vo thi": unicodedata.normalize("NFD", "Vỗ Thị"),
        "łódz": "Lodz",
        "o'brien": "O'Brien",
    }
    for name in set(spelled.values()):
        make_client(cast.practice, cast.alice, None, "Zed", name)
    assert {query: find(query) for query in spelled} == {
        query: {"clients": [f"Zed {name}"]} for query, name in spelled.items()
    }


def test_a_telephone_number_is_its_digits(cast: Cast, find: Any) -> None:
    Client.objects.filter(pk=cast.client.pk).update(phone="(207) 555-0142")
    Contact.objects.filter(pk=cast.contact.pk).update(phone="+1 207.555.0142")
    for query in ("2075550142", "207 555-0142", "555-0142", "(207) 555"):
        assert find(query) == {"clients": ["Bob Miller"], "contacts": ["Jin Kim"]}


def test_an_address_of_mail_is_found(cast: Cast, find: Any) -> None:
    assert find("bob@home") == {"clients": ["Bob Miller"]}


def test_odd_queries_find_nothing_and_harm_nothing(find: Any) -> None:
    odd = ["", " ", "\x00", "\u0301", "%", "_", ".*", "(", "[a", "\\", "L-", "0" * 90, "9" * 90, "\ufffd"]
    assert {query: found for query in odd if (found := find(query))} == {}


def test_a_very_long_query_is_cut(cast: Cast, browse: Any) -> None:
    assert len(browse(cast.alice).get(URL, {"q": "ab " * 9_000}).context["query"]) <= 100


def test_odd_pages_show_what_there_is(find: Any) -> None:
    for asked in ({"in": "nonsense"}, {"page": "9"}, {"in": "clients", "page": "x"}):
        assert find("bob", **asked) == {"clients": ["Bob Miller"]}


def test_many_are_counted_and_shown_on_a_page_of_their_own(cast: Cast, browse: Any, find: Any) -> None:
    crowd(cast, 60)
    (group,) = browse(cast.alice).get(URL, {"q": "crowd"}).context["groups"]
    assert (len(group.hits), group.page.paginator.count) == (8, 60)
    assert len(find("crowd", **{"in": "clients"})["clients"]) == 50
    assert len(find("crowd", **{"in": "clients", "page": "2"})["clients"]) == 10


# --- What it never shows ---------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(cast: Cast) -> Application:
    """Dan's client with all that could leak: an employer of his own, people there and elsewhere, a letter."""
    client = make_client(cast.practice, cast.dan, None, "Zqgina", "Zqdans")
    employer, site, _shared = make_employer(cast.practice, cast.dan, "Zqworks")
    services.add_contact(employer=employer, by=cast.dan, family_name="Zqshared")
    for place in (employer, cast.employer):
        services.add_contact(employer=place, by=cast.dan, family_name="Zqmet", client=client, email="zq@zq.example")
    application = make_application(client, employer, site, cast.dan, "Zqclerk")
    mail(cast, application)
    return application


def test_a_colleagues_clients_are_not_found(cast: Cast, find: Any, hidden: Application) -> None:
    number = hidden.letters.get().number
    assert [find("zq"), find(number), find("zqmet"), find("zqworks", **{"in": "employers"})] == [{}] * 4
    assert find("zq", cast.dan).keys() == {"clients", "applications", "employers", "contacts"}
    assert find(number, cast.dan).keys() == {"letters"}


def test_an_employer_counts_only_applications_one_sees(cast: Cast, browse: Any, hidden: Application) -> None:
    make_application(hidden.client, cast.employer, cast.site, cast.dan, "Zqother")
    groups = {group.name: group for group in browse(cast.alice).get(URL, {"q": "acme"}).context["groups"]}
    assert groups["employers"].hits[0].context == "2 applications"
    assert groups["applications"].page.paginator.count == 2


def test_another_practice_is_not_found(find: Any) -> None:
    assert [find(word) for word in ("canary", "zoe", "keeper")] == [{}, {}, {}]


def test_a_counselor_of_yesterday_finds_nothing(cast: Cast, find: Any) -> None:
    mail(cast, cast.application)
    number = cast.application.letters.get().number
    services.add_contact(employer=cast.employer, by=cast.alice, family_name="Bobsfriend", client=cast.client)
    over(cast.client)
    assert [find(query) for query in ("bob", "analyst", number, "bobsfriend")] == [{}] * 4
    assert find("acme")["applications"] == ["Designer, Acme Lighting"]


def test_a_supervisor_finds_only_who_was_told(cast: Cast, find: Any) -> None:
    supervise(cast, cast.alice, cast.client)
    found = [find(word, cast.supervisor) for word in ("bob", "eve", "designer")]
    assert found == [{"clients": ["Bob Miller"]}, {}, {}]
    assert find("acme", cast.supervisor)["applications"] == ["Analyst, Acme Lighting"]


# --- Its cost --------------------------------------------------------------------------------------------------------


def test_ten_cost_as_much_as_two_hundred(cast: Cast, browse: Any) -> None:
    browser = browse(cast.alice)
    for number in range(10):
        make_employer(cast.practice, cast.alice, f"Crowd & {number}")
    services.add_application(
        client=cast.client, employer=cast.employer, position="Crowd control", by=cast.alice, applied_on=TODAY
    )
    crowd(cast, 10)
    few = cost(browser, f"{URL}?q=c")
    crowd(cast, 190)
    assert cost(browser, f"{URL}?q=c") == few
    assert few <= 15
