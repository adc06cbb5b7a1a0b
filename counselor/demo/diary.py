"""Days at one employer, counted from today in business days, so that a story lands alike in any week of any year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from candidates.followup.clock import Calendar, start_of_day, where, window_for
from candidates.followup.facts import ClockAxis, NextStepFact, NextStepKind, Policy, Window
from candidates.followup.promise import Actor, Due, explain
from candidates.followup.rules import NOT_ASKED, OPEN_ENDED, Edge, Part, Rule, RuleKind, Unit

FARTHEST = 160  # business days back that a story may have begun
CLIENT_ACTS = frozenset({NextStepKind.CANDIDATE_CALLS, NextStepKind.CANDIDATE_WRITES})
UNDATED = {NextStepKind.NOT_ASKED: NOT_ASKED, NextStepKind.OPEN_ENDED: OPEN_ENDED}


@dataclass(frozen=True)
class When:
    """A time in the employer's words, and the rule it comes to."""

    words: str
    rule: Rule


# Every business day is the tenth after some other one, which cannot be said of "in two weeks" around a holiday.
TEN_DAYS = When("in ten business days", Rule(RuleKind.IN, 10, Unit.BUSINESS_DAY))


class Reach(StrEnum):
    """How today shall lie to a follow-up window."""

    AHEAD = "ahead"  # said so many business days ago, and the window is still to open
    OPEN = "open"  # it opened so many business days ago at the latest, and has not closed
    SINCE = "since"  # it opened so many business days ago at the latest, closed or not
    CLOSED = "closed"  # it closed more than so many business days ago


@dataclass(frozen=True)
class Aim:
    """Where a statement shall be in time. `ago` is in business days at the employer."""

    reach: Reach
    ago: int


@dataclass(frozen=True)
class Statement:
    """What was said on a day, with the dates it comes to."""

    said_on: date
    words: str
    rule: Rule
    due: Due


@dataclass
class Diary:
    """The calendar of one employer's place, as seen at `now`."""

    calendar: Calendar
    zone: ZoneInfo
    now: datetime
    _past: list[date] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def ago(self, n: int) -> date:
        """The nth business day before today; today itself, business day or not, for 0."""
        while len(self._past) < n:
            day = (self._past[-1] if self._past else self.today) - timedelta(days=1)
            while not self.calendar.is_business_day(day):
                day -= timedelta(days=1)
            self._past.append(day)
        return self._past[n - 1] if n else self.today

    def ahead(self, n: int) -> date:
        return self.calendar.add_business_days(self.today, n)

    def before(self, day: date, n: int) -> date:
        """The nth business day before a day."""
        for _ in range(n):
            day -= timedelta(days=1)
            while not self.calendar.is_business_day(day):
                day -= timedelta(days=1)
        return day

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.zone)

    def statement(self, kind: NextStepKind, words: str, when: When | None, aim: Aim) -> Statement:
        """The latest statement that hits the aim. Raises LookupError when there is none."""
        for phrase in (when, TEN_DAYS) if when else (None,):
            rule = phrase.rule if phrase else UNDATED[kind]
            said = words.format(when=phrase.words if phrase else "")
            for back in range(max(1, aim.ago if aim.reach is Reach.AHEAD else 1), FARTHEST):
                found = self._said(self.ago(back), kind, said, rule)
                if self._hits(self._window(found, kind), aim):
                    return found
        raise LookupError(f"“{words}” cannot be {aim.reach} {aim.ago} on {self.today}")

    def _said(self, on: date, kind: NextStepKind, words: str, rule: Rule) -> Statement:
        actor = Actor.CANDIDATE if kind in CLIENT_ACTS else Actor.EMPLOYER
        return Statement(on, words, rule, explain(rule, on, self.calendar, actor=actor))

    def _window(self, said: Statement, kind: NextStepKind) -> Window:
        fact = NextStepFact(
            start_of_day(said.said_on, self.zone), kind, said.due.due_on, said.due.by_on, said.due.precision
        )
        window = window_for(fact, Policy(), self.calendar, self.zone)
        assert window is not None
        return window

    def _hits(self, window: Window, aim: Aim) -> bool:
        clock = where(window, self.today)
        match aim.reach:
            case Reach.AHEAD:
                return clock is ClockAxis.BEFORE
            case Reach.OPEN:
                return clock is ClockAxis.WINDOW and window.opens_on <= self.ago(aim.ago)
            case Reach.SINCE:
                return window.opens_on <= self.ago(aim.ago)
            case Reach.CLOSED:
                return window.closes_on < self.ago(aim.ago)


def ahead(ago: int) -> Aim:
    return Aim(Reach.AHEAD, ago)


def opened(ago: int) -> Aim:
    return Aim(Reach.OPEN, ago)


def since(ago: int) -> Aim:
    return Aim(Reach.SINCE, ago)


def closed(ago: int) -> Aim:
    return Aim(Reach.CLOSED, ago)


A_WEEK = When("in a week", Rule(RuleKind.IN, 1, Unit.WEEK))
TWO_WEEKS = When("in two weeks", Rule(RuleKind.IN, 2, Unit.WEEK))
THREE_WEEKS = When("in three weeks", Rule(RuleKind.IN, 3, Unit.WEEK))
COUPLE_OF_WEEKS = When("in a couple of weeks", Rule(RuleKind.IN, 2, Unit.WEEK, loose=True))
NEXT_WEEK_END = When("by the end of next week", Rule(RuleKind.WEEK, 1, part=Part.END, edge=Edge.BY))
EARLY_NEXT_WEEK = When("early next week", Rule(RuleKind.WEEK, 1, part=Part.EARLY))
FIVE_DAYS = When("within five business days", Rule(RuleKind.IN, 5, Unit.BUSINESS_DAY, edge=Edge.BY))
