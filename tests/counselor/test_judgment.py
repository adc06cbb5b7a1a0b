"""The pages of policy, closures, conclusions, spam checks and choices, as their readers meet them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from candidates import overrides
from candidates.models import Closure, FollowUpPolicy
from candidates.standings import policy_as_json, practice_policy
from tests.cast import Cast, at
from tests.letters.desk import mailed
from tests.pipeline import decided, met, silent, told, waiting


def numbers(cast: Cast, **changed: int) -> dict[str, Any]:
    return policy_as_json(practice_policy(cast.practice.pk)) | changed


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def page(cast: Cast, browse: Any, face: str = "desk") -> str:
    user = cast.alice if face == "desk" else cast.bob
    return text(browse(user).get(reverse(f"{face}:application", args=[cast.application.pk])))


# --- Policy ----------------------------------------------------------------------------------------------------------


def preview(cast: Cast, browser: Any, **changed: int) -> Any:
    return browser.post(reverse("desk:policy"), numbers(cast, **changed) | {"preview": "1"})


def test_a_preview_names_ones_own_and_stores_nothing(cast: Cast, browse: Any) -> None:
    silent(cast)
    shown = text(preview(cast, browse(cast.alice), grace_exact=9))
    assert "1 open application changes its standing." in shown
    assert "Bob Miller" in shown
    assert "Overdue (probably your answer)" in shown
    assert FollowUpPolicy.objects.count() == 0


@pytest.mark.parametrize("who", ["administrator", "dan"])
def test_others_get_the_number_alone(cast: Cast, browse: Any, who: str) -> None:
    silent(cast)
    shown = text(preview(cast, browse(getattr(cast, who)), grace_exact=9))
    assert "1 open application changes its standing." in shown
    assert "Bob" not in shown
    assert "Analyst" not in shown


def test_what_was_shown_is_kept(cast: Cast, browse: Any) -> None:
    silent(cast)
    browser = browse(cast.administrator)
    seen = preview(cast, browser, grace_exact=9).context["shown"]["seen"]
    kept = browser.post(reverse("desk:policy"), numbers(cast, grace_exact=9) | {"keep": "1", "seen": seen})
    assert (kept.status_code, practice_policy(cast.practice.pk).grace_exact) == (302, 9)
    cast.application.refresh_from_db()
    assert cast.application.status == "due_in_grace"


def test_what_was_not_shown_is_shown_first(cast: Cast, browse: Any) -> None:
    browser = browse(cast.alice)
    seen = preview(cast, browser, grace_exact=9).context["shown"]["seen"]
    again = browser.post(reverse("desk:policy"), numbers(cast, grace_exact=8) | {"keep": "1", "seen": seen})
    assert (again.status_code, FollowUpPolicy.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("name", "value"), [("grace_exact", -1), ("tries", 0), ("grace_exact", 10**9), ("silence_ceiling", 6)]
)
def test_numbers_that_make_no_sense_are_refused(cast: Cast, browse: Any, name: str, value: int) -> None:
    form = preview(cast, browse(cast.alice), **{name: value}).context["form"]
    assert list(form.errors) == [name]


def test_every_number_explains_itself(cast: Cast, browse: Any) -> None:
    form = browse(cast.alice).get(reverse("desk:policy")).context["form"]
    assert [name for name, field in form.fields.items() if len(str(field.help_text)) < 30] == []


# --- Closures --------------------------------------------------------------------------------------------------------

CLOSURE = {"starts_on": "2026-11-16", "ends_on": "2026-11-20", "reason": "inventory", "employer": ""}


def test_a_closure_is_shown_kept_ended_and_removed(cast: Cast, browse: Any) -> None:
    waiting(cast)
    browser = browse(cast.alice)

    def both(name: str, data: dict[str, Any], *args: Any) -> None:
        url = reverse(f"desk:{name}", args=args)
        shown = browser.post(url, data).context["shown"]
        assert (shown["moving"], shown["dates"]) == (0, 1)
        assert browser.post(url, data | {"keep": "1", "seen": shown["seen"]}).status_code == 302

    both("add-closure", CLOSURE)
    closure = Closure.objects.get()
    both("end-closure", {"on": "2026-11-17"}, closure.pk)
    closure.refresh_from_db()
    assert closure.ends_on == date(2026, 11, 17)
    both("remove-closure", {}, closure.pk)
    assert Closure.objects.count() == 0


def test_an_employer_of_another_practice_is_no_choice(cast: Cast, browse: Any) -> None:
    data = CLOSURE | {"employer": cast.elsewhere["employer"].pk}
    form = browse(cast.alice).post(reverse("desk:add-closure"), data).context["form"]
    assert list(form.errors) == ["employer"]


# --- Conclusions -----------------------------------------------------------------------------------------------------


def conclude(cast: Cast, browse: Any, **how: str) -> Any:
    data = {"verdict": "probable", "reason": "They hired somebody else, says the trade press."} | how
    return browse(cast.alice).post(reverse("desk:conclude", args=[cast.application.pk]), data)


def test_a_shared_reason_is_read_by_the_client(cast: Cast, browse: Any) -> None:
    waiting(cast)
    assert conclude(cast, browse, shared="on").status_code == 302
    overrides.check_spam(application=cast.application, found=False, by=cast.bob)
    shown = page(cast, browse, "portal")
    assert "This is probably your answer" in shown
    assert "says the trade press" in shown
    assert "Write the letter" in shown


def test_a_reason_that_is_not_shared_stays_on_the_desk(cast: Cast, browse: Any) -> None:
    waiting(cast)
    conclude(cast, browse)
    overrides.check_spam(application=cast.application, found=False, by=cast.bob)
    assert "trade press" in page(cast, browse)
    assert "trade press" not in page(cast, browse, "portal")
    assert "trade press" not in text(browse(cast.bob).get(reverse("portal:now")))


def test_no_client_takes_a_counselors_word_back(cast: Cast, browse: Any) -> None:
    waiting(cast)
    conclude(cast, browse)
    word = cast.application.standingoverrides.get()
    names = {"pk": cast.application.pk, "kind": "conclusion", "fact": word.pk}
    assert browse(cast.bob).get(reverse("portal:void", kwargs=names)).status_code == 404
    assert browse(cast.alice).post(reverse("desk:void", kwargs=names), {"reason": "hasty"}).status_code == 302


def test_definite_is_not_offered(cast: Cast, browse: Any) -> None:
    waiting(cast)
    assert list(conclude(cast, browse, verdict="definite").context["form"].errors) == ["verdict"]


def test_a_concluded_answer_stands_among_the_letters_of_today(cast: Cast, browse: Any) -> None:
    waiting(cast)
    conclude(cast, browse)
    (section,) = browse(cast.alice).get(reverse("desk:today")).context["sections"]
    assert (str(section.title), str(section.rows[0].action_label)) == ("Answers: a letter is next", "Write the letter")


def test_a_concluded_answer_leaves_the_clients_list_once_the_letter_is_mailed(cast: Cast, browse: Any) -> None:
    waiting(cast)
    conclude(cast, browse)
    overrides.check_spam(application=cast.application, found=False, by=cast.bob)
    cast.application.refresh_from_db()
    now = reverse("portal:now")
    assert browse(cast.bob).get(now).context["first"] == cast.application
    mailed(cast)
    assert browse(cast.bob).get(now).context["first"] is None


def test_the_policy_of_one_application_is_shown_with_who_and_why(cast: Cast, browse: Any) -> None:
    waiting(cast)
    data = numbers(cast, grace_exact=8) | {"reason": "a slow house"}
    del data["observation_days"]
    assert browse(cast.alice).post(reverse("desk:override-policy", args=[cast.application.pk]), data).status_code == 302
    for face in ("desk", "portal"):
        shown = page(cast, browse, face)
        assert "Another patience, agreed by Alice" in shown
        assert "grace after a named date: 8" in shown
        assert "a slow house" in shown


# --- The spam folder -------------------------------------------------------------------------------------------------


def overdue(cast: Cast) -> None:
    met(cast)
    told(cast, due_on=date(2026, 11, 5))


def test_before_a_look_the_client_reads_no_verdict(cast: Cast, browse: Any) -> None:
    overdue(cast)
    names = [reverse("portal:now"), reverse("portal:applications")]
    pages = [text(browse(cast.bob).get(url)) for url in names] + [page(cast, browse, "portal")]
    assert [each for each in pages if "probably" in each.lower()] == []
    assert "Look in your spam folder once" in pages[0]
    assert "Look in your spam folder once" in pages[2]


def test_nor_the_counselors_conclusion(cast: Cast, browse: Any) -> None:
    waiting(cast)
    conclude(cast, browse, shared="on")
    shown = page(cast, browse, "portal")
    assert "Look in your spam folder once" in shown
    assert "probably" not in shown.lower()
    assert "trade press" not in shown


def test_nothing_there_shows_the_verdict(cast: Cast, browse: Any) -> None:
    overdue(cast)
    bob = browse(cast.bob)
    assert bob.post(reverse("portal:spam-check", args=[cast.application.pk]), {"found": "no"}).status_code == 302
    assert "This is probably your answer" in page(cast, browse, "portal")


def test_what_was_found_and_not_logged_is_asked_for(cast: Cast, browse: Any) -> None:
    overdue(cast)
    overrides.check_spam(application=cast.application, found=True, by=cast.bob)
    shown = page(cast, browse, "portal")
    assert "Record the message you found" in shown
    assert "This is probably" not in shown


def test_the_desk_reads_the_verdict_and_that_nobody_looked(cast: Cast, browse: Any) -> None:
    overdue(cast)
    shown = page(cast, browse)
    assert "This is probably your answer" in shown
    assert "Not yet looked in the spam folder" in shown


def test_the_page_of_a_draft_asks_for_the_look(cast: Cast, browse: Any) -> None:
    overdue(cast)
    url = reverse("portal:draft-letter", args=[cast.application.pk])
    assert "Look in your spam folder once" in text(browse(cast.bob).get(url))


def test_a_definite_answer_asks_for_no_look(cast: Cast, browse: Any) -> None:
    waiting(cast)
    decided(cast, "rejected")
    assert "spam folder" not in page(cast, browse, "portal")


# --- Two promises, and the little calendar ---------------------------------------------------------------------------


def test_the_counselor_says_which_promise_counts(cast: Cast, browse: Any) -> None:
    waiting(cast)
    sooner = told(cast, said_at=at(3, hour=12), said_by=None, due_on=date(2026, 11, 10), words="in a week")
    assert "This one counts" in page(cast, browse)
    assert "This one counts" not in page(cast, browse, "portal")
    url = reverse("desk:choose-next-step", args=[cast.application.pk, sooner.pk])
    assert browse(cast.alice).post(url).status_code == 302
    assert "chosen to count" in page(cast, browse)


def test_the_calendar_names_each_day_that_does_not_count(cast: Cast, browse: Any) -> None:
    Closure.objects.create(
        practice=cast.practice, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 18), reason="inventory"
    )
    waiting(cast)
    shown = page(cast, browse, "portal")
    for words in ("11 November: Veterans Day", "18 November: inventory", "7 November: weekend", "17 November: Due"):
        assert words in shown
    assert "20 November: Grace ends" in shown
    assert "12 November: business day, today" in shown
    assert shown.count('aria-current="date"') == 1
