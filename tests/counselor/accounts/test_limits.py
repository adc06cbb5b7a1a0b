"""Limits on guessing, counted in the database: they hold for every process, and for nobody but who guesses."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from counselor import settings as product
from counselor.accounts.adapter import AccountAdapter
from counselor.accounts.forgetting import forget_counts
from counselor.accounts.models import User
from tests.counselor.accounts.doors import by_password

GUESSER, OTHER = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def shared_counts(db, settings):
    """The cache of the product, instead of that of the tests."""
    settings.CACHES = product.CACHES
    cache.clear()
    yield
    cache.clear()


def guess(browser: Browser, email: str, number: int, name: str = "account_login"):
    return browser.post(reverse(name), {"login": email, "password": f"wrong {number}"}, REMOTE_ADDR=GUESSER)


@pytest.mark.slow
def test_a_thousand_bad_log_ins_reach_no_password_and_harm_nobody_else(cast, shared_counts, monkeypatch):
    tried = []
    monkeypatch.setattr(MD5PasswordHasher, "verify", lambda self, password, encoded: tried.append(password))
    browser = Browser()
    answers = [guess(browser, cast.alice.email, number) for number in range(1000)]
    monkeypatch.undo()
    assert len(tried) == 5
    assert {each.status_code for each in answers[30:]} == {429}
    assert by_password(cast.bob, address=OTHER)[1].url == "/"


def test_one_account_is_guessed_five_times_from_however_many_places(cast, shared_counts):
    for number in range(5):
        Browser().post(
            reverse("account_login"), {"login": cast.bob.email, "password": "x"}, REMOTE_ADDR=f"10.0.0.{number}"
        )
    page = by_password(cast.bob, address=OTHER)[1].content.decode()
    assert "Too many failed" in page
    assert by_password(cast.eve, address=OTHER)[1].url == "/"


def test_the_limit_passes(cast, shared_counts, clock):
    browser = Browser()
    for number in range(31):
        guess(browser, cast.alice.email, number)
    assert by_password(cast.bob, address=GUESSER)[1].status_code == 429
    clock.shift(timedelta(seconds=61))
    assert by_password(cast.bob, address=GUESSER)[1].url == "/"


def test_counts_are_forgotten_when_their_time_has_passed(shared_counts, clock):
    cache.set("short", 1, 60)
    cache.set("long", 1, 600)
    forget_counts(timezone.now() + timedelta(seconds=120))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_counts")
        assert [key for (key,) in cursor.fetchall()] == [":1:long"]


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "192.0.2.1", GUESSER),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "192.0.2.66, 192.0.2.1", "192.0.2.1"),
        (2, "192.0.2.66, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (2, "192.0.2.1", GUESSER),
    ],
)
def test_behind_proxies_the_address_is_the_one_the_last_of_ours_saw(settings, proxies, header, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": header}, REMOTE_ADDR=GUESSER)
    assert AccountAdapter(request).get_client_ip(request) == address


# --- No enumeration --------------------------------------------------------------------------------------------------


def work(monkeypatch, name: str, data: dict[str, str]) -> tuple[int, str, int]:
    """What a page answers, and how many passwords it hashes for it: a hash takes longer than all the rest."""
    hashed = []
    encode = MD5PasswordHasher.encode
    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", lambda self, *words: hashed.append(1) or encode(self, *words))
        answer = Browser().post(reverse(name), data)
    return answer.status_code, getattr(answer, "url", ""), len(hashed)


@pytest.mark.parametrize(
    ("name", "field"),
    [("account_login", "login"), ("account_reset_password", "email"), ("account_request_login_code", "email")],
)
def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(cast, monkeypatch, settings, name, field):
    settings.ACCOUNT_RATE_LIMITS = False
    User.objects.filter(pk=cast.dan.pk).update(is_active=False)
    addresses = (cast.alice.email, "nobody@harbor.example", cast.dan.email, cast.ex_member.email)
    answers = {work(monkeypatch, name, {field: each, "password": "wrong"}) for each in addresses}
    assert len(answers) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "field"),
    [("account_login", "login"), ("account_reset_password", "email"), ("account_request_login_code", "email")],
)
def test_known_and_unknown_addresses_are_answered_alike_fast(cast, settings, name, field):
    """With the product's own hashes: the least difference of four turns, as what else a machine does only adds to it.

    Each turn takes the two by turns, as a processor is slower for a while and then fast again.
    """
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    cast.alice.set_password("correct horse battery")
    cast.alice.save(update_fields=["password"])
    turns = [turn(name, field, [cast.alice.email, "nobody@harbor.example"]) for _ in range(4)]
    known, unknown = min(turns, key=lambda each: abs(each[0] - each[1]))
    print(f"{name}: {known:.1f} ms for a known address, {unknown:.1f} ms for an unknown one")
    assert abs(known - unknown) <= max(20, 0.1 * known)


def turn(name: str, field: str, emails: list[str]) -> list[float]:
    """The least processor time in ms that each address was answered in."""
    times: dict[str, list[float]] = {email: [] for email in emails}
    for email in emails * 4:
        began = time.process_time()
        Browser().post(reverse(name), {field: email, "password": "wrong"})
        times[email].append(1000 * (time.process_time() - began))
    return [min(each) for each in times.values()]
