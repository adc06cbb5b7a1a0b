"""Whose promise it is: clauses, who acts in each, and the conditions put on it.

Works on a line of tokens in which phrases of time are marks (`timing.py`) and verbs are capitals (`verbs.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

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
        return self.role is Role.SELECTED or ("only" in self.tokens and bool(_CHOSEN & set(self.tokens)))

    @property
    def is_bare(self) -> bool:
        """Whether it holds a phrase of time and nothing that means anything else: "probably by Friday"."""
        return bool(self.marks) and all(token[0] == "@" or token in _FILLER for token in self.tokens)

    @property
    def is_about_deciding(self) -> bool:
        """Whether an event is the employer's own progress: "once we have finished interviewing"."""
        return self.role is Role.EVENT and bool(_DECIDING & set(self.tokens))


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
        if token != ".":
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
            part = tuple(token for token in tokens[start:at] if token not in _JOINING)
            if part:
                yield part
            start = at


def _cuts(tokens: list[str], start: int, at: int) -> bool:
    token = tokens[at]
    if token in _JOINING or _opens(tokens, at):
        return not _opens_here(tokens, start, at)
    if tokens[at - 1] == "otherwise" or tokens[start:at] == ["if", "not"]:
        return True
    if token == "after" and tokens[at + 1 : at + 2] != [] and tokens[at + 1] in _SUBJECTS:
        return True
    head = [word for word in tokens[start:at] if word not in _JOINING]
    return len(head) > 2 and _is_opener(head) and _main_begins(tokens, at, head)


def _opens(tokens: list[str], at: int) -> bool:
    dated = tokens[at + 1 : at + 2] and tokens[at + 1][0] == "@"  # "until Friday" opens nothing
    return (tokens[at] in _OPENERS and not dated) or tokens[at : at + 3] == ["as", "soon", "as"]


def _opens_here(tokens: list[str], start: int, at: int) -> bool:
    """ "Only if", "but if": the words before the opener are only its own."""
    return (
        all(token in ("only", "but", "and", "so", "or", "even") for token in tokens[start:at])
        and tokens[at] in _OPENERS
    )


def _is_opener(head: list[str]) -> bool:
    while head and head[0] in ("only", "but", "even", "please"):
        head = head[1:]
    if head[1:2] and head[1][0] == "@":
        return False  # "after Thanksgiving we will call": a date, not a condition
    return bool(head) and (head[0] in _OPENERS or head[0] in ("should", "after") or head[:3] == ["as", "soon", "as"])


def _main_begins(tokens: list[str], at: int, head: list[str]) -> bool:
    token, before = tokens[at], tokens[at - 1]
    if token in ("please", "feel", "then") or (
        token in REACHES | {TOUCH} and ACTS & set(head) and before not in _SKIP_TO
    ):
        return True
    far = len(head) > 3 or head[0] not in ("as",)
    return (
        far
        and token in _SUBJECTS
        and before not in _HEARD | _PREPOSITIONS
        and before not in _OPENERS | {"as", "should"}
    )


def _role(part: tuple[str, ...]) -> Role:
    words = set(part)
    if part in (("if", "not"), ("if", "nothing"), ("otherwise",), ("failing", "that")) or part[0] in (
        "otherwise",
        "unless",
    ):
        return Role.SILENCE
    if not _is_opener(list(part)):
        return Role.SELECTED if "only" in words and words & _CHOSEN and not ACTS & words else Role.PLAIN
    if words & _EVENTS & set(part[:3]) and not words & {"if", "unless"}:
        return Role.BACK if words & _RETURNS else Role.EVENT
    if words & _NEGATIONS and words & _HEARD:
        return Role.SILENCE
    if words & _CHOSEN:
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
    return (at > 0 and part[at - 1] in _DETERMINERS) or part[at + 1 : at + 2] in (
        ("center",),
        ("centre",),
        ("of",),
        ("log",),
    )


def _act(part: tuple[str, ...], at: int) -> Act | None:
    verb, whom = part[at], _whom(part, at)
    subject, between = _subject(part, at)
    channel = _channel(part, verb)
    if (verb == HEAR and whom == "you") or whom in _OTHERS or (verb == HEAR and "another" in part[at + 1 : at + 4]):
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
    following = [token for token in part[at + 1 : at + 5] if token not in _BETWEEN]
    return following[0] if following else ""


def _subject(part: tuple[str, ...], at: int) -> tuple[str, set[str]]:
    """The word an act's verb belongs to, empty for none, and the helping words between them."""
    between = set()
    at -= 1
    while at >= 0 and (part[at] in _HELPING or part[at][0] == "@" or part[at] in REACHES):
        between.add(part[at])
        at -= 1
    return (part[at] if at >= 0 else ""), between


def _actor(verb: str, subject: str, between: set[str], whom: str) -> Actor | Literal[""] | None:
    """Who acts. None: either side could be meant. An empty string: no act at all."""
    if verb in ANSWERS:
        return "" if subject in ("your", "my") else Actor.EMPLOYER
    if verb in (TOUCH, WAIT):
        return None if verb == TOUCH else ""
    if whom in _EVERYONE:
        return Actor.EMPLOYER
    if subject == "i":
        return _first_person(between, whom)
    if subject in ("you", "me", "no", WAIT, *_TOLD):
        return Actor.CANDIDATE
    if subject in _EMPLOYERS or (subject and between & _WILL) or (not subject and between & _INTENDS):
        return Actor.EMPLOYER
    return Actor.CANDIDATE if subject in ("", "why", "us") else ""


def _first_person(between: set[str], whom: str) -> Actor | None:
    """ "I" is the employer in a quotation and the client in a report; duty and "them" tell which."""
    if between & _DUTY or whom in ("them", "him", "her", "hr"):
        return Actor.CANDIDATE
    return None


def _forbids(before: tuple[str, ...]) -> bool:
    words = set(before)
    return bool(words & _NEGATIONS or {"refrain", "avoid"} & words) and not words & _ENCOURAGING


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO_ACTS = frozenset({Role.SELECTED, Role.EVENT, Role.BACK, Role.ASIDE, Role.SILENCE})
_JOINING = _words(", and but so because which while who though although since")
_OPENERS = _words("if unless otherwise when once until whenever")
_EVENTS = _words("when once until whenever after as")
_RETURNS = _words("back returns return returned")
_NEGATIONS = _words("not never nothing no nobody")
_HEARD = ACTS | _words("called contacted gotten got received emailed reached responded replied got back")
_CHOSEN = _words(
    "selected chosen shortlisted shortlist forward successful interested picked fit finalist finalists selection hire"
    " hired round"
)
_SUBJECTS = _words("we i they he she someone you everyone everybody hr")
_EMPLOYERS = _words(
    "we they he she someone hr team recruiter manager committee company office assistant boss department director panel"
    " board owner us staff coordinator colleague recruiting personnel it nobody recruiters supervisor people"
)
_TOLD = _words("told said says asked best better welcome free idea")
_PREPOSITIONS = _words("from to with by for of about")
_SKIP_TO = _words("to not will would should can could may please and or")
_WILL = _words("will would shall going gonna should might may plans wants hopes promised")
_INTENDS = _words("will would shall going gonna promised promises hopes plans intends offered wants")
_DUTY = _words("should supposed need must can could may told asked invited allowed welcome meant free")
_ENCOURAGING = _words("hesitate afraid shy forget why only worry")
_BETWEEN = _words("back again up at to with or directly over CALL EMAIL TEXT CONTACT my the")
_EVERYONE = _words("you everyone everybody candidates applicants people folks all")
_OTHERS = _words("your references reference clients customers website referees")
_DETERMINERS = _words(
    "a an the on your my our close tough good another this that phone video zoom conference intro screening next by via"
    " per 1st 2nd 3rd judgment final their his her any"
)
_HELPING = _words(
    "will would shall should could can may might must not to be been being have has had is am are was were going gonna"
    " able like want wants wanted love hope hopes hoping plan plans planning try tries trying aim aiming need needs"
    " expect expects intend intends promise promised promises offered probably likely hopefully definitely certainly"
    " then also just either please always still feel free ever all both go ahead do does did supposed meant allowed"
    " invited welcome personally directly only most perhaps maybe in by on within after before or ideally never"
    " hesitate afraid shy forget refrain from avoid generally usually typically ought better make sure even at about"
)
_DECIDING = _words(
    "finished finish done interviewing interviewed interviews interview decision decided DECIDE NEWS know ready approval"
    " budget completed complete seen met candidates"
)
_FILLER = (
    _HELPING
    | _words(
        "the on in at or they said she he told me us hr ok okay sure yes well so like that it now"
        " again the during sometime over come say around roughly GIVE WAIT within no probably"
        " answer response around for until another one just me i"
    )
) - _words("not never avoid refrain")
