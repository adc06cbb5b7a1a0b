"""Short words for facts: a test reads as the story it tells. Times are wall clock at the employer, in New York."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from candidates.followup.clock import Calendar
from candidates.followup.facts import (
    Channel,
    DecisionFact,
    DecisionKind,
    Direction,
    Facts,
    InterviewFact,
    NextStepFact,
    NextStepKind,
    Policy,
    Precision,
    Purpose,
    Result,
    Standing,
    TouchpointFact,
)
from candidates.followup.standing import assess
from tests.candidates.followup.calendars import US

NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
POLICY = Policy()
Fact = InterviewFact | NextStepFact | TouchpointFact | DecisionFact


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    """ "2026-11-03 14:30" on the employer's wall; 10:00 where no hour is given."""
    day, _, hour = text.partition(" ")
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour or "10:00"), zone)


def met(when: str, *, invited: str = "2026-01-05", cancelled: bool = False, zone: ZoneInfo = NEW_YORK) -> InterviewFact:
    """An interview of an hour."""
    starts_at = at(when, zone)
    return InterviewFact(starts_at, starts_at + timedelta(hours=1), at(invited, zone), cancelled)


def said(
    when: str,
    kind: NextStepKind,
    due: str | None = None,
    *,
    by: str | None = None,
    precision: Precision = Precision.EXACT,
    who: str = "",
    chosen: bool = False,
    zone: ZoneInfo = NEW_YORK,
) -> NextStepFact:
    return NextStepFact(
        said_at=at(when, zone),
        kind=kind,
        due_on=date.fromisoformat(due) if due else None,
        by_on=date.fromisoformat(by) if by else None,
        precision=precision,
        said_by=who,
        in_force_by_choice=chosen,
    )


def called(
    when: str, result: Result = Result.MESSAGE_LEFT, *, invited: bool = True, zone: ZoneInfo = NEW_YORK
) -> TouchpointFact:
    return TouchpointFact(at(when, zone), Direction.OUT, Channel.PHONE, result, invited)


def wrote(
    when: str,
    result: Result = Result.SENT,
    *,
    channel: Channel = Channel.EMAIL,
    invited: bool = True,
    purpose: Purpose = Purpose.INQUIRY,
) -> TouchpointFact:
    return TouchpointFact(at(when), Direction.OUT, channel, result, invited, purpose)


def came(when: str, result: Result = Result.RECEIVED, *, channel: Channel = Channel.EMAIL) -> TouchpointFact:
    """Something from the employer."""
    return TouchpointFact(at(when), Direction.IN, channel, result)


def decided(when: str, kind: DecisionKind) -> DecisionFact:
    return DecisionFact(at(when), kind)


def history(*facts: Fact, zone: ZoneInfo = NEW_YORK) -> Facts:
    return Facts(
        zone=zone,
        applied_on=date(2026, 1, 2),
        interviews=tuple(each for each in facts if isinstance(each, InterviewFact)),
        next_steps=tuple(each for each in facts if isinstance(each, NextStepFact)),
        touchpoints=tuple(each for each in facts if isinstance(each, TouchpointFact)),
        decisions=tuple(each for each in facts if isinstance(each, DecisionFact)),
    )


def standing(
    now: str,
    *facts: Fact,
    policy: Policy = POLICY,
    calendar: Calendar = US,
    zone: ZoneInfo = NEW_YORK,
    read_in: ZoneInfo | None = None,
) -> Standing:
    """The standing when the employer's wall says `now`; `read_in` is the zone `now` is spelled in, where it differs."""
    return assess(history(*facts, zone=zone), policy, calendar, at(now, read_in or zone))


def codes(found: Standing) -> list[str]:
    return [each.code for each in found.because]


# One interview, and what may have been said at its end: two weeks from then, 2026-11-17, is a Tuesday.
MET = met("2026-11-03 14:00")
AFTERWARD = "2026-11-03 15:00"
THEY_CALL = said(AFTERWARD, NextStepKind.EMPLOYER_CONTACTS, "2026-11-17", who="Ms Kim")
CLIENT_CALLS = said(AFTERWARD, NextStepKind.CANDIDATE_CALLS, "2026-11-17")
CLIENT_WRITES = said(AFTERWARD, NextStepKind.CANDIDATE_WRITES, "2026-11-17")
THEN_CALL = said(AFTERWARD, NextStepKind.EMPLOYER_THEN_CALL, "2026-11-17")
OPEN_ENDED = said(AFTERWARD, NextStepKind.OPEN_ENDED)
NOT_ASKED = said(AFTERWARD, NextStepKind.NOT_ASKED)
MESSAGE = called("2026-11-17")
WED_NO_ANSWER = called("2026-11-18", Result.NO_ANSWER)
