"""Whether each logged exchange counts as an attempt, and why not."""

from __future__ import annotations

from datetime import datetime

from candidates import wording
from candidates.followup.standing import judge_attempts
from candidates.models import Application
from candidates.standings import Basis, basis_of


def judged_attempts(application: Application, now: datetime, basis: Basis | None = None) -> dict[int, tuple[bool, str]]:
    """For each outgoing touchpoint's primary key: whether it counts, and the sentence that says why."""
    basis = basis or basis_of(application)
    judged = judge_attempts(basis.known, basis.policy, basis.calendar, now)
    return {each.touchpoint.row: (each.counts, wording.sentence(each.why)) for each in judged}
