"""The pages of a practice's templates."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from letters import templates, texts
from letters.models import LetterTemplate
from tests.cast import Cast
from tests.letters.desk import draft

SILENCE = {"variant": "after_silence", "locale": "en-US"}
URL = reverse("desk:template", kwargs=SILENCE)
OWN = f"{texts.built_in(**SILENCE)}\nOur office sends its regards."


def posted(text: str = OWN, **values: Any) -> dict[str, Any]:
    return {"text": text, "seen": 0, "letter": "", **values}


def test_the_list_says_whose_text_is_in_use(cast: Cast, browse: Any) -> None:
    templates.publish(practice=cast.practice, text=OWN, seen=0, by=cast.alice, **SILENCE)
    page = browse(cast.administrator).get(reverse("desk:templates")).content.decode()
    assert (page.count("your version 1"), page.count("built-in</span>")) == (1, 17)


def test_a_look_shows_the_letter_and_publishes_nothing(cast: Cast, browse: Any) -> None:
    page = browse(cast.alice).post(URL, posted(look="1"))
    assert "Our office sends its regards." in page.context["sample"].body
    assert (LetterTemplate.objects.count(), page.context["picture"] != "") == (0, True)


def test_it_can_be_tried_on_a_letter_one_may_see(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    page = browse(cast.alice).post(URL, posted(look="1", letter=letter.pk))
    assert "evening volunteers hand on each family" in page.context["sample"].body
    assert page.context["sample"].signed == str(cast.client)


def test_not_on_one_of_somebody_elses_clients(cast: Cast, browse: Any) -> None:
    letter = draft(cast)
    for user in (cast.dan, cast.administrator):
        page = browse(user).post(URL, posted(look="1", letter=letter.pk))
        assert "letter" in page.context["form"].errors
        assert page.context["sample"] is None


def test_publishing_leads_back_to_the_page_with_the_version_in_use(cast: Cast, browse: Any) -> None:
    page = browse(cast.administrator).post(URL, posted(publish="1"), follow=True)
    assert page.context["current"].number == 1
    assert b"Version 1" in page.content


def test_a_wrong_field_is_said_beside_the_text_and_nothing_typed_is_lost(cast: Cast, browse: Any) -> None:
    page = browse(cast.alice).post(URL, posted(OWN + " {salary}", publish="1"))
    assert page.context["form"].errors["text"] == ["Line 12: there is no field {salary}. Use one from the list."]
    assert page.context["form"]["text"].value().endswith("{salary}")


def test_somebody_else_was_faster_and_nothing_typed_is_lost(cast: Cast, browse: Any) -> None:
    templates.publish(practice=cast.practice, text=OWN, seen=0, by=cast.dan, **SILENCE)
    page = browse(cast.alice).post(URL, posted(OWN + " Warmly.", publish="1"))
    assert page.context["form"].non_field_errors() == ["Somebody else published a version in the meantime."]
    assert page.context["form"]["text"].value().endswith("Warmly.")


def test_retiring_brings_the_built_in_text_back(cast: Cast, browse: Any) -> None:
    templates.publish(practice=cast.practice, text=OWN, seen=0, by=cast.alice, **SILENCE)
    page = browse(cast.alice).post(reverse("desk:retire-template", kwargs=SILENCE), follow=True)
    assert page.context["current"] is None
    assert page.context["form"]["text"].value() == texts.built_in(**SILENCE)


def test_what_is_no_letter_is_not_found(cast: Cast, browse: Any) -> None:
    for unknown in ({"variant": "love_letter"}, {"locale": "xx-XX"}):
        assert browse(cast.alice).get(reverse("desk:template", kwargs=SILENCE | unknown)).status_code == 404
