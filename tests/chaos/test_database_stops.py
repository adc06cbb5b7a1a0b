"""R10: PostgreSQL is stopped at once in the middle of a sweep, as when the power fails, again and again."""

from __future__ import annotations

import random
import time

import pytest

from tests.chaos.servers import Cluster, House, Ledger, size, until

pytestmark = pytest.mark.chaos

STOPS, EACH = size(6, 20), 40


def stopped_in_the_middle(house: House, cluster: Cluster, due: range, dice: random.Random) -> int:
    """How many of these applications were checked when the database came back."""
    house.make_due(due)
    time.sleep(dice.uniform(0, 1.5))
    cluster.stop_at_once()
    cluster.start()
    return house.checked(due)


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_database_that_stops_at_once_loses_and_doubles_nothing(
    house: House, cluster: Cluster, ledger: Ledger, dice: random.Random
) -> None:
    ledger.slowest = 0.02
    keys = house.fill(STOPS * EACH)
    house.start_broker()
    for name in ("worker-1", "worker-2", "beat"):
        house.start(name)
    rounds = [keys[number * EACH : (number + 1) * EACH] for number in range(STOPS)]
    reached = []
    for due in rounds:
        reached.append(stopped_in_the_middle(house, cluster, due, dice))
        until(lambda due=due: house.checked(due) == EACH, what="what was left")
    until(house.none_waits)
    house.act("settle")
    states, accepted = house.mails(), ledger.accepted()
    doubtful = [identity for identity, state in states.items() if state == "uncertain"]
    print(f"{STOPS} stops at {reached} of {EACH}; {len(doubtful)} of {len(states)} mails uncertain")
    assert (house.checked(), house.twice(), house.died()) == (len(keys), [], [])
    assert house.count("candidates_application", "sweep_failures > 0") == 0  # no row is to blame
    assert set(states.values()) <= {"sent", "uncertain"}
    assert [identity for identity, state in states.items() if state == "sent" and accepted[identity] != 1] == []
    assert [identity for identity, times in accepted.items() if times > 1] == []
