"""Who sees what, as the client reads it: the very people `visible` lets in, whatever the situation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from candidates import assignments, services, who_sees
from candidates.models import Assignment, Client
from candidates.querysets import practice_day, visible
from counselor.accounts.models import Membership, Role, User
from letters.endings import end_counseling
from tests.cast import TODAY, Cast

NOBODY: Callable[[Cast], None] = lambda cast: None  # noqa: E731


def informed(cast: Cast) -> None:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)


def not_informed(cast: Cast) -> None:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))


def second(cast: Cast) -> None:
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)


def second_to_come(cast: Cast) -> None:
    later = TODAY + timedelta(days=3)
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=later, by=cast.alice, primary=False)


def handed_over(cast: Cast) -> None:
    assignments.hand_over(client=cast.client, to=cast.member(cast.dan), on=TODAY, by=cast.alice)


def last_day(cast: Cast) -> None:
    Assignment.objects.filter(client=cast.client).update(to_on=TODAY + timedelta(days=1))


def supervisor_counsels(cast: Cast) -> None:
    informed(cast)
    member = cast.member(cast.supervisor)
    services.assign(client=cast.client, counselor=member, on=TODAY, by=cast.alice, primary=False)


def supervised_by_an_administrator(cast: Cast) -> None:
    informed(cast)
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.administrator))


def left(cast: Cast) -> None:
    informed(cast)
    Membership.objects.filter(user=cast.alice).update(ended_at=cast.practice.created_at)


def locked_out(cast: Cast) -> None:
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)


def became_administrator(cast: Cast) -> None:
    Membership.objects.filter(user=cast.alice).update(role=Role.ADMINISTRATOR)


def ended(cast: Cast) -> None:
    informed(cast)
    end_counseling(client=cast.client, keep_outcomes=False, by=cast.alice)


def withheld(cast: Cast) -> None:
    informed(cast)
    Client.objects.filter(pk=cast.client.pk).update(counselor_sees=False)


SITUATIONS = [
    *(NOBODY, informed, not_informed, second, second_to_come, last_day, supervisor_counsels),
    *(withheld, supervised_by_an_administrator, left, locked_out, became_administrator, ended),
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.__name__.strip("<>"))
def test_they_are_those_whom_the_rule_lets_in(cast: Cast, situation: Callable[[Cast], None]) -> None:
    situation(cast)
    client = Client.objects.get(pk=cast.client.pk)
    staff = Membership.objects.current().filter(practice=cast.practice).exclude(role=Role.CLIENT)
    let_in = {each.pk for each in staff if Client.objects.filter(visible(each), pk=client.pk).exists()}
    told = who_sees.viewers(client)
    assert {each.member.pk for each in told} == let_in
    rest = who_sees.others(client, told)
    assert {each.pk for each in rest["administrators"] + rest["case_workers"]} == {each.pk for each in staff} - let_in


def test_the_page_says_it_by_name_and_why(cast: Cast, browse: Any) -> None:
    informed(cast)
    second_to_come(cast)
    page = " ".join(browse(cast.bob).get(reverse("portal:who-sees")).content.decode().split())
    assert practice_day(cast.practice) == TODAY
    for words in ("your primary counselor, since 12 Nov 2026", "supervises Alice", "not yet: from 15 Nov 2026 on"):
        assert words in page
    assert "Adam" in page
    assert "Eve" not in page


def test_whoever_knows_the_name_alone_is_named(cast: Cast, browse: Any) -> None:
    withheld(cast)
    page = " ".join(browse(cast.bob).get(reverse("portal:who-sees")).content.decode().split())
    assert "Only you." in page
    assert "your counselor, sees your name only" in page
