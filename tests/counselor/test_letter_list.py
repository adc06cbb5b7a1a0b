"""The list of letters: found by name and number, and by where they are on their way."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.counselor.test_caseload import mail

URL = "/desk/letters/"


@pytest.fixture
def two(cast: Cast) -> list[str]:
    """The numbers of a letter that was mailed for bob, and of a draft for the other client."""
    for each in (cast.application, cast.other_application):
        mail(cast, each)
    cast.other_application.letters.update(state="draft", mailed_on=None, mailed_at=None, mailed_by=None)
    return [each.letters.get().number for each in (cast.application, cast.other_application)]


@pytest.fixture
def listed(cast: Cast, browse: Any) -> Any:
    """`listed("q=bob")` are the numbers that alice is shown, or somebody else."""

    def numbers(asked: str = "", user: Any = None, url: str = URL) -> list[str]:
        page = browse(user or cast.alice).get(f"{url}?{asked}")
        return [letter.number for letter in page.context["page_obj"].object_list]

    return numbers


def test_names_and_numbers_find_letters(two: list[str], listed: Any) -> None:
    bobs, others = two
    found = {asked: listed(f"q={asked}") for asked in ("bob", "kim+acme", "designer", bobs, bobs[2:], "zq")}
    assert found == {
        "bob": [bobs],
        "kim+acme": [others, bobs],
        "designer": [others],
        bobs: [bobs],
        bobs[2:]: [bobs],
        "zq": [],
    }


def test_a_state_is_shown_alone(two: list[str], listed: Any) -> None:
    bobs, others = two
    assert [listed(f"state={each}") for each in ("mailed", "draft", "void", "odd")] == [
        [bobs],
        [others],
        [],
        [others, bobs],
    ]


def test_a_search_stays_within_the_state(cast: Cast, two: list[str], browse: Any) -> None:
    page = browse(cast.alice).get(f"{URL}?q=acme&state=draft").content.decode()
    assert '<input type="hidden" name="state" value="draft">' in page
    assert 'type="hidden" name="state"' not in browse(cast.alice).get(f"{URL}?q=acme&state=odd").content.decode()


def test_the_states_there_are_have_their_numbers(cast: Cast, two: list[str], browse: Any) -> None:
    segments = browse(cast.alice).get(URL, {"state": "void", "q": "acme"}).context["segments"]
    assert [(key, number, current) for key, _, number, current in segments] == [
        ("", 2, False),
        ("draft", 1, False),
        ("mailed", 1, False),
        ("void", 0, True),
    ]


def test_nothing_of_others_is_found(cast: Cast, two: list[str], listed: Any) -> None:
    assert listed("q=kim", cast.dan) == []
    assert listed("q=kim", cast.bob, reverse("portal:letters")) == two[:1]


@pytest.mark.parametrize("asked", ["q=zq", "state=void"])
def test_where_none_is_left_a_link_leads_to_all(cast: Cast, two: list[str], browse: Any, asked: str) -> None:
    assert "Show all letters" in browse(cast.alice).get(f"{URL}?{asked}").content.decode()
