"""The debrief's page in both faces: four steps, each kept on its own, without any script."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from candidates.models import Debrief, Interview, NextStep, Touchpoint
from tests.cast import Cast, at
from tests.pipeline import met, told

FACES = ["desk", "portal"]


@pytest.fixture
def interview(cast: Cast) -> Interview:
    """Yesterday's, from ten to eleven."""
    return met(cast, starts_at=at(11), arranged_at=at(2))


@pytest.fixture(params=FACES)
def sheet(request: pytest.FixtureRequest, cast: Cast, interview: Interview, browse: Any) -> Page:
    user = cast.alice if request.param == "desk" else cast.bob
    return Page(browse(user), reverse(f"{request.param}:debrief", args=[cast.application.pk, interview.pk]))


class Page:
    """The debrief in one face."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url

    def text(self) -> str:
        return self.browser.get(self.url).content.decode()

    def post(self, step: str, **values: Any) -> Any:
        return self.browser.post(self.url, {"step": step, **values})


def test_who_was_met_with_somebody_new(cast: Cast, interview: Interview, sheet: Page) -> None:
    answer = sheet.post("who", contacts=[cast.contact.pk], format="video", new_name="Ada  Cole", new_title="Foreman")
    assert (answer.status_code, answer.url) == (302, f"{sheet.url}#step-who")
    was = interview.as_it_was
    names = {(each.given_name, each.family_name, each.job_title) for each in was.contacts.all()}
    assert (was.format, names) == ("video", {("Jin", "Kim", "Director"), ("Ada", "Cole", "Foreman")})


def test_one_thing_worth_remembering(interview: Interview, sheet: Page) -> None:
    assert sheet.post("remember", detail="").status_code == 200
    assert sheet.post("remember", detail="the lamps").status_code == 302
    assert interview.as_it_was.detail == "the lamps"


def test_their_words_are_read_then_kept_with_the_interview(interview: Interview, sheet: Page) -> None:
    said = {"words": "We'll be in touch in two weeks", "said_at": "2026-11-12T09:00"}
    text = sheet.post("next", read="1", **said).content.decode()
    assert "2 weeks from Thu 12 Nov is Thu 26 Nov, Thanksgiving, so Fri 27 Nov." in text.replace(
        "Thanksgiving Day", "Thanksgiving"
    )
    assert NextStep.objects.count() == 0
    came_to = {"kind": "employer_contacts", "due_on": "2026-11-27", "precision": "exact", "keep": "1"}
    assert sheet.post("next", **said, **came_to).status_code == 302
    assert [each.interview for each in NextStep.objects.all()] == [interview]
    assert "What happens next" not in sheet.text()
    assert "Waiting for them" in sheet.text()


def test_the_same_words_sent_twice_are_one_promise(sheet: Page) -> None:
    said = {"words": "in two weeks", "said_at": "2026-11-11T11:00", "keep": "1"}
    for _ in range(2):
        sheet.post("next", kind="employer_contacts", due_on="2026-11-25", precision="exact", **said)
    assert NextStep.objects.count() == 1


def test_a_question_is_answered_by_a_button(sheet: Page) -> None:
    said = {"words": "by the 15th or the 20th", "said_at": "2026-11-11T11:00"}
    text = sheet.post("next", read="1", **said).content.decode()
    assert 'name="option" value="0"' in text
    assert 'name="keep"' in sheet.post("next", option="1", **said).content.decode()


@pytest.mark.parametrize(("day", "hour"), [("2026-11-11", 12), ("2026-11-12", 10), ("", 10)])
def test_a_thank_you_e_mail_that_was_sent(sheet: Page, day: str, hour: int) -> None:
    for _ in range(2):
        assert sheet.post("thanks", answer="yes", sent_on=day).status_code == 302
    (mail,) = Touchpoint.objects.all()
    assert (mail.direction, mail.channel, mail.result, mail.purpose) == ("out", "email", "sent", "thanks")
    assert mail.happened_at == at(int(day[-2:] or 12), hour=hour)


@pytest.mark.parametrize("day", ["2026-11-10", "2026-11-13"], ids=["before the interview", "tomorrow"])
def test_no_thank_you_e_mail_at_impossible_times(sheet: Page, day: str) -> None:
    assert sheet.post("thanks", answer="yes", sent_on=day).status_code == 200
    assert Touchpoint.objects.count() == 0


def test_not_yet_and_no_are_remembered_but_are_no_exchange(sheet: Page) -> None:
    for answer in ("not_yet", "no"):
        sheet.post("thanks", answer=answer, sent_on="2026-11-12")
    assert ([each.thanks for each in Debrief.objects.all()], Touchpoint.objects.count()) == (["not_yet", "no"], 0)


def test_a_reminder_is_promised_only_while_one_will_come(sheet: Page, clock: Any) -> None:
    sheet.post("thanks", answer="not_yet")
    assert "A reminder comes" in sheet.text()
    clock.move_to(at(12, hour=12))
    assert "A reminder comes" not in sheet.text()


def test_a_step_with_an_answer_is_folded_under_it(sheet: Page) -> None:
    assert sheet.text().count('class="step-done"') == 0
    sheet.post("remember", detail="the lamps")
    sheet.post("thanks", answer="yes", sent_on="2026-11-12")
    assert sheet.text().count('class="step-done"') == 2


def test_an_interview_ahead_has_no_debrief_yet(cast: Cast, browse: Any) -> None:
    ahead = met(cast, starts_at=at(20), arranged_at=at(10))
    url = reverse("portal:debrief", args=[cast.application.pk, ahead.pk])
    assert browse(cast.bob).get(url).url == reverse("portal:application", args=[cast.application.pk])


def test_an_interview_of_another_application_does_not_exist(cast: Cast, interview: Interview, browse: Any) -> None:
    url = reverse("portal:debrief", args=[cast.other_application.pk, interview.pk])
    assert browse(cast.eve).get(url).status_code == 404


@pytest.mark.parametrize("face", FACES)
def test_a_missing_debrief_leads_to_the_last_interview(
    cast: Cast, interview: Interview, browse: Any, face: str
) -> None:
    browser = browse(cast.alice if face == "desk" else cast.bob)
    page = browser.get(reverse(f"{face}:application", args=[cast.application.pk])).content.decode()
    latest = reverse(f"{face}:latest-debrief", args=[cast.application.pk])
    assert f'href="{latest}"' in page
    assert browser.get(latest).url == reverse(f"{face}:debrief", args=[cast.application.pk, interview.pk])


def test_where_the_interviews_words_are_on_record_the_newer_ones_are_asked_for(cast: Cast, browse: Any) -> None:
    met(cast)
    told(cast)
    url = reverse("portal:latest-debrief", args=[cast.application.pk])
    assert browse(cast.bob).get(url).url == reverse("portal:record-next-step", args=[cast.application.pk])


def test_the_way_back_to_a_list_is_kept_from_step_to_step(cast: Cast, interview: Interview, browse: Any) -> None:
    browser, back = browse(cast.alice), "?next=%2Fdesk%2F%23section-debriefs"
    url = browser.get(reverse("desk:latest-debrief", args=[cast.application.pk]) + back).url
    after = browser.post(url, {"step": "remember", "detail": "The old lamps."}).url
    assert after == f"{reverse('desk:debrief', args=[cast.application.pk, interview.pk])}{back}#step-remember"
    assert 'href="/desk/#section-debriefs">Back to the list' in browser.get(after).content.decode()


# --- What is kept on the device until the server has it --------------------------------------------------------------


def test_the_browser_is_told_which_form_was_taken(sheet: Page) -> None:
    key = "keep:1:/portal/: form;é"
    taken = sheet.post("remember", detail="the lamps", _keep=key)
    assert taken.cookies["kept"].value == "keep%3A1%3A%2Fportal%2F%3A%20form%3B%C3%A9"
    refused = sheet.post("remember", detail="", _keep=key)
    assert "kept" not in refused.cookies


def test_who_was_signed_out_meanwhile_keeps_the_copy(sheet: Page) -> None:
    sheet.browser.logout()
    answer = sheet.post("remember", detail="the lamps", _keep="x")
    assert (answer.status_code, "kept" in answer.cookies) == (302, False)


# --- Calls -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", FACES)
def test_a_call_is_logged_by_the_button_of_its_result(cast: Cast, interview: Interview, browse: Any, face: str) -> None:
    browser = browse(cast.alice if face == "desk" else cast.bob)
    url = reverse(f"{face}:log-call", args=[cast.application.pk])
    assert browser.get(url).content.decode().count('type="submit" name="result"') == 6
    posted = {"result": "message_left", "happened_at": "2026-11-12T10:00", "invited": "on", "contact": "", "note": ""}
    assert browser.post(url, posted).status_code == 302
    assert [each.result for each in Touchpoint.objects.all()] == ["message_left"]
