"""The team: roles, supervisors, ended memberships, and somebody left to manage it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from candidates import members
from candidates.models import AuditEntry
from candidates.services import Refused
from counselor.accounts.models import Membership, Role
from counselor.accounts.team import manages, would_miss
from tests.cast import Cast


def end(cast: Cast, *users: Any) -> None:
    for user in users:
        members.end_membership(member=cast.member(user), by=cast.administrator)


def test_the_page_shows_everybody_and_lets_managers_change_them(cast: Cast, browse: Any) -> None:
    url = reverse("desk:team")
    pages = {user.name: browse(user).get(url).content.decode() for user in (cast.dan, cast.administrator)}
    assert all("Alice" in page for page in pages.values())
    assert ["Invite a colleague" in page for page in pages.values()] == [False, True]


def test_an_ended_membership_closes_the_next_page(cast: Cast, browse: Any) -> None:
    dan = browse(cast.dan)
    assert dan.get("/desk/").status_code == 200
    url = reverse("desk:end-membership", args=[cast.member(cast.dan).pk])
    browse(cast.administrator).post(url, {"sure": "yes"})
    assert dan.get("/desk/").status_code == 404
    assert AuditEntry.objects.get(action="left").values == {"member": "Dan"}


def test_another_role_counts_from_the_next_page(cast: Cast, browse: Any) -> None:
    dan = browse(cast.dan)
    url = reverse("desk:change-member", args=[cast.member(cast.dan).pk])
    browse(cast.administrator).post(url, {"role": "administrator"})
    assert (dan.get("/desk/").status_code, dan.get(reverse("desk:practice")).status_code) == (404, 200)


def test_who_counsels_clients_keeps_a_role_that_sees_them(cast: Cast) -> None:
    alice = cast.member(cast.alice)
    with pytest.raises(Refused, match="Hand those over"):
        members.change_member(member=alice, role=Role.ADMINISTRATOR, supervisor=None, by=cast.administrator)


def test_a_supervisor_is_set_and_taken_back(cast: Cast) -> None:
    alice, sue = cast.member(cast.alice), cast.member(cast.supervisor)
    members.change_member(member=alice, role=Role.COUNSELOR, supervisor=sue, by=cast.administrator)
    alice.refresh_from_db()
    assert alice.supervised_by == sue
    assert AuditEntry.objects.get(action="edited").values["changes"] == {"supervised_by": ["", "Sue"]}
    end(cast, cast.supervisor)
    alice.refresh_from_db()
    assert alice.supervised_by is None


def test_the_last_who_manages_cannot_leave_nor_step_down(cast: Cast) -> None:
    end(cast, cast.supervisor)
    adam = cast.member(cast.administrator)
    with pytest.raises(Refused, match="Nobody would be left"):
        members.end_membership(member=adam, by=cast.administrator)
    with pytest.raises(Refused, match="Nobody would be left"):
        members.change_member(member=adam, role=Role.COUNSELOR, supervisor=None, by=cast.administrator)


def test_without_managers_every_counselor_manages_and_the_last_stays(cast: Cast) -> None:
    Membership.objects.filter(user__in=[cast.supervisor, cast.administrator]).update(ended_at=cast.practice.created_at)
    alice, dan = cast.member(cast.alice), cast.member(cast.dan)
    assert (manages(alice), would_miss(alice)) == (True, False)
    members.end_membership(member=dan, by=cast.alice)
    assert would_miss(alice)
    assert not would_miss(alice, Role.ADMINISTRATOR)
