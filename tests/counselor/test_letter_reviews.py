"""The conversation about a letter on its pages, on Now and on Today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from candidates.models import Flag
from candidates.services import debrief_interview
from counselor.accounts.models import Practice
from letters import reviews, services
from letters.models import Letter, LetterComment
from tests.cast import Cast
from tests.counselor.test_writing import posted, told
from tests.letters.desk import draft, mailed


def url(name: str, letter: Letter, face: str = "portal") -> str:
    return reverse(f"{face}:{name}", args=[letter.pk])


def sections(browse: Any, cast: Cast) -> dict[str, list[Any]]:
    return {each.kind: each.rows for each in browse(cast.alice).get("/desk/").context["sections"]}


@pytest.mark.parametrize("alone", [True, False])
def test_asked_looked_at_and_seen_on_both_first_pages(cast: Cast, browse: Any, alone: bool) -> None:
    Practice.objects.filter(pk=cast.practice.pk).update(clients_approve=alone)
    letter, bob, alice = draft(cast), browse(cast.bob), browse(cast.alice)
    page = told(bob.get(url("letter", letter)))
    assert [word in page for word in ("Approve this page", "Send to my counselor")] == [alone, not alone]
    bob.post(url("ask-about-letter", letter), posted(letter, detail="The boats. You told me of the boats at night."))
    letter.refresh_from_db()
    assert letter.detail.startswith("The boats")
    assert "The counselor is asked to look" in told(bob.get("/portal/"))
    shown = sections(browse, cast)
    assert [str(each.why) for each in shown["approval"]] == ["The client asks you to look at it."]
    assert "flags" not in shown
    alice.post(url("comment-letter", letter, "desk"), {"text": "Which boats?", "step": "changes"})
    assert "approval" not in sections(browse, cast)
    now = told(bob.get("/portal/"))
    assert ["Changes suggested" in now, "1 new comment" in now] == [True, True]
    assert "Your counselor suggests changes" in told(bob.get(url("letter", letter)))
    bob.post(url("read-comments", letter))
    assert "new comment" not in told(bob.get("/portal/"))
    alice.post(url("comment-letter", letter, "desk"), {"text": "", "step": "looked"})
    assert "Your counselor looked at it: fine as it is." in told(bob.get(url("letter", letter)))


def test_an_empty_comment_is_told_and_nothing_is_kept(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    page = told(browse(cast.bob).post(url("comment-letter", letter), {"text": " ", "step": "note"}))
    assert "Write a few words." in page
    assert LetterComment.objects.count() == 0


def test_a_client_cannot_answer_their_own_question(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    browse(cast.bob).post(url("comment-letter", letter), {"text": "It is fine.", "step": "looked"})
    assert LetterComment.objects.get().step == "note"


def test_a_concern_is_named_in_the_question(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    words = posted(letter, detail="Nobody asked because of my age. " + letter.detail)
    browse(cast.bob).post(url("ask-about-letter", letter), words)
    assert "“because of my age”" in Flag.objects.get().text


def test_what_cannot_be_kept_is_not_asked_about(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    browse(cast.bob).post(url("ask-about-letter", letter), posted(letter, layout="us-10-window"))
    assert Flag.objects.count() == 0


def test_a_question_about_a_letter_is_answered_on_its_page(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    reviews.ask_to_look(letter=letter, by=cast.bob)
    page = told(browse(cast.alice).get(reverse("desk:care", args=[cast.client.pk])))
    assert f'{url("letter", letter, "desk")}#review">Look at the letter' in page


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_nothing_came_is_one_tap(cast: Cast, browse: Any, face: str) -> None:
    letter = mailed(cast)
    Letter.objects.update(dated_on=date(2026, 8, 1), mailed_on=date(2026, 8, 1))
    bob, browser = browse(cast.bob), browse(cast.bob if face == "portal" else cast.alice)
    assert "Has anything come of it?" in told(bob.get("/portal/"))
    browser.post(url("nothing-came", letter, face))
    assert "Has anything come of it?" not in told(bob.get("/portal/"))
    assert "again" not in sections(browse, cast)
    assert "Nothing had come on 12 Nov 2026" in told(browser.get(url("letter", letter, face)))


def test_what_was_noted_after_the_interview_stands_beside_the_field(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    interview = cast.application.interviews.get()
    debrief_interview(interview=interview, by=cast.bob, contacts=[cast.contact], detail="The map of harbor lights.")
    assert "The map of harbor lights." in told(browse(cast.bob).get(url("letter", letter)))
    services.edit_draft(letter=letter, version=letter.version, by=cast.bob, detail="The map of harbor lights.")
    assert "You noted after the interview" not in told(browse(cast.bob).get(url("letter", letter)))
