"""R4 and R5: the broker dies, comes back, forgets everything, hangs. It only wakes workers: nothing is lost by it."""

from __future__ import annotations

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import urlencode

import pytest

from counselor.supervisor import pages_answer
from tests.chaos.servers import House, Ledger, size, until
from tests.fuzz import fields_of

pytestmark = pytest.mark.chaos

KILLS, EACH, RESUMES = size(4, 24), 10, 15.0  # seconds
FORMS, SLOWEST = size(20, 100), 1.0  # seconds


@contextmanager
def at_work(house: House) -> Iterator[None]:
    house.start_broker()
    house.start("worker")
    house.start("beat")
    until(lambda: house.count("candidates_heartbeat"), what="the first sweep")
    yield
    assert house.died() == []


# --- R4 --------------------------------------------------------------------------------------------------------------


def killed_and_back(house: House, due: range, dice: random.Random) -> float:
    """Seconds from the broker's answer to the end of what was due when it died."""
    house.make_due(due)
    time.sleep(dice.uniform(0, 1.5))
    house.kill("broker")
    time.sleep(dice.uniform(0, 3))  # a supervisor takes its time
    house.start_broker()
    return until(lambda: house.checked(due) == EACH, what="the sweep after the broker")


def test_work_goes_on_soon_after_the_broker_is_back(house: House, dice: random.Random) -> None:
    keys = house.fill(KILLS * EACH)
    with at_work(house):
        rounds = [keys[number * EACH : (number + 1) * EACH] for number in range(KILLS)]
        took = [killed_and_back(house, due, dice) for due in rounds]
    print(f"{KILLS} kills, all that was due done {min(took):.1f} to {max(took):.1f} s after the broker answered")
    assert (max(took) <= RESUMES, house.checked(), house.twice()) == (True, len(keys), [])


def test_a_broker_that_forgot_everything_costs_nothing(house: House, ledger: Ledger) -> None:
    due = house.fill(500)
    with at_work(house):
        house.kill("broker")
        shutil.rmtree(house.folder / "broker")
        house.make_due(due)
        house.start_broker()
        resumed = until(lambda: house.checked(due), what="the first sweep after the broker")
        took = until(lambda: house.checked(due) == len(due) and house.all_sent())
    print(f"resumed after {resumed:.1f} s; {len(due)} of {len(due)} checked and sent after {took:.1f} s")
    assert (resumed <= RESUMES, house.twice()) == (True, [])
    accepted = ledger.accepted()
    assert [identity for identity in house.mails() if accepted[identity] != 1] == []


# --- R5 --------------------------------------------------------------------------------------------------------------


class Person:
    """Somebody who is signed in, fills in forms, and looks at the clock."""

    def __init__(self, house: House, session: str) -> None:
        self.port, self.session = house.port, session

    def fill_in(self, path: str, **values: str) -> tuple[int, float]:
        """Open a form, fill it in and send it: the status of the answer and its seconds."""
        page, cookie = self._ask("GET", path)
        fields = fields_of(page.decode())
        token = page.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        kept = {name: given[0] for name, given in fields.values.items() if len(given) == 1}
        body = urlencode(kept | values | {"csrfmiddlewaretoken": token})
        began = time.perf_counter()
        self._ask("POST", path, body, cookie)
        return self.status, time.perf_counter() - began

    def _ask(self, method: str, path: str, body: str = "", cookie: str = "") -> tuple[bytes, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"sessionid={self.session}; {cookie}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            self.status = answer.status
            return answer.read(), (answer.getheader("Set-Cookie") or "").partition(";")[0]
        finally:
            connection.close()


def busy(house: House, sessions: list[str], keys: range, number: int) -> list[tuple[int, float]]:
    """Alice invites people by mail, which wakes a worker, while a client records calls; each in two windows."""

    def invites(each: int) -> tuple[int, float]:
        address = f"new{number}.{each}@home.example"
        return Person(house, sessions[0]).fill_in("/desk/clients/invite/", email=address, way="mail")

    def calls(each: int) -> tuple[int, float]:
        return Person(house, sessions[1]).fill_in(f"/portal/applications/{keys[0]}/calls/add/", result="no_answer")

    acts: list[Callable[[int], tuple[int, float]]] = [invites, calls]
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda each: acts[each % 2](each), range(2 * FORMS)))


def p95(answers: list[tuple[int, float]]) -> float:
    return quantiles([seconds for _status, seconds in answers], n=20)[-1]


def test_people_work_on_without_a_broker_and_mails_follow(house: House) -> None:
    house.environment["REQUIRE_SECOND_FACTOR"] = "0"
    keys = house.fill(20)
    sessions = house.act("sign_in", "alice@harbor.example", "client0@home.example")
    with at_work(house):
        house.start("web")
        until(lambda: pages_answer(house.port))
        with_it = busy(house, sessions, keys, 1)
        until(house.all_sent)
        house.kill("broker")
        without = busy(house, sessions, keys, 2)
        waiting = house.count("outbox_outgoingemail", "state = 'queued'")
        house.start_broker()
        followed = until(house.all_sent, what="the mails")
        house.signal("broker", signal.SIGSTOP)
        hanging = busy(house, sessions, keys, 3)
        house.signal("broker", signal.SIGCONT)
        followed_again = until(house.all_sent, what="the mails")
    print(
        f"{2 * FORMS} forms each: p95 {p95(with_it):.2f} s with a broker, {p95(without):.2f} s without, "
        f"{p95(hanging):.2f} s with one that hangs; mails followed {followed:.1f} and {followed_again:.1f} s later"
    )
    assert {status for status, _seconds in with_it + without + hanging} == {302}
    assert (waiting, house.count("outbox_outgoingemail", "kind = 'invitation' AND state = 'sent'")) == (
        FORMS,
        3 * FORMS,
    )
    # The figures are printed; what fails here is a page that waits for the broker, on however busy a machine.
    assert max(p95(without), p95(hanging)) <= max(3 * SLOWEST, 2 * p95(with_it))
