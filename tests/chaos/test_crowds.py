"""R11: fifty people on one row at the same moment, on both databases: nothing fails, nothing is lost, once is once."""

from __future__ import annotations

import pytest

from tests.chaos.servers import BOTH, House

pytestmark = [pytest.mark.chaos, BOTH]

CROWD, FACTS = 50, 2


def test_the_facts_of_fifty_writers_are_all_there(house: House) -> None:
    house.fill(1)
    assert house.act("crowd.write_together", FACTS) == [{"NoneType": CROWD}, FACTS * CROWD]


def test_of_fifty_editors_nobody_overwrites_another(house: House) -> None:
    house.fill(1)
    assert house.act("crowd.edit_together") == [{"NoneType": CROWD}, CROWD]


def test_a_letter_marked_as_mailed_fifty_times_is_mailed_once(house: House) -> None:
    assert house.act("crowd.mail_together") == [{"NoneType": 1, "Refused": CROWD - 1}, 1]


def test_an_invitation_accepted_fifty_times_gives_one_place(house: House) -> None:
    house.fill(1)
    came, places = house.act("crowd.join_together")
    assert (came.pop("NoneType"), sum(came.values()), places) == (1, CROWD - 1, 1)
    assert came.keys() <= {"Dead", "Refused"}
