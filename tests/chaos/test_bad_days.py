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
    about = house.ask("SELECT about, kind, state FROM outbox_outgoingemail")
    told = [(each, state) for each, kind, state in about if kind == "your-move"]
    digests = [state for _each, kind, state in about if kind != "your-move"]
    print(f"{len(keys)} due after 26 hours: {len(told)} reminders, digests {digests}; {len(before)} mails before")
    assert sorted(told) == sorted((f"application:{pk}", "sent") for pk in keys)
    assert (house.twice(), house.mails().keys() == after.keys()) == ([], True)
    assert set(digests) <= {"sent", "cancelled"}  # a digest is for its day, which a clock may leave behind
    assert ledger.accepted() == {each: 1 for each, state in house.mails().items() if state == "sent"}
