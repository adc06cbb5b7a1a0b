"""The pipeline's rows: people, employers, applications and the log of facts."""

from candidates.models.base import AppendOnlyError, Fact
from candidates.models.care import ActionItem, CounselingSession, Flag, Side
from candidates.models.consents import Consent
from candidates.models.debriefs import Debrief
from candidates.models.desk import Label, SavedView, Snooze
from candidates.models.documents import Document, ImportFile
from candidates.models.employers import Closure, Contact, Employer, Site
from candidates.models.feeds import CalendarFeed
from candidates.models.joining import ClientInvitation
from candidates.models.log import (
    Decision,
    Interview,
    NextStep,
    PolicyOverride,
    SpamCheck,
    StandingOverride,
    Touchpoint,
)
from candidates.models.notes import Addendum, CaseNote, SharedNote
from candidates.models.people import Assignment, Client
from candidates.models.pipeline import Application, FollowUpPolicy, Heartbeat, StandingChange
from candidates.models.reminders import Reminder, ReminderPreference
from candidates.models.trail import AuditEntry

__all__ = [
    "ActionItem",
    "Addendum",
    "AppendOnlyError",
    "Application",
    "Assignment",
    "AuditEntry",
    "CalendarFeed",
    "CaseNote",
    "Client",
    "ClientInvitation",
    "Closure",
    "Consent",
    "Contact",
    "CounselingSession",
    "Debrief",
    "Decision",
    "Document",
    "Employer",
    "Fact",
    "Flag",
    "FollowUpPolicy",
    "Heartbeat",
    "ImportFile",
    "Interview",
    "Label",
    "NextStep",
    "PolicyOverride",
    "Reminder",
    "ReminderPreference",
    "SavedView",
    "SharedNote",
    "Side",
    "Site",
    "Snooze",
    "SpamCheck",
    "StandingChange",
    "StandingOverride",
    "Touchpoint",
]
