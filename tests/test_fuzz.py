"""Whatever is posted or asked, no page falls over (promise S5)."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client as Browser

from counselor.logs import without_words
from tests.addresses import url_of
from tests.cast import Cast
from tests.fuzz import Fields, Fuzzer, Request, fields_of, query_names, send
from tests.test_tenancy import form_classes
from tests.who_sees_what import open_rows, rows

POSTS, QUERIES = int(os.environ.get("POSTS", 20_000)), int(os.environ.get("QUERIES", 5_000))
QUICK_POSTS, QUICK_QUERIES = 80, 40
SLOW = {"proof-letter", "letter-preview", "envelope-preview", "print-labels", "archive-copy", "calibration-page"}
"""Pages that draw paper: one in ten of their turns is enough."""


class House:
    """The furnished house, and who may knock at each of its doors. Each request is undone before the next."""

    def __init__(self, cast: Cast, furniture: Any) -> None:
        self.browsers = {"alice": Browser(raise_request_exception=False), "bob": Browser(raise_request_exception=False)}
        self.browsers["nobody"] = Browser(raise_request_exception=False)
        for name in ("alice", "bob"):
            self.browsers[name].force_login(getattr(cast, name))
        self.urls = {name: url_of(name, furniture, cast) for name in [*rows(), *open_rows()]}
        self.fallen: list[str] = []
        self.why: str = ""
        self.known: dict[str, Fields] = {}

    def who(self, name: str) -> Browser:
        return self.browsers["nobody" if name in open_rows() else "bob" if name.startswith("portal:") else "alice"]

    def doors(self, method: str) -> list[str]:
        taken = {name: (row.get, row.post) for name, row in rows().items()}
        taken |= {name: (codes[0], codes[1]) for name, codes in open_rows().items()}
        return [name for name, codes in taken.items() if codes[method == "POST"] != 405]

    def fields(self, name: str) -> Fields:
        """Those of the forms on a page, as they were when it was first asked for."""
        if name not in self.known:
            self.known[name] = self._read(name)
        return self.known[name]

    def _read(self, name: str) -> Fields:
        with transaction.atomic():
            page = self.who(name).get(self.urls[name])
            transaction.set_rollback(True)
        html = page.headers.get("Content-Type", "").startswith("text/html") and page.status_code == 200
        return fields_of(page.content.decode()) if html else Fields()

    def knock(self, name: str, method: str, request: Request) -> None:
        self.why = ""
        with transaction.atomic():
            response = send(self.who(name), method, request)
            transaction.set_rollback(True)
        if response.status_code >= 500 and (response.status_code, name) != (503, "healthz"):
            self.fallen.append(f"{response.status_code} {method} {name}: {self.why} after {request.how}")
            print(self.fallen[-1], flush=True)

    def note(self, *, sender: Any, **_: Any) -> None:
        line = without_words(None, "", {"event": "", "exc_info": True})
        self.why = f"{line.get('exception')} at {line.get('at')}"


@pytest.fixture
def house(cast: Cast, rooms: Any, settings: Any) -> Iterator[House]:
    settings.ACCOUNT_RATE_LIMITS = False
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "zeal" not in each]
    logging.disable(logging.CRITICAL)
    made = House(cast, rooms)
    got_request_exception.connect(made.note)
    yield made
    got_request_exception.disconnect(made.note)
    logging.disable(logging.NOTSET)


@pytest.fixture
def fuzzer() -> Fuzzer:
    seed = int(os.environ.get("SEED") or random.randrange(2**32))
    print(f"SEED={seed}")
    return Fuzzer(seed)


def turns(doors: list[str], fuzzer: Fuzzer) -> Iterator[str]:
    """Doors in an order of chance, over and over."""
    shuffled = fuzzer.chance.sample(doors, len(doors))
    return (name for name in cycle(shuffled) if name.rpartition(":")[2] not in SLOW or fuzzer.chance.random() < 0.1)


def post(house: House, fuzzer: Fuzzer, times: int) -> None:
    names = sorted({name for each in form_classes() for name in each.base_fields})
    doors = house.doors("POST")
    for number, name in enumerate(islice(turns(doors, fuzzer), times)):
        house.knock(name, "POST", fuzzer.post(house.urls[name], house.fields(name), names))
        if number % 1_000 == 999:
            print(f"{number + 1} posts", flush=True)


def ask(house: House, fuzzer: Fuzzer, times: int) -> None:
    names = query_names() * 3 + sorted({name for each in form_classes() for name in each.base_fields})
    for name in islice(turns(house.doors("GET"), fuzzer), times):
        house.knock(name, "GET", fuzzer.get(house.urls[name], names))


def test_some_odd_requests_find_no_page_that_falls(house: House, fuzzer: Fuzzer) -> None:
    post(house, fuzzer, QUICK_POSTS)
    ask(house, fuzzer, QUICK_QUERIES)
    assert house.fallen == []


@pytest.mark.chaos
def test_thousands_of_odd_posts_find_no_page_that_falls(house: House, fuzzer: Fuzzer) -> None:
    began = time.monotonic()
    post(house, fuzzer, POSTS)
    print(f"{POSTS} posts in {time.monotonic() - began:.0f} s")
    assert house.fallen == []


@pytest.mark.chaos
def test_thousands_of_odd_queries_find_no_page_that_falls(house: House, fuzzer: Fuzzer) -> None:
    began = time.monotonic()
    ask(house, fuzzer, QUERIES)
    print(f"{QUERIES} queries in {time.monotonic() - began:.0f} s")
    assert house.fallen == []


def test_the_fuzzer_does_the_same_with_the_same_seed() -> None:
    fields = fields_of(
        "<form><input name=a value=1><select name=b><option value=2></select><textarea name=c></textarea>"
    )
    assert fields.values == {"a": ["1"], "b": ["2"], "c": [""]}
    one, two = (Fuzzer(7) for _ in range(2))
    assert [one.post("/x", fields, ["d"]) for _ in range(50)] == [two.post("/x", fields, ["d"]) for _ in range(50)]


def test_the_house_hears_a_page_fall(house: House, monkeypatch: Any) -> None:
    monkeypatch.setattr("candidates.services.add_contact", lambda **words: 1 / 0)
    name = "portal:add-contact"
    house.knock(name, "POST", Request(house.urls[name], "plain", b"family_name=Kim"))
    assert len(house.fallen) == 1
    assert "portal:add-contact: ZeroDivisionError at counselor/" in house.fallen[0]
