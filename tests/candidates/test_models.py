"""What the rows refuse by themselves: facts are added, never edited; constraints hold in the database and say why."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from candidates import notes, services
from candidates.documents import add_document
from candidates.models import (
    AppendOnlyError,
    Assignment,
    AuditEntry,
    Closure,
    Consent,
    Contact,
    FollowUpPolicy,
    Reminder,
    StandingChange,
)
from candidates.models.base import AppendOnly
from candidates.models.log import PolicyOverride, SpamCheck, StandingOverride
from tests.cast import NOW, TODAY, Cast, at
from tests.pipeline import called, decided, met, told

OURS = [each for each in apps.get_models() if each.__module__.split(".")[0] in ("candidates", "letters", "counselor")]
CONSTRAINTS = [(each, rule) for each in OURS for rule in each._meta.constraints]


@pytest.fixture
def rows(cast: Cast) -> list[AppendOnly]:
    """One row of each append-only kind of the pipeline."""
    written = [
        write(client=cast.client, text="a note", by=cast.alice)
        for write in (notes.write_case_note, notes.write_shared_note)
    ]
    facts = [met(cast), told(cast), called(cast), decided(cast, "rejected")]
    facts.append(services.debrief_interview(interview=facts[0], by=cast.bob, detail="the lamps"))
    by_hand = {"application": cast.application, "recorded_by": cast.alice}
    decisions = [
        SpamCheck.objects.create(happened_at=NOW, **by_hand),
        StandingOverride.objects.create(status="waiting", verdict="none", reason="she called", **by_hand),
        PolicyOverride.objects.create(values={"grace_exact": 5}, reason="a slow house", **by_hand),
    ]
    told_later = notes.add_addendum(note=written[0], text="she smiled", by=cast.alice)
    document = add_document(
        application=cast.application, content=b"my letter", name="letter.txt", kind="other", by=cast.bob
    )
    others = [told_later, document, AuditEntry.objects.first(), StandingChange.objects.first()]
    others.append(Consent.objects.create(client=cast.client, kind="statistics", given=True, at=NOW, by=cast.bob))
    others.append(Reminder.objects.create(client=cast.client, kind="your-move", about="application:1", occurrence="1"))
    return [*facts, *written, *decisions, *others]


def test_every_append_only_model_of_the_pipeline_is_among_the_rows(rows: list[AppendOnly]) -> None:
    here = {each for each in OURS if issubclass(each, AppendOnly) and each._meta.app_label == "candidates"}
    assert {type(each) for each in rows} == here


def test_rows_refuse_to_be_saved_again(rows: list[AppendOnly]) -> None:
    for row in rows:
        with pytest.raises(AppendOnlyError):
            row.save()


def test_rows_refuse_to_be_deleted(rows: list[AppendOnly]) -> None:
    for row in rows:
        with pytest.raises(AppendOnlyError):
            row.delete()


def test_querysets_refuse_to_delete(rows: list[AppendOnly]) -> None:
    for row in rows:
        with pytest.raises(AppendOnlyError):
            type(row).objects.filter(pk=row.pk).delete()


def some_field(row: AppendOnly) -> str:
    """A column that holds what was recorded."""
    return next(
        each.name for each in row._meta.concrete_fields if not each.primary_key and each.name not in row.closing_fields
    )


def test_querysets_refuse_to_change_what_was_recorded(rows: list[AppendOnly]) -> None:
    for row in rows:
        name = some_field(row)
        with pytest.raises(AppendOnlyError, match=name):
            type(row).objects.filter(pk=row.pk).update(**{name: getattr(row, name)})


def test_nor_many_at_once(rows: list[AppendOnly]) -> None:
    for row in rows:
        with pytest.raises(AppendOnlyError):
            type(row).objects.bulk_update([row], [some_field(row)])


def test_nor_by_adding_them_a_second_time(rows: list[AppendOnly]) -> None:
    for row in rows:
        with pytest.raises(AppendOnlyError):
            type(row).objects.bulk_create(
                [row], update_conflicts=True, update_fields=[some_field(row)], unique_fields=["pk"]
            )


def test_nor_by_update_or_create(rows: list[AppendOnly]) -> None:
    for row in rows:
        name = some_field(row)
        with pytest.raises(AppendOnlyError):
            type(row).objects.update_or_create(pk=row.pk, defaults={name: getattr(row, name)})


def test_related_managers_refuse_too(cast: Cast) -> None:
    called(cast)
    with pytest.raises(AppendOnlyError):
        cast.application.touchpoints.all().delete()
    with pytest.raises(AppendOnlyError):
        cast.application.touchpoints.update(note="rewritten")


def test_an_application_with_facts_is_not_deleted(cast: Cast) -> None:
    called(cast)
    with pytest.raises(models.ProtectedError):
        cast.application.delete()


# --- Constraints -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "rule"), CONSTRAINTS, ids=[rule.name for _, rule in CONSTRAINTS])
def test_every_constraint_has_a_sentence_of_its_own(model: type[models.Model], rule: Any) -> None:
    assert str(rule.violation_error_message) != str(rule.default_violation_error_message)
    assert str(rule.violation_error_message)[-1] == "."


def pairs() -> list[tuple[type[models.Model], str]]:
    """Every column `<name>_by` beside a `<name>_at`."""
    names = [(each, {field.name for field in each._meta.concrete_fields}) for each in OURS]
    return [
        (model, name.removesuffix("_by"))
        for model, fields in names
        for name in fields
        if name.endswith("_by") and name.removesuffix("_by") + "_at" in fields
    ]


# The time is always there, the person only where it is known.
NEVER_BOTH_EMPTY = {"recorded", "created", "said", "raised", "uploaded", "published", "invited"}


def test_every_pair_of_time_and_person_has_a_constraint() -> None:
    without = [
        (model.__name__, name)
        for model, name in pairs()
        if name not in NEVER_BOTH_EMPTY
        and not any(f"{name}_at" in str(rule) and f"{name}_by" in str(rule) for rule in model._meta.constraints)
    ]
    assert (without, len(pairs()) > 8) == ([], True)


def refused(row: models.Model, **values: Any) -> str:
    """The name of the constraint with which the database itself refuses, beside every guard of the ORM."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return str(problem.value)


@pytest.mark.parametrize("values", [{"voided_at": NOW}, {"voided_by": 1}], ids=["time only", "person only"])
def test_a_voided_fact_names_time_and_person(cast: Cast, values: dict[str, Any]) -> None:
    values = values if "voided_at" in values else {"voided_by": cast.bob}
    for fact in (met(cast), told(cast), called(cast), decided(cast, "rejected")):
        assert f"{type(fact).__name__.lower()}_voided_pair" in refused(fact, **values)


def test_a_cancelled_interview_names_time_and_person(cast: Cast) -> None:
    assert "interview_cancelled_pair" in refused(met(cast), cancelled_at=NOW)


def test_an_archived_application_names_time_and_person(cast: Cast) -> None:
    assert "application_archived_pair" in refused(cast.application, archived_at=NOW)


@pytest.mark.parametrize("minutes", [4, 24 * 60 + 1])
def test_an_interview_lasts_a_while(cast: Cast, minutes: int) -> None:
    assert "interview_lasts_a_while" in refused(met(cast), minutes=minutes)


def test_a_dated_next_step_has_a_date(cast: Cast) -> None:
    assert "next_step_date_fits_kind" in refused(told(cast), due_on=None)


def test_a_dateless_next_step_has_none(cast: Cast) -> None:
    assert "next_step_date_fits_kind" in refused(told(cast), kind="open_ended")


def test_an_invitation_does_not_end_before_it_begins(cast: Cast) -> None:
    step = told(cast, kind="candidate_calls", due_on=TODAY)
    assert "next_step_until_after_from" in refused(step, by_on=at(11).date())


@pytest.mark.parametrize("result", ["received", "missed", "auto_reply"])
def test_what_the_client_did_has_no_result_of_the_employers(cast: Cast, result: str) -> None:
    assert "touchpoint_result_fits_direction" in refused(called(cast), result=result)


def test_what_the_employer_did_has_no_result_of_the_clients(cast: Cast) -> None:
    assert "touchpoint_result_fits_direction" in refused(called(cast), direction="in")


def test_a_policy_wants_at_least_one_call(cast: Cast) -> None:
    assert "policy_at_least_one_try" in refused(FollowUpPolicy.objects.create(practice=cast.practice), tries=0)


def test_an_assignment_ends_after_it_begins(cast: Cast) -> None:
    assert "assignment_ends_after_it_begins" in refused(Assignment.objects.first(), to_on=at(1).date())


def test_a_closure_ends_after_it_begins(cast: Cast) -> None:
    closure = Closure.objects.create(practice=cast.practice, starts_on=TODAY, ends_on=TODAY, reason="flood")
    assert "closure_ends_after_it_begins" in refused(closure, ends_on=at(1).date())


def test_a_contact_has_a_name_or_a_title(cast: Cast) -> None:
    assert "contact_has_name_or_title" in refused(cast.contact, family_name="", job_title="")


def test_a_change_of_standing_is_numbered_once(cast: Cast) -> None:
    met(cast)
    first, second = cast.application.standing_changes.all()
    with pytest.raises(IntegrityError, match="number"), transaction.atomic():
        StandingChange._base_manager.filter(pk=second.pk).update(number=first.number)


def test_the_message_of_a_constraint_reaches_the_reader(cast: Cast) -> None:
    step = told(cast, kind="candidate_calls", due_on=TODAY)
    step.by_on = at(11).date()
    with pytest.raises(ValidationError) as problem:
        step.full_clean()
    assert problem.value.messages == ["The last day cannot come before the first."]


def test_a_contact_is_spoken_of_by_honorific_only_where_it_is_known() -> None:
    known = Contact(honorific="Ms", given_name="Jin", family_name="Kim")
    assert known.spoken_name == "Ms Kim"
    assert Contact(given_name="Jin", family_name="Kim").spoken_name == "Jin Kim"
    assert Contact(job_title="Director").spoken_name == "Director"
