"""The five axes of one application at one instant, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from candidates.followup.clock import Calendar, civil_date, where, window_for
from candidates.followup.conclusion import Conclusion, conclude
from candidates.followup.evidence import JudgedAttempt, Terms, Weighed, judge, weigh
from candidates.followup.facts import ClockAxis, Decided, Facts, InterviewAxis, Policy, Window
from candidates.followup.history import DecisionInForce, decision_in_force, interview_axis, known_at
from candidates.followup.next_steps import NextStepInForce, next_step_in_force


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known at an instant and how the rule reads it. `today` is the civil date at the employer."""

    known: Facts
    now: datetime
    today: date
    decision: DecisionInForce
    interview: InterviewAxis
    next_step: NextStepInForce
    window: Window | None
    attempts: tuple[JudgedAttempt, ...]
    weighed: Weighed

    @property
    def clock(self) -> ClockAxis:
        return where(self.window, self.today)

    @property
    def conclusion(self) -> Conclusion:
        return conclude(self.decision.decided, self.interview, self.next_step.kind, self.clock, self.weighed.evidence)

    @property
    def awaits_next_step(self) -> bool:
        """Whether the next step decides: nothing was decided, and the last interview is over."""
        return self.decision.decided is Decided.NONE and self.interview is InterviewAxis.HELD


def picture(facts: Facts, policy: Policy, calendar: Calendar, now: datetime) -> Picture:
    """The picture at `now`, from facts that went through `in_utc`; facts of a later time are left out."""
    known = known_at(facts, now)
    today = civil_date(now, facts.zone)
    next_step = next_step_in_force(known, now)
    agreed = next_step.statement
    window = window_for(agreed, policy, calendar, facts.zone) if agreed else None
    attempts = judge(known.touchpoints, Terms(agreed, window, calendar, facts.zone))
    return Picture(
        known=known,
        now=now,
        today=today,
        decision=decision_in_force(known),
        interview=interview_axis(known, now),
        next_step=next_step,
        window=window,
        attempts=attempts,
        weighed=weigh(attempts, policy, calendar, today),
    )
