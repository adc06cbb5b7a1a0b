"""The invariants of the rule (design, section 5) over random histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    Result,
    Standing,
    TouchpointFact,
    Verdict,
)
from candidates.followup.standing import assess
from tests.candidates.followup.calendars import US
from tests.candidates.followup.story import NEW_YORK, TOKYO

FIRST_DAY = date(2026, 10, 19)
DAYS = 50
RANK = [Verdict.NONE, Verdict.NO_CONCLUSION, Verdict.PROBABLE, Verdict.DEFINITE, Verdict.EXPLICIT]
CALL_INVITED = (NextStepKind.CANDIDATE_CALLS, NextStepKind.EMPLOYER_THEN_CALL)
NO_CALL_INVITED = tuple(each for each in NextStepKind if each not in CALL_INVITED)
CONTACT = {Result.REACHED, Result.RECEIVED, Result.MISSED}
DATELESS = {NextStepKind.NOT_ASKED, NextStepKind.OPEN_ENDED, NextStepKind.UNRECORDED}
ZONES = [NEW_YORK, TOKYO, ZoneInfo("Africa/Cairo"), ZoneInfo("UTC")]
POLICIES = st.sampled_from([Policy(), Policy(grace_exact=0, tries=1), Policy(call_window=3, message_return=8)])
ANY_KIND = tuple(NextStepKind)
often = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- Random histories ------------------------------------------------------------------------------------------------
# Whole facts but for their instant are drawn at once: a hundred small draws for each history would take the time.

# Mostly in office hours, so that attempts count; few of them, so that equal instants come up.
HOURS = [time(0), time(7, 30), time(9), time(9, 30), time(12), time(15), time(17, 30), time(19)]
CALLS = [(Direction.OUT, Channel.PHONE, each) for each in (Result.MESSAGE_LEFT, Result.NO_ANSWER, Result.REFUSED)]
USELESS_CALLS = [(Direction.OUT, Channel.PHONE, each) for each in (Result.WRONG_NUMBER, Result.TECHNICAL)]
MAIL = [(Direction.OUT, Channel.EMAIL, each) for each in (Result.SENT, Result.BOUNCED)]
ANSWERS = [(Direction.IN, Channel.PHONE, each) for each in (Result.RECEIVED, Result.MISSED, Result.AUTO_REPLY)]
ANSWERS += [(Direction.OUT, Channel.PHONE, Result.REACHED)]


def instants(zone: ZoneInfo, first: int = 0, last: int = DAYS) -> st.SearchStrategy[datetime]:
    def instant(day: int, hour: time) -> datetime:
        return datetime.combine(FIRST_DAY + timedelta(days=day), hour, zone).astimezone(UTC)

    return st.builds(instant, st.integers(first, last), st.sampled_from(HOURS))


def interviews(zone: ZoneInfo, last: int, cancelled: tuple[bool, ...]) -> st.SearchStrategy[InterviewFact]:
    def held_from(starts_at: datetime, notice: int, is_cancelled: bool) -> InterviewFact:
        invited_at = starts_at - timedelta(days=notice)
        return InterviewFact(starts_at, starts_at + timedelta(hours=1), invited_at, is_cancelled)

    return st.builds(held_from, instants(zone, 0, last), st.sampled_from([0, 3, 20]), st.sampled_from(cancelled))


def next_steps(zone: ZoneInfo, kinds: tuple[NextStepKind, ...]) -> st.SearchStrategy[NextStepFact]:
    def step(said_at: datetime, days_ahead: int, shape: tuple[NextStepKind, Precision, str, bool]) -> NextStepFact:
        kind, precision, who, chosen = shape
        due_on = None if kind in DATELESS else said_at.date() + timedelta(days=days_ahead)
        by_on = due_on + timedelta(days=3) if due_on and days_ahead % 2 else None
        return NextStepFact(said_at, kind, due_on, by_on, precision, who, in_force_by_choice=chosen)

    shapes = list(product(kinds, Precision, ["", "Ms Kim", "Mr Ode"], [False, False, True]))
    return st.builds(step, instants(zone, 2, 20), st.integers(0, 21), st.sampled_from(shapes))


def touchpoints(zone: ZoneInfo, *, phone: bool, answers: bool) -> st.SearchStrategy[TouchpointFact]:
    ways = MAIL + (CALLS * 8 + USELESS_CALLS if phone else []) + (ANSWERS if answers else [])
    shapes = list(product(ways, [True, True, True, False]))
    return st.builds(
        lambda instant, shape: TouchpointFact(instant, shape[0][0], shape[0][1], shape[0][2], shape[1]),
        instants(zone, 8),
        st.sampled_from(shapes),
    )


@cache
def histories(
    kinds: tuple[NextStepKind, ...] = ANY_KIND, *, phone: bool = True, answers: bool = True, decisions: bool = True
) -> st.SearchStrategy[Facts]:
    """Histories whose first round is early, so that most of them reach the part of the rule that waits."""

    def in_zone(zone: ZoneInfo) -> st.SearchStrategy[Facts]:
        decisive = st.builds(DecisionFact, instants(zone), st.sampled_from(DecisionKind))
        none: st.SearchStrategy[tuple[DecisionFact, ...]] = st.just(())
        some = none | none | st.tuples(decisive) | st.tuples(decisive, decisive)
        first = interviews(zone, 2, (False,) * 9 + (True,))
        return st.builds(
            lambda first, more, **rest: Facts(zone, interviews=(first, *more), **rest),
            first=first,
            more=st.just(()) | st.just(()) | st.just(()) | st.tuples(interviews(zone, DAYS, (False, True))),
            next_steps=st.lists(next_steps(zone, kinds), min_size=1, max_size=3).map(tuple),
            touchpoints=st.lists(touchpoints(zone, phone=phone, answers=answers), min_size=1, max_size=6).map(tuple),
            decisions=some if decisions else none,
        )

    return st.one_of(*(in_zone(zone) for zone in ZONES))


NOW = instants(NEW_YORK, 4, DAYS + 40)


def verdict(facts: Facts, now: datetime, policy: Policy | None = None) -> Verdict:
    return assess(facts, policy or Policy(), US, now).verdict


def entered_by(facts: Facts, now: datetime) -> Facts:
    """The history without what is dated ahead, interviews excepted."""
    return replace(
        facts,
        interviews=tuple(each for each in facts.interviews if each.arranged_at <= now),
        next_steps=tuple(each for each in facts.next_steps if each.said_at <= now),
        touchpoints=tuple(each for each in facts.touchpoints if each.happened_at <= now),
        decisions=tuple(each for each in facts.decisions if each.happened_at <= now),
    )


# --- The eight invariants --------------------------------------------------------------------------------------------


@often
@given(histories(CALL_INVITED, decisions=False), POLICIES, NOW)
def test_definite_only_after_an_invited_call_in_time_or_later_stayed_unanswered(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    if verdict(facts, now, policy) is not Verdict.DEFINITE:
        return
    known = entered_by(facts, now)
    calls = [each for each in known.touchpoints if _was_in_time(each, known)]
    answered_at = max((each.happened_at for each in known.touchpoints if each.result in CONTACT), default=None)
    assert any(answered_at is None or each.happened_at > answered_at for each in calls)


def _was_in_time(call: TouchpointFact, known: Facts) -> bool:
    """An oracle of its own: a call to the right number, in office hours, on or after the day somebody named for it."""
    local = call.happened_at.astimezone(known.zone)
    missed = [each.happened_at for each in known.touchpoints if each.result is Result.MISSED]
    invited = any(each < call.happened_at for each in missed) or any(
        each.kind in CALL_INVITED and each.said_at < call.happened_at and each.due_on and each.due_on <= local.date()
        for each in known.next_steps
    )
    answerable = US.is_business_day(local.date()) and 8 <= local.hour < 18
    unanswered = call.result in (Result.MESSAGE_LEFT, Result.NO_ANSWER, Result.REFUSED)
    return invited and call.invited and answerable and unanswered


@often
@given(histories(decisions=False), POLICIES, NOW)
def test_before_the_agreed_time_the_verdict_is_none(facts: Facts, policy: Policy, now: datetime) -> None:
    found = assess(facts, policy, US, now)
    if found.window and now.astimezone(facts.zone).date() < found.window.opens_on:
        assert found.verdict is Verdict.NONE


@often
@given(histories(decisions=False), NOW)
def test_no_verdict_before_an_interview_was_held_or_while_another_is_scheduled(facts: Facts, now: datetime) -> None:
    rounds = [each for each in entered_by(facts, now).interviews if not each.cancelled]
    if not rounds or any(each.ends_at > now for each in rounds):
        assert verdict(facts, now) is Verdict.NONE


@often
@given(histories(), NOW)
def test_a_rejection_is_explicit(facts: Facts, now: datetime) -> None:
    earlier = entered_by(facts, now - timedelta(seconds=1))
    told = replace(earlier, decisions=(*earlier.decisions, DecisionFact(now, DecisionKind.REJECTED)))
    assert verdict(told, now) is Verdict.EXPLICIT


@often
@given(histories(decisions=False), NOW)
def test_silence_is_never_explicit(facts: Facts, now: datetime) -> None:
    assert verdict(facts, now) is not Verdict.EXPLICIT


@often
@given(histories((NextStepKind.EMPLOYER_CONTACTS_NO_CALLS,), answers=False, decisions=False), NOW)
def test_no_calls_never_exceeds_probable(facts: Facts, now: datetime) -> None:
    assert verdict(facts, now) in (Verdict.NONE, Verdict.PROBABLE)


@often
@given(histories(phone=False, answers=False, decisions=False), NOW)
def test_unanswered_mail_never_exceeds_probable(facts: Facts, now: datetime) -> None:
    assert verdict(facts, now) is not Verdict.DEFINITE


@often
@given(histories(), POLICIES, NOW, st.integers(0, 2_000))
def test_time_alone_never_weakens_a_verdict(facts: Facts, policy: Policy, now: datetime, hours: int) -> None:
    known = entered_by(facts, now)
    later = now + timedelta(hours=hours)
    assert RANK.index(verdict(known, later, policy)) >= RANK.index(verdict(known, now, policy))


@often
@given(histories((NextStepKind.CANDIDATE_CALLS,), phone=False, answers=False, decisions=False), NOW)
def test_a_client_who_did_not_make_the_invited_call_gets_no_conclusion(facts: Facts, now: datetime) -> None:
    assert verdict(facts, now) in (Verdict.NONE, Verdict.NO_CONCLUSION)


@often
@given(histories(NO_CALL_INVITED, answers=False, decisions=False), NOW)
def test_an_uninvited_unanswered_call_never_makes_definite(facts: Facts, now: datetime) -> None:
    assert verdict(facts, now) is not Verdict.DEFINITE


# --- A pure function, reviewed when it says --------------------------------------------------------------------------


def gist(found: Standing) -> tuple[str, str, str, str]:
    return found.status, found.verdict, found.letter, found.ball


@often
@given(histories(), POLICIES, NOW, st.integers(0, 999))
def test_nothing_changes_before_the_review(facts: Facts, policy: Policy, now: datetime, permille: int) -> None:
    found = assess(facts, policy, US, now)
    review_at = found.review_at or now + timedelta(days=400)
    assert review_at > now
    between = now + (review_at - now) * permille / 1000
    assert gist(assess(facts, policy, US, between)) == gist(found)


@often
@given(histories(), POLICIES, NOW)
def test_something_changes_at_the_review(facts: Facts, policy: Policy, now: datetime) -> None:
    known = entered_by(facts, now)
    found = assess(known, policy, US, now)
    if found.review_at:
        assert found.review_on == found.review_at.astimezone(facts.zone).date()
        assert gist(assess(known, policy, US, found.review_at)) != gist(found)


@often
@given(histories(), NOW, st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters(facts: Facts, now: datetime, random: Random) -> None:
    shuffled = replace(
        facts,
        interviews=tuple(random.sample(facts.interviews, len(facts.interviews))),
        next_steps=tuple(random.sample(facts.next_steps, len(facts.next_steps))),
        touchpoints=tuple(random.sample(facts.touchpoints, len(facts.touchpoints))),
        decisions=tuple(random.sample(facts.decisions, len(facts.decisions))),
    )
    assert assess(shuffled, Policy(), US, now) == assess(facts, Policy(), US, now)


@often
@given(histories(), NOW, st.sampled_from([NEW_YORK, TOKYO]))
def test_the_zone_an_instant_is_spelled_in_never_matters(facts: Facts, now: datetime, zone: ZoneInfo) -> None:
    assert assess(facts, Policy(), US, now.astimezone(zone)) == assess(facts, Policy(), US, now)
