"""Every Celery task of ours may run twice: the database is the same after two runs as after one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client as Browser
from django_scopes import scopes_disabled

from candidates.models import Application, Client, ImportFile
from counselor.accounts.models import Practice
from counselor.celery import app
from counselor.my_data import exports
from counselor.outbox.models import OutgoingEmail
from letters import print_runs
from tests.cast import Cast, make_client
from tests.furnished import plainly
from tests.furnished_exchange import bring_files
from tests.furnished_my_data import copies_of
from tests.letters.desk import approved, mailed
from tests.pipeline import OVERDUE, waiting

app.loader.import_default_modules()
OURS = sorted(name for name in app.tasks if not name.startswith("celery."))


def everything() -> dict[type[Model], list[dict[str, Any]]]:
    """All rows of all tables, but for the hour of the heartbeat's last beat."""
    with scopes_disabled():
        tables = {each: each._base_manager.order_by("pk").values() for each in apps.get_models()}
        rows = {each: [{k: plain(v) for k, v in row.items()} for row in tables[each]] for each in tables}
    for beat in rows[apps.get_model("candidates.Heartbeat")]:
        for column in ("at", "due", "changed", "failed"):
            beat.pop(column)
    return rows


def plain(value: Any) -> Any:
    """PostgreSQL gives binary columns as views of memory, each its own."""
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.fixture
def work(cast: Cast, retold: Any, clock: Any) -> None:
    """Something to do for every task: a due application, a waiting mail, one without a sender, a letter to print."""
    retold(busy_office)
    Browser().force_login(cast.bob)
    clock.move_to(OVERDUE)
    for n, state in enumerate(("queued", "sending")):
        OutgoingEmail.objects.create(
            practice=cast.practice, recipient=cast.bob, address=cast.bob.email, kind="test", about=f"test:{n}",
            occurrence="1", message_id=f"<{n}@test>", subject="Test", text="Test", send_after=OVERDUE, state=state,
            lease_until=OVERDUE.replace(year=2025) if state == "sending" else None,
        )  # fmt: skip


def busy_office(cast: Cast) -> None:
    mailed(cast)
    print_runs.start(letters=[approved(cast)], printer=None, by=cast.member(cast.alice))
    waiting(cast, cast.other_application)
    bring_files(cast.client, cast.alice, plainly)
    ImportFile.objects.update(created_at=OVERDUE - timedelta(days=8))
    copies_of(cast.other_client, cast.alice)
    gone = make_client(cast.practice, cast.alice, None, "Gone", "Long Ago")
    Client.objects.filter(pk=gone.pk).update(ended_at=OVERDUE - timedelta(days=365), ended_by=cast.alice)
    Practice.objects.update(erase_after_months=3)
    exports.start(client=cast.client, with_case_notes=False, by=cast.bob)


def test_there_are_tasks_and_each_says_whose_it_is() -> None:
    assert OURS == [
        "accounts.forget_what_is_over",
        "candidates.check_follow_ups",
        "candidates.forget_imports",
        "counselor.write_digests",
        "counselor.write_reminders",
        "letters.check_archive",
        "letters.make_print_runs",
        "my_data.erase_ended",
        "my_data.forget_exports",
        "my_data.make_exports",
        "outbox.deliver",
    ]


def test_beat_calls_only_tasks_there_are() -> None:
    assert {each["task"] for each in app.conf.beat_schedule.values()} <= set(OURS)


def test_no_task_of_ours_counts_down() -> None:
    """An ETA beyond the visibility timeout runs several times: dates are in the database."""
    options = [each.get("options", {}) for each in app.conf.beat_schedule.values()]
    assert [each for each in options if {"countdown", "eta"} & each.keys()] == []


@pytest.mark.parametrize("name", OURS)
def test_a_second_run_changes_nothing(work: None, name: str) -> None:
    before = everything()
    app.tasks[name].apply(throw=True)
    after_one = everything()
    app.tasks[name].apply(throw=True)
    assert everything() == after_one
    assert name == "letters.check_archive" or after_one != before


def test_the_sweep_has_something_to_do_in_these_tests(work: None) -> None:
    assert Application.objects.due(OVERDUE).count() == 1


def test_tasks_survive_the_loss_of_their_worker() -> None:
    assert all((task := app.tasks[name]).acks_late and task.reject_on_worker_lost for name in OURS)


def test_soft_limit_hard_limit_and_visibility_are_in_order() -> None:
    soft, hard = app.conf.task_soft_time_limit, app.conf.task_time_limit
    assert soft < hard < app.conf.broker_transport_options["visibility_timeout"] == round(1.1 * hard)
