"""The pipeline's rows: people, employers, applications and the log of facts."""

from candidates.models.base import AppendOnlyError, Fact
from candidates.models.debriefs import Debrief
from candidates.models.employers import Closure, Contact, Employer, Site
from candidates.models.log import (
    Decision,
    Interview,
    NextStep,
    PolicyOverride,
    SpamCheck,
    StandingOverride,
    Touchpoint,
)
from candidates.models.people import Assignment, CaseNote, Client, SharedNote
from candidates.models.pipeline import Application, FollowUpPolicy, Heartbeat, StandingChange

__all__ = [
    "AppendOnlyError",
    "Application",
    "Assignment",
    "CaseNote",
    "Client",
    "Closure",
    "Contact",
    "Debrief",
    "Decision",
    "Employer",
    "Fact",
    "FollowUpPolicy",
    "Heartbeat",
    "Interview",
    "NextStep",
    "PolicyOverride",
    "SharedNote",
    "Site",
    "SpamCheck",
    "StandingChange",
    "StandingOverride",
    "Touchpoint",
]
