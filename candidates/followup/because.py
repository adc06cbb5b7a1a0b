"""The reasons of a standing, in the order in which a person would tell them.

Codes and values only; the sentences are written at the edge. Days are civil dates at the employer, instants are in the
employer's zone. A value that is not known is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from candidates.followup.clock import Calendar, civil_date, days_after, grace_days
from candidates.followup.facts import (
    ClockAxis,
    Evidence,
    InterviewAxis,
    NextStepFact,
    NextStepKind,
    Policy,
    Reason,
    Result,
    Window,
)
from candidates.followup.picture import Picture

DATELESS = (NextStepKind.NOT_ASKED, NextStepKind.OPEN_ENDED)
INVITED_FROM = (NextStepKind.CANDIDATE_CALLS, NextStepKind.CANDIDATE_WRITES)


def because(seen: Picture, policy: Policy, calendar: Calendar) -> tuple[Reason, ...]:
    """Who said what when, the date and why it moved, what the client did, and that nothing has come since."""
    return tuple(_tell(seen, policy, calendar))


def _tell(seen: Picture, policy: Policy, calendar: Calendar) -> Iterator[Reason]:
    yield from _interviews(seen)
    yield from _decision(seen)
    if not seen.awaits_next_step:
        return
    yield from _said(seen)
    agreed = seen.next_step.statement
    if agreed and seen.window:
        yield from _dates(agreed, seen.window, policy, calendar, seen)
    yield from _attempts(seen)
    yield from _silence(seen, policy)


def _reason(code: str, **values: str | int | date | datetime | None) -> Reason:
    return Reason(code, {name: value for name, value in values.items() if value is not None and value != ""})


# --- Interviews and decisions ----------------------------------------------------------------------------------------


def _interviews(seen: Picture) -> Iterator[Reason]:
    zone = seen.known.zone
    rounds = sorted(seen.known.interviews, key=lambda each: (each.starts_at, each.ends_at, each.cancelled))
    if seen.interview is InterviewAxis.PRE:
        yield _reason("no_interview_yet", applied_on=seen.known.applied_on)
    last_held = max((each.starts_at for each in rounds if not each.cancelled), default=None)
    for each in rounds:
        starts_at = each.starts_at.astimezone(zone)
        if each.cancelled:
            if last_held is None or each.starts_at >= last_held:
                yield _reason("interview_called_off", on=starts_at.date(), at=starts_at)
        elif each.ends_at > seen.now:
            yield _reason("interview_ahead", on=starts_at.date(), at=starts_at, until=each.ends_at.astimezone(zone))
        elif each.starts_at == last_held:
            yield _reason("interview_held", on=starts_at.date(), at=starts_at)


def _decision(seen: Picture) -> Iterator[Reason]:
    event, zone = seen.decision.event, seen.known.zone
    if event is None:
        return
    decided_on = civil_date(event.happened_at, zone)
    yield _reason(f"decided_{event.kind}", on=decided_on, at=event.happened_at.astimezone(zone))
    if seen.decision.cleared_at:
        cleared_on = civil_date(seen.decision.cleared_at, zone)
        yield _reason(f"cleared_by_{seen.decision.cleared_by}", on=cleared_on, decision=event.kind.value)


# --- The next step and its dates -------------------------------------------------------------------------------------


def _said(seen: Picture) -> Iterator[Reason]:
    step = seen.next_step
    for each in step.replaced:
        yield _statement("said_before", each, seen)
    if step.slips:
        yield _reason("slips", times=step.slips)
    if step.implied_by is None:
        yield from _said_last(seen)
        return
    at = step.implied_by.happened_at.astimezone(seen.known.zone)
    code = "missed_their_call" if step.implied_by.result is Result.MISSED else "contact_not_recorded"
    yield _reason(
        code, on=at.date(), at=at, channel=step.implied_by.channel.value, direction=step.implied_by.direction.value
    )


def _said_last(seen: Picture) -> Iterator[Reason]:
    agreed = seen.next_step.statement
    if agreed is None or agreed.kind is NextStepKind.UNRECORDED:
        yield _reason("next_step_not_recorded")
        return
    yield _statement(f"said_{agreed.kind}", agreed, seen)
    for each in seen.next_step.beside:
        yield _statement("said_beside_chosen" if agreed.in_force_by_choice else "said_beside", each, seen)


def _statement(code: str, said: NextStepFact, seen: Picture) -> Reason:
    at = said.said_at.astimezone(seen.known.zone)
    return _reason(
        code,
        on=at.date(),
        at=at,
        by=said.said_by,
        words=said.words,
        kind=said.kind.value,
        due_on=said.due_on,
        by_on=said.by_on,
        precision=said.precision.value,
    )


def _dates(agreed: NextStepFact, window: Window, policy: Policy, calendar: Calendar, seen: Picture) -> Iterator[Reason]:
    if agreed.kind in DATELESS:
        yield _inquiry(agreed, window, policy, seen)
    else:
        yield from _due(agreed, window, calendar, policy)
        yield _invitation(agreed, window) if agreed.kind in INVITED_FROM else _grace(agreed, window, policy, seen)
    yield from _closed_days(window, calendar)


def _due(agreed: NextStepFact, window: Window, calendar: Calendar, policy: Policy) -> Iterator[Reason]:
    if agreed.due_on is None and agreed.kind not in INVITED_FROM:
        yield _reason("due_without_date", due_on=window.due_on, days=policy.silence_ceiling)
    elif agreed.due_on and agreed.due_on != window.due_on:
        why = calendar.why_closed(agreed.due_on)
        yield _reason("due_rolled", named_on=agreed.due_on, due_on=window.due_on, why=why)


def _grace(agreed: NextStepFact, window: Window, policy: Policy, seen: Picture) -> Reason:
    return _reason(
        _tense(window, seen.today),
        due_on=window.due_on,
        grace_days=grace_days(agreed.precision, policy),
        grace_ends_on=window.closes_on,
        overdue_on=days_after(window.closes_on, 1),
    )


def _tense(window: Window, today: date) -> str:
    """A promised day reads differently before it, on it and after it."""
    if window.due_on == today:
        return "due_today"
    return "due_ahead" if window.due_on and today < window.due_on else "due"


def _invitation(agreed: NextStepFact, window: Window) -> Reason:
    code = "call_window" if agreed.kind is NextStepKind.CANDIDATE_CALLS else "write_window"
    return _reason(code, opens_on=window.opens_on, closes_on=window.closes_on)


def _inquiry(agreed: NextStepFact, window: Window, policy: Policy, seen: Picture) -> Reason:
    not_asked = agreed.kind is NextStepKind.NOT_ASKED
    return _reason(
        "inquiry_window",
        said_on=civil_date(agreed.said_at, seen.known.zone),
        days=policy.inquiry_after_not_asked if not_asked else policy.inquiry_after_open_ended,
        opens_on=window.opens_on,
        ceiling_days=policy.silence_ceiling,
        closes_on=window.closes_on,
    )


def _closed_days(window: Window, calendar: Calendar) -> Iterator[Reason]:
    """The named closures between the date and the end of the window; a run of days with one name is told once."""
    days = calendar.day_by_day(window.due_on or window.opens_on, window.closes_on)
    # A weekend neither ends a run of closed days nor needs a word.
    weekdays = (day for day in days if day.on.weekday() not in calendar.weekend)
    for why, run in groupby(weekdays, key=lambda day: day.closed):
        if why:
            closed_on = [day.on for day in run]
            yield _reason("closed_days", first_on=closed_on[0], last_on=closed_on[-1], days=len(closed_on), why=why)


# --- What the client did, and what came of it ------------------------------------------------------------------------


def _attempts(seen: Picture) -> Iterator[Reason]:
    """The attempts of this round; a thank-you asks nothing and is none of them."""
    steps = (*seen.next_step.replaced, seen.next_step.statement)
    began_at = min((each.said_at for each in steps if each), default=None)
    for each in seen.attempts:
        if began_at and each.touchpoint.happened_at > began_at and each.why.code != "attempt_not_an_inquiry":
            yield each.why


def _silence(seen: Picture, policy: Policy) -> Iterator[Reason]:
    weighed = seen.weighed
    if weighed.message_on:
        code = "answer_awaited" if weighed.evidence is Evidence.PENDING else "no_answer_in_time"
        yield _reason(code, message_on=weighed.message_on, answer_by=weighed.answer_by)
    if weighed.refused_on:
        yield _reason("call_refused", on=weighed.refused_on)
    if weighed.days_tried and not weighed.message_on:
        yield _reason("days_tried", days=weighed.days_tried, needed=policy.tries)
    agreed = seen.next_step.statement
    if agreed and seen.clock is not ClockAxis.BEFORE:
        counted = [each.on for each in seen.attempts if each.counts]
        yield _reason("nothing_since", since=max(counted, default=civil_date(agreed.said_at, seen.known.zone)))
