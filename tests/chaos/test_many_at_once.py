"""R6: several beats, several machines' workers, several sweepers on one database: everything happens, and once."""

from __future__ import annotations

import time

import pytest

from tests.chaos.servers import BOTH, House, Ledger, size, until

pytestmark = pytest.mark.chaos

SWEEPERS = 4


@BOTH
def test_four_sweepers_check_each_row_once(house: House) -> None:
    number = size(200, 2_000)
    house.make_due(house.fill(number))
    began = time.monotonic()
    sweepers = [house.begin_act("sweep") for _ in range(SWEEPERS)]
    tallies = [each.said() for each in sweepers]
    print(f"{number} due, {SWEEPERS} sweepers, {time.monotonic() - began:.1f} s: {tallies}")
    assert sum(each["changed"] for each in tallies) == number
    assert sum(each["failed"] for each in tallies) == 0
    assert (house.checked(), len(house.mails()), house.twice()) == (number, number, [])


@BOTH
def test_two_beats_and_two_machines_send_each_reminder_once(house: House, ledger: Ledger) -> None:
    """Two beats and two workers of two processes each, as on two machines with one database and one broker."""
    number = size(200, 2_000)
    keys = house.fill(number)
    house.start_broker()
    for name in ("worker-1", "worker-2", "beat-1", "beat-2"):
        house.start(name)
    house.make_due(keys)
    took = until(lambda: house.checked() == number and house.all_sent())
    print(f"{number} due, checked and sent after {took:.1f} s")
    assert (house.twice(), house.died()) == ([], [])
    assert set(house.mails().values()) == {"sent"}
    assert ledger.accepted() == dict.fromkeys(house.mails(), 1)
