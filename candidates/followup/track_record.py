"""Whether an employer kept its word to be in touch: a promise, its date and grace, and what came.

Only what the employer does counts. A call in which the client asked first is no kept promise; nor is it a broken one
before the grace days are over. Days are civil dates at the employer. Source: design of the letters, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from statistics import median

from candidates.followup.clock import Calendar, civil_date, window_for
from candidates.followup.facts import (
    DecisionKind,
    Direction,
    Facts,
    NextStepFact,
    NextStepKind,
    Policy,
    Purpose,
    Result,
    TouchpointFact,
)
from candidates.followup.history import in_utc, known_at, utc

PROMISES = frozenset(
    {NextStepKind.EMPLOYER_CONTACTS, NextStepKind.EMPLOYER_CONTACTS_NO_CALLS, NextStepKind.EMPLOYER_THEN_CALL}
)
CLIENTS_OWN = frozenset(
    {
        DecisionKind.WITHDRAWN,
        DecisionKind.REINSTATED,
        DecisionKind.OFFER_ACCEPTED,
        DecisionKind.OFFER_DECLINED,
    }
)


NOT_SAID = frozenset({NextStepKind.NOT_ASKED, NextStepKind.UNRECORDED})


class Word(StrEnum):
    """What became of a promise. `RELEASED`: the client spoke first, withdrew, or put the application aside in time."""

    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    OPEN = "open"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class JudgedPromise:
    """One promise and what became of it. `days_late`: business days from the named day to the contact, if late."""

    said_on: date
    due_on: date
    grace_ends_on: date
    word: Word
    came_on: date | None = None
    days_late: int | None = None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """An employer's promises to be in touch, counted. Those still open or released are no part of `judged`."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0
    median_days_late: float | None = None

    @property
    def judged(self) -> int:
        """How many promises have come due and were the employer's to keep."""
        return self.kept + self.late + self.broken

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.judged and not self.open


def track_record(promises: Iterable[JudgedPromise]) -> TrackRecord:
    """The sum of several promises."""
    judged = list(promises)
    words = [each.word for each in judged]
    days = [each.days_late for each in judged if each.days_late is not None]
    return TrackRecord(
        kept=words.count(Word.KEPT),
        late=words.count(Word.LATE),
        broken=words.count(Word.BROKEN),
        open=words.count(Word.OPEN),
        median_days_late=median(days) if days else None,
    )


def judge_promises(
    facts: Facts, policy: Policy, calendar: Calendar, now: datetime, *, aside_at: datetime | None = None
) -> tuple[JudgedPromise, ...]:
    """Each promise of the employer to be in touch by a date, oldest first. `aside_at`: when the application was closed.

    Raises ValueError for an instant without a zone.
    """
    known = known_at(in_utc(facts), utc(now))
    return tuple(_judged(each, known, policy, calendar, utc(now), aside_at) for each in _promises(known))


def _promises(known: Facts) -> Iterator[NextStepFact]:
    """Of what several people said on one day, the counselor's choice, else the later date is what was promised."""
    said = sorted(known.next_steps, key=lambda each: each.said_at)
    for _, same_day in groupby(said, key=lambda each: civil_date(each.said_at, known.zone)):
        together = list(same_day)
        chosen = [each for each in together if each.in_force_by_choice] or together
        in_force = max(chosen, key=lambda each: (each.due_on or date.min, each.said_at))
        if in_force.kind in PROMISES and in_force.due_on:
            yield in_force


def _judged(
    promise: NextStepFact,
    known: Facts,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    aside_at: datetime | None,
) -> JudgedPromise:
    window = window_for(promise, policy, calendar, known.zone)
    assert window is not None
    assert window.due_on is not None
    came_at = min(contacts_after(promise, known), default=None)
    released_at = min(releases_after(promise, known, aside_at), default=None)
    ends_at = min((each for each in (came_at, released_at) if each), default=now)
    on, came_first = civil_date(ends_at, known.zone), came_at is not None and came_at == ends_at
    in_time = on <= window.closes_on
    word = _word(came_first=came_first, released=released_at is not None, in_time=in_time)
    return JudgedPromise(
        said_on=civil_date(promise.said_at, known.zone),
        due_on=window.due_on,
        grace_ends_on=window.closes_on,
        word=word,
        came_on=on if came_first else None,
        days_late=calendar.business_days_between(window.due_on, on) if word is Word.LATE else None,
    )


def _word(*, came_first: bool, released: bool, in_time: bool) -> Word:
    if came_first:
        return Word.KEPT if in_time else Word.LATE
    if not in_time:
        return Word.BROKEN
    return Word.RELEASED if released else Word.OPEN


# --- What came after it ----------------------------------------------------------------------------------------------


def contacts_after(said: NextStepFact, known: Facts) -> Iterator[datetime]:
    """Every instant after it at which the employer was in touch."""
    yield from (each.happened_at for each in known.touchpoints if _is_theirs(each) and each.happened_at > said.said_at)
    yield from (
        each.happened_at for each in known.decisions if each.kind not in CLIENTS_OWN and each.happened_at > said.said_at
    )
    yield from (each.arranged_at for each in known.interviews if each.arranged_at > said.said_at)
    yield from _later_words(said, known)


def _is_theirs(touchpoint: TouchpointFact) -> bool:
    """They wrote or called about the application; a call the client missed was made all the same."""
    if touchpoint.direction is not Direction.IN:
        return False
    return touchpoint.result is Result.MISSED or (
        touchpoint.result is Result.RECEIVED and touchpoint.purpose is Purpose.INQUIRY
    )


def _later_words(said: NextStepFact, known: Facts) -> Iterator[datetime]:
    """What they said about next steps on a later day, unless it was in a call the client made."""
    asked_on = {civil_date(each.happened_at, known.zone) for each in known.touchpoints if each.result is Result.REACHED}
    for each in known.next_steps:
        on = civil_date(each.said_at, known.zone)
        later = on > civil_date(said.said_at, known.zone)
        if later and on not in asked_on and each.kind not in NOT_SAID:
            yield each.said_at


def releases_after(said: NextStepFact, known: Facts, aside_at: datetime | None = None) -> Iterator[datetime]:
    """Every instant after it at which the client took the word out of the employer's mouth."""
    own = [utc(aside_at)] if aside_at else []
    own += [each.happened_at for each in known.touchpoints if each.result is Result.REACHED]
    own += [each.happened_at for each in known.decisions if each.kind in CLIENTS_OWN]
    yield from (instant for instant in own if instant > said.said_at)
