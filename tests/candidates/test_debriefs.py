"""What is told of an interview afterwards: nothing is edited, the latest account holds, a letter hears of it."""

from __future__ import annotations

import pytest

from candidates import services
from candidates.interviews import latest_begun, steps_told, thanked
from candidates.models import Debrief, Interview
from letters.services import remembered
from tests.cast import NOW, Cast, at
from tests.pipeline import called, met, told


@pytest.fixture
def interview(cast: Cast) -> Interview:
    return met(cast, format="in_person", detail="as arranged", contacts=[cast.contact])


def test_before_any_debrief_it_is_as_it_was_arranged(interview: Interview) -> None:
    assert interview.as_it_was is interview


def test_what_is_not_told_stays_as_it_was(cast: Cast, interview: Interview) -> None:
    services.debrief_interview(interview=interview, by=cast.bob, detail="the lamps")
    services.debrief_interview(interview=interview, by=cast.alice, format="video")
    was = interview.as_it_was
    assert (was.detail, was.format, [*was.contacts.all()]) == ("the lamps", "video", [cast.contact])


def test_every_account_is_kept_with_its_author(cast: Cast, interview: Interview) -> None:
    services.debrief_interview(interview=interview, by=cast.bob, detail="the lamps")
    services.debrief_interview(interview=interview, by=cast.alice, detail="the night shift")
    kept = [(each.detail, each.recorded_by) for each in interview.debriefs.all()]
    assert kept == [("the lamps", cast.bob), ("the night shift", cast.alice)]
    assert Interview.objects.get().detail == "as arranged"


def test_the_same_told_twice_is_kept_once(cast: Cast, interview: Interview) -> None:
    for _ in range(2):
        services.debrief_interview(interview=interview, by=cast.bob, detail="the lamps")
    assert Debrief.objects.count() == 1


def test_a_newcomer_is_met_once_and_belongs_to_the_client(cast: Cast, interview: Interview) -> None:
    names = {"given_name": "Ada", "family_name": "Cole", "job_title": "Foreman"}
    for _ in range(2):
        services.debrief_interview(interview=interview, by=cast.bob, newcomer=names)
    ada = interview.as_it_was.contacts.get(family_name="Cole")
    assert (ada.client, cast.employer.contacts.filter(family_name="Cole").count()) == (cast.client, 1)


def test_a_debrief_taken_back_gives_way_to_the_one_before(cast: Cast, interview: Interview) -> None:
    services.debrief_interview(interview=interview, by=cast.bob, detail="the lamps")
    wrong = services.debrief_interview(interview=interview, by=cast.bob, detail="another house")
    services.void(fact=wrong, reason="mixed up", by=cast.bob)
    assert interview.as_it_was.detail == "the lamps"


def test_only_a_held_interview_has_a_debrief(cast: Cast, interview: Interview) -> None:
    ahead = met(cast, starts_at=at(20), arranged_at=at(10))
    services.cancel_interview(interview=interview, cancellation="no_show", by=cast.bob)
    for each in (ahead, interview):
        with pytest.raises(services.Refused):
            services.debrief_interview(interview=each, by=cast.bob, detail="the lamps")


def test_the_letter_is_offered_what_was_told(cast: Cast, interview: Interview) -> None:
    assert remembered(cast.application) == "as arranged"
    services.debrief_interview(interview=interview, by=cast.bob, detail="the lamps")
    assert remembered(cast.application) == "the lamps"


def test_the_last_interview_is_one_that_has_begun_and_was_not_called_off(cast: Cast, interview: Interview) -> None:
    met(cast, starts_at=at(20), arranged_at=at(10))
    off = met(cast, starts_at=at(9), arranged_at=at(4))
    services.cancel_interview(interview=off, cancellation="cancelled", by=cast.bob)
    assert latest_begun(cast.application, NOW) == interview


def test_each_round_has_its_own_words(cast: Cast, interview: Interview) -> None:
    second = met(cast, starts_at=at(10), arranged_at=at(6))
    first_words, second_words = told(cast), told(cast, said_at=at(10, hour=11))
    linked = told(cast, said_at=at(11), interview=interview)
    assert [*steps_told(interview)] == [first_words, linked]
    assert [*steps_told(second)] == [second_words]


def test_a_thank_you_letter_is_no_thank_you_e_mail(cast: Cast, interview: Interview) -> None:
    called(cast, happened_at=at(4), channel="letter", result="sent", purpose="thanks")
    assert thanked(interview) is None
    mail = called(cast, happened_at=at(4), channel="email", result="sent", purpose="thanks")
    assert thanked(interview) == mail
