"""The sweep: due rows only, once, whatever else goes wrong."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from candidates import batch, overrides, reminders, services, standings
from candidates import sweep as module
from candidates.models import Application, Heartbeat, Reminder, StandingChange
from candidates.reminders import about
from candidates.sweep import sweep, sweep_age
from counselor.outbox.models import OutgoingEmail
from tests.cast import NOW, Cast, at, make_application
from tests.pipeline import OVERDUE, called, decided, silent, told, waiting
from tests.threads import at_once


def many(cast: Cast, number: int) -> list[Application]:
    """Bob's applications, each waiting for the same day."""
    made = [make_application(cast.client, cast.employer, cast.site, cast.alice, f"Post {n}") for n in range(number)]
    return [waiting(cast, each) for each in made]


def everything() -> list[list[dict[str, Any]]]:
    """All rows a sweep may write, but for the heartbeat."""
    with scopes_disabled():
        tables = (Application, StandingChange, OutgoingEmail)
        return [list(table.objects.order_by("pk").values()) for table in tables]


# --- What is due -----------------------------------------------------------------------------------------------------


def test_a_passed_window_is_noticed(cast: Cast) -> None:
    waiting(cast)
    assert str(sweep(OVERDUE)) == "due 1, changed 1, failed 0"
    cast.application.refresh_from_db()
    assert (cast.application.status, cast.application.verdict) == ("overdue", "probable")


def test_what_is_not_due_is_not_looked_at(cast: Cast) -> None:
    waiting(cast)
    before = everything()
    assert str(sweep(at(17, hour=23))) == "due 0, changed 0, failed 0"
    assert everything() == before


def test_the_change_says_that_time_made_it(cast: Cast) -> None:
    waiting(cast)
    sweep(OVERDUE)
    change = cast.application.standing_changes.last()
    assert (change.cause, change.by, change.at, change.status) == ("time", None, OVERDUE, "overdue")


def test_a_second_sweep_changes_nothing(cast: Cast) -> None:
    many(cast, 3)
    sweep(OVERDUE)
    after_one = everything()
    assert str(sweep(OVERDUE)) == "due 0, changed 0, failed 0"
    assert everything() == after_one


def test_the_window_and_then_its_end_are_two_changes(cast: Cast) -> None:
    waiting(cast)
    sweep(at(18))
    sweep(OVERDUE)
    assert [each.status for each in cast.application.standing_changes.all()][-2:] == ["due_in_grace", "overdue"]


def test_an_archived_application_rests(cast: Cast) -> None:
    services.archive(application=waiting(cast), by=cast.alice)
    assert sweep(OVERDUE).due == 0


def test_other_practices_are_swept_too(cast: Cast) -> None:
    with scope(practice=cast.elsewhere["practice"]):
        theirs = cast.elsewhere["application"]
        services.record_interview(application=theirs, by=cast.elsewhere["carol"], arranged_at=at(1), starts_at=at(13))
    sweep(OVERDUE)
    theirs.refresh_from_db()
    assert theirs.status == "needs_debrief"


def test_the_limit_takes_those_that_waited_longest(cast: Cast) -> None:
    first, second = many(cast, 2)
    Application.objects.filter(pk=second.pk).update(review_at=at(5))
    assert str(sweep(OVERDUE, limit=1)) == "due 1, changed 1, failed 0"
    first.refresh_from_db()
    assert first.status == "waiting"


def test_after_a_day_without_beat_each_client_gets_one_current_reminder(cast: Cast) -> None:
    many(cast, 5)
    sweep(at(17))
    tally = sweep(OVERDUE + timedelta(hours=26))
    mails = OutgoingEmail.objects.all()
    assert (tally.changed, len(mails), len({each.about for each in mails})) == (5, 5, 5)


# --- A row that raises -----------------------------------------------------------------------------------------------


@pytest.fixture
def poison(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Application:
    """One of five applications raises when it is checked."""
    five = many(cast, 5)
    asked = standings.facts_of

    def raising(application: Application) -> Any:
        if application.pk == five[3].pk:
            raise ZeroDivisionError("bad row")
        return asked(application)

    monkeypatch.setattr(standings, "facts_of", raising)
    return five[3]


def test_a_poison_row_does_not_stop_the_rest(poison: Application) -> None:
    assert str(sweep(OVERDUE)) == "due 5, changed 4, failed 1"


def test_a_poison_row_is_postponed_and_listed(poison: Application) -> None:
    sweep(OVERDUE)
    poison.refresh_from_db()
    assert poison.review_at == OVERDUE + timedelta(minutes=5)
    assert (poison.sweep_failures, poison.sweep_error) == (1, "ZeroDivisionError: bad row")


def test_a_poison_row_waits_longer_each_time_but_never_more_than_a_day(poison: Application) -> None:
    pauses = []
    for failures in (1, 2, 11, 40):
        Application.objects.filter(pk=poison.pk).update(sweep_failures=failures, review_at=OVERDUE)
        sweep(OVERDUE)
        poison.refresh_from_db()
        pauses.append(poison.review_at - OVERDUE)
    assert pauses == [timedelta(minutes=10), timedelta(minutes=20), timedelta(hours=24), timedelta(hours=24)]


def test_a_mended_row_is_checked_again_and_forgotten(poison: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    sweep(OVERDUE)
    monkeypatch.undo()
    sweep(OVERDUE + timedelta(minutes=6))
    poison.refresh_from_db()
    assert (poison.status, poison.sweep_failures, poison.sweep_error) == ("overdue", 0, "")


def test_a_dead_line_to_the_database_is_no_rows_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(cast)

    def broken(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(module, "check_one", broken)
    monkeypatch.setattr(module, "line_is_dead", lambda: True)
    with pytest.raises(OperationalError):
        sweep(OVERDUE)
    monkeypatch.undo()
    assert str(sweep(OVERDUE)) == "due 1, changed 1, failed 0"


def test_a_row_the_database_chokes_on_stops_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(cast)

    def broken(*_: object) -> None:
        raise OperationalError("too complex")

    monkeypatch.setattr(module, "check_one", broken)
    assert str(sweep(OVERDUE)) == "due 1, changed 0, failed 1"


@pytest.mark.parametrize("number", [1, 3])
def test_a_change_without_its_mail_is_not_written(cast: Cast, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rows = many(cast, number)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reminders, "mail_text", broken)
    assert sweep(OVERDUE).failed == number
    for each in rows:
        each.refresh_from_db()
        assert (each.status, each.standing_changes.last().status) == ("waiting", "waiting")


# --- Many in one transaction -----------------------------------------------------------------------------------------


def test_many_at_once_become_what_each_becomes_alone(cast: Cast) -> None:
    """Of two that are alike, one is checked by itself and one among many: nothing tells them apart."""
    alone, *others = many(cast, 4)
    module.check_one(alone.pk, OVERDUE)
    assert str(sweep(OVERDUE)) == "due 3, changed 3, failed 0"
    with scopes_disabled():
        tables = (Application, StandingChange, Reminder, OutgoingEmail)
        first, *rest = [[like(each, table) for table in tables] for each in (alone, *others)]
    assert rest == [first] * 3


def like(application: Application, table: Any) -> list[dict[str, Any]]:
    """The rows of one application, less what names it."""
    column = {Application: "pk", OutgoingEmail: "about"}.get(table, "application")
    rows = table.objects.filter(**{column: about(application) if column == "about" else application.pk})
    own = {"id", "application_id", "about", "path", "message_id", "position", "text", "created_at"}
    return [{name: value for name, value in row.items() if name not in own} for row in rows.order_by("pk").values()]


def test_a_batch_reads_the_facts_that_one_alone_reads(cast: Cast) -> None:
    decided(cast, "on_hold", happened_at=at(2))  # the next step of the 3rd ends it
    silent(cast)
    called(cast, happened_at=at(6, hour=9))
    overrides.override_policy(application=cast.application, values={"call_window": 4}, reason="Agreed.", by=cast.alice)
    overrides.conclude(
        application=cast.application, verdict="no_conclusion", reason="A post.", shared=True, by=cast.alice
    )
    with scopes_disabled():
        alone = standings.basis_of(Application.objects.with_names().get(pk=cast.application.pk))
        (among_many,) = batch._with_facts([cast.application.pk])
        with CaptureQueriesContext(connection) as queries:
            assert standings.basis_of(among_many, standings.practice_policy(cast.practice.pk), []) == alone
    assert alone.view
    assert (len(alone.known.decisions), len(alone.known.touchpoints)) == (1, 1)
    assert len(queries) == 1  # the practice’s policy: nothing of the facts was left to be read


def test_many_cost_few_statements(cast: Cast) -> None:
    many(cast, 30)
    with CaptureQueriesContext(connection) as queries:
        assert sweep(OVERDUE).changed == 30
    assert len(queries) <= 31  # of which nine belong to a first sweep with nothing due


def test_batches_go_up_to_their_size(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    many(cast, 5)
    assert str(sweep(OVERDUE)) == "due 5, changed 5, failed 0"


def test_a_reminder_that_was_written_before_is_not_written_again(cast: Cast) -> None:
    first, _ = many(cast, 2)
    number = first.standing_number + 1
    Reminder.objects.create(
        client=cast.client, application=first, kind="your-move", about=about(first), occurrence=str(number), path="x"
    )
    sweep(OVERDUE)
    assert (Reminder.objects.count(), OutgoingEmail.objects.count()) == (2, 1)


# --- Two at once -----------------------------------------------------------------------------------------------------


def test_four_sweepers_write_each_change_and_mail_once(shared_database: None, cast: Cast) -> None:
    many(cast, 12)
    before = StandingChange.objects.count()
    tallies = at_once(*[lambda: sweep(OVERDUE)] * 4)
    assert [each.failed for each in tallies] == [0] * 4
    assert sum(each.changed for each in tallies) == 12
    assert (StandingChange.objects.count() - before, OutgoingEmail.objects.count()) == (12, 12)


def test_a_sweep_does_not_overtake_somebody_who_is_writing(shared_database: None, cast: Cast) -> None:
    """While bob records another week, the sweep that looks at the row waits for him and then finds nothing due."""
    waiting(cast)
    told_in_time, swept = threading.Event(), []

    def sweeping() -> None:
        told_in_time.wait(10)
        swept.append(sweep(OVERDUE))
        connections.close_all()

    thread = threading.Thread(target=sweeping)
    thread.start()
    with transaction.atomic():
        told(cast, said_at=at(12, hour=9), due_on=date(2026, 12, 4), words="another three weeks")
        told_in_time.set()
        time.sleep(0.4)
    thread.join(30)
    cast.application.refresh_from_db()
    assert (cast.application.status, OutgoingEmail.objects.count(), str(swept[0])) == (
        "waiting", 0, "due 0, changed 0, failed 0",
    )  # fmt: skip


# --- Heartbeat and command -------------------------------------------------------------------------------------------


def test_the_heart_beats_even_when_nothing_is_due(cast: Cast) -> None:
    assert sweep_age(NOW) is None
    sweep(NOW)
    assert sweep_age(NOW + timedelta(minutes=2)) == timedelta(minutes=2)


def test_the_heartbeat_tells_what_was_done(cast: Cast) -> None:
    waiting(cast)
    sweep(OVERDUE)
    assert Heartbeat.objects.values_list("job", "at", "due", "changed", "failed").get() == ("sweep", NOW, 1, 1, 0)


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("check_follow_ups", *arguments, stdout=out)
    return out.getvalue().splitlines()[-1]


def test_the_command_closes_with_its_tally(cast: Cast) -> None:
    waiting(cast)
    assert command() == "due 0, changed 0, failed 0"
    assert command("--now", "2026-11-20T10:00-05:00") == "due 1, changed 1, failed 0"
    assert command("--now", "2026-11-20T10:00-05:00") == "due 0, changed 0, failed 0"


def test_the_command_reads_a_moment_without_zone_as_local(cast: Cast) -> None:
    waiting(cast)
    assert command("--now", "2026-11-17T23:59") == "due 0, changed 0, failed 0"
    assert command("--now", "2026-11-18") == "due 1, changed 1, failed 0"


def test_the_command_stops_at_its_limit(cast: Cast) -> None:
    many(cast, 3)
    assert command("--now", "2026-11-20T10:00-05:00", "--limit", "2") == "due 2, changed 2, failed 0"


@pytest.mark.parametrize("arguments", [("--now", "tomorrow"), ("--now", "2026-02-30"), ("--limit", "0")])
def test_the_command_says_what_it_cannot_read(cast: Cast, arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=arguments[0]):
        command(*arguments)
