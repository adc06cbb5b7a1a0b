"""What a history of facts says now: the decision in force, and whether an interview was held.

Event time decides, so the facts may come in any order and late. All functions take facts that went through `in_utc`.
Source: design of the follow-up rule, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from candidates.followup.clock import civil_date, start_of_day
from candidates.followup.facts import (
    Decided,
    DecisionFact,
    DecisionKind,
    Facts,
    InterviewAxis,
    InterviewFact,
    NextStepFact,
    NextStepKind,
    TouchpointFact,
)

_Happened = TypeVar("_Happened", TouchpointFact, DecisionFact)

# Of two decisive events at one instant (two entries of one date, say) the later in this order holds.
COURSE_OF_EVENTS = (
    DecisionKind.ON_HOLD,
    DecisionKind.POSITION_CLOSED,
    DecisionKind.REJECTED,
    DecisionKind.RESUMED,
    DecisionKind.OFFER_OPEN,
    DecisionKind.OFFER_RESCINDED,
    DecisionKind.OFFER_DECLINED,
    DecisionKind.OFFER_ACCEPTED,
    DecisionKind.WITHDRAWN,
    DecisionKind.REINSTATED,
)
TAKEN_BACK_BY = {
    DecisionKind.REINSTATED: {DecisionKind.WITHDRAWN},
    DecisionKind.RESUMED: {DecisionKind.ON_HOLD, DecisionKind.POSITION_CLOSED, DecisionKind.REJECTED},
}
ENDED_BY_NEXT_STEP = {DecisionKind.ON_HOLD, DecisionKind.REJECTED, DecisionKind.POSITION_CLOSED}
# An open offer stands until it is answered or rescinded: talks about its terms are not a further round.
ENDED_BY_INVITATION = ENDED_BY_NEXT_STEP | {
    DecisionKind.OFFER_RESCINDED,
    DecisionKind.OFFER_DECLINED,
    DecisionKind.WITHDRAWN,
}
# An invitation that came to nothing shows the client no way back into what the client had ended.
ENDED_BY_CANCELLED_INVITATION = ENDED_BY_NEXT_STEP | {DecisionKind.OFFER_RESCINDED}


@dataclass(frozen=True, slots=True)
class DecisionInForce:
    """The decisive event that holds, or the one that was cleared last, when, and by what.

    `cleared_by` is a `DecisionKind` that takes back, "invitation" or "next_step"; empty while the decision holds.
    """

    event: DecisionFact | None = None
    cleared_by: str = ""
    cleared_at: datetime | None = None

    @property
    def decided(self) -> Decided:
        if self.event is None or self.cleared_by:
            return Decided.NONE
        return Decided(self.event.kind.value)


# --- The facts as the rule reads them --------------------------------------------------------------------------------


def in_utc(facts: Facts) -> Facts:
    """The facts with every instant in UTC, where instants compare correctly in the hour that comes twice.

    Raises ValueError for an instant without a zone.
    """
    return replace(
        facts,
        interviews=tuple(_interview_in_utc(each) for each in facts.interviews),
        next_steps=tuple(_said_in_utc(each) for each in facts.next_steps),
        touchpoints=tuple(_happened_in_utc(each) for each in facts.touchpoints),
        decisions=tuple(_happened_in_utc(each) for each in facts.decisions),
    )


def utc(instant: datetime) -> datetime:
    """The instant in UTC. Raises ValueError for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone.")
    return instant.astimezone(UTC)


def _said_in_utc(said: NextStepFact) -> NextStepFact:
    return said if said.said_at.tzinfo is UTC else replace(said, said_at=utc(said.said_at))


def _happened_in_utc(fact: _Happened) -> _Happened:
    return fact if fact.happened_at.tzinfo is UTC else replace(fact, happened_at=utc(fact.happened_at))


def _interview_in_utc(interview: InterviewFact) -> InterviewFact:
    starts_at = utc(interview.starts_at)
    return InterviewFact(
        starts_at=starts_at,
        ends_at=max(starts_at, utc(interview.ends_at)),
        # Nobody is invited after the event: an interview entered late often carries the day of entry.
        arranged_at=min(starts_at, utc(interview.arranged_at)),
        cancelled=interview.cancelled,
    )


def known_at(facts: Facts, now: datetime) -> Facts:
    """The facts that have happened by `now`; an interview ahead is known since its invitation."""
    if max(fact_instants(facts), default=now) <= now:
        return facts
    return replace(
        facts,
        interviews=tuple(each for each in facts.interviews if each.arranged_at <= now),
        next_steps=tuple(each for each in facts.next_steps if each.said_at <= now),
        touchpoints=tuple(each for each in facts.touchpoints if each.happened_at <= now),
        decisions=tuple(each for each in facts.decisions if each.happened_at <= now),
    )


def fact_instants(facts: Facts) -> set[datetime]:
    """Every instant from which a fact is known."""
    return (
        {each.arranged_at for each in facts.interviews}
        | {each.said_at for each in facts.next_steps}
        | {each.happened_at for each in facts.touchpoints}
        | {each.happened_at for each in facts.decisions}
    )


# --- The decision ----------------------------------------------------------------------------------------------------


def decision_in_force(known: Facts) -> DecisionInForce:
    """The latest decisive event by event time, unless something later cleared it."""
    latest = _last_decisive_event(known)
    if latest.event is None or latest.cleared_by:
        return latest
    return _cleared_by_invitation(latest.event, known) or _cleared_by_next_step(latest.event, known) or latest


def _last_decisive_event(known: Facts) -> DecisionInForce:
    found = DecisionInForce()
    for each in sorted(known.decisions, key=_course):
        if each.kind not in TAKEN_BACK_BY:
            found = DecisionInForce(each)
        elif found.event and found.event.kind in TAKEN_BACK_BY[each.kind]:
            found = DecisionInForce(found.event, each.kind.value, each.happened_at)
    return found


def _course(event: DecisionFact) -> tuple[datetime, int]:
    return event.happened_at, COURSE_OF_EVENTS.index(event.kind)


def _cleared_by_invitation(event: DecisionFact, known: Facts) -> DecisionInForce | None:
    invitations = [
        each.arranged_at
        for each in known.interviews
        if each.arranged_at > event.happened_at
        and event.kind in (ENDED_BY_CANCELLED_INVITATION if each.cancelled else ENDED_BY_INVITATION)
    ]
    return DecisionInForce(event, "invitation", min(invitations)) if invitations else None


def _cleared_by_next_step(event: DecisionFact, known: Facts) -> DecisionInForce | None:
    said = [each.said_at for each in known.next_steps if each.said_at > event.happened_at and _was_said(each)]
    if event.kind not in ENDED_BY_NEXT_STEP or not said:
        return None
    return DecisionInForce(event, "next_step", min(said))


def _was_said(next_step: NextStepFact) -> bool:
    """Whether the employer said it; that the client did not ask takes no decision back."""
    return next_step.kind not in (NextStepKind.UNRECORDED, NextStepKind.NOT_ASKED)


# --- The interview ---------------------------------------------------------------------------------------------------


def interview_axis(known: Facts, now: datetime) -> InterviewAxis:
    """An interview is held when it is over; until then it is scheduled."""
    rounds = [each for each in known.interviews if not each.cancelled]
    if any(each.ends_at > now for each in rounds):
        return InterviewAxis.SCHEDULED
    return InterviewAxis.HELD if rounds else InterviewAxis.PRE


def round_began_at(known: Facts, now: datetime) -> datetime | None:
    """The instant before which whatever was said is superseded: by a decision, an invitation or a held interview."""
    decisions = [each.happened_at for each in known.decisions]
    interviews = [_supersedes_until(each, known, now) for each in known.interviews]
    return max(decisions + interviews, default=None)


def _supersedes_until(interview: InterviewFact, known: Facts, now: datetime) -> datetime:
    """A held round supersedes all that was said before its day, a cancelled one all before its invitation.

    The day and not the minute: what was said at the end of an interview may be noted with an earlier hour.
    """
    if interview.cancelled or interview.ends_at > now:
        return interview.arranged_at
    day = civil_date(interview.starts_at, known.zone)
    return max(interview.arranged_at, start_of_day(day, known.zone).astimezone(UTC))
