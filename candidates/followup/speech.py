"""Whose promise it is: clauses, who acts in each, and the conditions put on it.

Works on a line of tokens in which phrases of time are marks (`timing.py`) and verbs are capitals (`verbs.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from candidates.followup import lexicon
from candidates.followup.facts import Channel
from candidates.followup.promise import Actor
from candidates.followup.verbs import ACTS, ANSWERS, CALL, EMAIL, HEAR, NO_CALLS, REACHES, TEXT, TOUCH, WAIT


class Role(StrEnum):
    """What a clause does in the statement."""

    PLAIN = "plain"
    SILENCE = "silence"  # "if you haven't heard by the 15th"
    SELECTED = "selected"  # "only if you're selected"
    BACK = "back"  # "when Susan is back"
    EVENT = "event"  # "once we have finished interviewing"
    ASIDE = "aside"  # "if you have any questions": what hangs on it is no next step


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody reaching somebody. `actor` is None where either side could be meant; `tells` is an answer coming, not a
    call or a letter; `forbidden` is "don't"."""

    actor: Actor | None
    channel: Channel | None = None
    forbidden: bool = False
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of tokens with one verb, its role, and the acts in it. `sentence` numbers sentences from 0."""

    tokens: tuple[str, ...]
    sentence: int
    role: Role
    acts: tuple[Act, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        """Numbers of the phrases of time in it."""
        return tuple(int(token[1:]) for token in self.tokens if token[0] == "@")

    @property
    def only_selected(self) -> bool:
        """Whether it says that only a chosen candidate will be contacted."""
        return self.role is Role.SELECTED or ("only" in self.tokens and bool(lexicon.CHOSEN & set(self.tokens)))

    @property
    def concludes(self) -> bool:
        """Whether it tells what silence means: "assume you were not selected"."""
        return self.role is Role.PLAIN and bool((lexicon.CHOSEN | {"assume", "means", "consider"}) & set(self.tokens))

    @property
    def is_bare(self) -> bool:
        """Whether it holds a phrase of time and nothing that means anything else: "probably by Friday"."""
        return bool(self.marks) and all(token[0] == "@" or token in lexicon.FILLER for token in self.tokens)

    @property
    def is_about_deciding(self) -> bool:
        """Whether an event is the employer's own progress: "once we have finished interviewing"."""
        return self.role is Role.EVENT and bool(lexicon.DECIDING & set(self.tokens))


def clauses(line: str) -> tuple[Clause, ...]:
    """The clauses of a line in order."""
    return tuple(
        Clause(part, sentence, role, () if role in _NO_ACTS else tuple(_acts(part)))
        for sentence, words in enumerate(_sentences(line.split()))
        for part in _parts(words)
        for role in (_role(part),)
    )


def _sentences(tokens: list[str]) -> Iterator[list[str]]:
    sentence: list[str] = []
    for token in tokens:
        if token != _FULL_STOP:
            sentence.append(token)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _parts(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    """A sentence cut at commas and joining words; a conditional clause is also cut where the main clause begins."""
    start = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or _cuts(tokens, start, at):
            part = tuple(token for token in tokens[start:at] if token not in lexicon.JOINING)
            if part:
                yield part
            start = at


def _cuts(tokens: list[str], start: int, at: int) -> bool:
    if tokens[at] in lexicon.JOINING or _opens(tokens, at):
        return not _opens_here(tokens, start, at)
    if tokens[at - 1] == "otherwise" or tokens[start:at] == ["if", "not"]:
        return True
    if tokens[at] == "after" and set(tokens[at + 1 : at + 2]) & lexicon.SUBJECTS:
        return True
    head = [word for word in tokens[start:at] if word not in lexicon.JOINING]
    return len(head) > 2 and _is_opener(head) and _main_begins(tokens, at, head)


def _opens(tokens: list[str], at: int) -> bool:
    dated = tokens[at + 1 : at + 2] and tokens[at + 1][0] == "@"  # "until Friday" opens nothing
    return (tokens[at] in lexicon.OPENERS and not dated) or tokens[at : at + 3] == ["as", "soon", "as"]


def _opens_here(tokens: list[str], start: int, at: int) -> bool:
    """ "Only if", "but if": the words before the opener are only its own."""
    return (
        all(token in ("only", "but", "and", "so", "or", "even") for token in tokens[start:at])
        and tokens[at] in lexicon.OPENERS
    )


def _is_opener(head: list[str]) -> bool:
    while head and head[0] in ("only", "but", "even", "please"):
        head = head[1:]
    if head[1:2] and head[1][0] == "@":
        return False  # "after Thanksgiving we will call": a date, not a condition
    if head[:1] == ["should"]:
        return head[1:2] != [] and head[1] in lexicon.SUBJECTS  # "should you not hear", but "should hear by Friday"
    return bool(head) and (head[0] in lexicon.OPENERS or head[0] == "after" or head[:3] == ["as", "soon", "as"])


def _main_begins(tokens: list[str], at: int, head: list[str]) -> bool:
    token, before = tokens[at], tokens[at - 1]
    if token in ("please", "feel", "then") or (
        token in REACHES | {TOUCH} and ACTS & set(head) and before not in lexicon.SKIP_TO
    ):
        return True
    far = len(head) > 3 or head[0] not in ("as",)
    return (
        far
        and token in lexicon.SUBJECTS
        and before not in lexicon.HEARD | lexicon.PREPOSITIONS
        and before not in lexicon.OPENERS | {"as", "should"}
    )


def _role(part: tuple[str, ...]) -> Role:
    words = set(part)
    if part in (("if", "not"), ("if", "nothing"), ("otherwise",), ("failing", "that")) or part[0] in (
        "otherwise",
        "unless",
    ):
        return Role.SILENCE
    if not _is_opener(list(part)):
        return Role.SELECTED if "only" in words and words & lexicon.CHOSEN and not ACTS & words else Role.PLAIN
    if words & lexicon.EVENT_OPENERS & set(part[:3]) and not words & {"if", "unless"}:
        return Role.BACK if words & lexicon.RETURNS else Role.EVENT
    if words & lexicon.NEGATIONS and words & lexicon.HEARD:
        return Role.SILENCE
    if "interested" in words and "we" not in words:
        return Role.PLAIN  # "if you are still interested"
    if words & lexicon.CHOSEN:
        return Role.SELECTED
    return Role.PLAIN if words & {"want", "like", "wish", "prefer"} else Role.ASIDE


def _acts(part: tuple[str, ...]) -> Iterator[Act]:
    if NO_CALLS in part:
        yield Act(Actor.CANDIDATE, Channel.PHONE, forbidden=True)
    for at, token in enumerate(part):
        if token in ACTS and not _is_noun(part, at) and (act := _act(part, at)):
            yield act


def _is_noun(part: tuple[str, ...], at: int) -> bool:
    if part[at] not in REACHES:
        return False
    return (at > 0 and part[at - 1] in lexicon.DETERMINERS) or part[at + 1 : at + 2] in (
        ("center",),
        ("centre",),
        ("of",),
        ("log",),
    )


def _is_a_name(part: tuple[str, ...], at: int) -> bool:
    """ "Call me Bob": no promise of a call."""
    rest = part[at + 1 :]
    named = part[at] == CALL and rest[:1] in (("me",), ("us",)) and len(rest) == 2
    return named and rest[1][0] != "@" and rest[1] not in lexicon.FILLER | lexicon.BETWEEN | lexicon.LATER


def _act(part: tuple[str, ...], at: int) -> Act | None:
    verb, whom = part[at], _whom(part, at)
    subject, between = _subject(part, at)
    channel = _channel(part, verb)
    if _is_a_name(part, at):
        return None
    if (
        (verb == HEAR and whom == "you")
        or whom in lexicon.OTHERS
        or (verb == HEAR and "another" in part[at + 1 : at + 4])
    ):
        return None
    actor = _actor(verb, subject, between, whom)
    if _forbids(part[:at]):
        return Act(actor or Actor.CANDIDATE, channel, forbidden=True)
    return None if actor == "" else Act(actor or None, channel, tells=verb in ANSWERS)


def _channel(part: tuple[str, ...], verb: str) -> Channel | None:
    if "by_either" in part or {CALL, EMAIL} <= set(part):
        return None
    if "by_phone" in part or "by_email" in part:
        return Channel.PHONE if "by_phone" in part else Channel.EMAIL
    return {CALL: Channel.PHONE, EMAIL: Channel.EMAIL, TEXT: Channel.OTHER}.get(verb)


def _whom(part: tuple[str, ...], at: int) -> str:
    """The object of a verb, past "back", "or EMAIL" and the like."""
    following = [token for token in part[at + 1 : at + 5] if token not in lexicon.BETWEEN]
    return following[0] if following else ""


def _subject(part: tuple[str, ...], at: int) -> tuple[str, set[str]]:
    """The word an act's verb belongs to, empty for none, and the helping words between them."""
    between = set()
    at -= 1
    while at >= 0 and (part[at] in lexicon.HELPING or part[at][0] == "@" or part[at] in REACHES):
        between.add(part[at])
        at -= 1
    return (part[at] if at >= 0 else ""), between


def _actor(verb: str, subject: str, between: set[str], whom: str) -> Actor | Literal[""] | None:
    """Who acts. None: either side could be meant. An empty string: no act at all."""
    if verb in ANSWERS:
        return "" if subject in ("your", "my") else Actor.EMPLOYER
    if verb in (TOUCH, WAIT):
        return None if verb == TOUCH else ""
    if whom in lexicon.EVERYONE:
        return Actor.EMPLOYER
    if subject == "i":
        return _first_person(between, whom)
    if subject in ("you", "me", "no", WAIT, *lexicon.TOLD):
        return Actor.CANDIDATE
    if (
        subject in lexicon.EMPLOYERS
        or (subject and between & lexicon.WILL)
        or (not subject and between & lexicon.INTENDS)
    ):
        return Actor.EMPLOYER
    return Actor.CANDIDATE if subject in ("", "why", "us") else ""


def _first_person(between: set[str], whom: str) -> Actor | None:
    """ "I" is the employer in a quotation and the client in a report; duty and "them" tell which."""
    if (
        between & lexicon.DUTY
        or {"have", "to"} <= between
        or {"get", "to"} <= between
        or whom in ("them", "him", "her", "hr")
    ):
        return Actor.CANDIDATE
    return None


def _forbids(before: tuple[str, ...]) -> bool:
    words = set(before)
    return bool(words & lexicon.NEGATIONS or {"refrain", "avoid"} & words) and not words & lexicon.ENCOURAGING


_FULL_STOP = "."
_NO_ACTS = frozenset({Role.SELECTED, Role.EVENT, Role.BACK, Role.ASIDE, Role.SILENCE})
