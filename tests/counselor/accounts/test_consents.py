"""What a client shares: asked once, changed at any time, kept in a log, and felt from the next request on."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from candidates import consents, trail_wording
from candidates.models import AppendOnlyError, AuditEntry, Client, Consent
from candidates.report_scopes import Breadth, scope
from counselor.accounts.models import Membership
from letters.composition import sender_of
from letters.content import compose
from letters.proof import Circumstances, proof
from letters.texts import built_in
from tests.addresses import url_of
from tests.cast import TODAY, Cast
from tests.letters.cast import facts
from tests.who_sees_what import rows

URL = "/portal/me/sharing/"
ALL = {str(kind): "yes" for kind in consents.Kind}


def say(cast: Cast, **answers: bool) -> Client:
    """Bob answers."""
    consents.answer(client=cast.client, given=answers, by=cast.bob)
    return Client.objects.select_related("practice").get(pk=cast.client.pk)


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_nothing_is_chosen_until_it_was_answered_once(cast: Cast, browse: Any) -> None:
    browser = browse(cast.bob)
    assert browser.get(URL).content.decode().count("checked") == 0
    assert "Please answer" in browser.post(URL, ALL | {"statistics": ""}).content.decode()
    assert browser.post(URL, ALL | {"statistics": "no"}).headers["Location"] == "/portal/"
    assert browser.get(URL).content.decode().count("checked") == 5


def test_each_answer_is_kept_with_its_words_and_its_day(cast: Cast, browse: Any) -> None:
    browser = browse(cast.bob)
    browser.post(URL, ALL)
    browser.post(URL, ALL | {"statistics": "no"})
    log = [(row.kind, row.given, row.wording, row.by) for row in Consent.objects.order_by("pk")]
    assert log[5:] == [("statistics", False, consents.VERSION, cast.bob)]
    assert len(log) == 6


def test_the_log_is_for_good(cast: Cast) -> None:
    say(cast, statistics=False)
    with pytest.raises(AppendOnlyError):
        Consent.objects.update(given=True)
    with pytest.raises(AppendOnlyError):
        Consent.objects.get().delete()


def test_the_counselor_reads_what_was_answered(cast: Cast) -> None:
    say(cast, statistics=False, reminders=True)
    entry = AuditEntry.objects.select_related("by", "client", "application").get(action="consented")
    assert trail_wording.sentence(entry) == (
        "Bob said yes to “reminders by e-mail” and no to “my search counts in figures”"
    )


def test_who_was_never_asked_shares_as_ever(cast: Cast) -> None:
    given = consents.answers(cast.client)
    assert given == {"counselor": True, "supervisor": False, "statistics": True, "reminders": True, "address": True}


# --- Effects ---------------------------------------------------------------------------------------------------------


def test_a_counselor_who_may_not_see_knows_the_name_and_no_page(cast: Cast, browse: Any, rooms: Any) -> None:
    alice = browse(cast.alice)
    say(cast, counselor=False)
    bobs = [name for name, row in rows().items() if name.startswith("desk:") and row.get == 200]
    bobs = [name for name in bobs if rows()[name].who == {"alice", "supervisor"}]
    assert len(bobs) > 40
    assert {alice.get(url_of(name, rooms, cast)).status_code for name in bobs} == {404}
    page = alice.get(reverse("desk:caseload"))
    assert (list(page.context["withheld"]), "Analyst" in page.content.decode()) == ([cast.client], False)
    say(cast, counselor=True)
    assert alice.get(url_of("desk:application", rooms, cast)).status_code == 200


def test_a_supervisor_sees_who_agreed(cast: Cast, browse: Any) -> None:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    url, sue = reverse("desk:client", args=[cast.client.pk]), browse(cast.supervisor)
    assert say(cast, supervisor=True).supervisor_informed_on == TODAY
    assert sue.get(url).status_code == 200
    say(cast, counselor=False)
    assert sue.get(url).status_code == 404
    say(cast, counselor=True, supervisor=False)
    assert sue.get(url).status_code == 404


@pytest.mark.parametrize("breadth", Breadth)
def test_no_report_counts_who_does_not_want_it(cast: Cast, breadth: Breadth) -> None:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.update(supervisor_informed_on=TODAY)
    reader = cast.member(cast.alice if breadth is Breadth.MINE else cast.supervisor)
    before = set(scope(reader, breadth).clients)
    say(cast, statistics=False)
    assert before - set(scope(reader, breadth).clients) == {cast.client}


def test_reminders_are_switched_off(cast: Cast) -> None:
    assert say(cast, reminders=False).reminders is False


def test_a_letter_names_no_street_that_is_withheld_and_the_proof_does_not_mind(cast: Cast) -> None:
    assert sender_of(cast.client).address_lines
    sender = sender_of(say(cast, address=False))
    assert (sender.address_lines, sender.as_printed, sender.full_name) == ((), (), "Bob Miller")
    bare = facts(sender=sender)
    letter = compose(built_in(bare.variant, bare.locale), bare)
    codes = [
        {each.code for each in proof(letter, bare, Circumstances(address_withheld=withheld))}
        for withheld in (False, True)
    ]
    assert ["sender_without_address" in each for each in codes] == [True, False]
