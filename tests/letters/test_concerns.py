"""Warnings ask for a reason; a concern about law or what it protects goes to the counselor."""

from __future__ import annotations

import pytest
from django.utils import timezone

from candidates.models import Client, Flag
from candidates.services import Refused
from letters import services
from letters.models import Letter
from tests.cast import Cast
from tests.letters.cast import DETAIL
from tests.letters.desk import draft

SHOUTED = DETAIL.rstrip(".") + "!! "
CONCERN = "I felt that somebody was turned away because of my age. " + DETAIL


def written(cast: Cast, detail: str) -> Letter:
    letter = draft(cast)
    services.edit_draft(letter=letter, version=letter.version, by=cast.bob, detail=detail)
    return letter


def approve(letter: Letter, by: object, why: str = "") -> str:
    services.approve(letter=letter, version=letter.version, by=by, warning_reason=why)  # type: ignore[arg-type]
    letter.refresh_from_db()
    return f"{letter.state}: {letter.warning_reason}"


def test_a_letter_without_warnings_needs_no_reason_and_keeps_none(cast: Cast) -> None:
    assert approve(draft(cast), cast.bob, "just so") == "approved: "


@pytest.mark.parametrize("why", ["", "   "])
def test_warnings_ask_for_a_reason(cast: Cast, why: str) -> None:
    letter = written(cast, SHOUTED)
    with pytest.raises(Refused, match="why the warnings may stand"):
        approve(letter, cast.alice, why)
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_the_reason_is_kept_with_the_letter(cast: Cast) -> None:
    assert approve(written(cast, SHOUTED), cast.bob, "She laughed, too. ") == "approved: She laughed, too."


def test_a_client_does_not_approve_a_concern_alone(cast: Cast) -> None:
    letter = written(cast, CONCERN)
    for _again in range(2):
        with pytest.raises(Refused, match="Your counselor is asked"):
            approve(letter, cast.bob, "it is true")
    flag = Flag.objects.get()
    assert (flag.asked, flag.raised_by, flag.application) == ("counselor", cast.bob, cast.application)
    assert "“because of my age”" in flag.text
    assert Letter.objects.get().state == "draft"


def test_the_counselor_decides_about_it_with_a_reason(cast: Cast) -> None:
    letter = written(cast, CONCERN)
    with pytest.raises(Refused, match="why the warnings may stand"):
        approve(letter, cast.alice)
    assert approve(letter, cast.alice, "We spoke about it.") == "approved: We spoke about it."
    assert Flag.objects.count() == 0


def test_once_the_counseling_ended_there_is_nobody_to_ask(cast: Cast) -> None:
    letter = written(cast, CONCERN)
    Client.objects.filter(pk=cast.client.pk).update(ended_at=timezone.now(), ended_by=cast.alice)
    letter = Letter.objects.get(pk=letter.pk)
    assert approve(letter, cast.bob, "I know what I do.") == "approved: I know what I do."
