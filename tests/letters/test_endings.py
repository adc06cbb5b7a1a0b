"""The end of a counseling: the client keeps everything, the practice what was agreed, and nobody's name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from candidates import access, care, endings, services
from candidates.models import ActionItem, Assignment, AuditEntry, Client, CounselingSession, Flag
from candidates.services import Refused
from counselor.outbox.models import OutgoingEmail
from counselor.outbox.services import wanted
from letters import services as letter_services
from letters.endings import end_counseling, keep_outcomes_of
from letters.models import KeptOutcome
from tests.cast import TODAY, Cast, at
from tests.letters.desk import OUTCOME, approved, mailed


def end(cast: Cast, keep: bool = True) -> None:
    end_counseling(client=Client.objects.get(pk=cast.client.pk), keep_outcomes=keep, by=cast.alice)


def test_nobody_of_the_practice_sees_the_client_and_the_client_sees_everything(cast: Cast) -> None:
    end(cast)
    assert not access.clients(cast.member(cast.alice)).filter(pk=cast.client.pk).exists()
    assert access.applications(cast.member(cast.bob)).get() == cast.application


def test_all_assignments_end_today_and_planned_ones_never_come(cast: Cast) -> None:
    dan = cast.member(cast.dan)
    services.assign(client=cast.client, counselor=dan, on=TODAY + timedelta(days=3), by=cast.alice, primary=False)
    end(cast)
    found = Assignment.objects.filter(client=cast.client).values_list("counselor__user__name", "to_on")
    assert list(found) == [("Alice", TODAY)]


def test_what_needed_a_counselor_is_closed_and_the_clients_own_stays_open(cast: Cast) -> None:
    both = {"client": cast.client, "by": cast.alice}
    alice = cast.member(cast.alice)
    care.plan_session(counselor=alice, starts_at=at(20), **both)
    care.plan_session(counselor=alice, starts_at=at(10), **both)
    care.raise_flag(client=cast.client, text="Is this one serious?", by=cast.bob)
    for whose in ("client", "counselor"):
        care.add_item(whose=whose, text="Ask the chamber", **both)
    assert endings.closes(cast.client) == {"sessions": 1, "flags": 1, "items": 1}
    end(cast)
    assert endings.closes(cast.client) == {"sessions": 0, "flags": 0, "items": 0}
    assert list(CounselingSession.objects.values_list("state", flat=True)) == ["cancelled", "planned"]
    assert Flag.objects.get().resolution == "The counseling has ended."
    assert ActionItem.objects.get(dropped_at=None).whose == "client"


def test_it_ends_once(cast: Cast) -> None:
    end(cast)
    with pytest.raises(Refused, match="ended already"):
        end(cast)
    assert AuditEntry.objects.filter(action="ended").count() == 1


def test_after_the_end_nobody_can_be_assigned(cast: Cast) -> None:
    end(cast)
    with pytest.raises(Refused, match="has ended"):
        services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.dan)


def test_the_client_hears_that_everything_stays_theirs(cast: Cast) -> None:
    end(cast)
    mail = OutgoingEmail.objects.select_related("recipient").get()
    assert (mail.recipient, wanted(mail), "stays yours" in mail.text) == (cast.bob, True, True)


# --- What the practice keeps -----------------------------------------------------------------------------------------


def story(cast: Cast) -> None:
    """Two letters about one application were mailed, and something came of the first; a third never left."""
    first = mailed(cast)
    letter_services.record_outcome(letter=first, by=cast.bob, kind="referral", **OUTCOME | {"happened_on": TODAY})
    colleague = services.add_contact(
        employer=cast.employer, site=cast.site, by=cast.alice, given_name="Tom", family_name="Ode", job_title="Head"
    )
    mailed(cast, contact=colleague)
    approved(cast)


def test_a_row_for_each_letter_that_left_and_one_case_for_the_application(cast: Cast) -> None:
    story(cast)
    end(cast)
    rows = KeptOutcome.objects.all()
    assert sorted(len(row.came) for row in rows) == [0, 1]
    assert len({row.case for row in rows}) == 1


def test_a_row_says_what_came_and_when_by_the_month(cast: Cast) -> None:
    story(cast)
    end(cast)
    row = next(each for each in KeptOutcome.objects.all() if each.came)
    assert (row.variant, row.verdict, row.mailed_in) == ("after_silence", "probable", date(2026, 11, 1))
    assert row.came == [{"kind": "referral", "days": 0, "attribution": "employer"}]
    assert row.delay_days == 0


def test_a_row_leads_to_nobody(cast: Cast) -> None:
    """No key but the practice's, and no moment that the client's row tells, too."""
    story(cast)
    end(cast)
    keys = {field.name for field in KeptOutcome._meta.fields if field.remote_field}
    ended_at: Any = Client.objects.get(pk=cast.client.pk).ended_at
    assert keys == {"practice"}
    assert {row.kept_at.astimezone(ended_at.tzinfo).day for row in KeptOutcome.objects.all()} == {1}


def test_a_case_has_another_number_each_time(cast: Cast) -> None:
    story(cast)
    rows = [keep_outcomes_of(client=cast.client, by=cast.alice)[0] for _ in range(2)]
    assert rows[0].case != rows[1].case


def test_nothing_is_kept_where_the_client_did_not_agree(cast: Cast) -> None:
    story(cast)
    end(cast, keep=False)
    assert KeptOutcome.objects.count() == 0
    assert AuditEntry.objects.get(action="ended").values == {"outcomes_kept": False}
