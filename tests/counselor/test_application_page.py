"""The one move on an application's page, once a letter is under way."""

from __future__ import annotations

from typing import Any

import pytest

from counselor.pages.application import go_on_with_letter
from counselor.pages.face import DESK
from counselor.pages.standing import StandingBlock
from letters.models import Letter
from tests.furnished import Rooms

State = Letter.State


def block(action_url: str = "/desk/applications/1/letters/draft/") -> StandingBlock:
    return StandingBlock("Heading", "Overdue", "probably", "why", [], "", "Write the letter", action_url, None)


@pytest.mark.parametrize(
    ("name", "label"), [("draft", "Go on with the letter"), ("approved", "Print and mail the letter")]
)
def test_a_letter_under_way_is_gone_on_with(furnished: Rooms, name: str, label: str) -> None:
    letter = getattr(furnished, name)
    moved = go_on_with_letter(block(), [letter], DESK)
    assert (moved.action_label, moved.action_url) == (label, f"/desk/letters/{letter.pk}/")


def test_a_mailed_letter_leaves_nothing_to_do(furnished: Rooms) -> None:
    moved = go_on_with_letter(block(), [furnished.mailed], DESK)
    assert (moved.action_label, moved.next[:23]) == ("", "The letter went out on ")


@pytest.mark.parametrize("letters", [[], ["void"]])
def test_without_a_letter_one_is_begun(furnished: Rooms, letters: list[Any]) -> None:
    furnished.draft.state = State.VOID
    assert go_on_with_letter(block(), [furnished.draft] * len(letters), DESK) == block()


def test_another_move_comes_first(furnished: Rooms) -> None:
    call = block("/desk/applications/1/calls/add/")
    assert go_on_with_letter(call, [furnished.draft], DESK) == call
