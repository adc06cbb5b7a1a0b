"""The follow-up rule: facts, a policy, a calendar and an instant in; the standing of one application out.

A pure function. Nothing is guessed, and nothing is final because a job ran. Source: design of the follow-up rule.
"""

from __future__ import annotations

from datetime import UTC, datetime

from candidates.followup.because import because
from candidates.followup.clock import Calendar, civil_date, days_after, start_of_day
from candidates.followup.conclusion import Conclusion, conclude
from candidates.followup.evidence import JudgedAttempt
from candidates.followup.facts import Facts, Policy, Standing
from candidates.followup.history import fact_instants, in_utc, utc
from candidates.followup.picture import Picture, picture

__all__ = ["Conclusion", "JudgedAttempt", "assess", "conclude", "judge_attempts"]


def assess(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> Standing:
    """The standing at `now`. Facts dated later than `now` are not known yet, except the interviews ahead.

    Raises ValueError for an instant without a zone and for dates or calendars the rule cannot count on.
    """
    facts, now = in_utc(facts), utc(now)
    seen = picture(facts, policy, calendar, now)
    found = seen.conclusion
    review_at = _review_at(seen, facts, policy, calendar)
    return Standing(
        status=found.status,
        verdict=found.verdict,
        letter=found.letter,
        ball=found.ball,
        because=because(seen, policy, calendar),
        review_on=civil_date(review_at, facts.zone) if review_at else None,
        review_at=review_at,
        window=seen.window if seen.awaits_next_step else None,
        slips=seen.next_step.slips,
    )


def judge_attempts(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> tuple[JudgedAttempt, ...]:
    """Every attempt of the client up to `now`, in order of time, with whether it counts and why."""
    return picture(in_utc(facts), policy, calendar, utc(now)).attempts


def _review_at(seen: Picture, facts: Facts, policy: Policy, calendar: Calendar) -> datetime | None:
    """The next instant, in UTC, at which the conclusion is another if nothing more happens; None if there is none.

    A fact dated ahead always asks for a review: what follows from it is not foreseen from here.
    """
    entered_ahead = fact_instants(facts)
    for instant in sorted(entered_ahead | _edges(seen)):
        if instant <= seen.now:
            continue
        if instant in entered_ahead or picture(facts, policy, calendar, instant).conclusion != seen.conclusion:
            return instant
    return None


def _edges(seen: Picture) -> set[datetime]:
    """Every instant at which time alone moves an axis."""
    days = []
    if seen.window:
        days = [seen.window.opens_on, days_after(seen.window.closes_on, 1)]
    if seen.weighed.answer_by:
        days.append(days_after(seen.weighed.answer_by, 1))
    return {start_of_day(day, seen.known.zone).astimezone(UTC) for day in days} | {
        each.ends_at for each in seen.known.interviews
    }
