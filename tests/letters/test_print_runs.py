"""Print day: the queue, the run the worker makes, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from candidates import services as candidates
from candidates.services import Refused
from letters import mailing, print_runs, services
from letters.models import Letter, Printer, PrintRun
from tests.cast import NOW, TODAY, Cast, at, make_employer
from tests.letters.cast import DETAIL
from tests.letters.desk import approved, draft

State = PrintRun.State


@pytest.fixture
def letters(retold: Any) -> list[Letter]:
    return retold(three_letters)  # type: ignore[no-any-return]


def three_letters(cast: Cast) -> list[Letter]:
    """One to the United States, one abroad, one on the same paper as the first."""
    home = approved(cast)
    return [home, another(cast, "Zenith", "US"), another(cast, "Berlin Works", "DE")]


def another(cast: Cast, employer: str, country: str) -> Letter:
    """An approved letter of eve's to an employer in some country."""
    firm, site, contact = make_employer(cast.practice, cast.alice, employer)
    if country == "DE":
        site.street_address, site.region, site.postal_code, site.city = "Sredzkistraße 31", "", "10435", "Berlin"
    site.country = country
    site.save()
    contact.site = site
    application = candidates.add_application(
        client=cast.other_client, employer=firm, site=site, position="Editor", by=cast.alice
    )
    candidates.record_decision(application=application, by=cast.alice, happened_at=at(9), kind="rejected")
    letter = services.draft_letter(application=application, contact=contact, on=TODAY, by=cast.alice)
    services.edit_draft(letter=letter, version=1, by=cast.alice, detail=f"{DETAIL} {employer}")
    services.approve(letter=letter, version=letter.version, by=cast.alice, warning_reason="as meant")
    return letter


@pytest.fixture
def run(cast: Cast, letters: list[Letter]) -> PrintRun:
    return start(cast)


def start(cast: Cast, **how: Any) -> PrintRun:
    alice = cast.member(cast.alice)
    return print_runs.start(**{"letters": print_runs.queue(alice), "printer": None, "by": alice} | how)


def made(run: PrintRun) -> PrintRun:
    print_runs.make_due(NOW)
    run.refresh_from_db()
    return run


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(bytes(content))).pages]


# --- The queue -------------------------------------------------------------------------------------------------------


def test_the_queue_is_sorted_by_envelope_paper_and_country(cast: Cast, letters: list[Letter]) -> None:
    batches = print_runs.batches(print_runs.queue(cast.member(cast.alice)))
    told = [
        (each.envelope, each.sheet, each.abroad, [str(one.contact.employer) for one in each.letters])
        for each in batches
    ]
    assert told == [
        ("#10", "letter", False, ["Acme Lighting", "Zenith"]),
        ("dl-window", "a4", True, ["Berlin Works"]),
    ]


def test_what_has_to_be_at_hand(cast: Cast, letters: list[Letter]) -> None:
    needed = print_runs.needed(print_runs.queue(cast.member(cast.alice)))
    assert {name: dict(count) for name, count in needed.items()} == {
        "sheets": {"letter": 2, "a4": 1},
        "envelopes": {"#10": 2, "dl-window": 1},
        "stamps": {"domestic": 2, "abroad": 1},
    }


def test_a_colleague_sees_none_of_them(cast: Cast, letters: list[Letter]) -> None:
    assert print_runs.queue(cast.member(cast.dan)) == []


def test_a_draft_and_a_letter_whose_situation_changed_are_not_in_it(cast: Cast) -> None:
    letter = approved(cast)
    draft(cast)
    assert print_runs.queue(cast.member(cast.alice)) == [letter]
    candidates.record_decision(
        application=cast.application, by=cast.alice, happened_at=at(12, hour=9), kind="offer_open"
    )
    assert print_runs.queue(cast.member(cast.alice)) == []


def test_a_letter_lies_in_one_run_only(cast: Cast, run: PrintRun, letters: list[Letter]) -> None:
    assert print_runs.queue(cast.member(cast.alice)) == []
    with pytest.raises(Refused, match="another print run"):
        start(cast, letters=letters[:1])


def test_a_run_of_nothing_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least one"):
        start(cast)


# --- Making it -------------------------------------------------------------------------------------------------------


def test_letters_and_envelopes_come_in_the_same_order(run: PrintRun) -> None:
    run = made(run)
    assert run.state == State.READY
    assert [("Acme" in page, "Zenith" in page, "Berlin" in page) for page in pages(run.letters_pdf)] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert [("Acme" in page, "Zenith" in page) for page in pages(run.envelopes_pdf)] == [(True, False), (False, True)]


def test_the_run_sheet_lists_them_in_that_order(run: PrintRun) -> None:
    (sheet,) = pages(made(run).sheet_pdf)
    places = [sheet.index(name) for name in ("Acme Lighting", "Zenith", "Berlin Works")]
    assert places == sorted(places)


def test_no_heading_of_the_run_sheet_is_parted(run: PrintRun) -> None:
    assert {"signed", "folded", "stamped", "mailed"} <= set(pages(bytes(made(run).sheet_pdf))[0].split())


def test_the_page_that_waits_is_shown_anew_once_the_files_are_there(cast: Cast, run: PrintRun, browse: Any) -> None:
    url = reverse("desk:print-run", args=[run.pk])
    waits = browse(cast.alice).get(url, headers={"HX-Request": "true"})
    made(run)
    ready = browse(cast.alice).get(url, headers={"HX-Request": "true"})
    assert [each.headers.get("HX-Refresh") for each in (waits, ready)] == [None, "true"]
    assert "Bob Miller · Jin Kim, Acme Lighting" in ready.content.decode()  # among those that may stay behind


def test_a_printers_offset_and_empty_pages(cast: Cast, letters: list[Letter]) -> None:
    printer = Printer.objects.create(practice=cast.practice, name="Ricoh", right_mm=1, even_pages=True)
    assert len(pages(made(start(cast, printer=printer)).letters_pdf)) == 6


def test_a_damaged_page_is_named_and_the_next_run_is_made(
    cast: Cast, run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("letters.models.FrozenLetter.is_intact", lambda self: False)
    made(run)
    assert (run.state, run.error) == (
        State.FAILED,
        f"The archived page of letter {print_runs.letters_of(run)[0].number} is damaged.",
    )


def test_a_run_whose_maker_died_is_taken_up_again(run: PrintRun) -> None:
    PrintRun.objects.filter(pk=run.pk).update(state=State.MAKING, lease_until=at(12, hour=9), done=25, attempts=1)
    assert made(run).state == State.READY


def test_a_run_that_is_being_made_is_left_alone(run: PrintRun) -> None:
    PrintRun.objects.filter(pk=run.pk).update(state=State.MAKING, lease_until=at(12, hour=11), attempts=1)
    assert made(run).state == State.MAKING


def test_a_run_that_keeps_killing_its_maker_is_given_up(run: PrintRun) -> None:
    PrintRun.objects.filter(pk=run.pk).update(state=State.MAKING, lease_until=at(12, hour=9), attempts=3)
    assert made(run).state == State.FAILED


def test_cancelled_while_it_is_made_it_stays_cancelled(
    cast: Cast, run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_runs, "STEP", 1)

    def cancelling(letters: Iterator[bytes], **how: Any) -> bytes:
        print_runs.cancel(run=run, by=cast.alice)
        how["joined"](1)
        raise AssertionError("it went on")

    monkeypatch.setattr(print_runs, "join", cancelling)
    assert made(run).state == State.CANCELLED


# --- What becomes of it ----------------------------------------------------------------------------------------------


def test_cancelled_its_letters_are_in_the_queue_again(cast: Cast, run: PrintRun, letters: list[Letter]) -> None:
    made(run)
    print_runs.mark_printed(run=run, by=cast.alice)
    print_runs.cancel(run=run, by=cast.alice)
    assert {each.pk for each in print_runs.queue(cast.member(cast.alice))} == {each.pk for each in letters}


def test_all_mailed_in_one_step(cast: Cast, run: PrintRun, letters: list[Letter]) -> None:
    made(run)
    assert print_runs.mark_printed(run=run, by=cast.alice) == 3
    result = mailing.mail_all(run=run, on=TODAY, by=cast.alice)
    assert (len(result.mailed), result.kept) == (3, [])
    assert {each.state for each in print_runs.letters_of(run)} == {Letter.State.MAILED}


def test_a_run_says_how_far_its_letters_are(cast: Cast, run: PrintRun, browse: Any) -> None:
    def told() -> str:
        text = browse(cast.alice).get(reverse("desk:print-day")).content.decode()
        return next(word for word in ("waiting", "ready to print", "printed", "mailed") if f'faint">{word}<' in text)

    steps = [told()]
    made(run)
    steps.append(told())
    print_runs.mark_printed(run=run, by=cast.alice)
    steps.append(told())
    mailing.mail_all(run=run, on=TODAY, by=cast.alice)
    assert [*steps, told()] == ["waiting", "ready to print", "printed", "mailed"]


def test_one_that_must_not_leave_is_kept_with_the_reason(cast: Cast, run: PrintRun) -> None:
    made(run)
    type(cast.contact).objects.filter(pk=cast.contact.pk).update(do_not_contact=True)
    result = mailing.mail_all(run=run, on=TODAY, by=cast.alice)
    assert [(str(letter.contact.employer), why) for letter, why in result.kept] == [
        ("Acme Lighting", "This person asked not to be contacted. Do not mail it.")
    ]
    assert len(result.mailed) == 2


def test_said_too_soon_it_is_taken_back(cast: Cast, run: PrintRun) -> None:
    made(run)
    mailing.mail_all(run=run, on=TODAY, by=cast.alice)
    assert len(mailing.unmail_all(run=run, by=cast.alice).mailed) == 3
    assert {each.state for each in print_runs.letters_of(run)} == {Letter.State.PRINTED}
    assert not cast.application.touchpoints.standing().filter(channel="letter").exists()


def test_a_letter_something_came_of_was_in_the_mail(cast: Cast, run: PrintRun, letters: list[Letter]) -> None:
    made(run)
    mailing.mail_all(run=run, on=TODAY, by=cast.alice)
    letters[0].refresh_from_db()
    services.record_outcome(letter=letters[0], by=cast.bob, kind="acknowledged", happened_on=TODAY, attribution="later")
    with pytest.raises(Refused, match="was in the mail"):
        mailing.unmail(letter=letters[0], by=cast.alice)
