"""R3: the worker, or one of its processes, is killed at random instants again and again; all is done soon after.

A real beat and a real broker, a tick each second. Two sweeps are the promise: one may still run into the gap that the
dead left, the next finds everything.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter

import pytest

from tests.chaos.servers import House, Ledger, size, until

pytestmark = pytest.mark.chaos

WORKERS, CHILDREN, EACH = size(6, 50), size(3, 20), 30


def sweeps_until_done(house: House, keys: range) -> int:
    """How many sweeps ended or were at it when the last of these applications was checked."""
    beats = {before := house.last_sweep()}

    def done() -> bool:
        over = house.checked(keys) == len(keys)
        if not over:
            beats.add(house.last_sweep())
        return over

    until(done, what="what was left of the sweep")
    return len(beats - {before}) + 1


def kill_a_child(house: House, dice: random.Random) -> None:
    os.kill(dice.choice(house.children("worker")), signal.SIGKILL)


def kill_all(house: House) -> None:
    house.kill("worker")
    house.start("worker")


def kill_the_parent(house: House) -> None:
    """As the kernel does when memory runs out: its children are left alone with what they are doing."""
    children = house.children("worker")
    house.kill_alone("worker")
    house.start("worker")
    until(lambda: not any(os.path.exists(f"/proc/{child}") for child in children), what="the children to leave")


def test_what_is_due_is_done_two_sweeps_after_a_worker_died(house: House, ledger: Ledger, dice: random.Random) -> None:
    kinds = ["worker", "parent"] * WORKERS
    kinds = dice.sample([*kinds[:WORKERS], *["child"] * CHILDREN], WORKERS + CHILDREN)
    keys, sweeps, caught = house.fill(len(kinds) * EACH), [], 0
    house.start_broker()
    house.start("worker")
    house.start("beat")
    before = house.last_sweep()
    until(lambda: house.last_sweep() != before, what="the first sweep: until then the worker has no children to kill")
    for number, kind in enumerate(kinds):
        due = keys[number * EACH : (number + 1) * EACH]
        house.make_due(due)
        time.sleep(dice.uniform(0, 1.5))
        caught += house.checked(due) < EACH
        match kind:
            case "child":
                kill_a_child(house, dice)
            case "parent":
                kill_the_parent(house)
            case "worker":
                kill_all(house)
        sweeps.append(sweeps_until_done(house, due))
    until(house.none_waits)
    house.act("settle")
    states = house.mails()
    doubtful = [identity for identity, state in states.items() if state == "uncertain"]
    print(f"{Counter(kinds)}, {caught} before all was done; sweeps: {Counter(sweeps)}; {len(doubtful)} mails uncertain")
    assert (max(sweeps) <= 2, house.checked(), house.twice(), house.died()) == (True, len(keys), [], [])
    assert set(states.values()) <= {"sent", "uncertain"}
    assert [each for each, times in ledger.accepted().items() if times > 1] == []
