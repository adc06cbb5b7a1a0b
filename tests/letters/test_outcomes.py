"""What comes of a letter has its effect on the pipeline, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from candidates.models import Application, Contact
from letters import services
from letters.composition import composed
from letters.models import Letter, Outcome
from tests.cast import TODAY, Cast
from tests.letters.desk import OUTCOME, draft, mailed
from tests.pipeline import decided, waiting

ANA = {"given_name": "Ana", "family_name": "Ruiz", "job_title": "Director", "employer": ""}


def came(letter: Letter, kind: str, cast: Cast, **how: Any) -> Outcome:
    return services.record_outcome(letter=letter, by=cast.bob, kind=kind, **(OUTCOME | how))


def standing(cast: Cast) -> tuple[str, str]:
    found = Application.objects.get(pk=cast.application.pk)
    return found.status, found.verdict


def after(cast: Cast, kind: str) -> Letter:
    """A letter that was mailed after a decision."""
    waiting(cast)
    decided(cast, kind)
    return mailed(cast)


# --- Still considered, taken up again --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["still_considered", "reopened", "spam_found"])
def test_a_word_from_the_employer_ends_the_silence(cast: Cast, kind: str) -> None:
    came(mailed(cast), kind, cast, channel="phone")
    assert standing(cast) == ("needs_debrief", "none")


@pytest.mark.parametrize("decision", ["rejected", "position_closed", "on_hold"])
def test_what_is_taken_up_again_is_decided_no_more(cast: Cast, decision: str) -> None:
    letter = after(cast, decision)
    assert standing(cast)[0] == decision
    came(letter, "reopened", cast)
    assert standing(cast)[0] not in ("rejected", "position_closed", "on_hold")


@pytest.mark.parametrize(
    ("kind", "page"), [("still_considered", "next-steps"), ("reopened", "next-steps"), ("acknowledged", "letters")]
)
def test_the_new_next_step_is_asked_at_once(cast: Cast, browse: Any, kind: str, page: str) -> None:
    letter = mailed(cast)
    values = {"kind": kind, "happened_on": TODAY, "attribution": "employer", "channel": "email"}
    answer = browse(cast.bob).post(reverse("portal:record-outcome", args=[letter.pk]), values)
    assert answer.status_code == 302
    assert f"/{page}/" in answer.url


# --- People ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["referral", "networking"])
def test_somebody_new_joins_the_clients_people(cast: Cast, kind: str) -> None:
    came(mailed(cast), kind, cast, person=ANA)
    ana = Contact.objects.get(family_name="Ruiz")
    assert (ana.employer, ana.client, ana.job_title) == (cast.employer, cast.client, "Director")


def test_they_may_work_elsewhere(cast: Cast) -> None:
    came(mailed(cast), "referral", cast, person=ANA | {"employer": "Harbor House"})
    assert Contact.objects.get(family_name="Ruiz").employer.name == "Harbor House"


def test_who_is_known_already_is_not_added_twice(cast: Cast) -> None:
    letter = mailed(cast)
    for _ in range(2):
        came(letter, "referral", cast, person=ANA)
    assert Contact.objects.filter(family_name="Ruiz").count() == 1


def test_a_person_without_a_name_leaves_nothing_behind(cast: Cast) -> None:
    letter = mailed(cast)
    with pytest.raises(ValidationError, match="Give a family name or a job title"):
        came(letter, "referral", cast, person=ANA | {"family_name": "", "job_title": ""})
    assert Outcome.objects.count() == 0


def test_the_form_asks_for_the_person(cast: Cast, browse: Any) -> None:
    url = reverse("desk:record-outcome", args=[mailed(cast).pk])
    values = {"kind": "referral", "happened_on": TODAY, "attribution": "employer", "person_given_name": "Ana"}
    page = browse(cast.alice).post(url, values)
    assert page.context["form"].errors["person_family_name"] == ["Give a family name or a job title."]
    assert browse(cast.alice).post(url, values | {"person_family_name": "Ruiz"}).status_code == 302
    assert Contact.objects.get(family_name="Ruiz").client == cast.client


# --- A letter that came back -----------------------------------------------------------------------------------------


def warned(letter: Letter) -> bool:
    return "address_returned" in [each.code for each in composed(Letter.objects.get(pk=letter.pk)).findings]


def test_the_address_of_a_letter_that_came_back_is_flagged_until_it_is_changed(cast: Cast) -> None:
    letter = mailed(cast)
    assert not warned(draft(cast))
    came(letter, "returned_undeliverable", cast)
    again = draft(cast)
    assert warned(again)
    type(cast.site).objects.filter(pk=cast.site.pk).update(street_address="9 Lamp Lane")
    assert not warned(again)


def test_today_shows_it_until_somebody_writes_again(cast: Cast, browse: Any) -> None:
    came(mailed(cast), "returned_undeliverable", cast)
    page = browse(cast.alice).get(reverse("desk:today"))
    assert "Letters that came back" in page.content.decode()
    draft(cast)
    assert "Letters that came back" not in browse(cast.alice).get(reverse("desk:today")).content.decode()


def test_its_page_leads_to_the_address(cast: Cast, browse: Any) -> None:
    letter = mailed(cast)
    came(letter, "returned_undeliverable", cast)
    page = browse(cast.bob).get(reverse("portal:letter", args=[letter.pk])).content.decode()
    assert reverse("portal:set-site", args=[cast.application.pk]) in page
