"""Digests: at everybody’s own hour, once, only what is theirs, and as discreet as the practice wants its mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from candidates.followup.facts import Status, Verdict
from candidates.labels import VERDICT
from candidates.models import Application, Client, Flag
from counselor.accounts.models import Membership, Practice, User
from counselor.dashboard.today.digests import DAILY, WEEKLY, write_due
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from tests.cast import TODAY, Cast, at, make_client
from tests.letters.desk import mailed
from tests.pipeline import met, silent

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FRIDAY = at(13, hour=7)


def member(cast: Cast, user: User, **fields: Any) -> Membership:
    Membership.objects.filter(user=user).update(**fields)
    return cast.member(user)


def flag(cast: Cast, client: Client | None = None) -> None:
    Flag.objects.create(
        client=client or cast.client, application=None if client else cast.application, asked="counselor",
        text="A word, please", raised_by=cast.bob,
    )  # fmt: skip


def mails(kind: str = DAILY) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("pk"))


def beat(clock: Any, moment: datetime) -> int:
    clock.move_to(moment)
    return write_due(moment)


@pytest.fixture
def due(cast: Cast, clock: Any) -> None:
    """Something for alice to do; the beat ran a minute before seven."""
    flag(cast)
    beat(clock, FRIDAY - MINUTE)
    OutgoingEmail.objects.all().delete()


# --- When ------------------------------------------------------------------------------------------------------------


def test_it_comes_at_the_hour_and_once(cast: Cast, due: None, clock: Any) -> None:
    written = [beat(clock, FRIDAY + timedelta(minutes=n)) for n in (0, 0, 5, 10, 600)]
    assert written == [1, 0, 0, 0, 0]
    assert [(each.recipient, each.occurrence) for each in mails()] == [(cast.alice, "2026-11-13")]


def test_and_the_next_day_again(cast: Cast, due: None, clock: Any) -> None:
    assert [beat(clock, FRIDAY + n * DAY) for n in (0, 1, 2)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("zone", "hour", "before", "after"),
    [
        ("Europe/Berlin", 7, datetime(2026, 11, 13, 5, 59, tzinfo=UTC), datetime(2026, 11, 13, 6, 1, tzinfo=UTC)),
        ("Europe/Berlin", 7, datetime(2027, 6, 14, 4, 59, tzinfo=UTC), datetime(2027, 6, 14, 5, 1, tzinfo=UTC)),
        ("", 7, datetime(2026, 11, 13, 11, 59, tzinfo=UTC), datetime(2026, 11, 13, 12, 1, tzinfo=UTC)),
        # On 14 March 2027 New York has no half past two: the clocks go from two to three.
        ("", 2, datetime(2027, 3, 14, 6, 59, tzinfo=UTC), datetime(2027, 3, 14, 7, 1, tzinfo=UTC)),
        # On 7 November 2027 it has one o’clock twice: the first counts.
        ("", 1, datetime(2027, 11, 7, 4, 59, tzinfo=UTC), datetime(2027, 11, 7, 5, 1, tzinfo=UTC)),
    ],
)
def test_it_is_the_hour_of_the_readers_own_clock(
    cast: Cast, clock: Any, zone: str, hour: int, before: datetime, after: datetime
) -> None:
    flag(cast)
    User.objects.filter(pk=cast.alice.pk).update(time_zone=zone)
    member(cast, cast.alice, digest_hour=hour)
    beat(clock, before - 23 * timedelta(hours=1))
    already = len(mails())
    assert [beat(clock, before), beat(clock, after), beat(clock, after + timedelta(hours=1))] == [0, 1, 0]
    assert len(mails()) == already + 1


def test_after_a_day_off_todays_comes_and_never_yesterdays(cast: Cast, due: None, clock: Any) -> None:
    assert beat(clock, FRIDAY + timedelta(hours=26)) == 1
    assert [each.occurrence for each in mails()] == ["2026-11-14"]


def test_late_on_the_same_day_is_still_todays(cast: Cast, due: None, clock: Any) -> None:
    assert beat(clock, FRIDAY + timedelta(hours=9)) == 1


def test_nothing_when_nothing_is_due(cast: Cast, clock: Any) -> None:
    beat(clock, FRIDAY - MINUTE)
    assert beat(clock, FRIDAY) == 0
    flag(cast)
    assert beat(clock, FRIDAY + timedelta(hours=2)) == 0


def test_an_earlier_hour_brings_no_second_one(cast: Cast, due: None, clock: Any) -> None:
    beat(clock, FRIDAY)
    member(cast, cast.alice, digest_hour=9)
    assert beat(clock, FRIDAY + timedelta(hours=3)) == 0


def test_one_that_fails_stops_no_other_and_is_tried_again(
    cast: Cast, due: None, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dans = make_client(cast.practice, cast.dan, None, "Ann", "Other")
    flag(cast, dans)
    with monkeypatch.context() as patch:
        real = outbox.post
        patch.setattr(outbox, "post", lambda **kwargs: 1 / 0 if kwargs["recipient"] == cast.alice else real(**kwargs))
        assert beat(clock, FRIDAY) == 1
    assert beat(clock, FRIDAY + 5 * MINUTE) == 1
    assert {each.recipient for each in mails()} == {cast.alice, cast.dan}


# --- Whose -----------------------------------------------------------------------------------------------------------


def test_only_ones_own_caseload(cast: Cast, due: None, clock: Any) -> None:
    """Not of a colleague, not for clients and administrators, not for who left; and a supervisor has a weekly one."""
    member(cast, cast.alice, supervised_by=cast.member(cast.supervisor))
    Client.objects.update(supervisor_informed_on=TODAY)
    beat(clock, FRIDAY)
    assert [each.recipient for each in mails()] == [cast.alice]


def test_who_wants_none_gets_none(cast: Cast, due: None, clock: Any) -> None:
    member(cast, cast.alice, digest_hour=None)
    assert beat(clock, FRIDAY) == 0


def sends(cast: Cast) -> bool:
    return outbox.wanted(mails()[-1])


@pytest.fixture
def written(cast: Cast, due: None, clock: Any) -> None:
    beat(clock, FRIDAY)


def test_a_written_one_is_wanted(cast: Cast, written: None) -> None:
    assert sends(cast)


@pytest.mark.parametrize(
    "happens",
    [
        lambda cast: cast.alice.memberships.update(ended_at=FRIDAY),
        lambda cast: cast.alice.memberships.update(digest_hour=None),
        lambda cast: cast.client.assignments.update(to_on=FRIDAY.date()),
        lambda cast: Flag.objects.update(resolved_at=FRIDAY, resolved_by=cast.alice),
    ],
    ids=["left", "switched off", "handed over", "done"],
)  # fmt: skip
def test_what_ended_meanwhile_cancels_it(cast: Cast, written: None, happens: Any) -> None:
    happens(cast)
    assert not sends(cast)


def test_yesterdays_is_not_sent_today(cast: Cast, written: None, clock: Any) -> None:
    clock.move_to(FRIDAY + DAY)
    assert not sends(cast)


def test_names_of_who_was_handed_over_do_not_leave(cast: Cast, due: None, clock: Any) -> None:
    Practice.objects.update(mail=Practice.Mail.OPEN)
    flag(cast, cast.other_client)
    beat(clock, FRIDAY)
    assert sends(cast)
    cast.client.assignments.update(to_on=FRIDAY.date())
    assert not sends(cast)


def test_an_end_to_come_holds_no_names_back(cast: Cast, due: None, clock: Any) -> None:
    Practice.objects.update(mail=Practice.Mail.OPEN)
    beat(clock, FRIDAY)
    cast.client.assignments.update(to_on=FRIDAY.date() + DAY)
    assert sends(cast)


# --- What ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(cast: Cast, clock: Any) -> None:
    """A silence, a debrief, a flag, an offer: for alice, whom sue supervises, and bob knows."""
    mailed(cast)
    met(cast, cast.other_application)
    flag(cast)
    member(cast, cast.alice, supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)
    for user in (cast.alice, cast.supervisor):
        member(cast, user, weekly_digest_on=4)
    beat(clock, FRIDAY - MINUTE)
    OutgoingEmail.objects.all().delete()


def words(kind: str = DAILY) -> str:
    (mail,) = mails(kind)
    return f"{mail.subject}\n{mail.text}"


SECRETS = ["Acme", "Analyst", "Bob", "Miller", "Eve", "Stone", "A word", *(str(label) for _, label in VERDICT)]


@pytest.mark.parametrize("kind", [DAILY, WEEKLY])
def test_a_discreet_one_names_no_client_no_employer_and_no_verdict(
    cast: Cast, busy: None, clock: Any, kind: str
) -> None:
    beat(clock, FRIDAY)
    assert [secret for secret in SECRETS if secret in words(kind)] == []


def test_no_heading_of_a_discreet_one_tells_what_was_said(cast: Cast, busy: None, clock: Any) -> None:
    Application.objects.filter(pk=cast.other_application.pk).update(
        status=Status.OFFER, verdict=Verdict.EXPLICIT, ball="client"
    )
    beat(clock, FRIDAY)
    assert "Decisions to record: 1" in words()
    assert "ffer" not in words()


def test_an_open_one_names_client_and_employer_but_no_verdict(cast: Cast, busy: None, clock: Any) -> None:
    Practice.objects.update(mail=Practice.Mail.OPEN)
    beat(clock, FRIDAY)
    assert "Debriefs missing: 1\n  - Eve, Acme Lighting" in words()
    assert [secret for secret in ("Miller", "Stone", "Analyst", *SECRETS[6:]) if secret in words()] == []


def test_it_counts_what_today_counts_and_leads_there(cast: Cast, busy: None, clock: Any, browse: Any) -> None:
    beat(clock, FRIDAY)
    count = browse(cast.alice).get("/desk/").context["count"]
    assert f"{count} things need you today:" in words()
    assert "/desk/\n" in words()


def test_the_weekly_one_counts_only_informed_clients(cast: Cast, busy: None, clock: Any) -> None:
    assert beat(clock, FRIDAY) == 2
    numbers = [line.strip() for line in words(WEEKLY).split("Alice")[1].splitlines() if line.startswith("  ")]
    assert numbers == [
        "1 client",
        "no move waits",
        "1 letter out",
        "1 new conclusion this week",
        "0 debriefs missing",
    ]


def test_the_weekly_one_comes_once_a_week_and_late_rather_than_never(cast: Cast, busy: None, clock: Any) -> None:
    for day in range(2, 9):
        beat(clock, FRIDAY + day * DAY)
    assert [each.occurrence for each in mails(WEEKLY)] == ["2026-11-13", "2026-11-20"]


@pytest.mark.parametrize("fields", [{"weekly_digest_on": None}, {"digest_hour": None}, {"role": "counselor"}])
def test_no_weekly_one_without_day_hour_and_office(cast: Cast, busy: None, clock: Any, fields: Any) -> None:
    member(cast, cast.supervisor, **fields)
    beat(clock, FRIDAY)
    assert mails(WEEKLY) == []


def test_a_supervisor_of_nobody_gets_no_weekly_one(cast: Cast, busy: None, clock: Any) -> None:
    Client.objects.update(supervisor_informed_on=None)
    beat(clock, FRIDAY)
    assert mails(WEEKLY) == []


def test_a_weekly_one_is_not_sent_to_who_supervises_no_more(cast: Cast, busy: None, clock: Any) -> None:
    beat(clock, FRIDAY)
    assert outbox.wanted(mails(WEEKLY)[0])
    member(cast, cast.supervisor, role="counselor")
    assert not outbox.wanted(mails(WEEKLY)[0])


# --- One’s own choice ------------------------------------------------------------------------------------------------


def choose(browse: Any, user: User, **data: str) -> Any:
    return browse(user).post(reverse("desk:my-digests"), data)


def chosen(cast: Cast, user: User) -> tuple[int | None, int | None]:
    now = cast.member(user)
    return now.digest_hour, now.weekly_digest_on


def test_hour_and_day_are_chosen(cast: Cast, browse: Any) -> None:
    assert choose(browse, cast.supervisor, digest_hour="18", weekly_digest_on="4").status_code == 302
    assert chosen(cast, cast.supervisor) == (18, 4)
    choose(browse, cast.supervisor, digest_hour="off", weekly_digest_on="off")
    assert chosen(cast, cast.supervisor) == (None, None)


def test_a_counselor_chooses_the_hour_alone(cast: Cast, browse: Any) -> None:
    choose(browse, cast.alice, digest_hour="0", weekly_digest_on="off")
    assert chosen(cast, cast.alice) == (0, 0)


@pytest.mark.parametrize("hour", ["24", "-1", "x", ""])
def test_no_other_hour_is_kept(cast: Cast, browse: Any, hour: str) -> None:
    assert list(choose(browse, cast.alice, digest_hour=hour).context["form"].errors) == ["digest_hour"]


def test_the_account_menu_leads_there(cast: Cast, browse: Any) -> None:
    assert reverse("desk:my-digests") in browse(cast.alice).get("/desk/").content.decode()
    assert reverse("desk:my-digests") not in browse(cast.administrator).get("/desk/practice/").content.decode()


def test_silence_is_told_as_a_letter_to_begin(cast: Cast, clock: Any) -> None:
    silent(cast)
    beat(clock, FRIDAY - MINUTE)
    OutgoingEmail.objects.all().delete()
    beat(clock, FRIDAY)
    assert "Letters to begin: 1" in words()
