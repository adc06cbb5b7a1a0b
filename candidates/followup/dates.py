"""Phrases that name a day: "the 15th", "3 December", "12/3", "Friday of next week", "tomorrow"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from candidates.followup.almanac import month_first, month_last, next_weekday, week_start
from candidates.followup.clock import ONE_DAY
from candidates.followup.moments import MONTHS, WEEKDAYS, Ask, M, Maker, Moment, Pattern, Said, W, on_day, one, phrase
from candidates.followup.rules import PromiseError, Rule, RuleKind, date_of

LATELY = 270  # calendar days: a day and month farther ahead than this may be one just past

_WEEKDAY = rf"(?:{W}(?: ,)? )?(?:the )?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:(?: ,)? (?P<y>\d{4}))?"
_NTH = r"(?P<d>\d{1,4})(?:st|nd|rd|th)"
_NOT_A_DAY = (
    r"(?! (?:weeks?|half|interviews?|rounds?|time|choice|floor|candidate|day|person|step|part|full|couple|quarter)"
    r"(?![^ ]))"
)


def _written(match: re.Match[str], said: Said) -> Moment:
    """ "December 3", "the 3rd of December 2026"."""
    month, day = MONTHS.index(match["m"]) + 1, int(match["d"])
    moment = one(on_day(date_of(int(match["y"]), month, day))) if match["y"] else _coming(month, day, said)
    return _with_weekday(moment, match)


def _coming(month: int, day: int, said: Said) -> Moment:
    """A day and month without a year: the next one. Lately past, it may be a slip: ask."""
    passed = (month, day) < (said.on.month, said.on.day)
    coming = date_of(said.on.year + passed, month, day)
    if (coming - said.on).days <= LATELY:
        return one(on_day(coming))
    return Moment((on_day(date_of(said.on.year, month, day)), on_day(coming)), Ask.WHICH_YEAR)


def _with_weekday(moment: Moment, match: re.Match[str]) -> Moment:
    """ "Friday the 21st": where the two disagree, neither is believed."""
    if match["w"] is None or len(moment.rules) != 1 or (day := moment.rules[0].day) is None:
        return moment
    apart = (WEEKDAYS.index(match["w"]) - day.weekday() + 3) % 7 - 3
    if not apart:
        return moment
    return Moment((on_day(day), on_day(day + timedelta(days=apart))), Ask.WEEKDAY_MISMATCH)


def _slashed(match: re.Match[str], said: Said) -> Moment:
    """ "12/3": both orders where both are dates, the reader's own first."""
    pair = int(match["a"]), int(match["b"])
    orders = [pair[::-1], pair] if said.day_first else [pair, pair[::-1]]
    moments = [moment for order in dict.fromkeys(orders) if (moment := _try(order, match["y"], said))]
    if not moments:
        return Moment(ask=Ask.IMPOSSIBLE_DATE)
    if len(moments) == 1:
        return _with_weekday(moments[0], match)
    return Moment(tuple(moment.rules[-1] for moment in moments), Ask.DAY_MONTH)


def _try(order: tuple[int, int], year: str | None, said: Said) -> Moment | None:
    try:
        return one(on_day(date_of(_century(year), *order))) if year else _coming(*order, said)
    except PromiseError:
        return None


def _century(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)


def _iso(match: re.Match[str], said: Said) -> Moment:
    return one(on_day(date_of(int(match["y"]), int(match["a"]), int(match["b"]))))


def _ordinal(match: re.Match[str], said: Said) -> Moment:
    """ "the 15th": this month's, or the next one if that is past; "the 31st" in a short month is asked."""
    day = int(match["d"])
    if match["rel"]:
        month = month_first(said.on, int("this" not in match["rel"] and "the month" not in match["rel"]))
        if "the month" not in match["rel"]:
            return _with_weekday(one(on_day(date_of(month.year, month.month, day))), match)
    if not 1 <= day <= 31:
        return Moment(ask=Ask.IMPOSSIBLE_DATE)
    return _with_weekday(_next_such_day(day, said), match)


def _next_such_day(day: int, said: Said) -> Moment:
    months = [month_first(said.on, n) for n in range(14)]
    days = [month.replace(day=day) for month in months if day <= month_last(month).day]
    if day == said.on.day:
        return Moment((on_day(said.on), on_day(days[1])), Ask.SAME_DAY)
    coming = next(found for found in days if found > said.on)
    meant = months[0] if day > said.on.day else months[1]
    if coming.month == meant.month:
        return one(on_day(coming))
    return Moment((on_day(month_last(meant)), on_day(coming)), Ask.NO_SUCH_DAY)


def _weekday(match: re.Match[str], said: Said) -> Moment:
    """ "Friday", "this Friday", "next Friday". The next one strictly after the day it was said, asked where that is
    not what everybody means: said on a Friday, or a "next" that skips nothing."""
    weekday, how = WEEKDAYS.index(match["w"]), match["rel"] or ""
    coming = Rule(RuleKind.WEEKDAY, weekday=weekday)
    if how.strip() == "next":
        return _next_weekday(weekday, said)
    if "following" in how:  # following what was said before, perhaps not this week
        return Moment((coming, replace(coming, amount=1)), Ask.NEXT_WEEKDAY)
    if weekday == said.on.weekday() and "coming" not in how:
        return Moment((on_day(said.on), coming), Ask.SAME_DAY)
    return one(coming)


def _next_weekday(weekday: int, said: Said) -> Moment:
    coming, later = (Rule(RuleKind.WEEKDAY, amount=n, weekday=weekday) for n in (0, 1))
    monday = week_start(said.on, said.calendar) + timedelta(weeks=1)
    skips_nothing = next_weekday(weekday, said.on) < monday
    if said.at_weekend or skips_nothing:
        return Moment((coming, later), Ask.NEXT_WEEKDAY)
    return one(coming)


def _weekday_of_week(match: re.Match[str], said: Said) -> Moment:
    """ "Friday of next week": asked when said on a weekend."""
    weekday, weeks = WEEKDAYS.index(match["w"]), int(match["rel"] != "this")
    amounts = (1, 2) if said.at_weekend else (weeks,)
    rules = tuple(Rule(RuleKind.WEEKDAY_OF_WEEK, amount=n, weekday=weekday) for n in amounts)
    return Moment(rules, Ask.WHICH_WEEK if said.at_weekend else None)


def _weekday_week(match: re.Match[str], said: Said) -> Moment:
    """ "Friday week": a week after the coming Friday."""
    return one(Rule(RuleKind.WEEKDAY, amount=1, weekday=WEEKDAYS.index(match["w"])))


def days_on(days: int) -> Maker:
    """Makes the day so many calendar days after the words were said."""

    def make(match: re.Match[str], said: Said) -> Moment:
        return one(on_day(said.on + days * ONE_DAY))

    return make


def _new_years_day(match: re.Match[str], said: Said) -> Moment:
    return one(on_day(date(said.on.year + 1, 1, 1)))


PATTERNS: list[Pattern] = [
    (phrase(r"(?P<y>\d{4})/(?P<a>\d{1,2})/(?P<b>\d{1,2})"), _iso),
    (phrase(rf"(?:{W}(?: ,)? )?(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<y>\d{{4}}|\d{{2}}))?"), _slashed),
    (phrase(r"(?:the )?1st of the (?:new )?year"), _new_years_day),
    (phrase(rf"{_WEEKDAY}{M} (?:the )?{_DAY}{_YEAR}"), _written),
    (phrase(rf"{_WEEKDAY}{_DAY} (?:of )?{M}{_YEAR}"), _written),
    (phrase(rf"{_WEEKDAY}{_NTH}(?P<rel> of (?:this|next|the|the following) month)?{_NOT_A_DAY}"), _ordinal),
    (phrase(rf"{W} (?:of |on |in )?(?P<rel>next|this|the following|the coming) week"), _weekday_of_week),
    (phrase(rf"(?P<rel>next|this) week (?:on |, )?{W}"), _weekday_of_week),
    (phrase(rf"{W} week"), _weekday_week),
    (phrase(rf"(?P<rel>this coming |the coming |coming |this |next |the following |following )?{W}"), _weekday),
    (phrase(r"(?:the )?day after tomorrow"), days_on(2)),
    (phrase(r"tomorrow(?: (?:morning|afternoon|evening|night))?"), days_on(1)),
    (phrase(r"(?:later )?(?:today|tonight|this (?:morning|afternoon|evening))"), days_on(0)),
]
