"""One’s own account: name and clock, address, a code instead of the password, and the choice among practices."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from counselor.accounts.models import Membership, Role, User
from counselor.outbox.models import AccountMail
from tests.cast import PASSWORD
from tests.counselor.accounts.doors import by_password, signed_in


def mailed_code(address: str) -> str:
    """The code of the latest mail to an address."""
    text = AccountMail.objects.filter(address=address).latest("pk").text
    return re.search(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", text, re.MULTILINE)[0]


# --- The page --------------------------------------------------------------------------------------------------------


def test_the_page_is_in_ones_own_frame(cast, browse):
    pages = {who: browse(who).get(reverse("signing-in")) for who in (cast.alice, cast.bob, cast.ex_member)}
    classes = [re.search(r'<body class="(\w*)"', page.content.decode())[1] for page in pages.values()]
    assert classes == ["desk", "portal", ""]


@pytest.mark.parametrize("who", ["alice", "bob", "ex_member"])
def test_name_and_clock_are_kept(cast, browse, who):
    user = getattr(cast, who)
    browse(user).post(reverse("signing-in"), {"name": "Another Name", "time_zone": "Europe/Berlin"})
    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Another Name", "Europe/Berlin")


def test_a_clock_that_does_not_exist_is_refused_and_the_name_stays_typed(cast, browse):
    page = browse(cast.bob).post(reverse("signing-in"), {"name": "Robert", "time_zone": "Mars/Olympus"})
    assert 'value="Robert"' in page.content.decode()
    cast.bob.refresh_from_db()
    assert (cast.bob.name, cast.bob.time_zone) == ("Bob", "")


def test_the_menu_leads_there(cast, browse):
    for user, url in ((cast.alice, "desk:today"), (cast.bob, "portal:now")):
        assert f'href="{reverse("signing-in")}"' in browse(user).get(reverse(url)).content.decode()


# --- The address -----------------------------------------------------------------------------------------------------


def test_a_new_address_counts_once_its_code_is_typed(cast):
    browser = signed_in(cast.bob)
    assert browser.post(reverse("account_email"), {"action_add": "", "email": "bob@new.example"}).status_code == 302
    cast.bob.refresh_from_db()
    assert cast.bob.email == "bob@home.example"
    browser.post(reverse("account_email_verification_sent"), {"code": mailed_code("bob@new.example")})
    cast.bob.refresh_from_db()
    assert cast.bob.email == "bob@new.example"
    told = AccountMail.objects.filter(address="bob@home.example").latest("pk")
    assert "bob@new.example" in told.text


def test_a_wrong_code_changes_nothing(cast):
    browser = signed_in(cast.bob)
    browser.post(reverse("account_email"), {"action_add": "", "email": "bob@new.example"})
    browser.post(reverse("account_email_verification_sent"), {"code": "WRONG-CODE"})
    cast.bob.refresh_from_db()
    assert cast.bob.email == "bob@home.example"


def test_whether_an_address_is_taken_is_not_told(cast):
    browser = signed_in(cast.bob)
    answers = [
        browser.post(reverse("account_email"), {"action_add": "", "email": email})
        for email in (cast.eve.email, "free@home.example")
    ]
    assert len({(each.status_code, each.url) for each in answers}) == 1


def test_not_even_its_code_takes_anothers_address(cast):
    browser = signed_in(cast.bob)
    browser.post(reverse("account_email"), {"action_add": "", "email": cast.eve.email})
    browser.post(reverse("account_email_verification_sent"), {"code": mailed_code(cast.eve.email)})
    assert EmailAddress.objects.filter(email=cast.eve.email).get().user == cast.eve
    cast.bob.refresh_from_db()
    assert cast.bob.email == "bob@home.example"


def test_an_address_nobody_vouched_for_is_shown_to_be_ones_own_first(cast):
    user = User.objects.create_user("new@home.example", PASSWORD, vouched=False, name="New")
    browser, answer = by_password(user)
    assert answer.url == reverse("account_email_verification_sent")
    assert browser.get(reverse("signing-in")).status_code == 302
    assert browser.post(answer.url, {"code": mailed_code(user.email)}).url == "/"
    assert EmailAddress.objects.get(user=user).verified


# --- A code instead of the password ----------------------------------------------------------------------------------


def test_a_mailed_code_signs_in(cast):
    browser = Browser()
    browser.post(reverse("account_request_login_code"), {"email": cast.bob.email})
    answer = browser.post(reverse("account_confirm_login_code"), {"code": mailed_code(cast.bob.email)})
    assert answer.url == "/"
    assert browser.get(reverse("portal:now")).status_code == 200


def test_a_mailed_code_may_be_guessed_three_times(cast):
    browser = Browser()
    browser.post(reverse("account_request_login_code"), {"email": cast.bob.email})
    right = mailed_code(cast.bob.email)
    for guess in ("AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC", right):
        browser.post(reverse("account_confirm_login_code"), {"code": guess})
    assert browser.get(reverse("portal:now")).status_code == 302


# --- Practices -------------------------------------------------------------------------------------------------------


def test_one_goes_from_practice_to_practice(cast, browse):
    elsewhere = cast.elsewhere["practice"]
    Membership.objects.create(practice=elsewhere, user=cast.alice, role=Role.COUNSELOR)
    browser = browse(cast.alice)
    assert "Harbor Careers" in browser.get(reverse("desk:practice")).content.decode()
    assert "Elsewhere Careers" in browser.get(reverse("signing-in")).content.decode()
    assert browser.post(reverse("choose-practice", args=[elsewhere.pk])).url == "/"
    page = browser.get(reverse("desk:practice")).content.decode()
    assert ("Elsewhere Careers" in page, "Harbor Careers" in page) == (True, False)


def test_a_practice_that_is_not_ones_own_cannot_be_chosen(cast, browse):
    browser = browse(cast.alice)
    assert browser.post(reverse("choose-practice", args=[cast.elsewhere["practice"].pk])).status_code == 404
    assert "Elsewhere" not in browser.get(reverse("signing-in")).content.decode()


# --- No back door ----------------------------------------------------------------------------------------------------


def test_there_is_no_admin(db):
    assert not apps.is_installed("django.contrib.admin")
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    assert Browser().get("/admin/").status_code == 404
