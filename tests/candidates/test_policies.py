"""A change of policy or closures: shown before, recomputed after, one transaction per application, and no mail."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates import policies, services
from candidates.models import Closure, FollowUpPolicy, StandingChange
from candidates.policies import add_closure, change_policy, end_closure, remove_closure, shifts_of_closures
from candidates.services import Refused
from candidates.standings import standing_of
from candidates.sweep import sweep
from counselor.outbox.models import OutgoingEmail
from tests.cast import NOW, Cast, at, make_application, make_employer
from tests.pipeline import decided, met, silent, told, waiting

WEEK = {"starts_on": date(2026, 11, 4), "ends_on": date(2026, 11, 11), "reason": "inventory"}


def moved(cast: Cast, **values: int) -> list[tuple[str, str]]:
    shifts = policies.shifts_of_policy(cast.practice, values, NOW)
    return [(str(each.before.status), str(each.after.status)) for each in shifts if each.moves_standing]


def test_what_would_move_is_told_and_nothing_is_stored(cast: Cast) -> None:
    silent(cast)
    waiting(cast, cast.other_application)
    assert moved(cast, grace_exact=9) == [("overdue", "due_in_grace")]
    cast.application.refresh_from_db()
    assert (cast.application.status, FollowUpPolicy.objects.count()) == ("overdue", 0)


def test_windows_whose_dates_move_are_told_apart(cast: Cast) -> None:
    waiting(cast)
    (shift,) = policies.shifts_of_policy(cast.practice, {"grace_exact": 9}, NOW)
    assert not shift.moves_standing


def test_a_change_recomputes_every_open_application(cast: Cast) -> None:
    silent(cast)
    assert change_policy(practice=cast.practice, by=cast.alice, grace_exact=9) == 1
    change = cast.application.standing_changes.last()
    assert (change.cause, change.by, change.status) == (StandingChange.Cause.POLICY, cast.alice, "due_in_grace")
    assert change.policy["grace_exact"] == 9


def test_what_is_put_aside_stays_as_it_was(cast: Cast) -> None:
    silent(cast)
    services.archive(application=cast.application, by=cast.bob)
    assert change_policy(practice=cast.practice, by=cast.alice, grace_exact=9) == 0


def test_no_mail_is_written_for_a_day_that_has_passed(cast: Cast) -> None:
    waiting(cast)
    told(cast, said_at=at(4), due_on=date(2026, 11, 10))
    change_policy(practice=cast.practice, by=cast.alice, grace_exact=0)
    sweep(NOW)
    cast.application.refresh_from_db()
    assert (cast.application.status, OutgoingEmail.objects.count()) == ("overdue", 0)


def test_another_practice_is_left_alone(cast: Cast) -> None:
    change_policy(practice=cast.practice, by=cast.alice, grace_exact=9)
    assert FollowUpPolicy.objects.get().practice == cast.practice


def test_one_that_cannot_be_added_up_stops_no_other(cast: Cast) -> None:
    silent(cast)
    met(cast, cast.other_application)
    told(cast, cast.other_application, due_on=date(2026, 11, 5))
    real = policies.refresh

    def fails_for_bob(application: Any, **how: Any) -> None:
        if application.pk == cast.application.pk:
            raise RuntimeError("no calendar")
        real(application, **how)

    with mock.patch.object(policies, "refresh", fails_for_bob):
        assert change_policy(practice=cast.practice, by=cast.alice, grace_exact=9) == 1
    cast.application.refresh_from_db()
    assert cast.application.review_at == NOW  # the sweep looks at it next


def test_trying_out_costs_the_same_for_one_and_for_many(cast: Cast) -> None:
    silent(cast)
    with CaptureQueriesContext(connection) as few:
        moved(cast, grace_exact=9)
    for n in range(6):
        waiting(cast, make_application(cast.client, cast.employer, cast.site, cast.alice, f"Post {n}"))
    with CaptureQueriesContext(connection) as many:
        moved(cast, grace_exact=9)
    assert len(many) == len(few)


def test_the_trial_agrees_with_what_then_happens(cast: Cast) -> None:
    silent(cast)
    waiting(cast, cast.other_application)
    decided(cast, "on_hold")
    foreseen = {
        each.application: each.after for each in policies.shifts_of_policy(cast.practice, {"grace_exact": 9}, NOW)
    }
    change_policy(practice=cast.practice, by=cast.alice, grace_exact=9)
    for application in (cast.application, cast.other_application):
        if application.pk in foreseen:
            assert standing_of(application, NOW) == foreseen[application.pk]


# --- Closures --------------------------------------------------------------------------------------------------------


def test_a_closure_moves_the_windows_it_touches(cast: Cast) -> None:
    silent(cast)
    assert len(shifts_of_closures(cast.practice, NOW, plus=Closure(practice=cast.practice, **WEEK))) == 1
    add_closure(practice=cast.practice, by=cast.alice, **WEEK)
    cast.application.refresh_from_db()
    assert cast.application.status == "waiting"  # their day itself moves to the first open one


def test_a_closure_of_one_employer_touches_no_other(cast: Cast) -> None:
    silent(cast)
    elsewhere, _, _ = make_employer(cast.practice, cast.alice, "Next Door")
    add_closure(practice=cast.practice, by=cast.alice, employer=elsewhere, **WEEK)
    cast.application.refresh_from_db()
    assert cast.application.status == "overdue"


def test_a_closure_that_ends_sooner_or_goes_gives_the_days_back(cast: Cast) -> None:
    silent(cast)
    closure = add_closure(practice=cast.practice, by=cast.alice, **WEEK)
    end_closure(closure=closure, on=date(2026, 11, 4), by=cast.alice)
    cast.application.refresh_from_db()
    assert cast.application.status == "overdue"
    remove_closure(closure=closure, by=cast.alice)
    assert Closure.objects.count() == 0


def test_a_closure_cannot_run_backwards(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="cannot end before"):
        add_closure(practice=cast.practice, by=cast.alice, **(WEEK | {"ends_on": date(2026, 11, 1)}))
    closure = add_closure(practice=cast.practice, by=cast.alice, **WEEK)
    with pytest.raises(Refused):
        end_closure(closure=closure, on=date(2026, 11, 1), by=cast.alice)
