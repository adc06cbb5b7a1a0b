"""Finds every phrase of time in a line of tokens and puts them together: "a week from Friday", "by Monday or Tuesday".

Each phrase is replaced by a mark (`@0`, `@1` …) that stands for one `Moment`; the rest of the line is left for
`speech.py`, which finds out whose promise it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from candidates.followup import amounts, dates, periods
from candidates.followup.clock import ONE_DAY
from candidates.followup.moments import Ask, Maker, Moment, Said, Sense, on_day, one, phrase, refused
from candidates.followup.promise import HORIZON_DAYS
from candidates.followup.rules import Edge, Holiday, Part, PromiseError, Rule, RuleKind
from candidates.followup.spans import span_of

MOST = 12  # phrases of time in one statement; more is not a promise


@dataclass(frozen=True, slots=True)
class Timed:
    """A line of tokens with a mark `@n` where `moments[n]` was said."""

    tokens: tuple[str, ...]
    moments: tuple[Moment, ...]


def timed(line: str, said: Said) -> Timed:
    """The phrases of time in a normalised line. Never raises: a date that cannot be becomes a question."""
    moments: list[Moment] = []
    for pattern, replacement in _IDIOMS:
        line = pattern.sub(replacement, line)
    line = " ".join(line.split())
    for pattern, make in amounts.FIRST + periods.FIRST + dates.PATTERNS + periods.PATTERNS + amounts.PATTERNS:
        line = pattern.sub(lambda match, make=make: _mark(_made(make, match, said), moments), line)  # type: ignore[misc]
    for pattern, join in _JOINS:
        line = pattern.sub(lambda match, join=join: _joined(join, match, moments, said), line)  # type: ignore[misc]
    line = _END_OF_DAY.sub(lambda match: _mark(_made(dates.days_on(0), match, said), moments), line)
    tokens = tuple(line.split())
    for at, token in enumerate(tokens):
        if token[0] == "@":
            n = int(token[1:])
            moments[n] = _in_context(moments[n], tokens, at, said)
    return Timed(tokens, tuple(moments))


def _mark(moment: Moment, moments: list[Moment]) -> str:
    moments.append(moment)
    return f"@{len(moments) - 1}"


def _made(make: Maker, match: re.Match[str], said: Said) -> Moment:
    try:
        return make(match, said)
    except PromiseError as error:
        return refused(error)
    except (ValueError, OverflowError):  # the calendar's own end
        return Moment(ask=Ask.IMPOSSIBLE_DATE)


_Join = Callable[[list[Moment], Said], Moment | None]


def _joined(join: _Join, match: re.Match[str], moments: list[Moment], said: Said) -> str:
    parts = [moments[int(mark)] for mark in re.findall(r"@(\d+)", match[0])]
    found = _made(lambda match, said: join(parts, said) or Moment(), match, said)
    return _mark(found, moments) if found != Moment() else match[0]


def _plain_day(moment: Moment, said: Said) -> date | None:
    """The raw day of an unambiguous moment, before any roll."""
    if moment.ask or len(moment.rules) != 1 or moment.sense not in (Sense.DATED, Sense.BARE):
        return None
    rule = moment.rules[0]
    # Too far to be a promise, and a billion business days take long to count.
    return None if rule.amount > HORIZON_DAYS else span_of(rule, said.on, said.calendar).last


def _itself(parts: list[Moment], said: Said) -> Moment | None:
    """ "End of day Friday" is Friday: a promise runs to the end of its day anyway."""
    return parts[0]


def _counted_from(parts: list[Moment], said: Said) -> Moment | None:
    """ "A week from Friday", "two days after the 15th", "the Monday after Thanksgiving"."""
    start, rules = _plain_day(parts[1], said), parts[0].rules
    if start is None or len(rules) != 1 or rules[0].kind not in (RuleKind.IN, RuleKind.WEEKDAY):
        return None
    return one(replace(rules[0], day=start, edge=Edge.ON))


def _week_after(parts: list[Moment], said: Said) -> Moment | None:
    day = _plain_day(parts[0], said)
    return None if day is None else one(Rule(RuleKind.WEEK, amount=1, part=Part.WHOLE, day=day))


def _week_with(parts: list[Moment], said: Said) -> Moment | None:
    day = _plain_day(parts[0], said)
    return None if day is None else one(Rule(RuleKind.WEEK, part=Part.WHOLE, day=day))


def _day_after(parts: list[Moment], said: Said) -> Moment | None:
    day = _plain_day(parts[0], said)
    return None if day is None else one(on_day(day + ONE_DAY))


def _day_before(parts: list[Moment], said: Said) -> Moment | None:
    day = _plain_day(parts[0], said)
    return None if day is None else one(on_day(day - ONE_DAY))


def _either(parts: list[Moment], said: Said) -> Moment | None:
    """ "Monday or Tuesday", "between the 10th and the 15th": both ends are offered."""
    rules = tuple(dict.fromkeys(rule for part in parts for rule in part.rules))
    usable = all(part.rules and part.sense in (Sense.DATED, Sense.BARE) for part in parts)
    return Moment(rules, Ask.RANGE) if usable else None


_SIDE = r"(?:by |on |in |at |the |early |late )?"
_JOINS: list[tuple[re.Pattern[str], _Join]] = [
    (phrase(r"eod (?:on |of |or |, )?@\d+|@\d+ (?:by |at |before |, )?eod"), _itself),
    (phrase(r"@\d+ (?:from|after|following|past|on) @\d+"), _counted_from),
    (phrase(r"(?:the )?week (?:after|following) @\d+"), _week_after),
    (phrase(r"(?:the )?week (?:of|starting|beginning) (?:the )?@\d+"), _week_with),
    (phrase(r"(?:the )?day (?:after|following) @\d+"), _day_after),
    (phrase(r"(?:the )?day before @\d+"), _day_before),
    (phrase(rf"between @\d+ and {_SIDE}@\d+"), _either),
    (phrase(rf"@\d+ (?:to|or|through|thru) {_SIDE}@\d+"), _either),
]
_END_OF_DAY = phrase("eod")
_EOD = r"(?:the )?(?:end of (?:the )?(?:business )?(?:day|business)|close of (?:business|play)|end of day|cob|eob)"
_IDIOMS = [
    (phrase(words), replacement)
    for words, replacement in (
        (r"on or before|(?:no|not|any) later than|no longer than", "by"),
        (r"at the (?:very )?latest|at (?:the )?most|1st thing(?: in the morning)?|tops|max", ""),
        (_EOD, "eod"),
        (r"(?:before|by|until) (?:noon|midday)", "by"),
        (r"(?:before|until) eod", "by eod"),
        (r"less than|fewer than|under|no more than|not more than|up to", "within"),
        (r"noon|midday|any ?time|whenever you (?:like|want)|any day", ""),
        (r"(?<=day )(?:mornings?|afternoon|evening|night)", ""),
        (r"in between", "between"),
        (r"new years? eve", "december 31"),
        (r"christmas eve", "december 24"),
        (r"boxing day", "december 26"),
    )
]

# Words before a phrase of time that say nothing about its edge.
_NEUTRAL = frozenset(
    "the on in at during sometime over throughout come or maybe perhaps probably say like roughly about around"
    " approximately approx only just another no my".split()
)
_LOOSE = frozenset("about around roughly approximately approx maybe perhaps probably say like".split())
_EDGES = {"by": Edge.BY, "within": Edge.BY, "inside": Edge.BY, "before": Edge.BEFORE, "after": Edge.AFTER}
_EDGES |= {"following": Edge.AFTER, "past": Edge.AFTER, "until": Edge.ON, "through": Edge.ON, "thru": Edge.ON}
_UNTIL = frozenset({"until", "through", "thru"})
_WAITING = frozenset("you i calling contacting following checking reaching emailing writing".split())
_EVENTS = frozenset(
    "meeting meetings interview interviews deadline class session conference training event shift party week weekend"
    " weeks break season month rush game".split()
)
_COUNTING = frozenset({"in", "within", "inside", "after", "by"})


def _in_context(moment: Moment, tokens: tuple[str, ...], at: int, said: Said) -> Moment:
    """The moment with what the words around it add: its edge, "about", and whether it is a promise's date at all."""
    lead = _lead(tokens, at)
    if moment.sense in (Sense.NOISE, Sense.OPEN) or moment.ask in (Ask.IMPOSSIBLE_DATE, Ask.TOO_FAR):
        return moment
    if _of_another_event(moment, tokens[at + 1 : at + 3]):
        return Moment(ask=Ask.UNCLEAR_DATE)
    if "since" in lead or (lead[:1] == ("for",) and _counts(moment)):
        return Moment(moment.rules, Ask.UNCLEAR_DATE, Sense.NOISE)
    rules = tuple(_edged(rule, lead) for rule in moment.rules)
    if _UNTIL & set(lead):
        return Moment(rules, moment.ask, Sense.UNTIL)
    if rules and rules[0].kind is RuleKind.HOLIDAY and {"over", "during", "around", "throughout"} & set(lead):
        return Moment(rules, Ask.PICK_DATE)
    dated = not _counts(moment) or moment.sense is Sense.DATED or bool(_COUNTING & set(lead))
    return _asked(Moment(rules, moment.ask, Sense.DATED if dated else Sense.BARE), said)


def _lead(tokens: tuple[str, ...], at: int) -> tuple[str, ...]:
    """The words just before a mark that belong to it, nearest last."""
    start = at
    while start and tokens[start - 1] in _NEUTRAL:
        start -= 1
    for _ in range(2):  # "until after the 20th"
        if start and (tokens[start - 1] in _EDGES or tokens[start - 1] in ("for", "since")):
            start -= 1
    return tokens[start:at]


def _counts(moment: Moment) -> bool:
    return all(rule.kind is RuleKind.IN and rule.day is None for rule in moment.rules)


def _of_another_event(moment: Moment, following: tuple[str, ...]) -> bool:
    """ "Two weeks after the posting closes" cannot be counted from here; "the 15th of …" is only half a date, and
    "Friday's meeting" is no date at all."""
    word, then = (*following, "", "")[:2]
    if word == "before" and then in _WAITING:
        return False  # "wait a week before calling"
    if word in ("to", "or", "and", "through", "thru") and then[:1].isdigit():
        return True
    counted = _counts(moment) and word in ("from", "before", "prior", "past")
    return counted or word in ("of", "since", "after", "following") or word in _EVENTS


def _edged(rule: Rule, lead: tuple[str, ...]) -> Rule:
    edge = next((_EDGES[word] for word in reversed(lead) if word in _EDGES), rule.edge)
    if rule.part is Part.END and edge is Edge.BEFORE:
        edge = Edge.BY  # "before the end of the week"
    if rule.kind is RuleKind.IN and rule.day is None and edge in (Edge.AFTER, Edge.BEFORE):
        edge = Edge.BY if edge is Edge.BEFORE else Edge.ON  # "after two weeks" is in two weeks
    if rule.holiday is Holiday.NEW_YEAR and lead[-1:] == ("in",):
        edge = Edge.AFTER  # "in the new year"
    return replace(rule, edge=edge, loose=rule.loose or bool(_LOOSE & set(lead)))


def _asked(moment: Moment, said: Said) -> Moment:
    """Questions only the edge brings up: "by January", "after the holidays"."""
    if moment.ask or len(moment.rules) != 1:
        return moment
    rule = moment.rules[0]
    if rule.holiday is Holiday.THE_HOLIDAYS or (rule.kind is RuleKind.HOLIDAY and rule.edge is Edge.AFTER):
        return replace(moment, ask=Ask.PICK_DATE)
    if rule.part is Part.WHOLE and rule.edge is Edge.BY:
        ends = replace(rule, edge=Edge.BEFORE), replace(rule, part=Part.END)
        return Moment(ends, Ask.BY_PERIOD)
    return moment
