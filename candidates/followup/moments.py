"""What a phrase of time comes to: the values shared by the modules that find such phrases, and what they may ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from candidates.followup.clock import Calendar
from candidates.followup.rules import ErrorCode, PromiseError, Rule, RuleKind


class Ask(StrEnum):
    """Codes of the questions a reading can leave open, with what its options are."""

    WHO_ACTS = "who_acts"  # options: kinds, each with its dates
    CHANNEL = "channel"  # call or write? options: kinds, each with its dates
    SAME_DAY = "same_day"  # "by Friday", said on a Friday; options: today, the next one
    NEXT_WEEKDAY = "next_weekday"  # "next Friday", said on a Monday; options: the coming one, next week's
    WHICH_WEEK = "which_week"  # said on a weekend, or at the week's or month's end; options: nearer, farther
    RANGE = "range"  # "one to two weeks"; options: its ends
    TWO_DATES = "two_dates"  # several dates in one sentence; options: each
    DAY_MONTH = "day_month"  # "5/6"; options: the reader's own order first
    WHICH_YEAR = "which_year"  # a day and month lately past; options: the past one, next year's
    NO_SUCH_DAY = "no_such_day"  # "the 31st" in November; options: the month's last day, the next 31st
    WEEKDAY_MISMATCH = "weekday_mismatch"  # "Friday the 21st", a Saturday; options: the date, the nearest such day
    BY_PERIOD = "by_period"  # "by January"; options: before it begins, by its end
    PICK_DATE = "pick_date"  # "after the holidays"; options: one suggestion
    WHEN_BACK = "when_back"  # "when Susan is back"; no options
    PAST_DATE = "past_date"  # the date was already past when it was said; options: that date
    UNCLEAR_DATE = "unclear_date"  # a date is in there that may not be the promise's; options: what was found
    IMPOSSIBLE_DATE = "impossible_date"  # 30 February; no options
    TOO_FAR = "too_far"  # "in 100000 weeks"; no options
    INTERVIEW = "interview"  # sounds like another interview, not a next step; no options
    DECISION = "decision"  # sounds like a decision, not a next step; no options
    TOO_LONG = "too_long"  # more text than a promise has; no options


class Sense(StrEnum):
    """How a phrase of time is meant."""

    DATED = "dated"  # "in two weeks", "by Friday"
    BARE = "bare"  # "two weeks": a date only after "give us" or on its own
    UNTIL = "until"  # "until Friday"
    NOISE = "noise"  # past, repeated or a duration: never a promise
    OPEN = "open"  # "soon"


@dataclass(frozen=True, slots=True)
class Moment:
    """One phrase of time: its possible rules, and the question that decides between them, if one must."""

    rules: tuple[Rule, ...] = ()
    ask: Ask | None = None
    sense: Sense = Sense.DATED


@dataclass(frozen=True, slots=True)
class Said:
    """When and where words were said: what they are relative to. `day_first` reads 5/6 as 5 June."""

    on: date
    calendar: Calendar
    day_first: bool = False

    @property
    def at_weekend(self) -> bool:
        return self.on.weekday() in self.calendar.weekend


Maker = Callable[[re.Match[str], Said], Moment]
Pattern = tuple[re.Pattern[str], Maker]

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTHS = "january february march april may june july august september october november december".split()
W = f"(?P<w>{'|'.join(WEEKDAYS)})"
M = f"(?P<m>{'|'.join(MONTHS)})"


def phrase(pattern: str) -> re.Pattern[str]:
    """A pattern over whole tokens. Every quantifier in it must be over a fixed word, so that none can backtrack far."""
    return re.compile(rf"(?<![^ ])(?:{pattern})(?![^ ])", re.ASCII)


def one(rule: Rule) -> Moment:
    """A moment named by one rule alone."""
    return Moment((rule,))


def on_day(day: date) -> Rule:
    """The rule that names a civil date outright."""
    return Rule(RuleKind.DATE, day=day)


def refused(error: PromiseError) -> Moment:
    """The question a date that cannot be leads to."""
    return Moment(ask=Ask.TOO_FAR if error.code is ErrorCode.TOO_FAR else Ask.IMPOSSIBLE_DATE)
