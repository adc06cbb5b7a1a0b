"""L2: the worker that makes a print run is killed (kill −9) in the middle, twice, with a real worker and a real broker.

The kill falls while this test holds the database's write lock, so that the worker cannot get any further than was seen.

The run finishes after each restart with the bytes it would have had undisturbed; nothing is in it twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from tests.chaos.servers import House, until

pytestmark = pytest.mark.chaos

LETTERS, KILLS = 360, 2
OVER = ("ready", "failed")
SEEN = "SELECT state, attempts, done FROM letters_printrun"


class Progress(NamedTuple):
    """State of the run, which attempt it is, and how many letters are in."""

    state: str
    attempts: int
    done: int


def progress(house: House) -> Progress:
    return Progress(*house.ask(SEEN)[0])


@contextmanager
def held(house: House) -> Iterator[Progress]:
    """The progress, while nobody else can write."""
    with house.connected() as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield Progress(*connection.execute(SEEN).fetchone())
        connection.execute("ROLLBACK")


def killed(house: House, attempt: int, letters: int) -> int:
    """Kill a worker once so many letters are in; how many were."""

    def far_enough() -> bool:
        state, attempts, done = progress(house)
        return state in OVER or (state == "making" and attempts == attempt and done >= letters)

    house.start("worker")
    until(far_enough)
    with held(house) as (state, _attempt, done):
        assert state == "making", f"{state} before anybody could be killed"
        house.kill("worker")
    return done


def test_a_killed_worker_leaves_the_run_to_the_next(house: House, dice: random.Random) -> None:
    house.act("printer.write", LETTERS)
    house.start_broker()
    house.act("printer.start")
    reached = []
    for attempt in range(1, KILLS + 1):
        reached.append(killed(house, attempt, dice.randrange(25, LETTERS // 2)))
        house.act("printer.lapse")
    house.start("worker")
    until(lambda: progress(house).state in OVER)
    told: dict[str, Any] = house.act("printer.tell")
    print(f"killed at {reached} of {LETTERS} letters; {told}")
    assert (told["state"], told["attempts"]) == ("ready", KILLS + 1)
    assert (told["letters"], told["places"]) == (LETTERS, LETTERS)
    assert told["made"] == told["undisturbed"]
