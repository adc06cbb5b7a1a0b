"""The demo practice: every status, every state, on any day of the year; made once, and taken away without a trace."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import TestCase
from django_scopes import scope

from candidates.calendars import public_holidays
from candidates.followup.clock import Calendar
from candidates.followup.facts import Status
from candidates.models import (
    ActionItem,
    Addendum,
    Application,
    AuditEntry,
    CaseNote,
    Client,
    CounselingSession,
    Flag,
    SharedNote,
    StandingChange,
)
from candidates.standings import standing_of
from counselor.accounts.models import Membership, Practice, Role, User
from counselor.demo import large
from counselor.demo.diary import Diary
from counselor.demo.employers import FIRMS
from counselor.demo.people import DEMO_PASSWORD, LOG_INS
from counselor.demo.practice import STORIES, find_demo, make_demo
from counselor.demo.removal import guards_down, remove
from counselor.outbox.models import OutgoingEmail
from letters import pdf, services
from letters.models import FrozenLetter, Letter, Outcome
from letters.standings import fits
from tests.cast import NOW, make_elsewhere

OWN_APPS = ("accounts", "outbox", "candidates", "letters")
OWN_TABLES = [model for model in apps.get_models() if model._meta.app_label in OWN_APPS]
AWKWARD_DAYS = [
    datetime(2026, 12, 24, 17, tzinfo=UTC),
    datetime(2027, 1, 2, 4, tzinfo=UTC),  # still New Year's Day in New York
    datetime(2027, 3, 15, 13, tzinfo=UTC),  # the Monday after the clocks changed in New York
    datetime(2027, 3, 29, 3, tzinfo=UTC),  # Easter Monday in Europe, Sunday evening in New York
    datetime(2027, 7, 17, 22, 30, tzinfo=UTC),  # a Saturday; Sunday in Berlin
    datetime(2028, 2, 29, 12, tzinfo=UTC),
]


def landed() -> list[tuple[str, str]]:
    return sorted(Application.objects.filter(originated_from_outcome=None).values_list("position", "status"))


def intended(stories: Any = STORIES) -> list[tuple[str, str]]:
    return sorted((story.position, str(story.expected)) for story in stories)


def sweep() -> str:
    out = StringIO()
    call_command("check_follow_ups", stdout=out)
    return out.getvalue().strip()


class WhatItMakes(TestCase):
    """Made once for all these questions: with the rendering it takes seconds."""

    @classmethod
    def setUpTestData(cls) -> None:
        with time_machine.travel(NOW, tick=False):
            cls.practice = make_demo(NOW)

    def setUp(self) -> None:
        self.enterContext(time_machine.travel(NOW, tick=False))
        self.enterContext(scope(practice=self.practice))

    def test_every_story_lands_where_it_should(self) -> None:
        assert landed() == intended()

    def test_every_status_is_there(self) -> None:
        assert set(Application.objects.values_list("status", flat=True)) == set(Status)

    def test_about_eighty_applications_of_ten_clients_at_25_employers(self) -> None:
        assert 70 <= Application.objects.count() <= 90
        assert Application.objects.values("client").distinct().count() == Client.objects.count() == 10
        assert Application.objects.values("employer").distinct().count() == len(FIRMS) == 25

    def test_letters_in_every_state(self) -> None:
        assert set(Letter.objects.values_list("state", flat=True)) == set(Letter.State)
        assert {bool(row.detail) for row in Letter.objects.filter(state="draft")} == {True, False}
        assert set(Letter.objects.values_list("layout", flat=True)) == {"us-block", "din-5008-b"}
        assert services.check_archive() == []

    def test_one_printed_letter_is_held_because_the_situation_changed(self) -> None:
        ready = Letter.objects.filter(state__in=["approved", "printed"])
        assert [row.state for row in ready if not fits(row)] == ["printed"]

    def test_a_letter_led_to_a_new_application(self) -> None:
        led_to = Outcome.objects.get(kind="new_opportunity").led_to
        assert (led_to.client.given_name, led_to.status) == ("Bob", Status.INTERVIEW_SCHEDULED)

    def test_mail_in_several_states(self) -> None:
        assert set(OutgoingEmail.objects.values_list("state", flat=True)) >= {"queued", "sent", "uncertain", "failed"}

    def test_notes_of_both_kinds_from_the_past(self) -> None:
        for kind in (CaseNote, SharedNote):
            assert kind.objects.count() >= 5
            assert not kind.objects.filter(created_at__gt=NOW).exists()

    def test_counselors_and_clients_have_something_before_them(self) -> None:
        assert set(CounselingSession.objects.values_list("state", flat=True)) >= {"planned", "held", "missed"}
        assert set(Flag.objects.filter(resolved_at=None).values_list("asked", flat=True)) == {"client", "counselor"}
        assert ActionItem.objects.filter(done_at=None, due_on__lt=NOW.date()).exists()
        assert ActionItem.objects.filter(done_at__lt=NOW).exists()
        assert Addendum.objects.filter(created_at__lt=NOW).count() == 3

    def test_a_client_handed_over_has_notes_of_both_counselors(self) -> None:
        notes = CaseNote.objects.filter(client__given_name="Diego").values_list("author__name", flat=True)
        assert set(notes) == {"Dan Whitlock", "Alice Ferreira"}
        assert AuditEntry.objects.get(action="handed_over").client.given_name == "Diego"

    def test_bob_has_what_the_story_needs(self) -> None:
        his = Application.objects.filter(client__given_name="Bob").values_list("status", flat=True)
        needed = {Status.CALL_DUE, Status.DUE_IN_GRACE, Status.OVERDUE, Status.INVITED_CALL_UNANSWERED}
        assert needed <= set(his)
        assert Letter.objects.filter(application__client__given_name="Bob", state="draft", detail="").count() == 1

    def test_everybody_can_sign_in(self) -> None:
        for _, email in LOG_INS:
            assert User.objects.get(email=email).check_password(DEMO_PASSWORD)

    def test_history_is_told_in_order_and_in_the_past(self) -> None:
        times = defaultdict(list)
        for change in StandingChange.objects.order_by("application", "number"):
            times[change.application_id].append(change.at)
        assert times.keys() == set(Application.objects.values_list("pk", flat=True))
        assert all(each == sorted(each) and each[-1] < NOW for each in times.values())

    def test_the_sweep_finds_nothing_to_change(self) -> None:
        assert sweep() == "due 0, changed 0, failed 0"
        for row in Application.objects.with_names().select_related("practice"):
            assert standing_of(row, NOW).status == row.status

    @pytest.mark.slow
    def test_grown_large_every_copy_stands_where_its_story_stands(self) -> None:
        sizes = {"CLIENTS": 16, "APPLICATIONS": 160, "EMPLOYERS": 20, "FROZEN": 14}
        with patch.multiple(large, **sizes):
            large.enlarge(self.practice, NOW)
        assert (Client.objects.count(), Application.objects.count()) == (16, 160)
        assert set(Application.objects.filter(client__user=None).values_list("status", flat=True)) == set(Status)
        self.test_the_sweep_finds_nothing_to_change()

    def test_grown_large_no_copy_bears_the_name_of_another(self) -> None:
        with patch.multiple(large, CLIENTS=12, APPLICATIONS=90, EMPLOYERS=5):
            large.enlarge(self.practice, NOW)
        names = {str(row.letter.application.client): row.merge_values["sender"] for row in FrozenLetter.objects.all()}
        assert all(sender["family"] in client for client, sender in names.items())
        assert services.check_archive() == []

    def test_the_archive_is_guarded_again_after_a_removal(self) -> None:
        with guards_down():
            pass
        for change in (lambda rows: rows.update(sha256=""), lambda rows: rows.delete()):
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                change(FrozenLetter._base_manager.all())


# --- On any day ------------------------------------------------------------------------------------------------------


@pytest.fixture
def drafts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without rendering, which takes long and does not depend on the day."""
    monkeypatch.setattr("counselor.demo.practice.can_render", lambda: False)


@pytest.mark.parametrize(
    "number", [0, *(pytest.param(each, marks=pytest.mark.slow) for each in range(1, len(AWKWARD_DAYS)))]
)
def test_stories_land_on_awkward_days(
    db: None, drafts_only: None, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Every third story on every third day: a third of the time, and each story still meets two of the days."""
    stories = STORIES[number % 3 :: 3]
    monkeypatch.setattr("counselor.demo.practice.STORIES", stories)
    now = AWKWARD_DAYS[number]
    with time_machine.travel(now, tick=False), scope(practice=make_demo(now)):
        assert landed() == intended(stories)
        assert sweep() == "due 0, changed 0, failed 0"


@pytest.mark.parametrize("place", ["US", *(pytest.param(each, marks=pytest.mark.slow) for each in ("GB-SCT", "DE-BY"))])
def test_every_statement_can_be_said_all_year_round(place: str) -> None:
    """On every seventeenth day of a year there is a statement that hits its aim, before whatever followed it."""
    off, weekend = public_holidays(*place.split("-"))
    told = [(story.said, story.then) for story in STORIES if story.said]
    for days in range(0, 366, 17):
        now = datetime(2027, 9, 1, 12, tzinfo=UTC) + timedelta(days=days)
        diary = Diary(Calendar(weekend, off), ZoneInfo("UTC"), now)
        for said, then in told:
            statement = diary.statement(said.kind, said.words, said.when, said.aim)
            assert all(diary.ago(act.ago) > statement.said_on for act in then if hasattr(act, "ago"))


# --- Once, again, and away -------------------------------------------------------------------------------------------


@pytest.fixture
def demo_mode(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the stories that end in a mailed letter of bob's and a held one: enough of every table."""
    some = tuple(
        story for story in STORIES if story.position in ("Transportation Dispatcher", "Guest Relations Manager")
    )
    monkeypatch.setattr("counselor.demo.practice.STORIES", some)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def counts() -> Counter[str]:
    return Counter({model._meta.label: model._base_manager.count() for model in OWN_TABLES})


@pytest.mark.usefixtures("db", "demo_mode", "short")
class TestAgain:
    def test_a_second_run_changes_nothing(self) -> None:
        run()
        before = counts()
        assert "nothing was changed" in run()
        assert counts() == before

    def test_reset_makes_it_anew_and_touches_nobody_else(self) -> None:
        elsewhere = make_elsewhere()["practice"]
        alone = counts()
        run("--force")
        first, made = find_demo(), counts()
        assert made["letters.FrozenLetter"] == 2

        run("--reset", "--force")
        second = find_demo()
        assert second != first
        assert counts() == made

        remove(second)
        assert counts() == alone
        assert Practice.objects.get() == elsewhere

    def test_an_account_with_another_practice_outlives_the_demo(self) -> None:
        run()
        dan = User.objects.get(email="dan@demo.example")
        Membership.objects.create(practice=make_elsewhere()["practice"], user=dan, role=Role.COUNSELOR)
        remove(find_demo())
        assert list(User.objects.filter(email__endswith="@demo.example")) == [dan]

    def test_without_pango_the_letters_stay_drafts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing() -> None:
            raise pdf.PdfUnavailable("no Pango")

        monkeypatch.setattr(pdf, "check_available", missing)
        assert "drafts only" in run()
        with scope(practice=find_demo()):
            assert set(Letter.objects.values_list("state", flat=True)) == {"draft"}


# --- Where it refuses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("--reset",)])
def test_it_refuses_without_demo_mode(db: None, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="DEMO is off"):
        run(*arguments)
    assert not Practice.objects.exists()


def test_it_refuses_beside_a_real_practice(db: None, demo_mode: None) -> None:
    make_elsewhere()
    with pytest.raises(CommandError, match="Elsewhere Careers"):
        run()
    assert find_demo() is None
