"""Whether each logged exchange counts as an attempt, and why not."""

from __future__ import annotations

from datetime import datetime

from candidates import wording
from candidates.calendars import calendar_for
from candidates.followup.standing import judge_attempts
from candidates.models import Application
from candidates.standings import facts_of, policy_of


def judged_attempts(application: Application, now: datetime) -> dict[int, tuple[bool, str]]:
    """For each outgoing touchpoint's primary key: whether it counts, and the sentence that says why."""
    judged = judge_attempts(facts_of(application), policy_of(application), calendar_for(application), now)
    return {each.touchpoint.row: (each.counts, wording.sentence(each.why)) for each in judged}
