"""A letter's life: draft → approved and frozen → mailed → outcome. Nothing is lost, nothing leaves that should not."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django_scopes import scope

from candidates import services as candidates
from candidates.models import Application, Contact
from candidates.services import Refused
from letters import pdf, services
from letters.content import Variant
from letters.models import FrozenLetter, Letter, Outcome, sha256
from letters.services import Blocked, Stale, approve, draft_letter, edit_draft, mark_mailed, record_outcome
from tests.cast import TODAY, Cast, at
from tests.letters.desk import OUTCOME, approved, draft, frozen, mailed
from tests.pipeline import called, decided, met, silent, told, waiting
from tests.threads import at_once


def codes(problem: pytest.ExceptionInfo[Blocked]) -> list[str]:
    return [each.code for each in problem.value.findings if each.severity == "error"]


# --- Drafts ----------------------------------------------------------------------------------------------------------


def test_silence_calls_for_the_letter_after_silence(cast: Cast) -> None:
    silent(cast)
    letter = draft_letter(application=cast.application, contact=cast.contact, on=TODAY, by=cast.alice)
    assert (letter.variant, letter.state, letter.dated_on) == ("after_silence", "draft", TODAY)


def test_an_unanswered_invited_call_calls_for_its_own_letter(cast: Cast) -> None:
    met(cast)
    told(cast, kind="candidate_calls", due_on=date(2026, 11, 9))
    called(cast, happened_at=at(9), result="refused")
    assert draft(cast).variant == "after_unanswered_call"


@pytest.mark.parametrize("kind", ["rejected", "position_closed", "on_hold", "offer_declined"])
def test_a_decision_calls_for_its_letter(cast: Cast, kind: str) -> None:
    waiting(cast)
    decided(cast, kind)
    assert draft(cast).variant == {"rejected": "after_rejection"}.get(kind, kind)


def test_while_the_employer_has_time_there_is_no_letter(cast: Cast) -> None:
    waiting(cast)
    with pytest.raises(Refused, match="no letter to write yet"):
        draft_letter(application=cast.application, contact=cast.contact, on=TODAY, by=cast.alice)
    assert Letter.objects.count() == 0


def test_the_draft_follows_the_standing_in_the_database(cast: Cast) -> None:
    """Not the one the page was drawn from."""
    waiting(cast)
    seen = type(cast.application).objects.with_names().get(pk=cast.application.pk)
    decided(cast, "rejected")
    assert draft_letter(application=seen, contact=cast.contact, on=TODAY, by=cast.alice).variant == "after_rejection"


def test_after_a_call_that_was_not_made_only_a_counselors_reason_helps(cast: Cast) -> None:
    met(cast)
    told(cast, kind="candidate_calls", due_on=date(2026, 11, 4), by_on=date(2026, 11, 5))
    ask = partial(draft_letter, application=cast.application, contact=cast.contact, on=TODAY, by=cast.alice)
    with pytest.raises(Refused, match="counselor’s decision"):
        ask()
    assert ask(override_reason="she moved abroad").variant == "after_silence"


def test_thanks_for_an_interview_are_always_welcome(cast: Cast) -> None:
    waiting(cast)
    assert draft(cast, variant=Variant.INTERVIEW_THANKS).variant == "interview_thanks"


def test_a_person_who_works_elsewhere_gets_no_letter(cast: Cast) -> None:
    silent(cast)
    other = candidates.add_employer(practice=cast.practice, name="Other", by=cast.alice)
    stranger = candidates.add_contact(employer=other, by=cast.alice, family_name="Ode")
    with pytest.raises(Refused, match="does not work for"):
        draft_letter(application=cast.application, contact=stranger, on=TODAY, by=cast.alice)


def test_the_draft_remembers_what_was_noted_of_the_interview(cast: Cast) -> None:
    met(cast, detail="She laughed about the lamps.")
    told(cast, due_on=date(2026, 11, 5))
    letter = draft_letter(application=cast.application, contact=cast.contact, on=TODAY, by=cast.alice)
    assert letter.detail == "She laughed about the lamps."


@pytest.mark.parametrize(
    ("country", "paper"),
    [
        ("US", ("en-US", "us-block", "#10")),
        ("GB", ("en-GB", "din-5008-b", "dl-window")),
        ("DE", ("en-US", "din-5008-b", "dl-window")),
        ("AT", ("en-US", "din-5008-b", "dl-window")),
        ("CH", ("en-US", "swiss-right", "c5")),
        ("FR", ("en-US", "french", "dl")),
        ("CA", ("en-US", "us-block", "#10")),
    ],
)
def test_paper_follows_the_country_it_goes_to(cast: Cast, country: str, paper: tuple[str, str, str]) -> None:
    cast.contact.site.country = country
    found = services.paper_for(cast.contact, cast.application)
    assert (found["locale"], found["layout"], found["envelope"]) == paper


def test_an_edit_counts_the_version(cast: Cast) -> None:
    letter = draft(cast)
    edit_draft(letter=letter, version=2, by=cast.bob, body="Dear Ms Kim, thank you.")
    assert (letter.version, letter.body) == (3, "Dear Ms Kim, thank you.")


def test_an_edit_of_what_has_changed_meanwhile_loses_nothing(cast: Cast) -> None:
    letter = draft(cast)
    edit_draft(letter=letter, version=2, by=cast.alice, body="alice’s words")
    with pytest.raises(Stale, match="Somebody else changed this letter"):
        edit_draft(letter=letter, version=2, by=cast.bob, body="bob’s words")
    letter.refresh_from_db()
    assert (letter.version, letter.body) == (3, "alice’s words")


def test_an_edit_reaches_only_what_may_be_edited(cast: Cast) -> None:
    with pytest.raises(AssertionError):
        edit_draft(letter=draft(cast), version=2, by=cast.bob, state="mailed")


@pytest.mark.parametrize("step", [approved, mailed])
def test_an_approved_letter_is_not_edited(cast: Cast, step: Any) -> None:
    letter = step(cast)
    with pytest.raises(Stale):
        edit_draft(letter=letter, version=letter.version, by=cast.bob, body="better words")


# --- Approval --------------------------------------------------------------------------------------------------------


def test_approval_freezes_bytes_and_hashes(cast: Cast) -> None:
    kept = frozen(approved(cast))
    assert (bytes(kept.pdf[:5]), kept.sha256) == (b"%PDF-", sha256(kept.pdf))
    assert (bytes(kept.envelope_pdf[:5]), kept.envelope_sha256) == (b"%PDF-", sha256(kept.envelope_pdf))
    assert kept.is_intact()


def test_approval_freezes_what_the_letter_was_made_from(cast: Cast) -> None:
    kept = frozen(approved(cast))
    assert kept.standing == {"number": cast.application.standing_number, "status": "overdue", "verdict": "probable"}
    assert (kept.merge_values["position"], kept.merge_values["date"]) == ("Analyst", "2026-11-12")
    assert kept.template_version.startswith("after_silence en-US ")
    assert "evening volunteers" in kept.body


def test_approval_says_who_and_when(cast: Cast) -> None:
    letter = approved(cast)
    assert (letter.state, letter.approved_by, letter.approved_at) == ("approved", cast.bob, at(12))


def test_a_window_envelope_is_not_printed(cast: Cast) -> None:
    letter = draft(cast)
    edit_draft(letter=letter, version=2, by=cast.bob, layout="din-5008-b", envelope="dl-window")
    assert bytes(approve(letter=letter, version=3, by=cast.bob).envelope_pdf) == b""


def test_without_the_one_specific_detail_there_is_no_approval(cast: Cast) -> None:
    silent(cast)
    letter = draft_letter(application=cast.application, contact=cast.contact, on=TODAY, by=cast.alice)
    with pytest.raises(Blocked) as problem:
        approve(letter=letter, version=1, by=cast.bob)
    assert codes(problem) == ["empty_field"]
    letter.refresh_from_db()
    assert (letter.state, FrozenLetter.objects.count()) == ("draft", 0)


def test_without_an_address_there_is_no_approval(cast: Cast) -> None:
    letter = draft(cast)
    Contact.objects.filter(pk=cast.contact.pk).update(site=None)
    with pytest.raises(Blocked) as problem:
        approve(letter=Letter.objects.get(pk=letter.pk), version=2, by=cast.bob)
    assert codes(problem) == ["missing_address"]


@pytest.mark.parametrize(("name", "missing"), [("李", "李"), ("محمد", "م ح د")])
def test_a_name_that_cannot_be_printed_is_refused_by_its_characters(cast: Cast, name: str, missing: str) -> None:
    letter = draft(cast)
    Contact.objects.filter(pk=cast.contact.pk).update(given_name=name)
    with pytest.raises(Blocked) as problem:
        approve(letter=Letter.objects.get(pk=letter.pk), version=2, by=cast.bob)
    assert codes(problem) == ["missing_glyph"]
    assert problem.value.findings[0].values["characters"] == missing


def test_two_pages_are_one_too_many(cast: Cast) -> None:
    letter = draft(cast)
    edit_draft(letter=letter, version=2, by=cast.bob, body="\n\n".join(["I remember our talk well. " * 30] * 7))
    with pytest.raises(Blocked) as problem:
        approve(letter=letter, version=3, by=cast.bob)
    assert codes(problem) == ["too_many_pages"]


def test_far_too_much_text_is_refused_before_layout(cast: Cast) -> None:
    letter = draft(cast)
    edit_draft(letter=letter, version=2, by=cast.bob, body="\n\n".join(["Thank you."] * 80))
    with pytest.raises(Blocked, match="more text than a letter can hold"):
        approve(letter=letter, version=3, by=cast.bob)


def test_who_asked_for_no_contact_gets_no_letter(cast: Cast) -> None:
    letter = draft(cast)
    Contact.objects.filter(pk=cast.contact.pk).update(do_not_contact=True)
    with pytest.raises(Blocked) as problem:
        approve(letter=Letter.objects.get(pk=letter.pk), version=2, by=cast.bob)
    assert codes(problem) == ["do_not_contact"]


def test_a_letter_that_no_longer_fits_is_not_approved(cast: Cast) -> None:
    letter = draft(cast)
    told(cast, said_at=at(12, hour=9), due_on=date(2026, 12, 4), words="give us three weeks")
    with pytest.raises(Blocked) as problem:
        approve(letter=letter, version=2, by=cast.bob)
    assert codes(problem) == ["variant_does_not_fit"]


def test_what_somebody_edited_meanwhile_is_not_approved(cast: Cast) -> None:
    letter = draft(cast)
    edit_draft(letter=Letter.objects.get(pk=letter.pk), version=2, by=cast.alice, body="alice’s words " * 30)
    with pytest.raises(Stale):
        approve(letter=letter, version=2, by=cast.bob)
    assert FrozenLetter.objects.count() == 0


def test_a_letter_is_approved_once(cast: Cast) -> None:
    letter = approved(cast)
    with pytest.raises(Stale):
        approve(letter=letter, version=letter.version, by=cast.alice)
    assert FrozenLetter.objects.count() == 1


@pytest.mark.parametrize("part", ["letter_pdf", "envelope_pdf"])
def test_without_pango_the_reader_learns_what_to_install_and_nothing_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    letter = draft(cast)

    def missing(*_: object) -> bytes:
        raise pdf.PdfUnavailable(pdf.INSTALL_HINT)

    monkeypatch.setattr(pdf, part, missing)
    with pytest.raises(Refused, match="apt-get install libpango"):
        approve(letter=letter, version=2, by=cast.bob)
    letter.refresh_from_db()
    assert (letter.state, letter.version, FrozenLetter.objects.count()) == ("draft", 2, 0)


def test_a_letter_is_printed_once_and_stays_what_it_was(cast: Cast) -> None:
    letter = approved(cast)
    before = frozen(letter).sha256
    assert [services.mark_printed(letter=letter, by=cast.bob) for _ in range(2)] == [True, False]
    assert frozen(letter).sha256 == before


def test_a_voided_letter_goes_nowhere(cast: Cast) -> None:
    letter = approved(cast)
    services.void(letter=letter, reason="she left the company", by=cast.bob)
    assert (letter.state, letter.void_reason, letter.voided_by) == ("void", "she left the company", cast.bob)
    with pytest.raises(Refused, match="not in a state"):
        mark_mailed(letter=letter, on=TODAY, by=cast.alice)


# --- Mailed ----------------------------------------------------------------------------------------------------------


def test_a_mailed_letter_is_in_the_log_as_thanks(cast: Cast) -> None:
    letter = mailed(cast)
    entry = cast.application.touchpoints.get()
    assert (letter.state, letter.mailed_on, letter.mailed_by) == ("mailed", TODAY, cast.bob)
    assert (entry.channel, entry.result, entry.purpose, entry.direction, entry.contact) == (
        "letter", "sent", "thanks", "out", cast.contact,
    )  # fmt: skip


def test_a_mailed_letter_does_not_disturb_the_standing(cast: Cast) -> None:
    before = draft(cast).application.standing_number
    letter = Letter.objects.get()
    approve(letter=letter, version=letter.version, by=cast.bob)
    mark_mailed(letter=letter, on=TODAY, by=cast.alice)
    cast.application.refresh_from_db()
    assert (cast.application.standing_number, cast.application.status) == (before, "overdue")


def test_a_letter_is_mailed_once(cast: Cast) -> None:
    letter = mailed(cast)
    with pytest.raises(Refused, match="not in a state"):
        mark_mailed(letter=letter, on=TODAY, by=cast.alice)
    assert cast.application.touchpoints.count() == 1


def test_a_draft_is_not_mailed(cast: Cast) -> None:
    with pytest.raises(Refused, match="not in a state"):
        mark_mailed(letter=draft(cast), on=TODAY, by=cast.alice)


@pytest.mark.parametrize(("days", "why"), [(1, "still to come"), (-1, "before the date it bears")])
def test_the_day_of_mailing_makes_sense(cast: Cast, days: int, why: str) -> None:
    letter = approved(cast)
    with pytest.raises(Refused, match=why):
        mark_mailed(letter=letter, on=TODAY + timedelta(days=days), by=cast.bob)


def test_a_letter_is_held_back_when_the_situation_changed(cast: Cast) -> None:
    letter = approved(cast)
    told(cast, said_at=at(12, hour=9), due_on=date(2026, 12, 4), words="give us three weeks")
    with pytest.raises(Refused, match="situation changed"):
        mark_mailed(letter=Letter.objects.get(pk=letter.pk), on=TODAY, by=cast.alice)
    assert cast.application.touchpoints.count() == 0


def test_also_when_the_page_still_showed_the_old_situation(cast: Cast) -> None:
    letter = Letter.objects.with_names().get(pk=approved(cast).pk)
    assert letter.application.status == "overdue"
    told(cast, said_at=at(12, hour=9), due_on=date(2026, 12, 4), words="give us three weeks")
    with pytest.raises(Refused, match="situation changed"):
        mark_mailed(letter=letter, on=TODAY, by=cast.alice)


def test_a_letter_is_held_back_when_its_reader_asked_to_stop(cast: Cast) -> None:
    letter = Letter.objects.with_names().get(pk=approved(cast).pk)
    Contact.objects.filter(pk=cast.contact.pk).update(do_not_contact=True)
    with pytest.raises(Refused, match="asked not to be contacted"):
        mark_mailed(letter=letter, on=TODAY, by=cast.alice)


def test_a_second_letter_to_the_same_person_is_refused(cast: Cast) -> None:
    mailed(cast)
    second = approved(cast)
    with pytest.raises(Refused, match="went to this person before"):
        mark_mailed(letter=second, on=TODAY, by=cast.alice)


def test_with_a_reason_it_may_go(cast: Cast) -> None:
    mailed(cast)
    assert mailed(cast, override_reason="the first went to the old office").state == "mailed"


def test_another_person_there_may_get_one_too(cast: Cast) -> None:
    mailed(cast)
    colleague = candidates.add_contact(
        employer=cast.employer, site=cast.site, by=cast.alice, honorific="Mr", given_name="Tom", family_name="Ode"
    )
    assert mailed(cast, contact=colleague).state == "mailed"


def test_twenty_people_mark_it_mailed_and_one_does(shared_database: None, cast: Cast) -> None:
    letter = approved(cast)

    def mark() -> None:
        with scope(practice=cast.practice):
            mark_mailed(letter=Letter.objects.with_names().get(pk=letter.pk), on=TODAY, by=cast.alice)

    results = at_once(*[mark] * 20)
    assert ([type(each) for each in results].count(Refused), results.count(None)) == (19, 1)
    assert cast.application.touchpoints.count() == 1


def test_of_two_letters_to_one_person_one_is_mailed(shared_database: None, cast: Cast) -> None:
    pair = [approved(cast).pk, approved(cast).pk]

    def mark(pk: int) -> None:
        with scope(practice=cast.practice):
            mark_mailed(letter=Letter.objects.with_names().get(pk=pk), on=TODAY, by=cast.alice)

    results = at_once(*(partial(mark, pk) for pk in pair))
    assert ([type(each) for each in results].count(Refused), results.count(None)) == (1, 1)


# --- Outcomes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["acknowledged", "kept_on_file", "feedback_given", "placement"])
def test_an_outcome_is_kept(cast: Cast, kind: str) -> None:
    letter = mailed(cast)
    outcome = record_outcome(letter=letter, by=cast.bob, kind=kind, **OUTCOME)
    assert (outcome.kind, outcome.recorded_by, outcome.led_to) == (kind, cast.bob, None)
    assert Letter.objects.get().state == "mailed"


def test_before_it_was_mailed_a_letter_has_no_outcome(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only what was mailed"):
        record_outcome(letter=approved(cast), by=cast.bob, kind="acknowledged", **OUTCOME)


def test_a_new_opportunity_makes_the_linked_application(cast: Cast) -> None:
    letter = mailed(cast)
    found = record_outcome(letter=letter, by=cast.bob, kind="new_opportunity", new_position=" Lead analyst ", **OUTCOME)
    new = found.led_to
    assert (new.position, new.client, new.employer, new.site, new.status) == (
        "Lead analyst", cast.client, cast.employer, cast.site, "applied",
    )  # fmt: skip
    assert new.originated_from_outcome.letter == letter


def test_a_new_opportunity_without_a_name_leaves_nothing_behind(cast: Cast) -> None:
    letter = mailed(cast)
    with pytest.raises(Refused, match="Name the new position"):
        record_outcome(letter=letter, by=cast.bob, kind="new_opportunity", new_position="  ", **OUTCOME)
    assert Outcome.objects.count() == 0


def test_an_outcome_that_makes_no_sense_leaves_no_application_behind(cast: Cast) -> None:
    letter, before = mailed(cast), cast.client.applications.count()
    with pytest.raises(ValidationError):
        record_outcome(
            letter=letter, by=cast.bob, kind="new_opportunity", new_position="Lead", happened_on=TODAY, attribution="?"
        )
    assert (Outcome.objects.count(), cast.client.applications.count()) == (0, before)


def test_who_asks_to_stop_is_never_written_to_again(cast: Cast) -> None:
    record_outcome(letter=mailed(cast), by=cast.bob, kind="asked_to_stop", **OUTCOME)
    cast.contact.refresh_from_db()
    assert cast.contact.do_not_contact
    with pytest.raises(Blocked) as problem:
        approved(cast, contact=Contact.objects.get())
    assert codes(problem) == ["do_not_contact"]


def test_a_message_found_in_the_spam_folder_takes_the_verdict_away(cast: Cast) -> None:
    letter = mailed(cast)
    assert Application.objects.get(pk=letter.application_id).verdict == "probable"
    record_outcome(letter=letter, by=cast.bob, kind="spam_found", **OUTCOME)
    found = Application.objects.get(pk=letter.application_id)
    assert (found.status, found.verdict) == ("needs_debrief", "none")


def test_a_letter_that_came_back_is_returned_and_may_be_written_again(cast: Cast) -> None:
    letter = mailed(cast)
    record_outcome(letter=letter, by=cast.bob, kind="returned_undeliverable", **OUTCOME)
    assert Letter.objects.get().state == "returned"
    assert mailed(cast).state == "mailed"


def test_several_outcomes_may_follow_one_letter(cast: Cast) -> None:
    letter = mailed(cast)
    for kind in ("acknowledged", "referral", "returned_undeliverable", "networking"):
        record_outcome(letter=Letter.objects.get(pk=letter.pk), by=cast.bob, kind=kind, **OUTCOME)
    assert letter.outcomes.count() == 4


# --- The archive -----------------------------------------------------------------------------------------------------


def tamper(letter: Letter, **columns: Any) -> None:
    """Change a frozen letter the way only somebody with the run of the database can."""
    statements = {
        "sqlite": "DROP TRIGGER frozen_letter_stays_update",
        "postgresql": "DROP TRIGGER frozen_letter_stays ON letters_frozenletter",
    }
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor])
    FrozenLetter._base_manager.filter(letter=letter).update(**columns)


def test_an_intact_archive_has_nothing_to_report(cast: Cast) -> None:
    approved(cast)
    assert services.check_archive() == []


@pytest.mark.parametrize("column", ["pdf", "envelope_pdf"])
def test_changed_bytes_are_found(cast: Cast, column: str) -> None:
    letter = approved(cast)
    tamper(letter, **{column: b"%PDF-1.7 another letter"})
    assert services.check_archive() == [letter.pk]


def test_a_changed_hash_is_found(cast: Cast) -> None:
    letter = approved(cast)
    tamper(letter, sha256="0" * 64)
    assert services.check_archive() == [letter.pk]


def test_the_daily_task_reports_damage_as_an_error(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    from letters.tasks import check_archive

    tamper(approved(cast), sha256="0" * 64)
    check_archive()
    assert [(each.levelname, "letter archive checked" in each.getMessage()) for each in caplog.records][-1:] == [
        ("ERROR", True)
    ]
