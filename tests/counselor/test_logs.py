"""Nothing a person typed, is called or was sent comes into a log, also where something goes wrong."""

from __future__ import annotations

import inspect
import io
import logging
import smtplib
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from celery.app.trace import build_tracer
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from candidates import services
from candidates.sweep import sweep
from counselor.celery import app
from counselor.logs import without_words
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from tests.addresses import url_of
from tests.cast import Cast
from tests.furnished import Rooms
from tests.pipeline import OVERDUE
from tests.test_tasks import OURS
from tests.test_tenancy import Canaries, form_classes, plant_bobs
from tests.who_sees_what import open_rows, rows

SECRET = "ZqBobs diary"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the product's log would hold, at its most talkative."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    formatters = (each.formatter for each in root.handlers)
    handler.setFormatter(next(each for each in formatters if isinstance(each, ProcessorFormatter)))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def bobs(retold: Any) -> tuple[Canaries, Rooms]:
    return retold(plant_bobs)  # type: ignore[no-any-return]


def told(written: io.StringIO) -> str:
    """The log in lower case, as canaries are sought; there must be one."""
    assert written.getvalue()
    return written.getvalue().lower()


# --- The last step before a line -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Not Found: /desk/clients/12/", "Not Found: /desk/clients/12/"),
        ("GET /desk/clients/12/change-applications/", "GET /desk/clients/12/change-applications/"),
        ("GET /static/vendor/bootstrap.min.css", "GET /static/vendor/bootstrap.min.css"),
        ("GET /join/hJ3-v9yX0abcdefgHIJK_zz/", "GET /join/…/"),
        ("GET /accounts/password/reset/key/1-set-password/", "GET /accounts/password/reset/key/…"),
        ("Not Found: /desk/search/?q=Miller&x=1", "Not Found: /desk/search/…"),
        ("refused: bob@home.example", "refused: …"),
        ("<bob.o'neill+x@home.example>: no", "<bob.o'…>: no"),
    ],
)
def test_keys_queries_and_addresses_are_cut_out(text: str, line: str) -> None:
    assert without_words(None, "", {"event": text}) == {"event": line}


def test_an_exception_is_told_by_class_and_place() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        line = without_words(None, "", {"event": f"failed: {error!r}", "exc_info": error, "stack_info": SECRET})
    assert line.pop("at").startswith("tests/counselor/test_logs.py:")  # type: ignore[attr-defined]
    assert line == {"event": "failed: KeyError", "exception": "KeyError from ValueError"}


# --- A whole house, walked through -----------------------------------------------------------------------------------


def words_for_every_field(canaries: Canaries) -> dict[str, str]:
    names = {name for each in form_classes() for name in each.base_fields}
    return {name: f"{next(iter(canaries.said.values()))}{name}" for name in names}


def test_a_walk_through_every_page_names_nobody(cast: Cast, bobs: Any, written: io.StringIO, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    canaries, rooms = bobs
    posted = words_for_every_field(canaries) | {"login": "zqbob@canary.example", "email": "zqbob@canary.example"}
    browsers = {user: Browser(raise_request_exception=False) for user in (cast.alice, cast.bob)}
    for user, browser in browsers.items():
        browser.force_login(user)
    turns = cycle(("get", "post"))
    for name in [*rows(), *open_rows()]:  # turn about: every second page is read, the others are written to
        browser, url = browsers[cast.bob if name.startswith("portal:") else cast.alice], url_of(name, rooms, cast)
        with transaction.atomic():
            getattr(browser, method := next(turns))(url, posted if method == "post" else {"q": posted["family_name"]})
            transaction.set_rollback(True)
    text = told(written)
    assert text.count("request_finished") >= len(rows())
    assert [line for line in text.splitlines() if canaries.found_in(line) or "@" in line] == []


def test_no_key_is_written(cast: Cast, written: io.StringIO) -> None:
    key = "hJ3-v9yX0abcdefgHIJK_zz"
    for path in (f"/accounts/password/reset/key/1-{key}/", f"/nowhere/{key}/", f"/{key}"):
        Browser().get(path)
    assert key.lower() not in told(written)


# --- When something goes wrong ---------------------------------------------------------------------------------------


def test_an_error_in_a_page_keeps_the_form_to_itself(cast: Cast, written: io.StringIO, monkeypatch: Any) -> None:
    def fail(**words: Any) -> None:
        raise RuntimeError(f"could not keep {words}")

    monkeypatch.setattr(services, "log_touchpoint", fail)
    browser = Browser(raise_request_exception=False)
    browser.force_login(cast.bob)
    call = {"result": "reached", "happened_at": "2026-11-11T10:00", "invited": "on", "note": SECRET}
    assert browser.post(reverse("portal:log-call", args=[cast.application.pk]), call).status_code == 500
    text = told(written)
    assert "runtimeerror" in text
    assert "test_logs.py" in text
    assert SECRET.lower() not in text


def test_an_error_in_the_sweep_names_the_row_alone(cast: Cast, written: io.StringIO, monkeypatch: Any) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(SECRET)

    type(cast.application).objects.filter(pk=cast.application.pk).update(review_at=OVERDUE)
    monkeypatch.setattr("candidates.sweep.refresh_standing", fail)
    assert sweep(OVERDUE).failed == 1
    assert (f"application={cast.application.pk}" in told(written), SECRET.lower() in told(written)) == (True, False)


def test_a_refused_mail_names_nobody(cast: Cast, bobs: Any, written: io.StringIO, monkeypatch: Any) -> None:
    def refuse(self: Any, messages: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({cast.bob.email: (550, cast.bob.email.encode())})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    OutgoingEmail.objects.update(state=OutgoingEmail.State.QUEUED, kind="test")
    assert outbox.deliver_due(OVERDUE)["failed"] == OutgoingEmail.objects.count()
    assert (cast.bob.email in told(written), bobs[0].found_in(told(written))) == (False, set())


def test_a_task_that_fails_names_nobody(written: io.StringIO) -> None:
    @app.task(name="tests.fails", shared=False)
    def fails(words: str) -> None:
        raise ValueError(f"not a number: {words}")

    try:
        build_tracer("tests.fails", fails, app=app)("1", [SECRET], {}, {"id": "1", "task": "tests.fails"})
    finally:
        app.tasks.unregister("tests.fails")
    assert ("valueerror" in told(written), SECRET.lower() in told(written)) == (True, False)


def test_tasks_are_given_nothing_that_could_be_told() -> None:
    """What there is to do is in the database."""
    assert [name for name in OURS if inspect.signature(app.tasks[name].run).parameters] == []


def test_celery_leaves_the_logs_alone() -> None:
    from celery.signals import setup_logging

    assert setup_logging.receivers


def test_no_error_is_mailed_with_what_was_posted() -> None:
    assert logging.getLogger("django").handlers == logging.getLogger("django.server").handlers == []
