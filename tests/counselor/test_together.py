"""The pages of counselor and client with each other, as both meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates import care, endings, labeling, notes
from candidates.forms.care import (
    AboutClientForm,
    CaseNoteForm,
    FlagForm,
    ItemForm,
    OwnItemForm,
    SessionForm,
    SharedNoteForm,
)
from candidates.models import ActionItem, CaseNote, Client, CounselingSession, Flag, SharedNote
from tests.cast import NOW, Cast, at
from tests.furnished_care import Care, care_of

MOST = 15  # queries


@pytest.fixture
def told(cast: Cast) -> Care:
    """One row of each kind, about bob."""
    return care_of(cast.application, cast.alice, str)


def desk(name: str, pk: int) -> str:
    return reverse(f"desk:{name}", args=[pk])


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def session_data(session: CounselingSession, **fields: Any) -> dict[str, Any]:
    form = SessionForm(instance=session)
    return {bound.html_name: bound.initial or "" for bound in form} | {
        "starts_at": "2026-11-19T10:00", "item1_due_on": "", **fields,
    }  # fmt: skip


# --- Notes -----------------------------------------------------------------------------------------------------------


def test_a_private_note_is_written_mended_locked_and_added_to(
    cast: Cast, browse: Any, clock: time_machine.Traveller
) -> None:
    alice = browse(cast.alice)
    alice.post(desk("write-case-note", cast.client.pk), {"text": "tired today"})
    note = CaseNote.objects.get()
    assert alice.post(desk("edit-case-note", note.pk), {"text": "rested today"}).status_code == 302
    clock.move_to(NOW + timedelta(hours=24, seconds=1))
    alice = browse(cast.alice)  # a session of hours is over
    late = alice.post(desk("edit-case-note", note.pk), {"text": "asleep today"})
    assert "This note is locked" in text(late)
    assert "asleep today" in text(late)
    assert f'formaction="{desk("add-addendum", note.pk)}"' in text(late)
    alice.post(desk("add-addendum", note.pk), {"text": "asleep today"})
    page = text(alice.get(desk("care", cast.client.pk)))
    assert ("rested today" in page, "asleep today" in page, "locked" in page) == (True, True, True)


def test_a_colleague_may_add_but_not_mend(cast: Cast, browse: Any, told: Care) -> None:
    cast.client.assignments.create(counselor=cast.member(cast.dan), primary=False, from_on=NOW.date())
    dan, url = browse(cast.dan), desk("edit-case-note", told.case_note.pk)
    assert f'href="{url}"' not in text(dan.get(desk("care", cast.client.pk)))
    assert "Only who wrote a note may change it" in text(dan.post(url, {"text": "no, happy"}))
    assert dan.post(desk("add-addendum", told.case_note.pk), {"text": "happy"}).status_code == 302
    assert told.case_note.addenda.get(text="happy").author == cast.dan


def test_a_shared_note_is_read_by_the_other_side(cast: Cast, browse: Any) -> None:
    browse(cast.bob).post(reverse("portal:share-note"), {"text": "may we meet?"})
    note, alice = SharedNote.objects.get(), browse(cast.alice)
    assert "I have read it" not in text(browse(cast.bob).get(reverse("portal:together")))
    assert "I have read it" in text(alice.get(desk("care", cast.client.pk)))
    alice.post(desk("mark-seen", note.pk))
    assert "read by Alice, Thu 12 Nov" in text(browse(cast.bob).get(reverse("portal:together")))


# --- What the portal never shows -------------------------------------------------------------------------------------


def test_nothing_private_reaches_the_portal(cast: Cast, browse: Any) -> None:
    session = care.plan_session(
        client=cast.client, counselor=cast.member(cast.alice), starts_at=at(11), by=cast.alice, agenda="canary agenda"
    )
    care.keep_session(session=session, version=1, by=cast.alice, state="held", case_note="canary secret one")
    note = notes.write_case_note(
        client=cast.client, application=cast.application, text="canary secret two", by=cast.alice
    )
    notes.add_addendum(note=note, text="canary secret three", by=cast.alice)
    label = labeling.add_label(practice=cast.practice, name="canary secret four", by=cast.alice)
    labeling.label_client(client=cast.client, labels=[label], by=cast.alice)
    urls = [reverse(f"portal:{name}") for name in ("now", "together", "applications", "me")]
    urls += [
        reverse("portal:application", args=[cast.application.pk]),
        reverse("portal:session-ics", args=[session.pk]),
    ]
    pages = {url: text(browse(cast.bob).get(url)) for url in urls}
    assert [url for url, page in pages.items() if "canary secret" in page] == []
    assert "canary agenda" in pages[reverse("portal:together")]
    assert text(browse(cast.alice).get(desk("care", cast.client.pk))).count("canary secret") >= 3


# --- Action items ----------------------------------------------------------------------------------------------------


def test_the_client_ticks_off_on_the_first_page_and_stays_there(cast: Cast, browse: Any, told: Care) -> None:
    bob, now = browse(cast.bob), reverse("portal:now")
    assert "was meant for Tue 10 Nov" in text(bob.get(now))
    url = reverse("portal:tick-item", args=[told.item.pk])
    assert bob.post(url, {"next": f"{now}#together"}).url == f"{now}#together"
    assert bob.post(url, {"next": "https://evil.example/"}).url == reverse("portal:together") + "#items"
    told.item.refresh_from_db()
    assert told.item.done_by == cast.bob
    assert "ticked off by Bob" in text(browse(cast.alice).get(desk("care", cast.client.pk)))
    browse(cast.alice).post(desk("untick-item", told.item.pk))
    assert "was meant for Tue 10 Nov" in text(bob.get(now))


def test_the_client_adds_for_themselves_alone(cast: Cast, browse: Any) -> None:
    browse(cast.bob).post(reverse("portal:add-item"), {"text": "sleep", "whose": "counselor"})
    assert ActionItem.objects.get().whose == "client"


# --- Flags -----------------------------------------------------------------------------------------------------------


def test_both_faces_ask_from_the_applications_page_and_see_the_answer(cast: Cast, browse: Any) -> None:
    alice, bob = browse(cast.alice), browse(cast.bob)
    page = reverse("portal:application", args=[cast.application.pk])
    ask = reverse("portal:ask-to-look", args=[cast.application.pk])
    assert f'href="{ask}"' in text(bob.get(page))
    assert bob.post(ask, {"text": "three references?"}).url == page
    flag = Flag.objects.get()
    assert (flag.asked, flag.application) == ("counselor", cast.application)
    on_desk = text(alice.get(desk("application", cast.application.pk)))
    assert ("three references?" in on_desk, desk("resolve-flag", flag.pk) in on_desk) == (True, True)
    alice.post(desk("resolve-flag", flag.pk), {"resolution": "Two will do."})
    assert "Two will do." in text(bob.get(reverse("portal:together")))
    alice.post(desk("ask-to-look", cast.application.pk), {"text": "the draft, please"})
    assert "the draft, please" in text(bob.get(reverse("portal:now")))


def test_the_wrong_side_is_told_and_nothing_happens(cast: Cast, browse: Any, told: Care) -> None:
    answer = browse(cast.alice).post(desk("resolve-flag", told.flag.pk), {"resolution": "I say so"})
    assert "Only who was asked can answer this" in text(answer)
    back = browse(cast.bob).post(reverse("portal:withdraw-flag", args=[told.flag.pk]), follow=True)
    assert "The other side asked this" in text(back)
    told.flag.refresh_from_db()
    assert told.flag.resolved_at is None


# --- Sessions --------------------------------------------------------------------------------------------------------


def test_a_session_is_planned_prepared_and_written_up(cast: Cast, browse: Any, clock: time_machine.Traveller) -> None:
    plan = {"starts_at": "2026-11-19T10:00", "minutes": "30", "channel": "phone", "agenda": "the call"}
    browse(cast.alice).post(desk("plan-session", cast.client.pk), plan)
    session = CounselingSession.objects.get()
    assert (session.starts_at, session.counselor, session.state) == (at(19), cast.member(cast.alice), "planned")
    assert "Thursday 19 November 2026, 10:00" in text(browse(cast.bob).get(reverse("portal:now")))
    clock.move_to(at(19, hour=11))
    alice, url = browse(cast.alice), desk("session", session.pk)
    assert alice.get(url).context["form"]["state"].value() == "held"
    told = {
        "state": "held",
        "summary": "call on Monday",
        "case_note": "hopeful",
        "item1_text": "call",
        "item2_text": "",
    }
    assert alice.post(url, session_data(session, **told)).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.summary, session.version) == ("held", "call on Monday", 2)
    assert (session.casenotes.get().text, session.action_items.get().text) == ("hopeful", "call")


def test_two_edit_one_session_and_nothing_typed_is_lost(cast: Cast, browse: Any, told: Care) -> None:
    alice, url = browse(cast.alice), desk("session", told.session.pk)
    mine = session_data(told.session, agenda="the tie", minutes="30", case_note="hopeful", item1_text="iron it")
    care.keep_session(session=told.session, version=1, by=cast.supervisor, agenda="the letter", channel="phone")
    asked = alice.post(url, mine)
    page = text(asked)
    assert all(words in page for words in ("You both changed this", "the tie", "the letter", "hopeful", "iron it"))
    told.session.refresh_from_db()
    assert (told.session.agenda, told.session.minutes, told.session.casenotes.count()) == ("the letter", 50, 1)
    again = {bound.html_name: bound.value() or "" for bound in asked.context["form"]}
    kept = asked.context["kept"]
    alice.post(url, mine | again | {"shown": kept.shown, "keep-agenda": "mine"})
    told.session.refresh_from_db()
    assert (told.session.agenda, told.session.minutes, told.session.channel) == ("the tie", 30, "phone")
    assert (told.session.casenotes.latest("pk").text, told.session.action_items.get(text="iron it").whose) == (
        "hopeful",
        "client",
    )


# --- Forged choices --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form_class", [CaseNoteForm, SharedNoteForm, ItemForm, OwnItemForm, FlagForm])
def test_an_application_of_somebody_else_is_no_choice(cast: Cast, form_class: type[AboutClientForm]) -> None:
    def errors(pk: object) -> list[str]:
        data = {"text": "whose?", "whose": "client", "application": pk}
        return list(form_class(data, client=cast.client).errors)

    strangers = [cast.other_application.pk, cast.elsewhere["application"].pk, 2**31 - 1, "1 OR 1=1"]
    assert [errors(pk) for pk in strangers] == [["application"]] * 4
    assert (errors(cast.application.pk), errors("")) == ([], [])


def test_rows_of_a_fellow_client_are_no_ones_to_touch(cast: Cast, browse: Any) -> None:
    eves = care_of(cast.other_application, cast.alice, str)
    bob, dan = browse(cast.bob), browse(cast.dan)
    acts = [
        ("tick-item", eves.item), ("untick-item", eves.item), ("drop-item", eves.item), ("mark-seen", eves.shared_note),
        ("resolve-flag", eves.flag), ("withdraw-flag", eves.flag),
    ]  # fmt: skip
    for name, row in acts:
        assert bob.post(reverse(f"portal:{name}", args=[row.pk]), {"resolution": "x"}).status_code == 404, name
        assert dan.post(desk(name, row.pk), {"resolution": "x"}).status_code == 404, name
    for name, row in [("session", eves.session), ("edit-case-note", eves.case_note), ("add-addendum", eves.case_note)]:
        assert dan.post(desk(name, row.pk), {"text": "x"}).status_code == 404, name
    assert bob.get(reverse("portal:session-ics", args=[eves.session.pk])).status_code == 404


# --- The cost --------------------------------------------------------------------------------------------------------


def queries(browser: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


def test_the_pages_cost_the_same_for_one_and_for_thirty(cast: Cast, browse: Any, told: Care) -> None:
    pages = [(browse(cast.alice), desk("care", cast.client.pk)), (browse(cast.bob), reverse("portal:together"))]
    pages += [(browse(cast.bob), reverse("portal:now")), (browse(cast.alice), desk("session", told.session.pk))]
    few = [queries(*page) for page in pages]
    for _ in range(15):  # each of them brings two of most kinds
        care_of(cast.application, cast.alice, str)
    assert [queries(*page) for page in pages] == few
    assert max(few) <= MOST, few


def test_a_client_without_an_account_is_asked_in_person(cast: Cast, browse: Any) -> None:
    Client.objects.filter(pk=cast.client.pk).update(user=None)
    assert "has no account yet: ask in person" in text(browse(cast.alice).get(desk("care", cast.client.pk)))


def test_after_the_end_the_client_keeps_everything_and_asks_nobody(cast: Cast, browse: Any, told: Care) -> None:
    endings.end(client=cast.client, outcomes_kept=False, by=cast.alice)
    bob, ask = browse(cast.bob), reverse("portal:ask-to-look", args=[cast.application.pk])
    page = text(bob.get(reverse("portal:together")))
    assert ("The counseling ended on 12 November 2026" in page, told.shared_note.text in page) == (True, True)
    assert reverse("portal:raise-flag") not in page
    assert f'href="{ask}"' not in text(bob.get(reverse("portal:application", args=[cast.application.pk])))
    assert "No counselor is there to read this." in text(bob.post(ask, {"text": "still there?"}))
