"""The demo practice: every status, every state, on any day of the year; made once, and taken away without a trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django_scopes import scope, scopes_disabled

from candidates.followup.facts import Status
from candidates.models import Application, CaseNote, Client, SharedNote, StandingChange
from candidates.standings import standing_of
from counselor.accounts.models import Practice, User
from counselor.demo import letters as demo_letters
from counselor.demo.people import DEMO_PASSWORD, LOG_INS
from counselor.demo.practice import STORIES, find_demo, make_demo
from counselor.outbox.models import OutgoingEmail
from letters import services
from letters.models import FrozenLetter, Letter, Outcome
from letters.standings import fits
from tests.cast import NOW, make_elsewhere

OWN_TABLES = [
    model for model in apps.get_models() if model._meta.app_label in ("accounts", "outbox", "candidates", "letters")
]
AWKWARD_DAYS = [
    datetime(2026, 12, 24, 17, tzinfo=UTC),
    datetime(2027, 1, 2, 4, tzinfo=UTC),  # still New Year's Day in New York
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2027, 7, 17, 22, 30, tzinfo=UTC),  # a Saturday; Sunday in Berlin
    datetime(2027, 3, 15, 13, tzinfo=UTC),  # the Monday after the clocks changed in New York
    datetime(2027, 3, 29, 3, tzinfo=UTC),  # Easter Monday in Europe
]


@pytest.fixture
def demo_mode(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def drafts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rendering, which takes most of the time and does not depend on the day."""
    monkeypatch.setattr("counselor.demo.practice.can_render", lambda: False)


@pytest.fixture
def demo(db: None) -> Iterator[Practice]:
    with time_machine.travel(NOW, tick=False):
        practice = make_demo(NOW)
        with scope(practice=practice):
            yield practice


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def landed() -> list[tuple[str, str, str]]:
    rows = Application.objects.exclude(originated_from_outcome__isnull=False).select_related("client", "employer")
    return sorted((row.position, row.client.given_name, row.status) for row in rows)


def intended() -> list[tuple[str, str, str]]:
    names = {row.email.partition("@")[0]: row.given_name for row in Client.objects.all()}
    return sorted((story.position, names[story.client], str(story.expected)) for story in STORIES)


# --- What it makes ---------------------------------------------------------------------------------------------------


def test_the_whole_practice(demo: Practice) -> None:
    """One making, many questions: it takes seconds."""
    assert landed() == intended()
    assert {row.status for row in Application.objects.all()} == set(Status)
    assert 55 <= Application.objects.count() <= 70

    assert {row.state for row in Letter.objects.all()} == set(Letter.State)
    drafts = Letter.objects.filter(state=Letter.State.DRAFT)
    assert {bool(row.detail) for row in drafts} == {True, False}
    held = [row for row in Letter.objects.filter(state__in=["approved", "printed"]) if not fits(row)]
    assert len(held) == 1
    assert {row.layout for row in Letter.objects.all()} == {"us-block", "din-5008-b"}
    assert services.check_archive() == []
    linked = Outcome.objects.get(kind="new_opportunity").led_to
    assert linked.status == Status.INTERVIEW_SCHEDULED

    assert {row.state for row in OutgoingEmail.objects.all()} >= {"queued", "sent", "uncertain", "failed", "cancelled"}
    assert CaseNote.objects.count() >= 8
    assert SharedNote.objects.count() >= 5
    assert Client.objects.count() == 10


def test_history_is_told_in_the_past(demo: Practice) -> None:
    """Each change of standing is in its order of time, and none carries the moment of the run."""
    changes = StandingChange.objects.order_by("application", "number")
    times: dict[int, list[datetime]] = {}
    for change in changes:
        times.setdefault(change.application_id, []).append(change.at)
    assert all(moments == sorted(moments) for moments in times.values())
    assert max(moment for moments in times.values() for moment in moments) < NOW
    assert min(Counter(changes.values_list("application", flat=True)).values()) >= 1


def test_bob_has_what_the_story_needs(demo: Practice) -> None:
    statuses = Counter(Application.objects.filter(client__given_name="Bob").values_list("status", flat=True))
    needed = {Status.CALL_DUE, Status.DUE_IN_GRACE, Status.OVERDUE, Status.INVITED_CALL_UNANSWERED}
    assert needed <= set(statuses)
    assert Letter.objects.filter(application__client__given_name="Bob", state="draft", detail="").count() == 1


def test_everybody_can_sign_in(demo: Practice) -> None:
    for _, email in LOG_INS:
        assert User.objects.get(email=email).check_password(DEMO_PASSWORD)


def test_the_sweep_finds_nothing_to_change(demo: Practice) -> None:
    out = StringIO()
    call_command("check_follow_ups", stdout=out)
    assert ", changed 0, failed 0" in out.getvalue()
    for row in Application.objects.with_names().select_related("practice"):
        assert standing_of(row, NOW).status == row.status


@pytest.mark.parametrize("day", AWKWARD_DAYS, ids=lambda day: f"{day:%a-%d-%b-%Y}")
def test_every_story_lands_on_any_day(db: None, drafts_only: None, day: datetime) -> None:
    with time_machine.travel(day, tick=False), scope(practice=make_demo(day)):
        assert landed() == intended()
        out = StringIO()
        call_command("check_follow_ups", stdout=out)
        assert ", changed 0, failed 0" in out.getvalue()


# --- Once, again, and away -------------------------------------------------------------------------------------------


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in OWN_TABLES}


def test_a_second_run_changes_nothing(db: None, demo_mode: None, drafts_only: None) -> None:
    run()
    before = counts()
    assert "nothing was changed" in run()
    assert counts() == before


def test_reset_makes_it_anew_and_touches_nobody_else(
    db: None, demo_mode: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counselor.demo.practice.STORIES", tuple(s for s in STORIES if s.client == "bob"))
    elsewhere = make_elsewhere()["practice"]
    alone = counts()
    run("--force")
    first = find_demo()
    with scope(practice=first):
        assert FrozenLetter.objects.exists()
    made = counts()
    run("--reset", "--force")
    assert counts() == made
    assert find_demo() != first
    from counselor.demo.removal import remove

    remove(find_demo())
    assert counts() == alone
    assert Practice.objects.get() == elsewhere


def test_the_archive_is_guarded_again_after_a_reset(db: None, demo_mode: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "counselor.demo.practice.STORIES", tuple(s for s in STORIES if s.position == "Transportation Dispatcher")
    )
    run()
    run("--reset")
    with scopes_disabled(), pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FrozenLetter._base_manager.update(text="")


# --- Where it refuses ------------------------------------------------------------------------------------------------


def test_it_refuses_without_demo_mode(db: None) -> None:
    with pytest.raises(CommandError, match="DEMO is off"):
        run()
    assert not Practice.objects.exists()


def test_it_refuses_beside_a_real_practice(db: None, demo_mode: None) -> None:
    make_elsewhere()
    with pytest.raises(CommandError, match="Elsewhere Careers"):
        run()
    assert find_demo() is None


def test_without_pango_the_letters_stay_drafts(demo_mode: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counselor.demo.practice.STORIES", tuple(s for s in STORIES if s.client == "bob"))
    monkeypatch.setattr(
        demo_letters.pdf, "check_available", lambda: (_ for _ in ()).throw(demo_letters.pdf.PdfUnavailable("x"))
    )
    assert "drafts only" in run()
    with scope(practice=find_demo()):
        assert {row.state for row in Letter.objects.all()} == {"draft"}
