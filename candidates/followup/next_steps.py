"""The next step in force: the latest thing the employer said, as far as nothing later made it void.

All functions take facts that went through `in_utc`. Source: design of the follow-up rule, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby, pairwise

from candidates.followup.clock import civil_date
from candidates.followup.facts import Facts, NextStepFact, NextStepKind, Precision, Purpose, Result, TouchpointFact
from candidates.followup.history import round_began_at

# Of two statements alike in day and date, the one from which less can be concluded holds: the later in this order.
CAUTION = (
    NextStepKind.CANDIDATE_CALLS,
    NextStepKind.EMPLOYER_THEN_CALL,
    NextStepKind.CANDIDATE_WRITES,
    NextStepKind.EMPLOYER_CONTACTS,
    NextStepKind.EMPLOYER_CONTACTS_NO_CALLS,
    NextStepKind.OPEN_ENDED,
    NextStepKind.NOT_ASKED,
    NextStepKind.UNRECORDED,
)
FIRMNESS = (Precision.EXACT, Precision.APPROXIMATE, Precision.VAGUE, Precision.NONE)


@dataclass(frozen=True, slots=True)
class NextStepInForce:
    """The statement in force; None when what was said is not recorded.

    `implied_by` is the exchange after the recorded statement that made it void. `replaced` holds the statements of the
    same round that were in force before, oldest first; `beside` what others said on the same day.
    """

    statement: NextStepFact | None = None
    implied_by: TouchpointFact | None = None
    replaced: tuple[NextStepFact, ...] = ()
    beside: tuple[NextStepFact, ...] = ()
    slips: int = 0

    @property
    def kind(self) -> NextStepKind:
        return self.statement.kind if self.statement else NextStepKind.UNRECORDED


def next_step_in_force(known: Facts, now: datetime) -> NextStepInForce:
    """The latest statement of this round, unless a later exchange made it void."""
    began_at = round_began_at(known, now)
    said = sorted((each for each in known.next_steps if began_at is None or each.said_at >= began_at), key=_order)
    if not said:
        return NextStepInForce()
    by_day = [tuple(group) for _, group in groupby(said, key=lambda each: civil_date(each.said_at, known.zone))]
    *replaced, latest = (_in_force_that_day(each) for each in by_day)
    recorded = NextStepInForce(
        statement=latest,
        replaced=tuple(replaced),
        beside=tuple(each for each in by_day[-1] if each != latest),
        slips=_slips((*replaced, latest)),
    )
    return _unless_contacted(recorded, known, last_said_at=said[-1].said_at)


def _order(said: NextStepFact) -> tuple[object, ...]:
    """Oldest first; the remaining fields make the order total, so that the order of entry never matters."""
    return (said.said_at, *_weight(said), said.said_by, said.words)


def _weight(said: NextStepFact) -> tuple[object, ...]:
    return (
        said.due_on or date.min,
        CAUTION.index(said.kind),
        FIRMNESS.index(said.precision),
        said.by_on or date.min,
        said.in_force_by_choice,
    )


def _in_force_that_day(said: tuple[NextStepFact, ...]) -> NextStepFact:
    """Of what several people said on one day, the counselor's choice, else the later date."""
    if len(said) == 1:
        return said[0]
    chosen = [each for each in said if each.in_force_by_choice]
    return max(chosen or _last_words(said), key=lambda each: (each.due_on or date.min, _order(each)))


def _last_words(said: tuple[NextStepFact, ...]) -> list[NextStepFact]:
    """The last statement of each person. Who said an unsigned one is unknown, so each of those stays."""
    return list({each.said_by or each: each for each in said}.values())


def _slips(in_force: tuple[NextStepFact, ...]) -> int:
    """How often a promised date gave way to a later one."""
    dates = [each.due_on for each in in_force if each.due_on is not None]
    return sum(later > earlier for earlier, later in pairwise(dates))


def _unless_contacted(recorded: NextStepInForce, known: Facts, last_said_at: datetime) -> NextStepInForce:
    """Contact after the last statement makes it void: what was said then is not recorded.

    A call from the employer that the client missed leaves the client to call back, from that day on.
    """
    contacts = [each for each in known.touchpoints if _is_contact(each) and each.happened_at > last_said_at]
    if not contacts:
        return recorded
    last = max(contacts, key=_contact_order)
    return replace(
        recorded,
        statement=_call_back(last, known) if last.result is Result.MISSED else None,
        implied_by=last,
        replaced=tuple(each for each in (*recorded.replaced, recorded.statement) if each),
    )


def _call_back(missed: TouchpointFact, known: Facts) -> NextStepFact:
    return NextStepFact(
        said_at=missed.happened_at,
        kind=NextStepKind.CANDIDATE_CALLS,
        due_on=civil_date(missed.happened_at, known.zone),
    )


def _contact_order(contact: TouchpointFact) -> tuple[datetime, bool, str, str]:
    """Of two contacts at one instant, one in which something was said tells more than a missed call."""
    return contact.happened_at, contact.result is not Result.MISSED, contact.result, contact.channel


def _is_contact(touchpoint: TouchpointFact) -> bool:
    """Whether next steps may have been spoken of. A message that was about something else leaves a promise in force."""
    if touchpoint.result is Result.RECEIVED:
        return touchpoint.purpose is Purpose.INQUIRY
    return touchpoint.result in (Result.REACHED, Result.MISSED)
