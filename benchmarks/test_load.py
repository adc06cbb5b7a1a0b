"""Many people at once on the product's own web server, with its worker and its beat, beside an empty page of the same.

RATE requests a second, mixed; the full size is `DURATION=300 make bench ARGS=benchmarks/test_load.py`. Times count from
the moment a request was due, so that a slow server is not asked less. No 5xx is asserted, no time.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import pytest

from benchmarks import databases, results
from benchmarks.databases import ROOT, Place
from counselor import broker
from counselor.supervisor import commands

RATE, SECONDS = int(os.environ.get("RATE", "40")), int(os.environ.get("DURATION", "60"))
LARGE = os.environ.get("LARGE", "1") == "1"
THREADS = 32
TOKEN = "x" * 32  # the secret of the cookie against forged requests, and the same as a form sends it
MIX = ("portal", "desk", "portal", "post", "desk", "portal", "desk", "portal", "post", "desk")
EMPTY_EACH = 10  # an empty page besides, after so many requests


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    if databases.bin_of_postgresql() is None:
        pytest.skip("needs PostgreSQL")
    with databases.cluster() as address:
        yield address


@contextmanager
def serving(place: Place) -> Iterator[int]:
    """The processes of `manage.py up`; gives the port. The web server has one page more than the product."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    env = place.env | {"REDIS_URL": "", "DEMO": "1", "PORT": str(port), "PYTHONPATH": str(ROOT)}
    every = commands(place.folder, port, ["default", "pdf"], embedded=True)
    every["web"] = every["web"].replace("counselor.wsgi:application", "benchmarks.serving:application")
    broker.prepare(place.folder)
    running: list[subprocess.Popen[bytes]] = []
    try:
        running += [subprocess.Popen(["sh", "-c", each], env=env, cwd=ROOT) for each in every.values()]
        _wait_for(port)
        yield port
    finally:
        for process in reversed(running):
            process.send_signal(signal.SIGTERM)
        for process in running:
            process.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            ask(port, {"path": "/empty", "cookie": "", "kind": "empty"})
            return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError("the pages do not answer")


def ask(port: int, wanted: dict[str, Any]) -> tuple[int, str]:
    """One request on a line of its own, as through a proxy: the status, and where it leads."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    headers, body = {"Cookie": wanted["cookie"]}, None
    if wanted["kind"] == "post":
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "text": "Met somebody who knows them."})
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        line.request("POST" if body else "GET", wanted["path"], body, headers)
        response = line.getresponse()
        response.read()
        return response.status, response.headers.get("Location", "")
    finally:
        line.close()


def load(port: int, wanted: list[dict[str, Any]]) -> dict[str, list[tuple[int, float]]]:
    """RATE requests a second in the order of MIX: for each kind the statuses and the ms."""
    of_kind = {kind: cycle([each for each in wanted if each["kind"] == kind]) for kind in sorted(set(MIX))}
    plan: list[tuple[float, dict[str, Any]]] = []
    for number in range(RATE * SECONDS):
        plan.append((number / RATE, next(of_kind[MIX[number % len(MIX)]])))
        if number % EMPTY_EACH == 0:
            plan.append(((number + 0.5) / RATE, {"kind": "empty", "path": "/empty", "cookie": wanted[0]["cookie"]}))
    start, found = time.perf_counter() + 0.5, defaultdict(list)

    def one(due: float, each: dict[str, Any]) -> None:
        time.sleep(max(0.0, start + due - time.perf_counter()))
        try:
            status = ask(port, each)[0]
        except OSError:
            status = 599
        found[each["kind"]].append((status, (time.perf_counter() - start - due) * 1000))

    with ThreadPoolExecutor(THREADS) as pool:
        for answer in [pool.submit(one, *each) for each in plan]:
            answer.result()
    return found


def test_people_at_once(cluster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = databases.postgresql(cluster, tmp_path / "load").with_static_files()
    place.run("manage.py", "demo", *(["--large"] if LARGE else []), DEMO="1")
    wanted = json.loads(place.run("-m", "benchmarks.loading", TOKEN).splitlines()[-1])
    with serving(place) as port:
        for each in wanted:  # warm, and a look that all of them are what they seem
            assert ask(port, each)[0] in (200, 302), each
        found = load(port, wanted)
    rows, empty = [], quantiles([ms for _, ms in found["empty"]], n=20)[18]
    for kind, answers in sorted(found.items()):
        times, statuses = [ms for _, ms in answers], Counter(status for status, _ in answers)
        p95 = quantiles(times, n=20)[18]
        told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
        rows.append((kind, len(answers), told, f"{median(times):.0f}", f"{p95:.0f}", f"{p95 / empty:.1f}"))
    notes = (
        f"{RATE} requests a second for {SECONDS} s from {THREADS} threads on the same machine",
        f"the {'large ' * LARGE}demo practice on PostgreSQL; web server, worker and beat as `manage.py up` starts them",
        "ms from the moment a request was due until it was answered",
    )
    headings = ("", "requests", "answers", "median ms", "p95 ms", "× an empty page’s p95")
    by = f"`RATE={RATE} DURATION={SECONDS} make bench ARGS=benchmarks/test_load.py`"
    section = results.keep("People at once", headings, rows, notes, packages=results.ROWS, by=by)
    with capsys.disabled():
        print("\n" + section)
    assert [status for answers in found.values() for status, _ in answers if status >= 500] == []
