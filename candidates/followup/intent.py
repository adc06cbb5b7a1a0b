"""What kind of next step the clauses of a statement add up to, and which of its dates is the promise's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from candidates.followup.facts import Channel, NextStepKind
from candidates.followup.moments import Ask, Moment, Sense, phrase
from candidates.followup.promise import Actor
from candidates.followup.rules import Edge, Rule
from candidates.followup.speech import Act, Clause, Role

K = NextStepKind


@dataclass(frozen=True, slots=True)
class Intent:
    """The kinds of next step meant: none (not understood), one, or several with the question between them.

    `written_after` marks "e-mail me if you haven't heard by the 15th": writing begins the business day after.
    """

    kinds: tuple[NextStepKind, ...] = ()
    ask: Ask | None = None
    channel: Channel | None = None
    written_after: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """The promise's date: none (`rules` empty, no question), one rule, or a question with rules to choose from."""

    rules: tuple[Rule, ...] = ()
    ask: Ask | None = None


def intent(parts: Sequence[Clause], moments: Sequence[Moment]) -> Intent:
    """The kind of next step. Where both sides act, or neither, it is asked."""
    acts = _acts_that_count(parts)
    candidate = [act for act in acts if act.actor is Actor.CANDIDATE and not act.forbidden]
    employer = [act for act in acts if act.actor is Actor.EMPLOYER]
    unwelcome = [act for act in acts if act.actor is Actor.CANDIDATE and act.forbidden]
    forbidden = [act for act in unwelcome if act.channel is not Channel.EMAIL]  # "don't e-mail" leaves the telephone
    channels = {act.channel for act in candidate or forbidden or employer}
    channel = channels.pop() if len(channels) == 1 else None
    if forbidden and not candidate:
        return _forbidden(parts, moments, channel)
    if any(part.role is Role.SILENCE for part in parts):
        return _after_silence(candidate, channel)
    if candidate and not employer:
        return _invited(channel)
    if candidate:
        return Intent((K.EMPLOYER_CONTACTS, K.EMPLOYER_THEN_CALL, K.CANDIDATE_CALLS, K.CANDIDATE_WRITES), Ask.WHO_ACTS)
    if employer:
        return Intent((K.EMPLOYER_CONTACTS,), channel=channel)
    return _without_acts(parts, moments, either=bool(acts))


def _acts_that_count(parts: Sequence[Clause]) -> list[Act]:
    """Without invitations hung on something else ("call if you have questions") and, where the candidate is to act,
    without answers named as the background ("call me Friday, I'll know more then")."""
    acts = [act for at, part in enumerate(parts) for act in part.acts if not _is_aside(parts, at, act)]
    invited = any(act.actor is Actor.CANDIDATE and not act.forbidden for act in acts)
    dated = any(act.tells and part.marks for part in parts for act in part.acts)
    return [act for act in acts if not (act.tells and invited and not dated)]


def _is_aside(parts: Sequence[Clause], at: int, act: Act) -> bool:
    near = [parts[n] for n in (at - 1, at + 1) if 0 <= n < len(parts) and parts[n].sentence == parts[at].sentence]
    return act.actor is Actor.CANDIDATE and any(part.role is Role.ASIDE for part in near)


def _forbidden(parts: Sequence[Clause], moments: Sequence[Moment], channel: Channel | None) -> Intent:
    """ "Don't call" stands alone; "don't call until Friday" is an invitation for Friday."""
    for part in parts:
        forbidden = any(act.forbidden for act in part.acts)
        if forbidden and any(_opens_later(moments[mark]) for mark in part.marks):
            return _invited(channel)
    return Intent((K.EMPLOYER_CONTACTS_NO_CALLS,), channel=None)


def _opens_later(moment: Moment) -> bool:
    return moment.sense is Sense.UNTIL or any(rule.edge is Edge.BEFORE for rule in moment.rules)


def _after_silence(candidate: list[Act], channel: Channel | None) -> Intent:
    """ "If you haven't heard by …": call, write, or (with nothing to do) take it as the answer."""
    if not candidate:
        return Intent((K.EMPLOYER_CONTACTS,))
    if channel is Channel.PHONE:
        return Intent((K.EMPLOYER_THEN_CALL,), channel=channel)
    if channel is not None:
        return Intent((K.CANDIDATE_WRITES,), channel=channel, written_after=True)
    return Intent((K.EMPLOYER_THEN_CALL, K.CANDIDATE_WRITES), Ask.CHANNEL, written_after=True)


def _invited(channel: Channel | None) -> Intent:
    if channel is None:
        return Intent((K.CANDIDATE_CALLS, K.CANDIDATE_WRITES), Ask.CHANNEL)
    kind = K.CANDIDATE_CALLS if channel is Channel.PHONE else K.CANDIDATE_WRITES
    return Intent((kind,), channel=channel)


def _without_acts(parts: Sequence[Clause], moments: Sequence[Moment], *, either: bool) -> Intent:
    """No verb tells who acts: a date on its own, "soon", "only if you are selected"."""
    if any(part.only_selected for part in parts) and not any(part.marks for part in parts):
        return Intent((K.EMPLOYER_CONTACTS,))
    if either or (any(part.is_bare for part in parts) and all(part.is_bare or not part.marks for part in parts)):
        senses = {moments[mark].sense for part in parts for mark in part.marks}
        if either or senses & {Sense.DATED, Sense.BARE}:
            return Intent((K.EMPLOYER_CONTACTS, K.CANDIDATE_CALLS, K.CANDIDATE_WRITES), Ask.WHO_ACTS)
        return Intent((K.OPEN_ENDED,) if senses == {Sense.OPEN} else ())
    undated = not any(part.marks for part in parts)
    return Intent((K.OPEN_ENDED,) if undated and any(part.is_about_deciding for part in parts) else ())


def when(parts: Sequence[Clause], moments: Sequence[Moment]) -> When:
    """The promise's date: from the clauses in which somebody acts, or that are nothing but a date."""
    own = [moment for part in parts for moment in _own(part, moments)]
    refused = next((moment for moment in moments if moment.ask in (Ask.IMPOSSIBLE_DATE, Ask.TOO_FAR)), None)
    if refused:
        return When(ask=refused.ask)
    dated = list(dict.fromkeys(moment for moment in own if moment.sense is not Sense.OPEN))
    if len(dated) == 1 and not _leaves_time(parts):
        return When(dated[0].rules, dated[0].ask)
    if dated:
        several = len(dated) > 1 and all(moment.rules for moment in dated)
        return When(_rules(dated), Ask.TWO_DATES if several else Ask.UNCLEAR_DATE)
    return _undated(parts, moments)


def _undated(parts: Sequence[Clause], moments: Sequence[Moment]) -> When:
    context = [moments[mark] for part in parts for mark in part.marks]
    context = [moment for moment in context if moment.sense is not Sense.OPEN and (moment.rules or moment.ask)]
    if context or _leaves_time(parts):
        return When(_rules(context), Ask.UNCLEAR_DATE)
    return When(ask=Ask.WHEN_BACK if any(part.role is Role.BACK for part in parts) else None)


def _rules(moments: Sequence[Moment]) -> tuple[Rule, ...]:
    return tuple(dict.fromkeys(rule for moment in moments for rule in (*moment.rules, *_opened(moment))))


def _opened(moment: Moment) -> tuple[Rule, ...]:
    """ "You won't hear until the 20th": perhaps that day, perhaps after it."""
    return tuple(replace(rule, edge=Edge.AFTER) for rule in moment.rules) if moment.sense is Sense.UNTIL else ()


def _own(part: Clause, moments: Sequence[Moment]) -> list[Moment]:
    if not (part.acts or part.role is Role.SILENCE or part.is_bare or "WAIT" in part.tokens):
        return []
    forbidden = any(act.forbidden and act.actor is Actor.CANDIDATE for act in part.acts)
    refusing = any(act.forbidden and act.actor is Actor.EMPLOYER for act in part.acts)
    found = []
    for mark in part.marks:
        moment = _meant(part, moments[mark], opens=forbidden)
        barred = refusing or (forbidden and not _opens_later(moments[mark]))  # "don't call this week"
        if moment and not (barred and part.role is not Role.SILENCE):
            found.append(_hedged(part, moment))
    return found


def _meant(part: Clause, moment: Moment, *, opens: bool) -> Moment | None:
    """The moment as a date of this clause; None where it is not one."""
    given = bool({"GIVE", "WAIT"} & set(part.tokens))
    if moment.sense is Sense.NOISE or (moment.sense is Sense.UNTIL and not (given or opens)):
        return None
    if (moment.sense is Sense.BARE and not (given or part.is_bare)) or _is_distracted(part):
        return replace(moment, ask=Ask.UNCLEAR_DATE, sense=Sense.DATED)
    if opens:
        return replace(moment, rules=tuple(_from(rule) for rule in moment.rules), sense=Sense.DATED)
    return moment if moment.sense is Sense.OPEN else replace(moment, sense=Sense.DATED)


def _from(rule: Rule) -> Rule:
    """ "Don't call before Friday" invites a call from Friday."""
    return replace(rule, edge=Edge.ON) if rule.edge is Edge.BEFORE else rule


def _is_distracted(part: Clause) -> bool:
    """Whether the date may belong to something else named before it: "about the position starting in May"."""
    return bool(_DISTRACTING & set(part.tokens)) or bool(_EVENT.search(" ".join(part.tokens)))


def _hedged(part: Clause, moment: Moment) -> Moment:
    """ "Hopefully by Friday" is approximate."""
    invited = any(act.actor is Actor.CANDIDATE for act in part.acts)  # "try calling me" is no less exact
    if invited or not _HEDGES & set(part.tokens):
        return moment
    return replace(moment, rules=tuple(replace(rule, loose=True) for rule in moment.rules))


def _leaves_time(parts: Sequence[Clause]) -> bool:
    """Whether a clause of the promise speaks of time in words nobody understood: "over the weekend"."""
    for part in parts:
        if part.acts or part.role is Role.SILENCE or part.is_bare:
            line = " ".join(part.tokens)
            if _TIME & set(part.tokens) or _NUMBER.search(line):
                return True
    return False


_DISTRACTING = frozenset(
    "start starting starts begin begins beginning interviewing training orientation vacation leave trip travel shift"
    " deadline conference retire retires closes ends due available expires scheduled effective posted dated"
    " earliest soonest sooner earlier".split()
)
_EVENT: re.Pattern[str] = phrase(
    r"(?:after|before|during|following) (?!@|(?:the |about |calling |CALL)@?)[a-z]\S*(?: \S+){0,4} @\d+"
)
_NUMBER: re.Pattern[str] = phrase(r"(?:by|on|in|before|until|after|around|within) (?:the )?\d\S*")
_HEDGES = frozenset(
    "hopefully probably likely perhaps maybe tentatively ideally try trying hope hoping aim aiming shooting".split()
)
_TIME = frozenset(
    "week weeks weekend weekends day days month months year years hour hours minute minutes spring summer fall autumn"
    " winter quarter semester decimal hundred thousand couple few several mondays tuesdays wednesdays thursdays"
    " fridays morning mornings afternoon evening night q1 q2 q3 q4 weekday weekdays century decade sat sun fortnights"
    " moment".split()
)
