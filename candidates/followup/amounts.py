"""Phrases that count time: "in two weeks", "the next few days", "one to two weeks", "soon"."""

from __future__ import annotations

import re
from dataclasses import replace

from candidates.followup.moments import Ask, Moment, Pattern, Said, Sense, W, one, phrase
from candidates.followup.rules import OPEN_ENDED, Edge, Part, Rule, RuleKind, Unit

_UNIT = r"(?P<u>(?:business |working |work |week |calendar )?days?|weekdays?|weeks?|fortnights?|months?|hours?|hrs?)"
_COUNT = r"(?:(?:a |another |the )?(?:couple(?: of)?|few)|\d{1,12}|an?|another)"
_MORE = r"(?: (?:more|full|whole|solid|additional|extra|good))?"
_SOON = (
    "(?:very |pretty )?soon(?! as)|shortly|in due course|in due time|as soon as possible|as soon as we can|asap"
    "|at some point|eventually|in the near future|before long|at a later (?:date|time)|any day now|down the road"
    "|in a (?:while|bit)|(?:in|over) the coming (?:days|weeks|months)|when the time comes|later on|1 of these days"
    "|sometime soon|in no time"
)


def _span(match: re.Match[str], said: Said) -> Moment:
    """ "two weeks", "the next few days", "a couple of weeks or so"."""
    rule = _counted(match["n"], match["u"], loose=bool(match["so"]))
    if match["within"]:
        return one(replace(rule, edge=Edge.BY))
    return Moment((rule,), sense=Sense.DATED if match["now"] else Sense.BARE)


def _counted(count: str, unit: str, *, loose: bool = False) -> Rule:
    few, couple = "few" in count, "couple" in count
    amount = 3 if few else 2 if couple else int(count) if count.isdigit() else 1
    kind = _unit(unit)
    if (few or couple) and kind is Unit.DAY:
        kind = Unit.BUSINESS_DAY
    if (few or couple) and kind is Unit.HOUR:
        amount = 1  # the same day or the next one
    if "fortnight" in unit:
        amount *= 2
    return Rule(RuleKind.IN, amount=amount, unit=kind, loose=loose or few or couple)


def _unit(word: str) -> Unit:
    if re.match("business|work|week ?day", word):
        return Unit.BUSINESS_DAY
    stem = word.split()[-1].rstrip("s")
    return {"hour": Unit.HOUR, "hr": Unit.HOUR, "day": Unit.DAY, "month": Unit.MONTH}.get(stem, Unit.WEEK)


def _range(match: re.Match[str], said: Said) -> Moment:
    """ "one to two weeks", "a week or two": its ends are offered."""
    unit = match["u2"] or match["u"]
    low, high = _counted(match["n"], match["u"] or unit), _counted(match["n2"], unit)
    return Moment((low, high), Ask.RANGE)


def _and_a_half(match: re.Match[str], said: Said) -> Moment:
    """A week and a half is 11 days: the half is rounded in the employer's favour."""
    count = int(match["n"]) if match["n"].isdigit() else 1
    per_unit = 30 if "month" in match["u"] else 7
    rule = Rule(RuleKind.IN, amount=-(-per_unit * (2 * count + 1) // 2), unit=Unit.DAY, loose=True)
    return Moment((rule,), sense=Sense.BARE)


def _within_the(match: re.Match[str], said: Said) -> Moment:
    """ "Within the month": before it ends, or a month from now?"""
    kind, unit = (RuleKind.WEEK, Unit.WEEK) if match["u"] == "week" else (RuleKind.MONTH, Unit.MONTH)
    return Moment((Rule(kind, part=Part.END), Rule(RuleKind.IN, amount=1, unit=unit)), Ask.RANGE)


def _the_next(match: re.Match[str], said: Said) -> Moment:
    """ "In the next week": seven days from now, not the week that begins on Monday."""
    return one(Rule(RuleKind.IN, amount=1, unit=_unit(match["u"]), edge=Edge.BY))


def _a_week_on(match: re.Match[str], said: Said) -> Moment:
    return one(Rule(RuleKind.IN, amount=1, unit=Unit.WEEK))


def _noise(match: re.Match[str], said: Said) -> Moment:
    return Moment(sense=Sense.NOISE)


def _soon(match: re.Match[str], said: Said) -> Moment:
    return Moment((OPEN_ENDED,), sense=Sense.OPEN)


_AGO = rf"{_COUNT} (?:{_UNIT}|years?) (?:ago|earlier|notice)"
_LAST = rf"(?:last|this past|past) (?:week|month|year|night|{W})(?! (?:of|in))|yesterday|earlier (?:today|this week)"
_WITHIN = r"(?P<within>(?:the )?(?:next|coming|following) )?"
_TAIL = r"(?: time)?(?P<so> or so| or thereabouts| ish)?(?P<now> from now| from today| hence)?"
_OTHER = _UNIT.replace("<u>", "<u2>")

# Tried before the patterns that name a day: what is past, and what a shorter pattern would cut in half.
FIRST: list[Pattern] = [
    (phrase(_LAST), _noise),
    (phrase(_AGO), _noise),
    (phrase(rf"(?:every|each) (?:other )?(?:{_COUNT} )?(?:{_UNIT}|year|{W})"), _noise),
    (phrase(_SOON), _soon),
    (phrase(r"this time next week|(?:a|1) week (?:from )?today|same (?:day|time) next week"), _a_week_on),
    (phrase(r"within the (?P<u>week|month)"), _within_the),
    (phrase(r"(?:the )?next (?P<n>)(?P<u>day|week|month) or (?P<n2>\d{1,2})(?P<u2>)"), _range),
    (phrase(r"(?:(?<=within )|(?<=in )|(?<=over ))the next (?P<u>day|week|month)"), _the_next),
]
PATTERNS: list[Pattern] = [
    (phrase(r"(?P<n>an?|\d{1,3}) (?P<u>weeks?|months?) and (?:a|1) half"), _and_a_half),
    (phrase(r"(?P<n>\d{1,3}) and (?:a|1) half (?P<u>weeks?|months?)"), _and_a_half),
    (phrase(rf"{_WITHIN}(?P<n>{_COUNT})(?: {_UNIT})? (?:to|or|and) (?P<n2>{_COUNT}) {_OTHER}"), _range),
    (phrase(rf"{_WITHIN}(?P<n>{_COUNT}) {_UNIT} or (?P<n2>\d{{1,3}})(?P<u2>)"), _range),
    (phrase(rf"{_WITHIN}(?P<n>{_COUNT}){_MORE} {_UNIT}{_TAIL}"), _span),
]
