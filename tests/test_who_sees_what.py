"""Every URL × everybody × every method, as the table in `tests/who_sees_what.py` says."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from http.cookies import SimpleCookie
from itertools import count, cycle
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Role
from tests.addresses import is_allauths, names, patterns, url_of
from tests.cast import TODAY, Cast
from tests.furnished import Rooms
from tests.watching import Writes, faults, unknown  # noqa: F401  (unknown is a fixture)
from tests.who_sees_what import OTHERWISE, PEOPLE, Row, open_rows, rows

# --- The people ------------------------------------------------------------------------------------------------------


class Visits:
    """Requests by everybody, each undone before the next: all meet the same house."""

    def __init__(self, cast: Cast, rooms: Rooms) -> None:
        self.cast, self.rooms = cast, rooms
        self.browsers = {who: self._sign_in(who) for who in PEOPLE}
        self.cookies = {who: browser.cookies for who, browser in self.browsers.items()}
        self.count = 0
        self.noticed: list[str] = []

    def _sign_in(self, who: str) -> Browser:
        browser = Browser(raise_request_exception=False)
        if who != "anonymous":
            browser.force_login(self.user(who))
        return browser

    def user(self, who: str) -> Any:
        return self.cast.elsewhere["carol"] if who == "carol" else getattr(self.cast, who)

    def visit(self, who: str, method: str, url: str) -> HttpResponse:
        browser = self.browsers[who]
        browser.cookies = SimpleCookie(self.cookies[who])
        data = {"unknown": "field"} if method == "POST" else None
        self.count += 1
        with transaction.atomic(), connection.execute_wrapper(writes := Writes()):
            response = getattr(browser, method.lower())(url, data)
            transaction.set_rollback(True)
        if method == "GET":
            wrong = faults(response, signed_in=who != "anonymous")
            wrong += [sql for sql in writes if not notes_a_fetch(url, sql)]
            self.noticed += [f"{who} reads {url}: {each}" for each in wrong]
        return response


def notes_a_fetch(url: str, sql: str) -> bool:
    """The one thing that is written while reading: when a calendar last came by, for its owner to see."""
    return url.startswith("/calendar/") and "fetched_at" in sql


@pytest.fixture
def visits(cast: Cast, rooms: Rooms, settings: Any) -> Iterator[Visits]:
    """Visits without rate limits, and without a log line for each of thousands of refusals."""
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    logging.disable(logging.ERROR)
    yield Visits(cast, rooms)
    logging.disable(logging.NOTSET)


def wrong_cells(
    visits: Visits, methods: tuple[str, ...], people: Callable[[Row], Iterable[str]] = lambda row: PEOPLE
) -> list[str]:
    """Every cell of the table that is not as the table says."""
    wrong, due_visits = [], 0
    for name, row in rows().items():
        url = url_of(name, visits.rooms, visits.cast)
        for who in people(row):
            for method in methods:
                due_visits += 1
                got = visits.visit(who, method, url)
                due = OTHERWISE.get((name, who, method), row.expected(who, method))
                if got.status_code != due:
                    wrong.append(f"{method} {name} by {who}: {got.status_code}, not {due}")
                elif who == "anonymous" and not asks_to_sign_in(got, url):
                    wrong.append(f"{method} {name} by a visitor leads to {got.url}")
    assert visits.count == due_visits
    assert due_visits >= len(rows()) * len(methods)
    return wrong


def assert_none(wrong: list[str]) -> None:
    assert not wrong, f"{len(wrong)} wrong cells:\n" + "\n".join(wrong)


def asks_to_sign_in(response: Any, url: str) -> bool:
    there = urlsplit(response.url)
    return there.path == reverse("account_login") and there.query == f"next={url}"


# --- The tests -------------------------------------------------------------------------------------------------------


def test_every_url_has_a_line_and_every_line_a_url():
    known = sorted([*rows(), *open_rows()])
    assert known == sorted(names())


def test_every_page_is_stamped_with_its_audience():
    assert [
        name for name, pattern in patterns() if not is_allauths(pattern) and not hasattr(pattern.callback, "audience")
    ] == []


def test_only_the_open_table_is_open_to_visitors():
    unstamped = {name for name, pattern in patterns() if not getattr(pattern.callback, "audience", None)}
    assert unstamped == open_rows().keys()


def test_stamps_agree_with_the_faces():
    stamps = {name: pattern.callback.audience for name, pattern in patterns() if ":" in name and name in rows()}
    unlike = {name for name, stamp in stamps.items() if stamp != faces_audience(name)}
    assert unlike == {name for name, row in rows().items() if "administrator" in row.role}


def faces_audience(name: str) -> frozenset[Role]:
    return frozenset({Role.CLIENT}) if name.startswith("portal:") else CASE_WORKERS


def test_everybody_reads_what_is_theirs(visits, unknown):  # noqa: F811
    """Also: every answer has its headers, reading writes nothing, and no page uses a variable nobody gave it."""
    assert_none(wrong_cells(visits, ("GET",)))
    assert (visits.noticed, unknown) == ([], set())


def test_everybody_writes_what_is_theirs(visits, unknown):  # noqa: F811
    assert_none(wrong_cells(visits, ("POST",)))
    assert unknown == set()


@pytest.mark.slow
def test_no_person_opens_a_door_by_any_other_method(visits):
    assert_none(wrong_cells(visits, ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")))


def test_a_glance_at_the_head_is_no_way_around(visits):
    """Whoever may not read a page gets no glance at its head either: two of them in turn for each page; everybody's
    is seen in the slow half."""
    turn = count()

    def two_who_may_not(row: Row) -> list[str]:
        refused = [who for who in PEOPLE if row.expected(who, "HEAD") != 200]
        return [refused[next(turn) % len(refused)] for _ in range(2)]

    assert_none(wrong_cells(visits, ("HEAD",), two_who_may_not))


def wrong_open_cells(visits: Visits, people: Callable[[], Iterable[str]]) -> list[str]:
    """Every cell of the open table that is not as the table says."""
    wrong = []
    for name, codes in open_rows().items():
        url = url_of(name, visits.rooms, visits.cast)
        for who in people():
            due = dict(zip(("GET", "POST"), codes[:2] if who == "anonymous" else codes[2:], strict=True))
            if who == "ex_member" and name == "home":
                due["GET"] = 200  # told that no practice counts them in
            for method, code in due.items():
                got = visits.visit(who, method, url).status_code
                if got != code:
                    wrong.append(f"{method} {name} by {who}: {got}, not {code}")
    return wrong


def test_the_open_pages(visits):
    """To a visitor, and to two who signed in, in turn for each page: all of them have one column of the table."""
    signed_in = cycle(who for who in PEOPLE if who != "anonymous")
    assert_none(wrong_open_cells(visits, lambda: ["anonymous", next(signed_in), next(signed_in)]))
    assert visits.noticed == []


@pytest.mark.slow
def test_the_open_pages_are_open_to_everybody(visits):
    assert_none(wrong_open_cells(visits, lambda: PEOPLE))
    assert visits.noticed == []


@pytest.mark.slow
def test_odd_methods_on_open_pages_show_no_more(visits):
    """Allauth takes PUT for POST, and says to every method that a door is closed: never more than GET and POST get."""
    wrong = []
    for name, codes in open_rows().items():
        url = url_of(name, visits.rooms, visits.cast)
        for who in PEOPLE:
            known = codes[:2] if who == "anonymous" else codes[2:]
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
                got = visits.visit(who, method, url)
                as_ever = got.status_code in known
                if got.status_code != 405 and not as_ever and (got.status_code != 200 or got.content):
                    wrong.append(f"{method} {name} by {who}: {got.status_code} with {len(got.content)} bytes")
    assert_none(wrong)


def test_own_application_with_a_strangers_fact_does_not_exist(visits):
    theirs = visits.cast.other_application.pk
    for page in ("void", "cancel-interview"):
        kind = {"kind": "interview"} if page == "void" else {}
        url = reverse(f"portal:{page}", kwargs={"pk": theirs, "fact": visits.rooms.interview.pk, **kind})
        assert visits.visit("eve", "GET", url).status_code == 404


def test_a_supervisor_sees_no_client_who_was_not_told(visits):
    url = reverse("desk:application", args=[visits.cast.other_application.pk])
    assert visits.visit("supervisor", "GET", url).status_code == 404


def test_a_counselor_of_yesterday_sees_nothing(visits):
    visits.cast.client.assignments.update(to_on=TODAY)
    url = reverse("desk:application", args=[visits.rooms.application.pk])
    assert visits.visit("alice", "GET", url).status_code == 404
