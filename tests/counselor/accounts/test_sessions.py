"""Sessions: how long they last, where they are, and who ends them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from counselor.accounts.devices import device
from counselor.accounts.forgetting import forget_what_is_over
from tests.cast import NOW, PASSWORD
from tests.counselor.accounts.doors import FIREFOX, PHONE, by_password, signed_in

SECOND = timedelta(seconds=1)


def is_in(browser) -> bool:
    return browser.get(reverse("portal:now")).status_code == 200


def test_three_hours_without_a_page_end_a_session(cast, browse, clock):
    patient, late = browse(cast.bob), browse(cast.bob)
    clock.shift(timedelta(hours=3) - SECOND)
    assert is_in(patient)
    clock.shift(SECOND)
    assert not is_in(late)
    assert is_in(patient)


def test_twelve_hours_end_a_session_whatever_is_read(cast, browse, clock):
    browser = browse(cast.bob)
    for _hour in range(11):
        clock.shift(timedelta(hours=1))
        assert is_in(browser)
    clock.shift(timedelta(hours=1) - SECOND)
    assert is_in(browser)
    clock.shift(SECOND)
    assert not is_in(browser)


def test_reading_on_writes_down_a_minute_at_most(cast, browse, clock, django_assert_num_queries):
    browser = browse(cast.bob)
    seen = browser.session["seen"]
    clock.shift(timedelta(seconds=59))
    is_in(browser)
    assert browser.session["seen"] == seen
    clock.shift(SECOND)
    is_in(browser)
    assert browser.session["seen"] == seen + 60


def test_an_ended_session_asks_to_sign_in_and_comes_back(cast, browse, clock):
    browser = browse(cast.bob)
    clock.shift(timedelta(hours=3))
    assert browser.get(reverse("portal:now")).url == f"{reverse('account_login')}?next={reverse('portal:now')}"


def test_one_sees_where_one_is_signed_in(cast, clock):
    phone = signed_in(cast.bob, PHONE)
    clock.shift(timedelta(hours=1))
    here = signed_in(cast.bob, FIREFOX)
    signed_in(cast.eve)
    page = here.get(reverse("places")).content.decode()
    assert page.index("Firefox on Linux") < page.index("Safari on iPhone")
    assert page.count('class="row-title"') == 2
    assert "last seen Thu 12 Nov, 10:00" in page
    assert is_in(phone)


def test_one_place_is_ended(cast):
    phone, here = signed_in(cast.bob, PHONE), signed_in(cast.bob)
    there = UserSession.objects.get(session_key=phone.session.session_key)
    here.post(reverse("end-place", args=[there.pk]))
    assert (is_in(phone), is_in(here)) == (False, True)


def test_nobody_ends_anothers_place(cast):
    eves = signed_in(cast.eve)
    there = UserSession.objects.get(user=cast.eve)
    assert signed_in(cast.bob).post(reverse("end-place", args=[there.pk])).status_code == 404
    assert is_in(eves)


def test_all_other_places_are_ended(cast):
    others, here = [signed_in(cast.bob, PHONE) for _ in range(2)], signed_in(cast.bob)
    told = here.post(reverse("end-other-places"), follow=True).content.decode()
    assert "2 other places are signed out." in told
    assert [is_in(each) for each in (*others, here)] == [False, False, True]


def test_a_new_password_ends_other_sessions_and_keeps_this_one(cast):
    phone, here = signed_in(cast.bob, PHONE), signed_in(cast.bob)
    before = here.session.session_key
    new = {"oldpassword": PASSWORD, "password1": "quite another battery", "password2": "quite another battery"}
    assert here.post(reverse("account_change_password"), new).url == reverse("signing-in")
    assert (is_in(phone), is_in(here)) == (False, True)
    assert here.session.session_key != before


def test_signing_in_begins_a_new_session(cast):
    browser, _answer = by_password(cast.bob)
    first = browser.session.session_key
    browser.post(reverse("account_logout"))
    browser.get(reverse("account_login"))
    browser.post(reverse("account_login"), {"login": cast.bob.email, "password": PASSWORD})
    assert browser.session.session_key != first


def test_what_is_over_is_forgotten(cast):
    signed_in(cast.bob)
    forget_what_is_over(NOW + timedelta(hours=11))
    assert UserSession.objects.count() == 1
    forget_what_is_over(NOW + timedelta(hours=13))
    assert UserSession.objects.count() == 0


@pytest.mark.parametrize(("agent", "name"), [(FIREFOX, "Firefox on Linux"), (PHONE, "Safari on iPhone"), ("curl", "")])
def test_a_device_has_a_name(agent, name):
    assert device(agent) == name
