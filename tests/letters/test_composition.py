"""From rows to the letter: who writes to whom, about what; and what the proof is told beside the text."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pypdf
import pytest

from candidates import services as candidates
from letters import pdf, services
from letters.composition import composed, envelope_of, facts_of
from letters.models import Letter
from tests.cast import ADDRESS, Cast, at
from tests.letters.cast import DETAIL
from tests.letters.desk import approved, draft
from tests.pipeline import met, silent, told


def edited(cast: Cast, **fields: Any) -> Letter:
    letter = draft(cast)
    services.edit_draft(letter=letter, version=2, by=cast.bob, **fields)
    return letter


def found(letter: Letter) -> list[str]:
    return [each.code for each in composed(letter).findings]


def printed(content: bytes) -> str:
    """The words on the page, with single blanks."""
    return " ".join(pypdf.PdfReader(BytesIO(content)).pages[0].extract_text().split())


# --- Who writes to whom ----------------------------------------------------------------------------------------------


def test_the_letter_is_the_clients_to_the_person_about_the_position(cast: Cast) -> None:
    facts = facts_of(draft(cast))
    assert (facts.sender.full_name, facts.recipient.full_name, facts.position, facts.employer, facts.detail) == (
        "Bob Miller", "Jin Kim", "Analyst", "Acme Lighting", DETAIL,
    )  # fmt: skip


def test_within_a_country_no_country_is_named(cast: Cast) -> None:
    assert facts_of(draft(cast)).recipient.address_lines == ("120 Main Street", "Suite 4", "Albany, NY 12207")


def test_mail_going_abroad_names_the_country_last(cast: Cast) -> None:
    letter = draft(cast)
    cast.client.country = "CA"
    letter.application.client = cast.client
    assert facts_of(letter).recipient.address_lines[-1] == "UNITED STATES"


def test_an_address_as_printed_wins(cast: Cast) -> None:
    letter = draft(cast)
    letter.contact.site.as_printed = "Acme Lighting\n  Gate 4 \n\nAlbany NY"
    assert facts_of(letter).recipient.as_printed == ("Acme Lighting", "Gate 4", "Albany NY")


def test_a_person_without_a_place_has_no_address(cast: Cast) -> None:
    letter = draft(cast)
    letter.contact.site = None
    assert facts_of(letter).recipient.address_lines == ()
    assert "missing_address" in found(letter)


# --- Which interview -------------------------------------------------------------------------------------------------


def test_the_interview_is_dated_as_it_was_at_the_employer(cast: Cast) -> None:
    """Seven in the evening in Albany is already the next day in Greenwich."""
    met(cast, starts_at=at(3, hour=19, minute=30))
    told(cast, said_at=at(3, hour=21), due_on=at(5).date())
    assert facts_of(draft(cast)).interview_on == at(3).date()


def test_and_not_as_it_was_at_the_clients(cast: Cast) -> None:
    candidates.set_site(
        application=cast.application, by=cast.alice, **ADDRESS | {"country": "JP", "time_zone": "Asia/Tokyo"}
    )
    met(cast, starts_at=datetime(2026, 11, 3, 8, tzinfo=ZoneInfo("Asia/Tokyo")))
    told(cast, due_on=at(5).date())
    cast.application.refresh_from_db()
    assert facts_of(draft(cast)).interview_on == at(3).date()


def test_the_interview_is_the_last_one_that_took_place(cast: Cast) -> None:
    met(cast, starts_at=at(2))
    missed = met(cast, starts_at=at(4))
    candidates.cancel_interview(interview=missed, cancellation="no_show", by=cast.bob)
    silent(cast)
    assert facts_of(draft(cast)).interview_on == at(3).date()


def test_a_letter_does_not_thank_for_a_round_that_is_still_ahead(cast: Cast) -> None:
    silent(cast)
    letter = draft(cast, variant=services.Variant.INTERVIEW_THANKS)
    met(cast, arranged_at=at(12, hour=9), starts_at=at(16), detail="not yet said")
    assert facts_of(letter).interview_on == at(3).date()
    assert services.remembered(cast.application) == ""


# --- Text and pages --------------------------------------------------------------------------------------------------


def test_the_letter_is_one_page_without_errors(cast: Cast) -> None:
    ready = composed(draft(cast))
    assert (pdf.page_count(ready.pdf), ready.trouble, ready.is_blocked) == (1, "", False)


def test_the_page_says_what_the_text_says(cast: Cast) -> None:
    page = printed(composed(draft(cast)).pdf)
    assert all(each in page for each in ("Bob Miller", "Ms. Jin Kim", "Director", "November 12, 2026", "Dear Ms. Kim"))


def test_an_edited_text_replaces_the_templates_paragraphs(cast: Cast) -> None:
    text = composed(edited(cast, body="Thank you for the tour.\n\nI learned much.")).text
    assert text.paragraphs == ("Thank you for the tour.", "I learned much.")
    assert (text.salutation[:4], text.signed) == ("Dear", "Bob Miller")


def test_blanks_are_no_edited_text(cast: Cast) -> None:
    assert composed(edited(cast, body=" \n ")).text == composed(draft(cast)).text


def test_the_same_letter_gives_the_same_bytes(cast: Cast) -> None:
    letter = draft(cast)
    assert composed(letter).pdf == composed(letter).pdf


def test_a_printed_envelope_shows_the_address(cast: Cast) -> None:
    letter = draft(cast)
    assert "120 MAIN STREET" in printed(envelope_of(letter, facts_of(letter))).upper()


# --- What the proof is told ------------------------------------------------------------------------------------------


def test_the_proof_counts_pages(cast: Cast) -> None:
    assert "too_many_pages" in found(edited(cast, body="\n\n".join(["We spoke of many things. " * 30] * 7)))


def test_the_proof_knows_who_works_where(cast: Cast) -> None:
    letter = draft(cast)
    letter.contact.employer = candidates.add_employer(practice=cast.practice, name="Other", by=cast.alice)
    assert "recipient_elsewhere" in found(letter)


def test_the_proof_knows_who_asked_to_be_left_alone(cast: Cast) -> None:
    letter = draft(cast)
    letter.contact.do_not_contact = True
    assert "do_not_contact" in found(letter)


def test_the_proof_knows_the_standing(cast: Cast) -> None:
    letter = draft(cast)
    told(cast, said_at=at(12, hour=9), due_on=at(12).date() + timedelta(days=20))
    letter.refresh_from_db()
    assert "variant_does_not_fit" in found(letter)


def test_the_proof_finds_letters_no_font_has(cast: Cast) -> None:
    assert "missing_glyph" in found(edited(cast, detail=f"{DETAIL} 金さん"))


def test_the_proof_sees_the_same_words_sent_before(cast: Cast) -> None:
    approved(cast)
    assert "same_text" in found(draft(cast))


def test_the_proof_does_not_compare_with_the_letters_of_others(cast: Cast) -> None:
    approved(cast)
    met(cast, cast.other_application)
    told(cast, cast.other_application, due_on=at(5).date())
    assert "same_text" not in found(draft(cast, application=cast.other_application))


def test_more_text_than_a_letter_can_hold_has_a_line_of_trouble_and_no_page(cast: Cast) -> None:
    ready = composed(edited(cast, body="\n\n".join(["Thank you."] * 80)))
    assert (ready.pdf, ready.trouble, ready.is_blocked) == (b"", "This is more text than a letter can hold.", True)


def test_without_pango_the_text_is_still_there_and_the_trouble_says_what_to_install(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bytes:
        raise pdf.PdfUnavailable(pdf.INSTALL_HINT)

    monkeypatch.setattr(pdf, "letter_pdf", missing)
    ready = composed(draft(cast))
    assert (ready.pdf, ready.trouble, ready.is_blocked) == (b"", pdf.INSTALL_HINT, True)
    assert "evening volunteers" in ready.text.body
