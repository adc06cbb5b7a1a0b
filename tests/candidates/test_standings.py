"""From rows to the rule and back: facts, policy and zone go in; standing, reasons and review date come out."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from candidates import services, standings
from candidates.followup.facts import Policy, Reason
from candidates.models import Application, FollowUpPolicy, StandingChange
from candidates.reasons import reasons_as_json, reasons_from_json
from candidates.standings import StaleStanding, facts_of, policy_of, standing_of
from tests.cast import NOW, Cast, at
from tests.pipeline import OVERDUE, called, decided, met, told, waiting
from tests.threads import at_once


def test_the_zone_is_the_sites(cast: Cast) -> None:
    assert standings.zone_of(cast.application) == ZoneInfo("America/New_York")
    assert not standings.zone_is_assumed(cast.application)


def test_without_a_site_the_clients_zone_is_assumed(cast: Cast) -> None:
    cast.client.time_zone = "Asia/Tokyo"
    cast.application.site, cast.application.client = None, cast.client
    assert standings.zone_of(cast.application) == ZoneInfo("Asia/Tokyo")
    assert standings.zone_is_assumed(cast.application)


def test_a_practice_without_a_policy_has_the_defaults(cast: Cast) -> None:
    assert policy_of(cast.application) == Policy()


def test_the_policys_row_has_the_rules_defaults(cast: Cast) -> None:
    FollowUpPolicy.objects.create(practice=cast.practice)
    assert policy_of(cast.application) == Policy()


def test_every_number_of_the_policy_reaches_the_rule(cast: Cast) -> None:
    numbers = {name: 40 + n for n, name in enumerate(asdict(Policy()))}
    FollowUpPolicy.objects.create(practice=cast.practice, **numbers)
    assert asdict(policy_of(cast.application)) == numbers


def test_every_fact_reaches_the_rule(cast: Cast) -> None:
    waiting(cast)
    called(cast)
    decided(cast, "on_hold")
    known = facts_of(cast.application)
    assert [len(each) for each in (known.interviews, known.next_steps, known.touchpoints, known.decisions)] == [1] * 4
    assert known.next_steps[0].said_by == "Ms Kim"


def test_the_log_is_read_without_the_rows_around_it(cast: Cast) -> None:
    decided(cast, "on_hold")
    with CaptureQueriesContext(connection) as queries:
        facts_of(cast.application)
    assert [each["sql"] for each in queries if "accounts_" in each["sql"]] == []


def test_voided_facts_do_not(cast: Cast) -> None:
    for fact in (met(cast), told(cast), called(cast), decided(cast, "on_hold")):
        services.void(fact=fact, reason="wrong person", by=cast.bob)
    assert facts_of(cast.application) == replace(facts_of(cast.application), interviews=(), next_steps=(),
                                                 touchpoints=(), decisions=())  # fmt: skip


def test_asking_stores_nothing(cast: Cast) -> None:
    waiting(cast)
    assert standing_of(cast.application, OVERDUE).verdict == "probable"
    assert Application.objects.get(pk=cast.application.pk).verdict == "none"


def test_reasons_survive_being_stored() -> None:
    reasons = (Reason("said", {"at": at(3), "on": date(2026, 11, 3), "words": "soon", "times": 2}),)
    assert reasons_from_json(reasons_as_json(reasons)) == reasons


def test_the_reasons_are_kept_with_the_change(cast: Cast) -> None:
    waiting(cast)
    change = cast.application.standing_changes.last()
    assert reasons_from_json(change.because) == standing_of(cast.application, NOW).because


def test_the_policy_is_kept_as_it_was_then(cast: Cast) -> None:
    policy = FollowUpPolicy.objects.create(practice=cast.practice, grace_exact=1)
    waiting(cast)
    FollowUpPolicy.objects.filter(pk=policy.pk).update(grace_exact=9)
    assert cast.application.standing_changes.last().policy["grace_exact"] == 1


def test_changes_are_numbered_without_gaps(cast: Cast) -> None:
    waiting(cast)
    decided(cast, "on_hold")
    assert [each.number for each in cast.application.standing_changes.all()] == [1, 2, 3, 4]


def test_standing_since_stays_while_nothing_moves(cast: Cast, clock) -> None:  # type: ignore[no-untyped-def]
    waiting(cast)
    clock.move_to(NOW + timedelta(hours=1))
    standings.refresh(cast.application, cause=StandingChange.Cause.FACT)
    cast.application.refresh_from_db()
    assert cast.application.standing_since == NOW


def test_a_writer_with_an_old_version_is_turned_away(cast: Cast) -> None:
    stale = Application.objects.with_names().get(pk=cast.application.pk)
    met(cast)
    with pytest.raises(StaleStanding), transaction.atomic():
        standings.refresh_standing(stale, cause=StandingChange.Cause.FACT)
    assert [each.number for each in cast.application.standing_changes.all()] == [1, 2]


def test_fifty_facts_at_once_are_all_counted(shared_database: None, cast: Cast) -> None:
    """Ten editors with five facts each: none is lost, none fails, and the changes are numbered once."""
    waiting(cast)

    def editor(n: int) -> None:
        from django_scopes import scope

        with scope(practice=cast.practice):
            mine = Application.objects.with_names().get(pk=cast.application.pk)
            for k in range(5):
                kind = ("rejected", "on_hold", "resumed")[(n + k) % 3]
                services.record_decision(
                    application=mine, by=cast.bob, kind=kind, happened_at=at(5) + timedelta(minutes=5 * n + k)
                )

    assert at_once(*(lambda n=n: editor(n) for n in range(10))) == [None] * 10
    numbers = [each.number for each in cast.application.standing_changes.all()]
    stored = Application.objects.with_names().get(pk=cast.application.pk)
    assert cast.application.decisions.count() == 50
    assert numbers == list(range(1, stored.standing_number + 1))
    assert stored.status == standing_of(stored, NOW).status
