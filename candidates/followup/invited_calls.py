"""Whether the client made the calls an employer invited to, within the window that was open for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from candidates.followup.clock import Calendar, civil_date, window_for
from candidates.followup.facts import (
    Channel,
    Direction,
    Facts,
    NextStepFact,
    NextStepKind,
    Policy,
    Purpose,
    Result,
    TouchpointFact,
    Window,
)
from candidates.followup.history import in_utc, known_at, utc
from candidates.followup.track_record import contacts_after, releases_after

NEVER_GOT_THROUGH = frozenset({Result.WRONG_NUMBER, Result.TECHNICAL})


@dataclass(frozen=True, slots=True)
class InvitedCall:
    """An invitation to call whose window is over, and whether a call was made in it."""

    opens_on: date
    closes_on: date
    made: bool


def invited_calls(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> tuple[InvitedCall, ...]:
    """Each invitation to call whose window is over, unless it was settled in another way before that.

    Raises ValueError for an instant without a zone.
    """
    known, today = known_at(in_utc(facts), utc(now)), civil_date(utc(now), facts.zone)
    found = []
    for said in known.next_steps:
        window = window_for(said, policy, calendar, known.zone) if said.kind is NextStepKind.CANDIDATE_CALLS else None
        if window is None or today <= window.closes_on:
            continue
        made = any(_is_call(each) and _lies_in(each.happened_at, window, known) for each in known.touchpoints)
        if made or not _settled(said, window, known):
            found.append(InvitedCall(window.opens_on, window.closes_on, made))
    return tuple(found)


def _is_call(touchpoint: TouchpointFact) -> bool:
    return (
        touchpoint.direction is Direction.OUT
        and touchpoint.channel is Channel.PHONE
        and touchpoint.purpose is Purpose.INQUIRY
        and touchpoint.result not in NEVER_GOT_THROUGH
    )


def _lies_in(instant: datetime, window: Window, known: Facts) -> bool:
    return window.opens_on <= civil_date(instant, known.zone) <= window.closes_on


def _settled(said: NextStepFact, window: Window, known: Facts) -> bool:
    """Whether the employer was in touch, or the client withdrew, while the call could still be made."""
    instants = [*contacts_after(said, known), *releases_after(said, known)]
    return any(civil_date(each, known.zone) <= window.closes_on for each in instants)
