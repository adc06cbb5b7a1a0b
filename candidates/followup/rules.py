"""A promise's rule as a value: what was promised, before any calendar turns it into a date.

A rule is stored beside the exact words (`Rule.as_dict`), so that a date can be explained years later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn

from candidates.followup.facts import Precision


class RuleKind(StrEnum):
    """What kind of words these were. The fields of `Rule` each kind needs stand beside it."""

    IN = "in"  # amount, unit: so long after the anchor
    DATE = "date"  # day: one civil date
    WEEKDAY = "weekday"  # weekday, amount: the next such day strictly after the anchor, `amount` weeks later
    WEEKDAY_OF_WEEK = "weekday_of_week"  # weekday, amount: that day of the anchor's working week, `amount` weeks later
    WEEK = "week"  # part, amount: a part of the anchor's working week, `amount` weeks later
    MONTH = "month"  # part, amount: a part of the anchor's month, `amount` months later
    WEEK_OF_MONTH = "week_of_month"  # amount 1-5 or -1, day: a working week of the month that `day` lies in
    HOLIDAY = "holiday"  # holiday: the next one on or after the anchor
    OPEN_ENDED = "open_ended"
    NOT_ASKED = "not_asked"


class Unit(StrEnum):
    """Units of an amount. Hours are counted in started days: a promise is a civil date, never an instant."""

    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business_day"
    WEEK = "week"
    MONTH = "month"


class Part(StrEnum):
    """Which part of a week or month. `WHOLE` is for "next week", some time in it."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    END = "end"
    WHOLE = "whole"


class Edge(StrEnum):
    """Which side of the date. `BY` covers "within"; `BEFORE` and `AFTER` leave the date itself out."""

    ON = "on"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"


class Holiday(StrEnum):
    """Holidays people name in a promise. `THE_HOLIDAYS` runs from Christmas Eve to New Year's Day."""

    NEW_YEAR = "new_year"
    MLK_DAY = "mlk_day"
    PRESIDENTS_DAY = "presidents_day"
    GOOD_FRIDAY = "good_friday"
    EASTER = "easter"
    MEMORIAL_DAY = "memorial_day"
    JUNETEENTH = "juneteenth"
    INDEPENDENCE_DAY = "independence_day"
    LABOR_DAY = "labor_day"
    COLUMBUS_DAY = "columbus_day"
    VETERANS_DAY = "veterans_day"
    THANKSGIVING = "thanksgiving"
    CHRISTMAS = "christmas"
    THE_HOLIDAYS = "the_holidays"


class ErrorCode(StrEnum):
    """Why a rule has no date."""

    NO_SUCH_DATE = "no_such_date"  # 30 February, a fifth week where there are four
    TOO_FAR = "too_far"  # more than `promise.HORIZON_DAYS` from the day it was said
    OUT_OF_RANGE = "out_of_range"  # before year 1 or after year 9999
    MALFORMED = "malformed"  # fields missing, of the wrong type, or out of their range


class PromiseError(ValueError):
    """A rule that cannot be a date. `code` says why, for the sentence at the edge; `detail` is for the log."""

    def __init__(self, code: ErrorCode, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise rule. Construction raises `PromiseError(MALFORMED)` when a field its kind needs is missing.

    `day` is the date itself (`DATE`), any day of the month meant (`MONTH`, `WEEK_OF_MONTH`), or the day to count from
    in place of the day it was said (every other kind: "a week from Friday"). `weekday` counts Monday as 0.
    `loose` marks "about", "hopefully", "a couple of": the date is approximate then.
    """

    kind: RuleKind
    amount: int = 0
    unit: Unit | None = None
    day: date | None = None
    weekday: int | None = None
    part: Part | None = None
    holiday: Holiday | None = None
    edge: Edge = Edge.ON
    loose: bool = False

    def __post_init__(self) -> None:
        for name in _NEEDS.get(self.kind, ()):
            if getattr(self, name) is None:
                _malformed(f"{self.kind} needs {name}")
        if self.weekday is not None and not 0 <= self.weekday <= 6:
            _malformed(f"weekday {self.weekday}")
        if self.kind is RuleKind.WEEK_OF_MONTH and self.amount not in (-1, 1, 2, 3, 4, 5):
            _malformed(f"week {self.amount} of a month")
        if self.kind is not RuleKind.WEEK_OF_MONTH and self.amount < 0:
            _malformed(f"amount {self.amount}")

    def as_dict(self) -> dict[str, str | int | bool]:
        """The rule as JSON-able values, without the fields that hold their default."""
        return {
            field.name: value.isoformat() if isinstance(value, date) else value
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Rule:
        """The rule `as_dict` gave. Raises `PromiseError(MALFORMED)` on anything else."""
        if not isinstance(data, Mapping) or not set(data) <= set(_READERS) or "kind" not in data:
            _malformed(f"rule {data!r}")
        try:
            return cls(**{name: _READERS[name](value) for name, value in data.items()})
        except (TypeError, ValueError) as error:
            raise PromiseError(ErrorCode.MALFORMED, str(error)) from error


def precision(rule: Rule) -> Precision:
    """How firmly the rule names its date, for an employer's promise (design of the follow-up rule, section 2)."""
    if rule.kind in UNDATED:
        return Precision.NONE
    if rule.edge is Edge.AFTER or rule.holiday is Holiday.THE_HOLIDAYS:
        return Precision.VAGUE
    loose = rule.loose or rule.kind is RuleKind.WEEK_OF_MONTH or rule.part not in (None, Part.END)
    return Precision.APPROXIMATE if loose else Precision.EXACT


def date_of(year: int, month: int, day: int) -> date:
    """A date, or `PromiseError`: `OUT_OF_RANGE` for the year, `NO_SUCH_DATE` for the rest."""
    if not 1 <= year <= 9999:
        raise PromiseError(ErrorCode.OUT_OF_RANGE, f"year {year}")
    try:
        return date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise PromiseError(ErrorCode.NO_SUCH_DATE, f"{year}-{month}-{day}") from error


def _malformed(detail: str) -> NoReturn:
    raise PromiseError(ErrorCode.MALFORMED, detail)


def _whole(value: Any) -> int:
    # bool is an int to Python, and a float would be cut silently: both would be a different rule.
    return value if type(value) is int else _malformed(f"{value!r} is not a whole number")


def _flag(value: Any) -> bool:
    return value if isinstance(value, bool) else _malformed(f"{value!r} is not true or false")


def _iso(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else _malformed(f"{value!r} is not a date")


UNDATED = frozenset({RuleKind.OPEN_ENDED, RuleKind.NOT_ASKED})

_READERS: dict[str, Any] = {
    "kind": RuleKind,
    "amount": _whole,
    "unit": Unit,
    "day": _iso,
    "weekday": _whole,
    "part": Part,
    "holiday": Holiday,
    "edge": Edge,
    "loose": _flag,
}
_NEEDS = {
    RuleKind.IN: ("unit",),
    RuleKind.DATE: ("day",),
    RuleKind.WEEKDAY: ("weekday",),
    RuleKind.WEEKDAY_OF_WEEK: ("weekday",),
    RuleKind.WEEK: ("part",),
    RuleKind.MONTH: ("part",),
    RuleKind.WEEK_OF_MONTH: ("day",),
    RuleKind.HOLIDAY: ("holiday",),
}
OPEN_ENDED = Rule(RuleKind.OPEN_ENDED)
NOT_ASKED = Rule(RuleKind.NOT_ASKED)
