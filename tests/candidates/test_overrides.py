"""What people say to a standing: spam checks, conclusions, a policy of one application, and which promise counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from candidates import overrides, services, wording
from candidates.followup.facts import LetterChoice, Status, Verdict
from candidates.models import StandingChange
from candidates.overrides import (
    SpamQuestion,
    check_spam,
    choose_next_step,
    conclude,
    override_policy,
    rivals,
    spam_question,
)
from candidates.services import Refused
from candidates.standings import policy_of, standing_of
from letters.services import draft_letter
from tests.cast import NOW, TODAY, Cast, at
from tests.letters.desk import mailed
from tests.pipeline import called, decided, met, silent, told, waiting


def concluded(cast: Cast, verdict: str = "probable", **how: Any) -> Any:
    values = {"reason": "The team posted a welcome.", "shared": True, "by": cast.alice} | how
    return conclude(application=cast.application, verdict=verdict, **values)


def unmade_call(cast: Cast) -> None:
    """Bob was to call by the 5th, and did not."""
    met(cast)
    told(cast, kind="candidate_calls", due_on=date(2026, 11, 4), by_on=date(2026, 11, 5))


# --- The counselor's conclusion --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "letter", "ball"), [("probable", "after_silence", "client"), ("none", "", "client")]
)
def test_a_conclusion_replaces_verdict_and_letter(cast: Cast, verdict: str, letter: str, ball: str) -> None:
    unmade_call(cast)
    concluded(cast, verdict)
    stored = cast.application
    stored.refresh_from_db()
    assert (stored.status, stored.verdict, stored.letter, stored.ball) == ("call_missed", verdict, letter, ball)


def test_no_conclusion_leaves_the_letter_to_the_counselor(cast: Cast) -> None:
    silent(cast)
    concluded(cast, "no_conclusion")
    assert standing_of(cast.application, NOW).letter is LetterChoice.AFTER_SILENCE_BY_OVERRIDE


def test_without_a_verdict_where_only_a_letter_was_left_they_move(cast: Cast) -> None:
    silent(cast)
    concluded(cast, "none")
    assert standing_of(cast.application, NOW).ball == "employer"


def test_the_change_says_who_and_that_it_was_a_conclusion(cast: Cast) -> None:
    silent(cast)
    concluded(cast, "none")
    change = cast.application.standing_changes.last()
    assert (change.cause, change.by, change.verdict) == (StandingChange.Cause.OVERRIDE, cast.alice, "none")


def last_reason(cast: Cast) -> str:
    return wording.sentence(standing_of(cast.application, NOW).because[-1])


def test_a_shared_reason_is_told_last(cast: Cast) -> None:
    silent(cast)
    concluded(cast, "none")
    assert last_reason(cast).endswith(
        "Alice looked at all of this and concluded: no verdict yet. The reason: The team posted a welcome."
    )


def test_a_reason_that_is_not_shared_is_in_no_standing(cast: Cast) -> None:
    silent(cast)
    concluded(cast, "none", shared=False)
    assert last_reason(cast).endswith("concluded: no verdict yet.")
    assert "welcome" not in str(cast.application.standing_changes.last().because)


def test_it_lapses_when_the_standing_moves(cast: Cast) -> None:
    waiting(cast)
    concluded(cast)
    assert standing_of(cast.application, NOW).verdict is Verdict.PROBABLE
    assert standing_of(cast.application, at(18)).verdict is Verdict.NONE  # grace began


def test_a_new_promise_ends_it_though_the_standing_has_the_same_name(cast: Cast) -> None:
    waiting(cast)
    concluded(cast)
    told(cast, said_at=at(11), due_on=date(2026, 11, 24), words="another week")
    assert standing_of(cast.application, NOW).verdict is Verdict.NONE


def test_a_thank_you_does_not_end_it(cast: Cast) -> None:
    waiting(cast)
    concluded(cast)
    called(cast, channel="email", result="sent", purpose="thanks")
    called(cast, result="wrong_number")
    assert standing_of(cast.application, NOW).verdict is Verdict.PROBABLE


def test_the_letter_it_led_to_can_be_mailed(cast: Cast) -> None:
    unmade_call(cast)
    concluded(cast)
    check_spam(application=cast.application, found=False, by=cast.bob)
    assert mailed(cast).state == "mailed"
    assert standing_of(cast.application, NOW).verdict is Verdict.PROBABLE


def test_taken_back_the_facts_speak_again(cast: Cast) -> None:
    silent(cast)
    word = concluded(cast, "none")
    services.void(fact=word, reason="hasty", by=cast.alice)
    assert standing_of(cast.application, NOW).verdict is Verdict.PROBABLE


@pytest.mark.parametrize("verdict", ["definite", "explicit"])
def test_what_only_facts_can_give_is_refused(cast: Cast, verdict: str) -> None:
    silent(cast)
    with pytest.raises(Refused, match="nothing to conclude"):
        concluded(cast, verdict)


def test_a_decision_of_theirs_is_not_overruled(cast: Cast) -> None:
    waiting(cast)
    decided(cast, "rejected")
    with pytest.raises(Refused):
        concluded(cast)


def test_before_an_interview_there_is_nothing_to_conclude(cast: Cast) -> None:
    with pytest.raises(Refused):
        concluded(cast)


def test_what_the_facts_say_needs_no_conclusion(cast: Cast) -> None:
    silent(cast)
    with pytest.raises(Refused, match="already"):
        concluded(cast)


# --- A policy of one application -------------------------------------------------------------------------------------


def patient(cast: Cast, **values: int) -> Any:
    return override_policy(application=cast.application, values=values, reason="a slow house", by=cast.alice)


def test_only_what_differs_is_kept(cast: Cast) -> None:
    row = patient(cast, grace_exact=8, tries=2)
    assert row.values == {"grace_exact": 8}
    assert (policy_of(cast.application).grace_exact, policy_of(cast.application).tries) == (8, 2)
    assert policy_of(cast.other_application).grace_exact == 2


def test_it_moves_the_standing_at_once_and_back_when_taken_back(cast: Cast) -> None:
    silent(cast)
    row = patient(cast, grace_exact=8)
    assert standing_of(cast.application, NOW).status is Status.DUE_IN_GRACE
    assert cast.application.standing_changes.last().policy["grace_exact"] == 8
    services.void(fact=row, reason="they are quick after all", by=cast.alice)
    cast.application.refresh_from_db()
    assert cast.application.status == "overdue"


def test_the_latest_counts(cast: Cast) -> None:
    patient(cast, grace_exact=8)
    last = patient(cast, grace_exact=3)
    assert policy_of(cast.application).grace_exact == 3
    services.void(fact=last, reason="no", by=cast.alice)
    assert policy_of(cast.application).grace_exact == 8


def test_the_practices_own_numbers_are_no_override(cast: Cast) -> None:
    with pytest.raises(Refused, match="own numbers"):
        patient(cast, grace_exact=2)


# --- The spam folder -------------------------------------------------------------------------------------------------


def overdue(cast: Cast) -> None:
    met(cast)
    told(cast, due_on=date(2026, 11, 5))


def asks(cast: Cast) -> SpamQuestion | None:
    return spam_question(cast.application, standing_of(cast.application, NOW).verdict)


def test_before_probable_somebody_looks_once(cast: Cast) -> None:
    overdue(cast)
    assert asks(cast) is SpamQuestion.LOOK
    check_spam(application=cast.application, found=False, by=cast.bob)
    assert not asks(cast)


def test_without_probable_nobody_is_asked(cast: Cast) -> None:
    waiting(cast)
    assert not asks(cast)


def test_a_message_that_was_found_has_to_be_logged(cast: Cast) -> None:
    overdue(cast)
    check_spam(application=cast.application, found=True, by=cast.bob)
    assert asks(cast) is SpamQuestion.RECORD


def test_a_look_before_their_last_promise_is_no_look(cast: Cast, clock: Any) -> None:
    overdue(cast)
    check_spam(application=cast.application, found=False, by=cast.bob)
    clock.move_to(at(20))
    told(cast, said_at=at(13), due_on=date(2026, 11, 16), words="early next week")
    cast.application.refresh_from_db()
    assert cast.application.verdict == "probable"
    assert spam_question(cast.application, "probable") is SpamQuestion.LOOK


def test_a_client_drafts_after_silence_only_after_a_look(cast: Cast) -> None:
    overdue(cast)
    letter = {"application": cast.application, "contact": cast.contact, "on": TODAY}
    with pytest.raises(Refused, match="spam folder"):
        draft_letter(by=cast.bob, **letter)
    assert draft_letter(by=cast.alice, **letter).variant == "after_silence"


def test_lists_know_who_looked(cast: Cast) -> None:
    overdue(cast)
    rows = overrides.with_looks(type(cast.application).objects.all())
    assert not rows.get(pk=cast.application.pk).looked
    check_spam(application=cast.application, found=False, by=cast.bob)
    assert rows.get(pk=cast.application.pk).looked


# --- Which promise counts --------------------------------------------------------------------------------------------


def two_promises(cast: Cast) -> tuple[Any, Any]:
    """Ms Kim said the 17th; somebody else, the same day, the 10th."""
    met(cast)
    return told(cast), told(cast, said_at=at(3, hour=12), said_by=None, due_on=date(2026, 11, 10), words="in a week")


def test_the_chosen_promise_is_recorded_anew(cast: Cast) -> None:
    _, sooner = two_promises(cast)
    chosen = choose_next_step(next_step=sooner, by=cast.alice)
    sooner.refresh_from_db()
    assert (sooner.void_reason, sooner.voided_by) == ("chosen to count", cast.alice)
    assert (chosen.words, chosen.due_on, chosen.in_force_by_choice) == ("in a week", date(2026, 11, 10), True)
    assert standing_of(cast.application, NOW).status is Status.DUE_IN_GRACE


def test_the_choice_is_one_change_of_standing(cast: Cast) -> None:
    later, _ = two_promises(cast)
    before = cast.application.standing_changes.count()
    choose_next_step(next_step=later, by=cast.alice)
    assert cast.application.standing_changes.count() == before  # it was in force already


def test_another_choice_replaces_the_first(cast: Cast) -> None:
    later, sooner = two_promises(cast)
    choose_next_step(next_step=sooner, by=cast.alice)
    choose_next_step(next_step=later, by=cast.alice)
    assert [row.in_force_by_choice for row in rivals(cast.application)] == [True, False]
    assert standing_of(cast.application, NOW).status is Status.WAITING


def test_a_single_promise_is_no_choice(cast: Cast) -> None:
    waiting(cast)
    with pytest.raises(Refused, match="counts already"):
        choose_next_step(next_step=cast.application.nextsteps.get(), by=cast.alice)


def test_of_different_days_the_last_counts_anyway(cast: Cast) -> None:
    waiting(cast)
    told(cast, said_at=at(6), due_on=date(2026, 11, 20))
    assert rivals(cast.application) == []
