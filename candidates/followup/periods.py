"""Phrases that name a week, a month or a holiday: "early next week", "by the end of January", "after Thanksgiving"."""

from __future__ import annotations

import re
from datetime import date

from candidates.followup.almanac import month_first
from candidates.followup.moments import MONTHS, Ask, M, Maker, Moment, Pattern, Said, one, phrase
from candidates.followup.promise import explain
from candidates.followup.rules import Holiday, Part, Rule, RuleKind, date_of

_PARTS = {
    "beginning": Part.EARLY,
    "start": Part.EARLY,
    "early": Part.EARLY,
    "1st part": Part.EARLY,
    "middle": Part.MIDDLE,
    "mid": Part.MIDDLE,
    "1st half": Part.MIDDLE,
    "late": Part.LATE,
    "later": Part.LATE,
    "latter part": Part.LATE,
    "2nd half": Part.LATE,
    "back half": Part.LATE,
    "tail end": Part.END,
    "end": Part.END,
    "close": Part.END,
    "sometime": Part.WHOLE,
    "some time": Part.WHOLE,
}
_PART = rf"(?:the )?(?P<part>{'|'.join(_PARTS)})(?: (?:of|in|on|part of))?(?: the)?"
_HOLIDAYS = {
    r"(?:the )?new year(?: day)?": Holiday.NEW_YEAR,
    r"mlk(?: day)?|martin luther king(?: jr)?(?: day)?": Holiday.MLK_DAY,
    r"presidents?(?: day)": Holiday.PRESIDENTS_DAY,
    r"good friday": Holiday.GOOD_FRIDAY,
    r"easter": Holiday.EASTER,
    r"memorial day(?: weekend)?": Holiday.MEMORIAL_DAY,
    r"juneteenth": Holiday.JUNETEENTH,
    r"independence day": Holiday.INDEPENDENCE_DAY,
    r"labou?r day(?: weekend)?": Holiday.LABOR_DAY,
    r"columbus day|indigenous peoples day": Holiday.COLUMBUS_DAY,
    r"veterans day": Holiday.VETERANS_DAY,
    r"(?:the )?thanksgiving(?: day| break| holiday| weekend)?": Holiday.THANKSGIVING,
    r"christmas(?: day| break)?": Holiday.CHRISTMAS,
    r"(?:the )?(?:winter |christmas )?(?:holidays|holiday season|holiday break)": Holiday.THE_HOLIDAYS,
}


def _part(match: re.Match[str]) -> Part:
    return _PARTS[(match.groupdict().get("part") or "sometime").strip()]


def _week(match: re.Match[str], said: Said) -> Moment:
    return _period(RuleKind.WEEK, match, said)


def _month(match: re.Match[str], said: Said) -> Moment:
    return _period(RuleKind.MONTH, match, said)


def _period(kind: RuleKind, match: re.Match[str], said: Said) -> Moment:
    """ "The following week" follows something said before, perhaps not this week: it is asked."""
    part, rel = _part(match), match.groupdict().get("rel")
    if "after next" in match[0]:
        return _maybe_later(kind, part, 2, said, ambiguous=kind is RuleKind.WEEK and said.at_weekend)
    ambiguous = rel == "following" or (kind is RuleKind.WEEK and said.at_weekend)
    return _maybe_later(kind, part, int(rel == "next"), said, ambiguous=ambiguous)


def _maybe_later(kind: RuleKind, part: Part, amount: int, said: Said, *, ambiguous: bool = False) -> Moment:
    """This week's end on its last day, or any week said on a weekend: which one is asked."""
    rule = Rule(kind, amount=amount, part=part)
    if ambiguous:
        return Moment(tuple(Rule(kind, amount=n, part=part) for n in (1, 2)), Ask.WHICH_WEEK)
    due = explain(rule, said.on, said.calendar).due_on
    if amount or due is None or due > said.on:
        return one(rule)
    later = Rule(kind, amount=1, part=part)
    return Moment((rule, later) if due == said.on else (later,), Ask.WHICH_WEEK)


def _end_of(kind: RuleKind) -> Maker:
    def make(match: re.Match[str], said: Said) -> Moment:
        return _maybe_later(kind, Part.END, 0, said, ambiguous=kind is RuleKind.WEEK and said.at_weekend)

    return make


def _named_month(match: re.Match[str], said: Said) -> Moment:
    return one(Rule(RuleKind.MONTH, part=_part(match), day=_first_of(match, said)))


def _first_of(match: re.Match[str], said: Said) -> date:
    """First day of the month named: this year's unless it is over."""
    month = MONTHS.index(match["m"]) + 1
    if match["y"]:
        return date_of(int(match["y"]), month, 1)
    return date_of(said.on.year + (month < said.on.month), month, 1)


def _week_of_month(match: re.Match[str], said: Said) -> Moment:
    nth = -1 if match["nth"] == "last" else int(match["nth"][0])
    if match["m"]:
        day = _first_of(match, said)
    elif "year" in match[0]:
        day = date_of(said.on.year + 1, 1, 1)
    else:
        day = month_first(said.on, int(match["rel"] in ("next", "following")))
    return one(Rule(RuleKind.WEEK_OF_MONTH, amount=nth, day=day))


def _year_end(match: re.Match[str], said: Said) -> Moment:
    return one(Rule(RuleKind.MONTH, part=Part.END, day=date(said.on.year, 12, 1)))


def _quarter_end(match: re.Match[str], said: Said) -> Moment:
    month = 3 * int(match["q"]) if match["q"] else said.on.month + (-said.on.month) % 3
    return one(Rule(RuleKind.MONTH, part=Part.END, day=date_of(said.on.year + (month < said.on.month), month, 1)))


def _holiday(holiday: Holiday) -> Maker:
    def make(match: re.Match[str], said: Said) -> Moment:
        return one(Rule(RuleKind.HOLIDAY, holiday=holiday))

    return make


def _early_year(match: re.Match[str], said: Said) -> Moment:
    return one(Rule(RuleKind.MONTH, part=Part.EARLY, day=date_of(said.on.year + 1, 1, 1)))


def _midweek(match: re.Match[str], said: Said) -> Moment:
    return _maybe_later(RuleKind.WEEK, Part.MIDDLE, 0, said, ambiguous=said.at_weekend)


_WEEK = r"(?:(?P<rel>this|next|following) )?week"
_MONTH = r"(?:(?P<rel>this|next|following) )?month"
_REL = r"(?P<part>sometime |later )?(?P<rel>this|next|following)"
_MONTH_YEAR = rf"{M}(?: (?P<y>\d{{4}}))?"
_SURE = _MONTH_YEAR.replace("|may|", "|(?:(?<=in )|(?<=by )|(?<=until )|(?<=after ))may|")  # "you may call"
_NTH = r"(?:the )?(?P<nth>[1-5](?:st|nd|rd|th)|last)(?: full| working| business)? week (?:of|in)(?: the)?"

PATTERNS: list[Pattern] = [
    *((phrase(words), _holiday(holiday)) for words, holiday in _HOLIDAYS.items()),
    (phrase(rf"{_NTH} (?:{_MONTH_YEAR}|{_MONTH}|(?:new |next )?year)"), _week_of_month),
    (phrase(r"(?:the )?end of (?:the |this )?(?:calendar )?year|years? end|eoy"), _year_end),
    (phrase(r"(?:the )?end of (?:(?:the |this )?quarter|q(?P<q>[1-4]))"), _quarter_end),
    (phrase(r"eow|weeks? end"), _end_of(RuleKind.WEEK)),
    (phrase(r"eom|months? end"), _end_of(RuleKind.MONTH)),
    (phrase(rf"{_PART} {_MONTH_YEAR}"), _named_month),
    (phrase(_SURE), _named_month),
    (phrase(rf"(?:{_PART} )?(?:the )?week after next"), _week),
    (phrase(r"(?P<part>mid) ?week (?:of |in )?(?P<rel>next) week"), _week),
    (phrase(rf"{_PART} {_WEEK}"), _week),
    (phrase(r"midweek"), _midweek),
    (phrase(rf"{_REL} week"), _week),
    (phrase(rf"(?:{_PART} )?(?:the )?month after next"), _month),
    (phrase(rf"{_PART} {_MONTH}"), _month),
    (phrase(rf"{_REL} month"), _month),
]
FIRST: list[Pattern] = [(phrase(rf"{_PART} (?:next|new) year"), _early_year)]
