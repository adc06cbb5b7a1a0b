"""Every write to the pipeline: what it stores, what it refuses, and the standing that comes with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from candidates import notes, services
from candidates.models import Application, Assignment, Client, Contact, Employer, Fact, StandingChange, Touchpoint
from candidates.services import Refused
from tests.cast import ADDRESS, NOW, TODAY, Cast, at
from tests.pipeline import called, decided, met, told, waiting


def standing(cast: Cast) -> tuple[str, str]:
    cast.application.refresh_from_db()
    return cast.application.status, cast.application.verdict


# --- People and employers --------------------------------------------------------------------------------------------


def test_a_new_client_has_their_counselor_from_the_day(cast: Cast) -> None:
    client = services.add_client(
        practice=cast.practice,
        counselor=cast.member(cast.dan),
        on=TODAY,
        by=cast.dan,
        given_name="Fay",
        family_name="Ox",
    )
    assert [(each.counselor.user, each.from_on) for each in client.assignments.all()] == [(cast.dan, TODAY)]


def test_a_client_that_cannot_be_assigned_is_not_added(cast: Cast) -> None:
    foreign = cast.elsewhere["carol"].memberships.get()
    with pytest.raises(Refused, match="does not belong"):
        services.add_client(
            practice=cast.practice, counselor=foreign, on=TODAY, by=cast.alice, given_name="Fay", family_name="Ox"
        )
    assert not Client.objects.filter(family_name="Ox").exists()


def test_a_second_primary_counselor_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="already has a primary counselor"):
        services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice)
    assert Assignment.objects.filter(client=cast.client).count() == 1


def test_an_employer_is_known_by_its_name_in_any_spelling(cast: Cast) -> None:
    again = services.add_employer(practice=cast.practice, name="  ACME   lighting ", by=cast.alice)
    assert again == cast.employer


def test_an_employer_of_another_practice_is_another_employer(cast: Cast) -> None:
    ours = services.add_employer(practice=cast.practice, name="Canary Works", by=cast.alice)
    assert ours != cast.elsewhere["employer"]
    assert Employer.objects.count() == 2


def test_the_same_address_is_the_same_place(cast: Cast) -> None:
    site = services.set_site(application=cast.application, by=cast.alice, **ADDRESS)
    assert site == cast.site


def test_another_address_leaves_the_first_place_to_the_others(cast: Cast) -> None:
    site = services.set_site(application=cast.application, by=cast.alice, **ADDRESS | {"city": "Troy"})
    cast.application.refresh_from_db()
    cast.other_application.refresh_from_db()
    assert (cast.application.site, cast.other_application.site) == (site, cast.site)


def test_an_employer_that_moves_zone_moves_the_dates(cast: Cast) -> None:
    waiting(cast)
    before = cast.application.review_at
    services.set_site(application=cast.application, by=cast.alice, time_zone="America/Los_Angeles", **ADDRESS)
    assert cast.application.review_at - before == timedelta(hours=3)


def test_a_contact_needs_a_name_or_a_title(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Give a family name or a job title"):
        services.add_contact(employer=cast.employer, by=cast.alice, given_name="Jin")
    assert Contact.objects.count() == 1


def test_notes_keep_their_author(cast: Cast) -> None:
    private = notes.write_case_note(client=cast.client, text="tired", by=cast.alice)
    shared = notes.write_shared_note(client=cast.client, text="call on Monday", by=cast.bob)
    assert (private.author, shared.author) == (cast.alice, cast.bob)


# --- Applications and their facts ------------------------------------------------------------------------------------


def test_a_new_application_stands_as_applied_and_says_why(cast: Cast) -> None:
    change = cast.application.standing_changes.get()
    assert (change.number, change.status, change.by, change.at) == (1, "applied", cast.alice, NOW)
    assert [each["code"] for each in change.because] == ["no_interview_yet"]


def test_an_application_at_a_foreign_employer_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="not in the practice’s list"):
        services.add_application(client=cast.client, employer=cast.elsewhere["employer"], position="Spy", by=cast.alice)
    assert not Application.objects.filter(position="Spy").exists()


def test_an_interview_asks_for_the_debrief(cast: Cast) -> None:
    interview = met(cast, contacts=[cast.contact])
    assert standing(cast) == ("needs_debrief", "none")
    assert list(interview.contacts.all()) == [cast.contact]


def test_a_next_step_opens_the_window(cast: Cast) -> None:
    waiting(cast)
    assert standing(cast) == ("waiting", "none")
    assert cast.application.review_at == at(18, hour=0)


def test_an_unanswered_invited_call_is_definite(cast: Cast) -> None:
    met(cast)
    told(cast, kind="candidate_calls", due_on=date(2026, 11, 9))
    called(cast, happened_at=at(9), result="refused")
    assert standing(cast) == ("invited_call_unanswered", "definite")


def test_a_rejection_is_explicit(cast: Cast) -> None:
    waiting(cast)
    decided(cast, "rejected")
    assert standing(cast) == ("rejected", "explicit")


def test_a_fact_that_makes_no_sense_leaves_nothing_behind(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="does not fit who reached out"):
        called(cast, result="received")
    assert (Touchpoint.objects.count(), standing(cast)) == (0, ("applied", "none"))


def test_a_fact_that_changes_nothing_adds_no_change(cast: Cast) -> None:
    waiting(cast)
    before = cast.application.standing_number
    called(cast, result="no_answer", happened_at=at(6))
    assert (cast.application.standing_number, StandingChange.objects.filter(number__gt=before).count()) == (before, 0)


def test_a_cancelled_interview_was_not_held(cast: Cast) -> None:
    services.cancel_interview(interview=met(cast), cancellation="postponed", by=cast.bob)
    assert standing(cast) == ("applied", "none")


def test_an_interview_is_cancelled_once(cast: Cast) -> None:
    interview = met(cast)
    services.cancel_interview(interview=interview, cancellation="postponed", by=cast.bob)
    with pytest.raises(Refused, match="already off the calendar"):
        services.cancel_interview(interview=interview, cancellation="no_show", by=cast.alice)
    interview.refresh_from_db()
    assert (interview.cancellation, interview.cancelled_by) == ("postponed", cast.bob)


def facts(cast: Cast) -> list[Fact]:
    return [met(cast), told(cast), called(cast), decided(cast, "rejected")]


@pytest.mark.parametrize("which", range(4), ids=["interview", "next step", "touchpoint", "decision"])
def test_a_fact_is_voided_once(cast: Cast, which: int) -> None:
    fact = facts(cast)[which]
    services.void(fact=fact, reason="typing error", by=cast.bob)
    with pytest.raises(Refused, match="already taken back"):
        services.void(fact=fact, reason="again", by=cast.alice)
    fact.refresh_from_db()
    assert (fact.void_reason, fact.voided_by, fact.voided_at) == ("typing error", cast.bob, NOW)


def test_a_voided_fact_no_longer_counts(cast: Cast) -> None:
    waiting(cast)
    services.void(fact=decided(cast, "rejected"), reason="another candidate", by=cast.bob)
    assert standing(cast) == ("waiting", "none")
    assert [each.status for each in cast.application.standing_changes.all()][-2:] == ["rejected", "waiting"]


def test_an_archived_application_is_put_aside_once(cast: Cast) -> None:
    waiting(cast)
    assert services.archive(application=cast.application, by=cast.bob)
    assert not services.archive(application=cast.application, by=cast.alice)
    cast.application.refresh_from_db()
    assert (cast.application.archived_by, cast.application.review_at) == (cast.bob, None)
