"""Business days and windows against an oracle that counts day by day, written without looking at the rule's own code.

The oracle walks the calendar with dateutil and a set of closed days; the clock steps through its own ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from dateutil.rrule import DAILY, rrule

from candidates.followup.clock import Calendar, civil_date, start_of_day, window_for
from candidates.followup.facts import NextStepFact, NextStepKind, Policy, Precision

CASES = 20_000
ZONES = [
    ZoneInfo(name)
    for name in ("America/New_York", "Asia/Tokyo", "Africa/Cairo", "Pacific/Kiritimati", "America/St_Johns", "UTC")
]
WEEKENDS = [{5, 6}, {4, 5}, {6}, {3, 4}, set()]
DATED = [
    NextStepKind.EMPLOYER_CONTACTS,
    NextStepKind.EMPLOYER_CONTACTS_NO_CALLS,
    NextStepKind.EMPLOYER_THEN_CALL,
    NextStepKind.CANDIDATE_CALLS,
    NextStepKind.CANDIDATE_WRITES,
]
UNDATED = [NextStepKind.OPEN_ENDED, NextStepKind.NOT_ASKED]


# --- The oracle ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Oracle:
    """A place where work rests on some weekdays and on some dates."""

    weekend: frozenset[int]
    closed: frozenset[date]

    def works(self, day: date) -> bool:
        return not (day.weekday() in self.weekend or day in self.closed)

    def on_or_after(self, day: date) -> date:
        walk = rrule(DAILY, dtstart=datetime.combine(day, time(12)))
        return next(each.date() for each in walk if self.works(each.date()))

    def after(self, day: date, n: int) -> date:
        """Tick off working days until n are ticked."""
        ticked = 0
        while ticked < n:
            day = date.fromordinal(day.toordinal() + 1)
            ticked += self.works(day)
        return day

    def window(self, said: NextStepFact, said_on: date, policy: Policy) -> tuple[date, date, date | None]:
        """First day, last day and the promised day, as the design's tables put them."""
        if said.kind in UNDATED:
            wait = {"open_ended": policy.inquiry_after_open_ended, "not_asked": policy.inquiry_after_not_asked}
            return self.after(said_on, wait[said.kind.value]), self.after(said_on, policy.silence_ceiling), None
        assert said.due_on
        due = self.on_or_after(said.due_on)
        if said.kind.value.startswith("candidate"):
            last = self.on_or_after(max(due, said.by_on)) if said.by_on else self.after(due, policy.call_window)
            return due, last, due
        grace = {"exact": policy.grace_exact, "approximate": policy.grace_approximate}
        days = grace.get(said.precision.value, policy.grace_vague)
        return date.fromordinal(due.toordinal() + 1), self.after(due, days), due


# --- Random cases ----------------------------------------------------------------------------------------------------


def places(random: Random) -> list[tuple[Oracle, Calendar]]:
    """Places with runs of closed days, so that weekends, holidays and shutdowns meet."""
    found = []
    for _ in range(60):
        weekend = random.choice(WEEKENDS)
        closed = set()
        for _ in range(random.randint(0, 60)):
            first = date(2025, 12, 1) + timedelta(days=random.randint(0, 900))
            closed |= {first + timedelta(days=n) for n in range(random.choice([1, 1, 1, 2, 5, 14]))}
        names = dict.fromkeys(closed, "closed")
        found.append((Oracle(frozenset(weekend), frozenset(closed)), Calendar(frozenset(weekend), names)))
    return found


def policies(random: Random) -> list[Policy]:
    numbers = ("grace_exact", "grace_approximate", "grace_vague", "call_window")
    numbers += ("inquiry_after_open_ended", "inquiry_after_not_asked", "silence_ceiling")
    return [Policy(), *(Policy(**{name: random.randint(0, 25) for name in numbers}) for _ in range(20))]


def statement(random: Random, zone: ZoneInfo) -> NextStepFact:
    said_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randint(0, 700 * 24 * 60))
    kind = random.choice(DATED + UNDATED)
    if kind in UNDATED:
        return NextStepFact(said_at, kind)
    due_on = said_at.astimezone(zone).date() + timedelta(days=random.randint(-3, 60))
    by_on = due_on + timedelta(days=random.randint(0, 20)) if random.random() < 0.4 else None
    return NextStepFact(said_at, kind, due_on, by_on, random.choice(list(Precision)))


def differences(seed: int, cases: int) -> list[str]:
    random = Random(seed)
    here, patience = places(random), policies(random)
    wrong = []
    for _ in range(cases):
        oracle, calendar = random.choice(here)
        zone, policy, n = random.choice(ZONES), random.choice(patience), random.randint(0, 40)
        said = statement(random, zone)
        said_on = said.said_at.astimezone(tz.gettz(zone.key)).date()
        window = window_for(said, policy, calendar, zone)
        assert window
        got = (
            civil_date(said.said_at, zone),
            calendar.add_business_days(said_on, n),
            calendar.roll_forward(said_on),
            (window.opens_on, window.closes_on, window.due_on),
        )
        due = (said_on, oracle.after(said_on, n), oracle.on_or_after(said_on), oracle.window(said, said_on, policy))
        if got != due:
            wrong.append(f"{said} with {n} in {zone}, {policy}: {got}, not {due}")
    return wrong


def test_twenty_thousand_random_cases_agree_with_the_oracle() -> None:
    assert differences(seed=20_261_112, cases=CASES) == []


def test_the_oracle_can_tell_a_difference() -> None:
    weekdays_only = Oracle(frozenset({5, 6}), frozenset())
    assert weekdays_only.after(date(2026, 11, 25), 1) != Calendar(closed={date(2026, 11, 26): "Thanksgiving"}) \
        .add_business_days(date(2026, 11, 25), 1)  # fmt: skip


# --- The first instant of a day --------------------------------------------------------------------------------------

ODD_DAYS = [
    ("Africa/Cairo", date(2026, 4, 24)),  # 00:00 does not exist
    ("Africa/Cairo", date(2026, 10, 29)),  # the night after it is an hour longer
    ("America/Havana", date(2026, 3, 8)),  # 00:00 does not exist
    ("America/Havana", date(2026, 11, 1)),  # 00:00 comes twice
    ("Asia/Beirut", date(2026, 3, 29)),  # 00:00 does not exist
    ("America/St_Johns", date(2006, 10, 29)),  # clocks fell back at 00:01
    ("Pacific/Apia", date(2011, 12, 31)),  # the 30th never was
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
]


@pytest.mark.parametrize(("name", "day"), ODD_DAYS)
def test_the_day_begins_at_its_first_minute(name: str, day: date) -> None:
    """Walk through UTC minute by minute until the wall shows the day."""
    zone = ZoneInfo(name)
    instant = datetime.combine(day, time.min, UTC) - timedelta(hours=26)
    while instant.astimezone(zone).date() != day:
        instant += timedelta(minutes=1)
    assert start_of_day(day, zone).astimezone(UTC) == instant
