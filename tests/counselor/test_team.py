"""A client's About page, and the pages that change who counsels them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from candidates import assignments, labeling, notes, services
from candidates.models import Assignment, AuditEntry, Client
from counselor.accounts.models import Membership
from tests.cast import NOW, TODAY, Cast
from tests.letters.desk import mailed

PAGES = ("about-client", "assign-counselor", "hand-over", "end-counseling")


def url(name: str, client: Client, *more: int) -> str:
    return reverse(f"desk:{name}", args=[client.pk, *more])


def codes(browser: Browser, client: Client) -> set[int]:
    return {browser.get(url(name, client)).status_code for name in PAGES}


def hand_over(cast: Cast, browser: Browser, **how: Any) -> Any:
    values = {
        "seen": Assignment.objects.get(client=cast.client, primary=True, to_on=None).pk,
        "to": cast.member(cast.dan).pk,
        "on": TODAY.isoformat(),
    } | how
    return browser.post(url("hand-over", cast.client), values)


# --- Roles -----------------------------------------------------------------------------------------------------------


def test_a_supervisor_has_the_pages_only_of_clients_who_were_told(cast: Cast, browse: Any) -> None:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)
    browser = browse(cast.supervisor)
    assert (codes(browser, cast.client), codes(browser, cast.other_client)) == ({200}, {404})


def test_others_have_none_of_them(cast: Cast, browse: Any) -> None:
    assert [codes(browse(user), cast.client) for user in (cast.administrator, cast.dan, cast.bob)] == [{404}] * 3


@pytest.mark.parametrize(
    "lose",
    [
        lambda cast: Assignment.objects.filter(client=cast.client).update(to_on=TODAY),
        lambda cast: Membership.objects.filter(user=cast.alice).update(ended_at=NOW),
    ],
    ids=["assignment ended", "membership ended"],
)
def test_a_counselor_of_yesterday_has_none_on_the_next_request(cast: Cast, browse: Any, lose: Any) -> None:
    browser = browse(cast.alice)
    assert codes(browser, cast.client) == {200}
    lose(cast)
    assert codes(browser, cast.client) == {404}


def test_an_assignment_of_another_client_does_not_exist(cast: Cast, browse: Any) -> None:
    theirs = Assignment.objects.get(client=cast.other_client)
    assert browse(cast.alice).get(url("end-assignment", cast.client, theirs.pk)).status_code == 404


# --- Assignments -----------------------------------------------------------------------------------------------------


def test_a_second_counselor_is_added_and_ended(cast: Cast, browse: Any) -> None:
    browser, dan = browse(cast.alice), cast.member(cast.dan)
    browser.post(url("assign-counselor", cast.client), {"counselor": dan.pk, "from_on": TODAY})
    row = Assignment.objects.get(client=cast.client, counselor=dan)
    assert (row.primary, codes(browse(cast.dan), cast.client)) == (False, {200})
    browser.post(url("end-assignment", cast.client, row.pk), {"to_on": TODAY})
    assert codes(browse(cast.dan), cast.client) == {404}


def test_who_ends_their_own_assignment_lands_on_their_caseload(cast: Cast, browse: Any) -> None:
    row = services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    response = browse(cast.dan).post(url("end-assignment", cast.client, row.pk), {"to_on": TODAY}, follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse("desk:caseload"))


def test_the_form_knows_days_and_colleagues(cast: Cast, browse: Any) -> None:
    wrong = {"counselor": cast.member(cast.alice).pk, "from_on": "2026-11-11", "to_on": "2026-11-11"}
    page = browse(cast.alice).post(url("assign-counselor", cast.client), wrong)
    assert page.context["form"].errors.keys() == {"counselor", "from_on", "to_on"}


def test_the_primary_counselor_is_shown_the_ways_out(cast: Cast, browse: Any) -> None:
    primary = assignments.open_primary(cast.client)
    assert primary
    page = browse(cast.alice).post(url("end-assignment", cast.client, primary.pk), {"to_on": TODAY})
    assert "Alice is the primary counselor" in page.content.decode()
    primary.refresh_from_db()
    assert primary.to_on is None


def test_another_becomes_the_primary_counselor(cast: Cast, browse: Any) -> None:
    row = services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    browse(cast.alice).post(url("make-primary", cast.client, row.pk))
    now_primary = assignments.open_primary(cast.client)
    assert now_primary
    assert now_primary.counselor.user == cast.dan


# --- Hand-over and ending --------------------------------------------------------------------------------------------


def test_a_hand_over_through_the_page(cast: Cast, browse: Any) -> None:
    response = hand_over(cast, browse(cast.alice), note="Call him after four.")
    assert response.headers["Location"] == reverse("desk:caseload")
    assert (codes(browse(cast.alice), cast.client), codes(browse(cast.dan), cast.client)) == ({404}, {200})


def test_a_page_that_is_out_of_date_asks_again_with_who_counsels_now(cast: Cast, browse: Any) -> None:
    stale = Assignment.objects.get(client=cast.client).pk
    browser = browse(cast.alice)
    hand_over(cast, browser, stays="on")
    page = hand_over(cast, browser, seen=stale, to=cast.member(cast.supervisor).pk, note="Still here")
    form = page.context["form"]
    assert "Somebody else has just" in str(form.errors)
    assert (form["seen"].value(), form["note"].value()) == (form.primary.pk, "Still here")
    assert "Dan is the primary counselor" in page.content.decode()


def test_an_ending_needs_an_answer_where_letters_were_mailed(cast: Cast, browse: Any) -> None:
    mailed(cast)
    for answer, ended in (("", False), ("perhaps", False), ("yes", True)):
        browse(cast.alice).post(url("end-counseling", cast.client), {"keep_outcomes": answer})
        assert (Client.objects.get(pk=cast.client.pk).ended_at is not None) is ended


def test_without_a_mailed_letter_an_ending_asks_nothing(cast: Cast, browse: Any) -> None:
    form = browse(cast.alice).get(url("end-counseling", cast.client)).context["form"]
    assert list(form.fields) == []


def test_the_client_reads_on_now_that_everything_stays(cast: Cast, browse: Any) -> None:
    browse(cast.alice).post(url("end-counseling", cast.client), {"keep_outcomes": "no"})
    page = browse(cast.bob).get("/portal/").content.decode()
    assert "Your counseling with Alice ended on 12 Nov 2026." in page
    assert codes(browse(cast.alice), cast.client) == {404}


def test_after_the_end_the_client_approves_their_own_letters(cast: Cast, browse: Any) -> None:
    from counselor.pages.writing import may_approve

    type(cast.practice).objects.filter(pk=cast.practice.pk).update(clients_approve=False)
    member = Membership.objects.select_related("practice").get(user=cast.bob)
    before = may_approve(member, Client.objects.get(pk=cast.client.pk))
    browse(cast.alice).post(url("end-counseling", cast.client), {"keep_outcomes": "no"})
    assert (before, may_approve(member, Client.objects.get(pk=cast.client.pk))) == (False, True)


# --- The trail -------------------------------------------------------------------------------------------------------


def test_both_sides_read_who_did_what(cast: Cast, browse: Any) -> None:
    hand_over(cast, browse(cast.alice), stays="on")
    sentence = "Alice handed Bob Miller over to Dan, from 12 Nov 2026 on; Alice stays as second counselor"
    assert sentence in browse(cast.alice).get(url("about-client", cast.client)).content.decode()
    assert sentence in browse(cast.bob).get(reverse("portal:trail")).content.decode()


def test_the_client_reads_nothing_of_labels_and_case_notes(cast: Cast, browse: Any) -> None:
    label = labeling.add_label(practice=cast.practice, name="Patience", by=cast.alice)
    labeling.label_client(client=cast.client, labels=[label], by=cast.alice)
    note = notes.write_case_note(client=cast.client, text="Shy on the telephone.", by=cast.alice)
    notes.edit_case_note(note=note, text="Shy, but learning.", by=cast.alice)
    desk = browse(cast.alice).get(url("about-client", cast.client)).content.decode()
    page = browse(cast.bob).get(reverse("portal:trail")).content.decode()
    assert ("added the label Patience" in desk, "mended a case note" in desk) == (True, True)
    assert ("added the label" in page, "Patience" in page, "case note" in page) == (False, False, False)


def test_a_long_trail_has_pages(cast: Cast, browse: Any) -> None:
    for _ in range(25):
        AuditEntry.objects.create(practice=cast.practice, client=cast.client, action="viewed_as", by=cast.alice)
    page = browse(cast.bob).get(reverse("portal:trail"), {"page": 2})
    assert page.context["page_obj"].number == 2


def test_a_foreign_client_is_not_in_it(cast: Cast, browse: Any) -> None:
    hand_over(cast, browse(cast.alice))
    assert "Bob" not in browse(cast.eve).get(reverse("portal:trail")).content.decode()
