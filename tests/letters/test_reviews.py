"""Client and counselor talk about a letter: one question at a time, answered by who was asked, read by the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from candidates import care
from candidates.models import AuditEntry, Client, Flag, Side
from candidates.models.base import AppendOnlyError
from candidates.services import Refused
from candidates.trail_wording import sentence
from letters import reviews, services
from letters.models import Letter, LetterComment
from tests.cast import Cast
from tests.letters.cast import DETAIL
from tests.letters.desk import REASON, draft


def stands(letter: Letter, reader: Side = Side.CLIENT) -> tuple[str | None, int | None]:
    row = reviews.with_reviews(Letter.objects.filter(pk=letter.pk), reader).get()
    return row.review, row.unread


def steps() -> list[str]:
    return list(LetterComment.objects.order_by("pk").values_list("step", flat=True))


def flag() -> Flag:
    return Flag.objects.get()


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return draft(cast)


@pytest.fixture
def asked(cast: Cast, letter: Letter) -> Letter:
    reviews.ask_to_look(letter=letter, by=cast.bob)
    return letter


def test_a_question_is_a_flag_like_any_other(cast: Cast, asked: Letter) -> None:
    assert (flag().asked, flag().application, flag().resolved_at) == ("counselor", cast.application, None)
    assert flag().text == "Please look at my letter to Jin Kim, Acme Lighting."
    assert stands(asked, Side.COUNSELOR) == ("asked", 1)


@pytest.mark.parametrize("step", ["looked", "changes"])
def test_the_answer_answers_the_flag_too(cast: Cast, asked: Letter, step: str) -> None:
    reviews.look(letter=asked, step=step, text="Name the map.", by=cast.alice)
    assert (flag().resolution, flag().resolved_by) == ("Name the map.", cast.alice)
    assert stands(asked) == (step, 1)
    assert stands(asked, Side.COUNSELOR) == (step, None)


def test_one_question_at_a_time_and_another_after_the_answer(cast: Cast, asked: Letter) -> None:
    with pytest.raises(Refused, match="asked already"):
        reviews.ask_to_look(letter=asked, by=cast.bob)
    reviews.look(letter=asked, step="changes", text="Shorter.", by=cast.alice)
    reviews.ask_to_look(letter=asked, by=cast.bob)
    assert steps() == ["asked", "changes", "asked"]


@pytest.mark.parametrize("way", ["withdrawn", "answered elsewhere"])
def test_a_question_that_is_over_asks_no_more(cast: Cast, asked: Letter, way: str) -> None:
    if way == "withdrawn":
        care.withdraw_flag(flag=flag(), by=cast.bob)
    else:
        care.resolve_flag(flag=flag(), resolution="On the phone.", by=cast.alice)
    assert stands(asked)[0] is None


def test_approving_answers_the_question(cast: Cast, asked: Letter) -> None:
    services.approve(letter=asked, version=asked.version, by=cast.alice, warning_reason=REASON)
    assert flag().resolution == "Approved."


def test_a_client_who_approves_alone_takes_their_question_back(cast: Cast, asked: Letter) -> None:
    services.approve(letter=asked, version=asked.version, by=cast.bob, warning_reason=REASON)
    assert (flag().resolution, flag().resolved_by) == ("", cast.bob)


def test_putting_it_aside_ends_the_question(cast: Cast, asked: Letter) -> None:
    services.void(letter=asked, reason="another way", by=cast.alice)
    assert flag().resolution == "Put aside."


def test_each_side_has_its_part(cast: Cast, asked: Letter) -> None:
    with pytest.raises(Refused, match="The client asks"):
        reviews.look(letter=asked, step="looked", by=cast.bob)
    with pytest.raises(Refused, match="The client asks"):
        reviews.ask_to_look(letter=asked, by=cast.alice)
    with pytest.raises(Refused, match="what you would change"):
        reviews.look(letter=asked, step="changes", by=cast.alice)


def test_what_is_no_draft_is_not_looked_at_but_may_be_talked_about(cast: Cast, letter: Letter) -> None:
    services.approve(letter=letter, version=letter.version, by=cast.alice, warning_reason=REASON)
    with pytest.raises(Refused, match="no draft"):
        reviews.ask_to_look(letter=letter, by=cast.bob)
    reviews.comment(letter=letter, text="Which stamp?", by=cast.bob)
    assert stands(letter, Side.COUNSELOR) == (None, 1)


def test_once_the_counseling_ended_nobody_is_asked(cast: Cast, letter: Letter) -> None:
    Client.objects.filter(pk=cast.client.pk).update(ended_at=timezone.now(), ended_by=cast.alice)
    letter = Letter.objects.get(pk=letter.pk)
    for act in (reviews.ask_to_look, reviews.comment):
        with pytest.raises(Refused, match="No counselor is there"):
            act(letter=letter, text="Hello?", by=cast.bob)


def test_who_answers_has_read(cast: Cast, letter: Letter) -> None:
    first = reviews.comment(letter=letter, text="One", by=cast.bob)
    reviews.comment(letter=letter, text="Two", by=cast.alice)
    first.refresh_from_db()
    assert (first.seen_by, stands(letter, Side.CLIENT)[1]) == (cast.alice, 1)
    assert [reviews.mark_read(letter=letter, by=cast.bob) for _twice in range(2)] == [1, 0]


def test_the_counselors_hand_is_shown_with_the_words_before(cast: Cast, letter: Letter) -> None:
    services.edit_draft(letter=letter, version=letter.version, by=cast.alice, detail="A shorter sentence.")
    line = LetterComment.objects.get()
    assert (line.step, line.text, line.author) == ("edited", DETAIL, cast.alice)


@pytest.mark.parametrize("changed", [{"envelope": "monarch"}, {"detail": DETAIL}])
def test_other_changes_say_nothing(cast: Cast, letter: Letter, changed: dict[str, Any]) -> None:
    services.edit_draft(letter=letter, version=letter.version, by=cast.alice, **changed)
    assert steps() == []


def test_lines_are_written_once(cast: Cast, asked: Letter) -> None:
    with pytest.raises(AppendOnlyError):
        LetterComment.objects.update(text="otherwise")
    with pytest.raises(AppendOnlyError):
        LetterComment.objects.all().delete()


def test_every_step_is_in_the_trail(cast: Cast, asked: Letter) -> None:
    reviews.look(letter=asked, step="looked", by=cast.alice)
    reviews.comment(letter=asked, text="Thank you!", by=cast.bob)
    told = [sentence(each) for each in AuditEntry.objects.filter(action="reviewed").order_by("pk")]
    about = f" {asked.number} "
    assert [about.strip() in each for each in told] == [True] * 3
    assert [each.partition(about.strip())[0] for each in told] == [
        "Bob asked the counselor to look at the letter ",
        "Alice looked at the letter ",
        "Bob wrote a comment on the letter ",
    ]
