"""Ended counselings: told a month before, erased on the day that was named, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from candidates.models import Client
from counselor.accounts.models import Practice
from counselor.my_data.models import Erasure
from counselor.my_data.tasks import erase_ended
from counselor.outbox.models import OutgoingEmail
from letters.endings import end_counseling
from tests.cast import NOW, Cast

DAY = timedelta(days=1)


@pytest.fixture
def ended(cast: Cast) -> Cast:
    """Bob's counseling ended on 12 November 2026; the practice keeps data for two months after."""
    end_counseling(client=cast.client, keep_outcomes=False, by=cast.alice)
    Practice.objects.filter(pk=cast.practice.pk).update(erase_after_months=2)
    return cast


def notices() -> list[str]:
    return list(OutgoingEmail.objects.filter(kind="erasure-ahead").order_by("pk").values_list("occurrence", flat=True))


def is_there(cast: Cast) -> bool:
    return Client.objects.filter(pk=cast.client.pk).exists()


def test_told_a_month_before_and_erased_on_the_day(ended: Cast, clock: Any) -> None:
    for days, told, there in [(30, [], True), (31, ["2027-01-12"], True), (60, ["2027-01-12"], True), (61, [], False)]:
        clock.move_to(NOW + days * DAY)
        erase_ended()
        erase_ended()
        assert (days, notices(), is_there(ended)) == (days, told, there)
    assert Erasure.objects.get().wish == Erasure.Wish.RETENTION
    assert Client.objects.filter(pk=ended.other_client.pk).exists()


def test_nothing_is_erased_before_it_was_told(ended: Cast, clock: Any) -> None:
    """The setting came long after the ending: a month from the notice all the same."""
    for days, there in [(400, True), (429, True), (430, False)]:
        clock.move_to(NOW + days * DAY)
        erase_ended()
        assert (days, is_there(ended)) == (days, there)


def test_a_longer_time_is_told_again(ended: Cast, clock: Any) -> None:
    clock.move_to(NOW + 40 * DAY)
    erase_ended()
    Practice.objects.update(erase_after_months=6)
    clock.move_to(NOW + 70 * DAY)
    erase_ended()
    assert (notices(), is_there(ended)) == (["2027-01-21"], True)
    clock.move_to(NOW + 160 * DAY)
    erase_ended()
    assert notices() == ["2027-01-21", "2027-05-21"]


def test_without_the_setting_nothing_happens(ended: Cast, clock: Any) -> None:
    Practice.objects.update(erase_after_months=None)
    clock.move_to(NOW + 4000 * DAY)
    erase_ended()
    assert (notices(), is_there(ended)) == ([], True)


def test_one_without_an_account_goes_on_the_day(ended: Cast, clock: Any) -> None:
    Client.objects.filter(pk=ended.client.pk).update(user=None)
    clock.move_to(NOW + 61 * DAY)
    erase_ended()
    assert (notices(), is_there(ended)) == ([], False)


def test_the_practice_sets_it(cast: Cast, browse: Any) -> None:
    adam = browse(cast.administrator)
    page = adam.get(reverse("desk:edit-practice"))
    values = {
        name: value for name, value in page.context["form"].initial.items() if value is not None and value is not False
    }
    assert adam.post(reverse("desk:edit-practice"), values | {"erase_after_months": "0"}).status_code == 200
    assert adam.post(reverse("desk:edit-practice"), values | {"erase_after_months": "24"}).status_code == 302
    assert Practice.objects.get(pk=cast.practice.pk).erase_after_months == 24
