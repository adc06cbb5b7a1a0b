"""R8: a row that cannot be checked, a beat that was away for a day, a clock that was set wrong."""

from __future__ import annotations

import pytest

from tests.chaos.servers import BOTH, House, Ledger, size

pytestmark = pytest.mark.chaos


@BOTH
def test_one_poison_row_leaves_all_others_done(house: House) -> None:
    keys = house.fill(size(200, 1_000))
    house.act("poison", keys[len(keys) // 3])
    house.make_due(keys)
    assert house.act("sweep") == {"due": len(keys), "changed": len(keys) - 1, "failed": 1}
    assert (house.checked(), house.twice()) == (len(keys) - 1, [])
    failed = house.ask("SELECT id, sweep_failures FROM candidates_application WHERE sweep_error <> ''")
    assert failed == [(keys[len(keys) // 3], 1)]


@BOTH
def test_a_day_without_beat_and_a_wrong_clock_double_no_reminder(house: House, ledger: Ledger) -> None:
    """Everything beat calls is called at an hour, 26 hours later, and then by clocks an hour fast and an hour slow."""
    keys = house.fill(size(60, 1_000))
    house.act("tick", 0)
    before = house.mails()
    house.make_due(keys)
    house.act("tick", 26)
    after = house.mails()
    house.act("tick", 27, 25, 26, 27, 26.5)
    for _turn in range(len(keys) // 100):  # one turn sends two hundred, where the machine has the time
        if not house.all_sent():
            house.act("tick", 26.5)
    about = house.ask("SELECT about, kind FROM outbox_outgoingemail")
    told = [each for each, kind in about if kind == "your-move"]
    digests = [each for each, kind in about if kind != "your-move"]
    print(f"{len(keys)} due after 26 hours: {len(told)} reminders, {len(digests)} other mails; {len(before)} before")
    assert sorted(told) == sorted(f"application:{pk}" for pk in keys)
    assert (house.twice(), house.mails().keys() == after.keys()) == ([], True)
    assert set(house.mails().values()) == {"sent"}
    assert ledger.accepted() == dict.fromkeys(house.mails(), 1)
