"""Reads an employer's own words about next steps into a suggestion the client confirms.

Nothing here is applied silently, and nothing is guessed: what could mean two things is a question with the dates of
each answer, and what is not understood says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from candidates.followup.clock import Calendar
from candidates.followup.facts import Channel, NextStepKind, Precision, Reason
from candidates.followup.intent import Intent, When, intent, when
from candidates.followup.moments import Ask, Said, refused
from candidates.followup.promise import Actor, explain
from candidates.followup.rules import NOT_ASKED, OPEN_ENDED, Edge, PromiseError, Rule, RuleKind
from candidates.followup.speech import Clause, Role, clauses
from candidates.followup.timing import MOST, timed
from candidates.followup.verbs import acted
from candidates.followup.words import LONGEST, normalise

_CANDIDATE_ACTS = frozenset({NextStepKind.CANDIDATE_CALLS, NextStepKind.CANDIDATE_WRITES})


class Condition(StrEnum):
    """What a promise was made to depend on."""

    SELECTED = "selected"  # "only if you're selected": silence still means what it means


@dataclass(frozen=True, slots=True)
class Option:
    """One way to understand the words, with the dates it leads to."""

    kind: NextStepKind
    rule: Rule
    due_on: date | None
    by_on: date | None
    precision: Precision
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be asked before the words can be used. Without options, the answer is typed in."""

    code: Ask
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A suggestion. While a question is open `due_on` and `by_on` are None, and `kind` and `rule` are filled only as
    far as no question touches them. `understood` is false when nothing here can be used; a question may say why.
    """

    understood: bool
    kind: NextStepKind | None = None
    channel: Channel | None = None
    rule: Rule | None = None
    due_on: date | None = None
    by_on: date | None = None
    precision: Precision = Precision.NONE
    because: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    condition: Condition | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the client has only to confirm."""
        return self.understood and not self.questions


def read(
    words: str, said_on: date, calendar: Calendar, locale: str = "en-US", *, entered_on: date | None = None
) -> Reading:
    """What was said about next steps, as far as it can be understood. Never raises for any text.

    `said_on` is the civil date at the employer. `locale` decides which order of 5/6 is offered first. A date already
    past on `entered_on` is allowed and carries `Because.PAST`.
    """
    if len(words) > LONGEST:
        return _puzzled(Ask.TOO_LONG)
    line = normalise(words)
    if _DECIDED.search(line):
        return _puzzled(Ask.DECISION)
    found = timed(line, Said(said_on, calendar, day_first=not locale.upper().endswith("US")))
    parts = clauses(acted(" ".join(found.tokens)))
    if len(found.moments) > MOST:
        return _puzzled(Ask.TOO_LONG)
    if _INTERVIEWED.search(" ".join(found.tokens)) and not any(part.acts for part in parts):
        return _puzzled(Ask.INTERVIEW)
    meant, dated = intent(parts, found.moments), when(parts, found.moments)
    reading = _undated(line, meant, dated) or _assembled(meant, dated, said_on, calendar, entered_on)
    return _conditioned(reading, parts)


def choose(
    kind: NextStepKind, rule: Rule, said_on: date, calendar: Calendar, *, entered_on: date | None = None
) -> Option:
    """The dates of a kind of next step under a rule, for the client's own choice. Raises `PromiseError`."""
    actor = Actor.CANDIDATE if kind in _CANDIDATE_ACTS else Actor.EMPLOYER
    dates = explain(rule, said_on, calendar, actor=actor, entered_on=entered_on)
    return Option(kind, rule, dates.due_on, dates.by_on, dates.precision, dates.because)


def _puzzled(*codes: Ask) -> Reading:
    return Reading(understood=False, questions=tuple(Question(code) for code in codes))


def _undated(line: str, meant: Intent, dated: When) -> Reading | None:
    """Statements that name no date; None for the others."""
    if not meant.kinds and not dated.rules and not dated.ask:
        if _NOT_ASKED.search(line):
            return _plain(NextStepKind.NOT_ASKED, NOT_ASKED)
        if _NO_TIMELINE.search(line):
            return _plain(NextStepKind.OPEN_ENDED, OPEN_ENDED)
    return None if meant.kinds else Reading(understood=False)


def _plain(kind: NextStepKind, rule: Rule) -> Reading:
    because = explain(rule, date.min, Calendar()).because
    return Reading(understood=True, kind=kind, rule=rule, because=because)


def _assembled(meant: Intent, dated: When, said_on: date, calendar: Calendar, entered_on: date | None) -> Reading:
    options: list[list[Option]] = []
    try:
        for kind in meant.kinds:
            make = _written_after if meant.written_after and kind is NextStepKind.CANDIDATE_WRITES else choose
            rules = dated.rules or (OPEN_ENDED,)
            options.append([make(kind, rule, said_on, calendar, entered_on=entered_on) for rule in rules])
    except PromiseError as error:
        return _puzzled(refused(error).ask or Ask.IMPOSSIBLE_DATE)
    if dated.ask in (Ask.IMPOSSIBLE_DATE, Ask.TOO_FAR):
        return _puzzled(dated.ask)
    return _asked(meant, dated, options, said_on)


def _written_after(
    kind: NextStepKind, rule: Rule, said_on: date, calendar: Calendar, *, entered_on: date | None = None
) -> Option:
    """ "E-mail me if you haven't heard by the 15th": from the business day after the employer's own date."""
    due = explain(rule, said_on, calendar)
    if due.due_on is None:
        return choose(kind, rule, said_on, calendar, entered_on=entered_on)
    after = Rule(RuleKind.DATE, day=due.due_on, edge=Edge.AFTER, loose=rule.loose)
    option = choose(kind, after, said_on, calendar, entered_on=entered_on)
    return replace(option, because=(*due.because, *option.because))


def _asked(meant: Intent, dated: When, options: list[list[Option]], said_on: date) -> Reading:
    first, questions = options[0][0], []
    if dated.ask:
        questions.append(Question(dated.ask, tuple(options[0]) if dated.rules else ()))
    elif first.due_on and (first.by_on or first.due_on) < said_on:
        questions.append(Question(Ask.PAST_DATE, tuple(options[0])))
    if meant.ask:
        questions.append(Question(meant.ask, tuple(option for each in options for option in each)))
    if questions:
        kind = meant.kinds[0] if len(meant.kinds) == 1 else None
        rule = dated.rules[0] if len(dated.rules) == 1 and not dated.ask else None
        return Reading(True, kind, meant.channel, rule, questions=tuple(questions))
    return _settled(meant, first)


def _settled(meant: Intent, option: Option) -> Reading:
    kind = option.kind
    if kind is NextStepKind.EMPLOYER_CONTACTS and option.due_on is None:
        kind = NextStepKind.OPEN_ENDED
    return Reading(
        True, kind, meant.channel, option.rule, option.due_on, option.by_on, option.precision, option.because
    )


def _conditioned(reading: Reading, parts: Sequence[Clause]) -> Reading:
    """ "Only if you're selected" and "if you don't hear, you weren't": an employer's promise, even without a date."""
    contacts = reading.kind in (NextStepKind.EMPLOYER_CONTACTS, NextStepKind.OPEN_ENDED)
    silent = any(part.role is Role.SILENCE for part in parts) and any(part.concludes for part in parts)
    if not reading.understood or not ((contacts and silent) or any(part.only_selected for part in parts)):
        return reading
    kind = NextStepKind.EMPLOYER_CONTACTS if contacts else reading.kind
    return replace(reading, kind=kind, condition=Condition.SELECTED)


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^ ])(?:{'|'.join(phrases)})(?![^ ])")


_DECIDED = _any_of(
    r"(?:go|going|went|gone|gave it) (?:with|to) (?:another|someone|a different|somebody)",
    r"another candidate was|not (?:be )?mov(?:e|ing) forward|regret to|(?:turned|turn) (?:me|you) down",
    r"(?:offer|offering|offered) (?:you|me) (?:the|a) (?:job|position|role)|(?:you|i) (?:are|am|got|was) hired",
    r"(?:got|have) the job|no longer (?:hiring|available)|(?:has been|is|was|already|been) filled",
    r"on hold|a hold|hiring freeze",
)
_INTERVIEWED = _any_of(
    r"(?:interview|interviews|round)(?: is| will be)?(?: on| for| at| in)?(?: the)? @\d+",
    r"(?:come|coming) back for|come (?:back )?in (?:on )?@\d+|bring you (?:back )?in",
)
_NOT_ASKED = _any_of(
    r"not (?:ask|get to (?:it|that)|get around to|come up|discuss|cover|talk about)|never (?:asked|came up|discussed)",
    r"forgot|not (?:discussed|mentioned|asked)|nothing was (?:said|mentioned)|no time to ask|ran out of time",
    r"no (?:mention|talk|discussion) of|not (?:say|mention) (?:anything|a word|next steps)|(?:not|never) brought it up",
)
_NO_TIMELINE = _any_of(
    r"not (?:say|know|sure|tell me) (?:when|how long)|no (?:timeline|timeframe|time frame|idea when|date yet|set date)",
    r"not have (?:a|any) (?:timeline|timeframe|time frame|date|schedule)|hard to say",
)
