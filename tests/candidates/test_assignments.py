"""Who counsels a client, from which day to which: by the practice's calendar, and always somebody."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django_scopes import scope

from candidates import access, assignments, care, services
from candidates.models import Assignment, AuditEntry, CaseNote, Client
from candidates.notes import write_case_note
from candidates.services import Refused
from counselor.accounts.models import Membership, Role, User
from counselor.outbox.models import OutgoingEmail
from counselor.outbox.services import wanted
from tests.cast import TODAY, Cast, at, person
from tests.threads import at_once

TOMORROW = TODAY + timedelta(days=1)


def sees(cast: Cast, user: User, client: Client | None = None) -> bool:
    member = Membership.objects.select_related("practice").get(user=user)
    return access.clients(member).filter(pk=(client or cast.client).pk).exists()


def second(cast: Cast, user: User | None = None, **how: Any) -> Assignment:
    """Dan counsels bob, too."""
    values = {"on": TODAY, "primary": False, "by": cast.alice} | how
    return services.assign(client=cast.client, counselor=cast.member(user or cast.dan), **values)


def handed(cast: Cast, **how: Any) -> Assignment:
    """Alice hands bob over to dan."""
    primary = Assignment.objects.get(client=cast.client, primary=True, to_on=None)
    values = {"seen": primary.pk, "to": cast.member(cast.dan), "on": TODAY, "by": cast.alice} | how
    return assignments.hand_over(client=Client.objects.get(pk=cast.client.pk), **values)


def rows(cast: Cast) -> list[tuple[str, bool, Any, Any]]:
    found = Assignment.objects.filter(client=cast.client).order_by("pk").select_related("counselor__user")
    return [(row.counselor.user.name, row.primary, row.from_on, row.to_on) for row in found]


# --- Days ------------------------------------------------------------------------------------------------------------


def test_an_assignment_counts_from_its_first_day_until_its_last(cast: Cast) -> None:
    dan = {"client": cast.client, "counselor": cast.member(cast.dan), "primary": False}
    seen = {}
    for begins, ends in [(0, None), (1, None), (-9, 0), (-9, 1), (0, 0), (0, 1), (-9, -1)]:
        to_on = None if ends is None else TODAY + timedelta(days=ends)
        row = Assignment.objects.create(from_on=TODAY + timedelta(days=begins), to_on=to_on, **dan)
        seen[begins, ends] = sees(cast, cast.dan)
        row.delete()
    assert [days for days, saw in seen.items() if saw] == [(0, None), (-9, 1), (0, 1)]


def test_the_day_is_the_practices_wherever_the_counselor_is(cast: Cast, clock: Any) -> None:
    User.objects.filter(pk=cast.dan.pk).update(time_zone="Pacific/Kiritimati")
    second(cast, on=TOMORROW)
    clock.move_to(at(12, hour=23, minute=59))
    before = sees(cast, cast.dan)
    clock.move_to(at(13, hour=0))
    assert (before, sees(cast, cast.dan)) == (False, True)


def test_a_holiday_cover_ends_by_itself(cast: Cast, clock: Any) -> None:
    second(cast, until=TODAY + timedelta(days=7))
    clock.move_to(at(18, hour=23))
    during = sees(cast, cast.dan)
    clock.move_to(at(19, hour=0))
    assert (during, sees(cast, cast.dan)) == (True, False)


def test_a_supervisor_loses_a_client_with_the_counselor(cast: Cast, clock: Any) -> None:
    Membership.objects.filter(user=cast.dan).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)
    second(cast, until=TOMORROW)
    during = sees(cast, cast.supervisor)
    clock.move_to(at(13, hour=0))
    assert (during, sees(cast, cast.supervisor)) == (True, False)


# --- A counselor beside the first one --------------------------------------------------------------------------------


def test_two_counselors_see_one_client_once(cast: Cast) -> None:
    second(cast)
    assert [list(access.clients(cast.member(user))) for user in (cast.alice, cast.dan)] == [
        [cast.other_client, cast.client][::-1],
        [cast.client],
    ]


def test_only_who_counsels_here_can_be_assigned(cast: Cast) -> None:
    for user in (cast.eve, cast.administrator, cast.ex_member):
        member = Membership.objects.get(user=user)
        with pytest.raises(Refused, match="does not counsel clients here"):
            services.assign(client=cast.client, counselor=member, on=TODAY, by=cast.alice, primary=False)


def test_nobody_is_assigned_twice_at_a_time(cast: Cast) -> None:
    second(cast, until=TOMORROW)
    second(cast, on=TOMORROW)
    with pytest.raises(Refused, match="already looks after"):
        second(cast, on=TODAY + timedelta(days=30), until=TODAY + timedelta(days=40))


def test_the_primary_counselor_cannot_just_go(cast: Cast) -> None:
    second(cast)
    primary = assignments.open_primary(cast.client)
    assert primary
    with pytest.raises(Refused, match="without a counselor"):
        assignments.end_assignment(assignment=primary, on=TODAY, by=cast.alice)


def test_the_second_counselor_goes_at_once(cast: Cast) -> None:
    assignments.end_assignment(assignment=second(cast), on=TODAY, by=cast.alice)
    assert not sees(cast, cast.dan)


def test_an_assignment_to_come_is_called_off(cast: Cast) -> None:
    assignments.end_assignment(assignment=second(cast, on=TOMORROW), on=TODAY, by=cast.alice)
    assert rows(cast) == [("Alice", True, TODAY, None)]


def test_no_assignment_ends_in_the_past_or_twice(cast: Cast) -> None:
    row = second(cast)
    with pytest.raises(Refused, match="later day"):
        assignments.end_assignment(assignment=row, on=TODAY - timedelta(days=1), by=cast.alice)
    assignments.end_assignment(assignment=row, on=TODAY, by=cast.alice)
    with pytest.raises(Refused, match="over already"):
        assignments.end_assignment(assignment=row, on=TODAY, by=cast.alice)


def test_the_second_becomes_the_first_and_the_first_stays(cast: Cast) -> None:
    assignments.make_primary(assignment=second(cast), by=cast.alice)
    assert [row[:2] for row in rows(cast) if row[3] is None] == [("Alice", False), ("Dan", True)]


def test_each_act_leaves_a_line(cast: Cast) -> None:
    AuditEntry.objects.filter(client=cast.client)._raw_delete("default")
    row = second(cast)
    assignments.make_primary(assignment=row, by=cast.alice)
    alice = Assignment.objects.get(client=cast.client, to_on=None, primary=False)
    assignments.end_assignment(assignment=alice, on=TODAY, by=cast.dan)
    handed(cast, to=cast.member(cast.supervisor), by=cast.dan)
    entries = AuditEntry.objects.filter(client=cast.client).order_by("pk")
    assert [(each.action, each.by) for each in entries] == [
        ("assigned", cast.alice),
        ("assigned", cast.alice),
        ("unassigned", cast.dan),
        ("handed_over", cast.dan),
    ]


# --- Hand-over -------------------------------------------------------------------------------------------------------


def test_after_a_hand_over_the_new_counselor_has_the_client_and_the_old_one_nothing(cast: Cast) -> None:
    handed(cast)
    assert rows(cast) == [("Alice", True, TODAY, TODAY), ("Dan", True, TODAY, None)]
    assert (sees(cast, cast.alice), sees(cast, cast.dan)) == (False, True)


def test_the_old_counselor_may_stay_as_the_second(cast: Cast) -> None:
    handed(cast, stays=True)
    assert [row[:2] for row in rows(cast) if row[3] is None] == [("Alice", False), ("Dan", True)]


def test_a_second_counselor_can_take_over(cast: Cast) -> None:
    second(cast)
    handed(cast)
    assert [row[:2] for row in rows(cast) if row[3] is None] == [("Dan", True)]


def test_a_hand_over_can_wait_for_its_day(cast: Cast, clock: Any) -> None:
    handed(cast, on=TOMORROW)
    before = (sees(cast, cast.alice), sees(cast, cast.dan))
    clock.move_to(at(13))
    assert (before, (sees(cast, cast.alice), sees(cast, cast.dan))) == ((True, False), (False, True))


def test_sessions_to_come_move_and_those_held_stay(cast: Cast) -> None:
    both = {"client": cast.client, "counselor": cast.member(cast.alice), "by": cast.alice}
    kept = care.plan_session(starts_at=at(10), **both)
    moved = care.plan_session(starts_at=at(20), **both)
    handed(cast)
    for session in (kept, moved):
        session.refresh_from_db()
    assert (kept.counselor.user, moved.counselor.user, moved.version) == (cast.alice, cast.dan, 2)


def test_notes_keep_their_author_and_the_hand_over_note_joins_them(cast: Cast) -> None:
    write_case_note(client=cast.client, text="Shy on the telephone.", by=cast.alice)
    handed(cast, note="Call him after four.")
    found = CaseNote.objects.filter(client=cast.client).order_by("pk").values_list("author__name", "text")
    assert list(found) == [("Alice", "Shy on the telephone."), ("Alice", "Call him after four.")]


def test_flags_and_action_items_stay_with_the_client(cast: Cast) -> None:
    item = care.add_item(client=cast.client, whose="counselor", text="Ask the chamber", by=cast.alice)
    flag = care.raise_flag(client=cast.client, text="Is this one serious?", by=cast.bob)
    handed(cast)
    dan = cast.member(cast.dan)
    assert (access.action_item(dan, item.pk).done_at, access.flag(dan, flag.pk).resolved_at) == (None, None)


def test_a_hand_over_is_all_or_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("candidates.notices.post_hand_over", lambda assignment: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        handed(cast, note="Call him after four.")
    assert rows(cast) == [("Alice", True, TODAY, None)]
    assert (CaseNote.objects.count(), AuditEntry.objects.filter(action="handed_over").count()) == (0, 0)


def test_a_stale_page_hands_nothing_over(cast: Cast) -> None:
    seen = Assignment.objects.get(client=cast.client).pk
    handed(cast)
    with pytest.raises(Refused, match="Somebody else has just"):
        handed(cast, seen=seen, to=cast.member(cast.supervisor))


def test_an_odd_hand_over_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="later day"):
        handed(cast, on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="already"):
        handed(cast, to=cast.member(cast.alice))


def test_a_planned_hand_over_is_not_overtaken_by_an_earlier_day(cast: Cast) -> None:
    handed(cast, on=TOMORROW)
    with pytest.raises(Refused, match="13 Nov 2026"):
        handed(cast, to=cast.member(cast.supervisor))


def test_of_two_hand_overs_at_once_one_counts(shared_database: None, cast: Cast) -> None:
    person("fay@harbor.example", cast.practice, Role.COUNSELOR)
    seen = Assignment.objects.get(client=cast.client).pk

    def hand(user: str) -> None:
        with scope(practice=cast.practice):
            handed(cast, seen=seen, to=Membership.objects.get(user__email=user))

    results = at_once(*(partial(hand, user) for user in ("dan@harbor.example", "fay@harbor.example")))
    assert ([type(each) for each in results].count(Refused), results.count(None)) == (1, 1), results
    assert Assignment.objects.filter(client=cast.client, to_on=None).count() == 1


# --- Mail ------------------------------------------------------------------------------------------------------------


def test_both_hear_of_a_hand_over_and_no_name_is_said(cast: Cast) -> None:
    handed(cast)
    mails = OutgoingEmail.objects.filter(kind="handed-over").order_by("pk").select_related("recipient", "practice")
    assert [mail.recipient for mail in mails] == [cast.dan, cast.bob]
    assert all(wanted(mail) for mail in mails)
    assert "Miller" not in mails[0].text
    assert not {"Dan", "Alice"} & set(mails[1].text.split())


def test_where_the_practice_allows_it_the_counselor_is_named(cast: Cast) -> None:
    type(cast.practice).objects.filter(pk=cast.practice.pk).update(mail="open")
    handed(cast)
    assert "Dan counsels you from now on." in OutgoingEmail.objects.get(recipient=cast.bob).text


def test_a_client_who_takes_no_mail_gets_none(cast: Cast) -> None:
    Client.objects.filter(pk=cast.client.pk).update(reminders=False)
    handed(cast)
    assert [mail.recipient for mail in OutgoingEmail.objects.all()] == [cast.dan]


def test_an_overtaken_hand_over_is_not_told_any_more(cast: Cast) -> None:
    handed(cast)
    handed(cast, to=cast.member(cast.supervisor), by=cast.dan)
    mails = OutgoingEmail.objects.order_by("pk").select_related("recipient", "practice")
    assert [(mail.recipient, wanted(mail)) for mail in mails] == [
        (cast.dan, False),
        (cast.bob, False),
        (cast.supervisor, True),
        (cast.bob, True),
    ]


# --- How long --------------------------------------------------------------------------------------------------------


def test_a_counselor_counsels_since_the_first_of_their_days_without_a_break(cast: Cast) -> None:
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=at(1).date(), by=cast.alice, primary=False)
    handed(cast, stays=True)
    found = [(row.counselor.user.name, row.primary, row.since) for row in assignments.current(cast.client)]
    assert found == [("Dan", True, at(1).date()), ("Alice", False, TODAY)]
