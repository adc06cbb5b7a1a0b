"""The details of an application, changed in place; two people who change the same; a second one at one employer."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from candidates import services
from candidates.edits import edit_application, edit_client
from candidates.models import Application
from counselor.pages import conflict
from tests.cast import Cast
from tests.test_consistency import unknown  # noqa: F401

TYPED = {
    "version": "1",
    "employer": "Acme Lighting",
    "position": "Analyst",
    "applied_on": "2026-10-01",
    "posting_url": "",
    "deadline_on": "",
    "method": "",
    "source": "",
    "location": "",
    "salary": "",
}


def url(cast: Cast, name: str = "edit-application", face: str = "desk") -> str:
    return reverse(f"{face}:{name}", args=[cast.application.pk])


def send(cast: Cast, browse: Any, face: str = "desk", **fields: str) -> Any:
    user = cast.alice if face == "desk" else cast.bob
    return browse(user).post(url(cast, face=face), TYPED | fields)


def bobs(cast: Cast, **fields: Any) -> None:
    """What bob keeps while alice is typing."""
    row = Application.objects.get(pk=cast.application.pk)
    edit_application(application=row, seen=row.version, by=cast.bob, **fields)


def row(cast: Cast) -> Application:
    return Application.objects.get(pk=cast.application.pk)


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


# --- In place --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_details_are_changed_and_shown(cast: Cast, browse: Any, face: str) -> None:
    typed = {"position": "Clerk", "method": "fair", "source": "Harbor fair", "location": "Troy", "salary": "$20"}
    assert send(cast, browse, face, **typed).url == url(cast, "application", face) + "#details"
    shown = text(browse(cast.alice if face == "desk" else cast.bob).get(url(cast, "application", face)))
    for words in ("Clerk", "job fair", "Harbor fair", "Troy", "$20", "Thu 1 Oct 2026"):
        assert words in shown


def test_the_form_begins_with_what_is_known(cast: Cast, browse: Any) -> None:
    form = browse(cast.alice).get(url(cast)).context["form"]
    assert (form["employer"].value(), form["version"].value(), form.opens_rare) == ("Acme Lighting", 1, False)


def test_an_error_keeps_what_was_typed(cast: Cast, browse: Any) -> None:
    response = send(cast, browse, position="", salary="$20")
    assert "$20" in text(response)
    assert list(response.context["form"].errors) == ["position"]


def test_the_way_out_is_named_where_the_employer_has_to_stay(cast: Cast, browse: Any) -> None:
    services.add_contact(employer=cast.employer, client=cast.client, by=cast.bob, family_name="Kim")
    shown = text(send(cast, browse, employer="Next Door", position="Clerk"))
    assert "Add an application for the other employer instead" in shown
    assert 'value="Clerk"' in shown


def test_nothing_changed_says_nothing(cast: Cast, browse: Any) -> None:
    browser = browse(cast.alice)
    page = browser.post(url(cast), TYPED, follow=True)
    assert (list(page.context["messages"]), row(cast).version) == ([], 1)


# --- Two people ------------------------------------------------------------------------------------------------------


def test_different_fields_are_both_kept(cast: Cast, browse: Any) -> None:
    bobs(cast, salary="$20")
    page = browse(cast.alice).post(url(cast), TYPED | {"position": "Clerk"}, follow=True)
    assert (row(cast).position, row(cast).salary, row(cast).version) == ("Clerk", "$20", 3)
    assert "Bob changed this meanwhile, and it stays: Salary." in text(page)


def test_the_same_change_twice_is_no_conflict(cast: Cast, browse: Any) -> None:
    bobs(cast, position="Clerk")
    assert send(cast, browse, position="Clerk", source="a friend").status_code == 302
    assert (row(cast).position, row(cast).source) == ("Clerk", "a friend")


def test_the_same_field_is_asked_about(cast: Cast, browse: Any, unknown: set[str]) -> None:  # noqa: F811
    bobs(cast, position="Clerk", applied_on=None, method="fair")
    response = send(cast, browse, position="Senior analyst", source="a friend", applied_on="2026-10-05")
    kept = response.context["kept"]
    assert [(each.label, each.mine, each.theirs, str(each.by)) for each in kept.clashes] == [
        ("Position", "Senior analyst", "Clerk", "Bob"),
        ("Applied on", "Mon 5 Oct 2026", "(empty)", "Bob"),
    ]
    assert (row(cast).version, unknown) == (2, set())
    assert "How it was applied for" in text(response)  # what stays is told


def again(cast: Cast, browse: Any, response: Any, **answers: str) -> Any:
    """The conflict page's own form, sent with these answers."""
    form = response.context["form"]
    hidden = {name: form[name].value() for name in form.fields}
    return browse(cast.alice).post(url(cast), hidden | {"shown": str(response.context["kept"].shown)} | answers)


def test_the_answers_decide_field_by_field(cast: Cast, browse: Any) -> None:
    bobs(cast, position="Clerk", salary="$20", location="Troy")
    response = send(cast, browse, position="Senior analyst", salary="$30", source="a friend")
    done = again(cast, browse, response, **{"keep-position": "mine", "keep-salary": "theirs"})
    assert done.status_code == 302
    now = row(cast)
    assert (now.position, now.salary, now.source, now.location) == ("Senior analyst", "$20", "a friend", "Troy")


def test_a_missing_answer_is_asked_for_again(cast: Cast, browse: Any) -> None:
    bobs(cast, position="Clerk", salary="$20")
    response = send(cast, browse, position="Senior analyst", salary="$30", source="a friend")
    response = again(cast, browse, response, **{"keep-position": "mine"})
    assert [each.name for each in response.context["kept"].clashes] == ["salary"]
    assert "Please choose for each of these" in text(response)
    assert 'value="a friend"' in text(response)


def test_a_third_change_is_asked_about_anew(cast: Cast, browse: Any) -> None:
    bobs(cast, position="Clerk")
    response = send(cast, browse, position="Senior analyst")
    bobs(cast, position="Head clerk")
    response = again(cast, browse, response, **{"keep-position": "mine"})
    assert [each.theirs for each in response.context["kept"].clashes] == ["Head clerk"]


def test_in_a_stampede_nothing_typed_is_lost(cast: Cast, browse: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(form: Any, by: Any) -> bool:
        raise conflict.Changed(9, {})

    monkeypatch.setattr(conflict, "saved", busy)
    form = browse(cast.alice).get(url(cast)).context["form"]
    bound = type(form)(TYPED | {"salary": "$30"}, application=cast.application)
    assert bound.is_valid()
    assert conflict.keep(bound, by=cast.alice, answers={}) is None
    assert "at the same moment" in str(bound.non_field_errors())


def test_client_details_are_asked_about_alike(cast: Cast, browse: Any) -> None:
    page = reverse("portal:me")
    form = browse(cast.bob).get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "reminders"}
    edit_client(client=cast.client, seen=1, by=cast.alice, phone="555-0100", reminders=False)
    response = browse(cast.bob).post(page, typed | {"phone": "555-0199", "reminders": "on"})
    (clash,) = response.context["kept"].clashes
    assert (clash.mine, clash.theirs) == ("555-0199", "555-0100")
    cast.client.refresh_from_db()
    assert cast.client.reminders is False


# --- A second application to one employer ----------------------------------------------------------------------------

NEW = {"employer": "ACME-Lighting, Inc.", "position": "Clerk"}


def add(cast: Cast, browse: Any, face: str, **fields: str) -> Any:
    user, args = (cast.alice, [cast.client.pk]) if face == "desk" else (cast.bob, [])
    return browse(user).post(reverse(f"{face}:add-application", args=args), NEW | fields)


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_a_second_one_is_named_before_it_is_added(cast: Cast, browse: Any, face: str) -> None:
    shown = text(add(cast, browse, face))
    assert "There is an application to this employer already" in shown
    assert "Analyst, Acme Lighting" in shown
    assert url(cast, "application", face) in shown
    assert 'value="ACME-Lighting, Inc."' in shown
    assert add(cast, browse, face, again="another").status_code == 302
    assert cast.client.applications.count() == 2


def test_a_wrong_answer_is_none(cast: Cast, browse: Any) -> None:
    assert list(add(cast, browse, "desk", again="perhaps").context["form"].errors) == ["again"]


def test_what_eve_applied_for_is_not_told(cast: Cast, browse: Any) -> None:
    Application.objects.filter(pk=cast.application.pk).update(client=cast.other_client)
    assert add(cast, browse, "portal").status_code == 302
