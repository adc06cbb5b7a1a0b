"""The edge cases of the design, section 7, that need rows: nothing is rewritten, nothing is said twice or too late."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from candidates import services
from candidates.models import Decision
from candidates.overrides import check_spam
from candidates.policies import change_policy
from candidates.standings import standing_of
from candidates.sweep import sweep
from counselor.outbox.models import OutgoingEmail
from letters.models import Letter
from letters.services import record_outcome
from tests.cast import ADDRESS, NOW, Cast, at
from tests.letters.desk import OUTCOME, mailed
from tests.pipeline import OVERDUE, decided, met, silent, told, waiting


def test_debrief_entered_weeks_late_reminds_of_no_day_that_has_passed(cast: Cast, clock: Any) -> None:
    clock.move_to(at(15, 12))
    waiting(cast)
    sweep(at(15, 12, hour=11))
    cast.application.refresh_from_db()
    assert (cast.application.status, cast.application.review_at) == ("overdue", None)
    assert OutgoingEmail.objects.filter(kind="your-move").count() == 0


def test_promise_in_the_past_at_entry_counts_from_its_own_day(cast: Cast) -> None:
    silent(cast)
    cast.application.refresh_from_db()
    assert (cast.application.status, cast.application.verdict) == ("overdue", "probable")


def test_employer_moves_zone_and_the_same_day_begins_elsewhere(cast: Cast) -> None:
    waiting(cast)
    before = standing_of(cast.application, NOW)
    moved = ADDRESS | {"city": "Portland", "region": "OR", "postal_code": "97201"}
    services.set_site(application=cast.application, by=cast.bob, time_zone="America/Los_Angeles", **moved)
    cast.application.refresh_from_db()
    after = standing_of(cast.application, NOW)
    assert before.window == after.window
    los_angeles = datetime(2026, 11, 18, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert (before.review_at, cast.application.review_at) == (at(18, hour=0), los_angeles)


def test_practice_changes_policy_and_open_windows_recompute(cast: Cast) -> None:
    waiting(cast)
    change_policy(practice=cast.practice, by=cast.alice, grace_exact=5)
    cast.application.refresh_from_db()
    window = standing_of(cast.application, NOW).window
    assert window is not None
    assert window.closes_on == date(2026, 11, 24)


def test_practice_changes_policy_and_past_conclusions_are_explained_by_theirs(cast: Cast, browse: Any) -> None:
    silent(cast)
    change_policy(practice=cast.practice, by=cast.alice, grace_exact=9)
    page = browse(cast.alice).get(reverse("desk:application", args=[cast.application.pk])).content.decode()
    assert page.count("Judged by the policy of its time: grace after a named date 2, today 9.") >= 1
    probable = cast.application.standing_changes.get(verdict="probable")
    assert probable.policy["grace_exact"] == 2
    assert {"grace_days": 2}.items() <= next(r["values"] for r in probable.because if r["code"] == "due").items()


# --- Letters ---------------------------------------------------------------------------------------------------------


def rejected_before(cast: Cast, letter: Letter) -> Decision:
    """They had said no on the 11th; it is entered on the 20th, after the letter was mailed on the 12th."""
    return decided(cast, "rejected", happened_at=at(11), recorded_at=at(20))


def test_rejection_dated_before_the_letter_but_entered_after_it_is_flagged(cast: Cast, browse: Any, clock: Any) -> None:
    letter = mailed(cast)
    page = reverse("portal:letter", args=[letter.pk])
    assert "They had already" not in browse(cast.bob).get(page).content.decode()
    clock.move_to(at(20))
    rejected_before(cast, letter)
    assert "They had already decided on 11 Nov 2026 (They said no)" in browse(cast.bob).get(page).content.decode()


def test_rejection_entered_after_the_letter_rewrites_nothing(cast: Cast, clock: Any) -> None:
    letter = mailed(cast)
    clock.move_to(at(20))
    changes = list(cast.application.standing_changes.values("number", "verdict", "because"))
    rejected_before(cast, letter)
    letter.refresh_from_db()
    assert (letter.state, letter.variant) == ("mailed", "after_silence")
    assert list(cast.application.standing_changes.values("number", "verdict", "because"))[: len(changes)] == changes


def test_rejection_after_the_letter_was_mailed_is_no_remark(cast: Cast, browse: Any, clock: Any) -> None:
    letter = mailed(cast)
    clock.move_to(at(20))
    decided(cast, "rejected", happened_at=at(16), recorded_at=at(20))
    assert "They had already" not in browse(cast.bob).get(reverse("portal:letter", args=[letter.pk])).content.decode()


def test_the_spam_mail_is_found_and_the_verdict_is_withdrawn(cast: Cast, browse: Any) -> None:
    """Bob finds it through the portal: the message's own date decides, so there never was a silence."""
    met(cast)
    told(cast, due_on=date(2026, 11, 5))
    bob = browse(cast.bob)
    there = bob.post(reverse("portal:spam-check", args=[cast.application.pk]), {"found": "yes"}).url
    form = bob.get(there).context["form"]
    assert (form["way"].value(), form["happened_at"].value()) == ("in:email:received:inquiry", None)
    bob.post(there, {"way": form["way"].value(), "happened_at": "2026-11-05T16:00", "note": ""})
    cast.application.refresh_from_db()
    assert (cast.application.status, cast.application.verdict) == ("needs_debrief", "none")


def test_the_spam_mail_found_holds_the_draft(cast: Cast) -> None:
    letter = mailed(cast)
    check_spam(application=cast.application, found=True, by=cast.bob)
    services.log_touchpoint(
        application=cast.application, by=cast.bob, happened_at=at(5), direction="in", channel="email", result="received"
    )
    cast.application.refresh_from_db()
    letter.refresh_from_db()
    assert (cast.application.verdict, letter.state) == ("none", "mailed")


def test_client_is_contacted_about_another_position(cast: Cast) -> None:
    letter = mailed(cast)
    outcome = record_outcome(letter=letter, by=cast.bob, kind="new_opportunity", new_position="Lead analyst", **OUTCOME)
    linked = outcome.led_to
    assert linked is not None
    assert (linked.position, linked.employer) == ("Lead analyst", cast.employer)
    assert linked.originated_from_outcome == outcome
    cast.application.refresh_from_db()
    assert cast.application.status == "overdue"  # about this one, nothing was said


def test_reminders_of_a_date_ahead_still_come(cast: Cast) -> None:
    waiting(cast)
    sweep(OVERDUE)
    assert OutgoingEmail.objects.filter(kind="your-move").count() == 1
