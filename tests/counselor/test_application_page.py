"""The one move on an application's page, once a letter is under way."""

from __future__ import annotations

from typing import Any

import pytest

from counselor.pages.application import go_on_with_letter
from counselor.pages.face import DESK
from counselor.pages.standing import StandingBlock
from letters.models import Letter
from tests.cast import Cast
from tests.furnished import Rooms, furnish

State = Letter.State


def block(action_url: str = "/desk/applications/1/letters/draft/") -> StandingBlock:
    return StandingBlock("Heading", "Overdue", "probably", "why", [], "", "Write the letter", action_url, None)


@pytest.fixture
def rooms(cast: Cast) -> Rooms:
    return furnish(cast.client, cast.alice)


@pytest.mark.parametrize(
    ("name", "label"), [("draft", "Go on with the letter"), ("approved", "Print and mail the letter")]
)
def test_a_letter_under_way_is_gone_on_with(rooms: Rooms, name: str, label: str) -> None:
    letter = getattr(rooms, name)
    moved = go_on_with_letter(block(), [letter], DESK)
    assert (moved.action_label, moved.action_url) == (label, f"/desk/letters/{letter.pk}/")


def test_a_mailed_letter_leaves_nothing_to_do(rooms: Rooms) -> None:
    moved = go_on_with_letter(block(), [rooms.mailed], DESK)
    assert (moved.action_label, moved.next[:23]) == ("", "The letter went out on ")


@pytest.mark.parametrize("letters", [[], ["void"]])
def test_without_a_letter_one_is_begun(rooms: Rooms, letters: list[Any]) -> None:
    rooms.draft.state = State.VOID
    assert go_on_with_letter(block(), [rooms.draft] * len(letters), DESK) == block()


def test_another_move_comes_first(rooms: Rooms) -> None:
    call = block("/desk/applications/1/calls/add/")
    assert go_on_with_letter(call, [rooms.draft], DESK) == call
