"""Which of the client's attempts count, why the others do not, and what those that count add up to.

An attempt counts only when its silence is the employer's: made when, where and how they could have answered. Source:
design of the follow-up rule, section 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from candidates.followup.clock import Calendar, civil_date
from candidates.followup.facts import (
    Channel,
    Direction,
    Evidence,
    NextStepFact,
    NextStepKind,
    Policy,
    Purpose,
    Reason,
    Result,
    TouchpointFact,
    Window,
)

OFFICE_OPENS, OFFICE_CLOSES = time(8), time(18)  # at the employer; a call counts from the first, before the second
WRITTEN = (Channel.EMAIL, Channel.LETTER)
BY_PHONE_ONLY = (NextStepKind.CANDIDATE_CALLS, NextStepKind.EMPLOYER_THEN_CALL)
INVITATIONS = (*BY_PHONE_ONLY, NextStepKind.CANDIDATE_WRITES)
NEVER_COUNTS = {
    Result.REACHED: "attempt_reached",
    Result.WRONG_NUMBER: "attempt_wrong_number",
    Result.TECHNICAL: "attempt_technical",
    Result.BOUNCED: "attempt_bounced",
}
CALL_RESULTS = (Result.MESSAGE_LEFT, Result.NO_ANSWER, Result.REFUSED)
COUNTS = "attempt_counts"
MESSAGES = (Result.MESSAGE_LEFT, Result.SENT)


@dataclass(frozen=True, slots=True)
class JudgedAttempt:
    """One attempt of the client, whether it counts, and the reason with the values its sentence needs."""

    touchpoint: TouchpointFact
    on: date
    counts: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the attempts that count add up to.

    `message_on` and `answer_by` belong to the message whose return window ends last. `days_tried` counts the different
    days of calls nobody took.
    """

    evidence: Evidence = Evidence.NONE
    message_on: date | None = None
    answer_by: date | None = None
    days_tried: int = 0
    refused_on: date | None = None


# --- Does it count? --------------------------------------------------------------------------------------------------

Values = dict[str, str | int | date | datetime]
Judgment = tuple[str, Values]


@dataclass(frozen=True, slots=True)
class Terms:
    """What an attempt is judged against: the next step in force, its window, and the days at the employer."""

    agreed: NextStepFact | None
    window: Window | None
    calendar: Calendar
    zone: ZoneInfo


def judge(touchpoints: Iterable[TouchpointFact], terms: Terms) -> tuple[JudgedAttempt, ...]:
    """Every attempt of the client, in order of time."""
    judged: list[JudgedAttempt] = []
    for each in sorted((each for each in touchpoints if each.direction is Direction.OUT), key=_order):
        wrote_before = any(earlier.counts and earlier.touchpoint.channel in WRITTEN for earlier in judged)
        judged.append(_judged(each, terms, wrote_before=wrote_before))
    return tuple(judged)


def _order(attempt: TouchpointFact) -> tuple[datetime, str, str, bool, str]:
    return attempt.happened_at, attempt.channel, attempt.result, attempt.invited, attempt.purpose


def _judged(attempt: TouchpointFact, terms: Terms, *, wrote_before: bool) -> JudgedAttempt:
    at = attempt.happened_at.astimezone(terms.zone)
    code, more = _judgment(attempt, terms, wrote_before=wrote_before)
    values: Values = {"at": at, "on": at.date(), "channel": attempt.channel.value, "result": attempt.result.value}
    return JudgedAttempt(attempt, at.date(), code == COUNTS, Reason(code, values | more))


def _judgment(attempt: TouchpointFact, terms: Terms, *, wrote_before: bool) -> Judgment:
    agreed, window = terms.agreed, terms.window
    if attempt.result in NEVER_COUNTS:
        return NEVER_COUNTS[attempt.result], {}
    if attempt.purpose is not Purpose.INQUIRY:
        return "attempt_not_an_inquiry", {"purpose": attempt.purpose.value}
    if agreed is None or window is None:
        return "attempt_nothing_agreed", {}
    if attempt.happened_at <= agreed.said_at:
        return "attempt_before_statement", {"said_on": civil_date(agreed.said_at, terms.zone)}
    if code := _wrong_way(attempt, agreed, wrote_before=wrote_before):
        return code, {}
    return _wrong_time(attempt, window, terms) or (COUNTS, {})


def _wrong_way(attempt: TouchpointFact, agreed: NextStepFact, *, wrote_before: bool) -> str:
    called = attempt.channel is Channel.PHONE and attempt.result in CALL_RESULTS
    wrote = attempt.channel in WRITTEN and attempt.result is Result.SENT
    if not called and not wrote:
        return "attempt_other_channel"
    if agreed.kind in BY_PHONE_ONLY and not called:
        return "attempt_not_by_phone"
    # Whoever was invited to write and only called has not done their part; a call after the letter adds to it.
    if agreed.kind is NextStepKind.CANDIDATE_WRITES and not wrote and not wrote_before:
        return "attempt_not_in_writing"
    if agreed.kind in INVITATIONS and not attempt.invited:
        return "attempt_not_as_invited"
    return ""


def _wrong_time(attempt: TouchpointFact, window: Window, terms: Terms) -> Judgment | None:
    local = attempt.happened_at.astimezone(terms.zone)
    if local.date() < window.opens_on:
        return "attempt_early", {"opens_on": window.opens_on}
    if attempt.channel is not Channel.PHONE:
        return None
    if closed := terms.calendar.why_closed(local.date()):
        return "attempt_not_business_day", {"why": closed}
    if not OFFICE_OPENS <= local.time() < OFFICE_CLOSES:
        return "attempt_outside_hours", {"opens": f"{OFFICE_OPENS:%H:%M}", "closes": f"{OFFICE_CLOSES:%H:%M}"}
    return None


# --- What it adds up to ----------------------------------------------------------------------------------------------


def weigh(judged: Iterable[JudgedAttempt], policy: Policy, calendar: Calendar, today: date) -> Weighed:
    """The evidence on `today`: while one message may still be answered the client waits, whatever else they did."""
    counted = [each for each in judged if each.counts]
    if not counted:
        return Weighed()
    messages = [(_answer_by(each, policy, calendar), each.on) for each in counted if each.touchpoint.result in MESSAGES]
    answer_by, message_on = max(messages, default=(None, None))
    found = Weighed(
        message_on=message_on,
        answer_by=answer_by,
        days_tried=len(_days_with(Result.NO_ANSWER, counted)),
        refused_on=max(_days_with(Result.REFUSED, counted), default=None),
    )
    return replace(found, evidence=_evidence(found, policy, today))


def _answer_by(message: JudgedAttempt, policy: Policy, calendar: Calendar) -> date:
    """The last day on which an answer to a message would be in time."""
    days = policy.message_return if message.touchpoint.channel is Channel.PHONE else policy.reply_window
    return calendar.add_business_days(message.on, days)


def _days_with(result: Result, counted: list[JudgedAttempt]) -> set[date]:
    return {each.on for each in counted if each.touchpoint.result is result}


def _evidence(found: Weighed, policy: Policy, today: date) -> Evidence:
    if found.answer_by and today <= found.answer_by:
        return Evidence.PENDING
    if found.answer_by or found.refused_on or found.days_tried >= max(1, policy.tries):
        return Evidence.UNANSWERED
    return Evidence.TRIED if found.days_tried else Evidence.NONE
