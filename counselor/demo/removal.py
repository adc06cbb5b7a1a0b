"""Takes the demo practice away again: its rows and no others, in one transaction.

Facts are append-only and approved letters are guarded by triggers, on purpose and without an exception for anybody. So
the demo's rows are deleted as plain rows, children first, and the triggers are taken down for these deletions only:
until the transaction ends no other connection sees the table without them (both databases take a lock for it).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Q

from counselor.accounts.models import Practice, User
from counselor.demo.people import DEMO_DOMAIN
from counselor.my_data.guards import guards_down

# Children before parents: what is missing here is protected, and the whole removal fails rather than leave a half.
CHILDREN_FIRST = (
    ("my_data.ExportPart", "export__client__practice"),
    ("my_data.Export", "client__practice"),
    ("my_data.Erasure", "practice"),
    ("letters.KeptOutcome", "practice"),
    ("letters.Outcome", "letter__practice"),
    ("letters.LookedAgain", "letter__practice"),
    ("letters.LetterComment", "letter__practice"),
    ("letters.FrozenLetter", "letter__practice"),
    ("letters.PrintRunLetter", "run__practice"),
    ("letters.PrintRun", "practice"),
    ("letters.Printer", "practice"),
    ("letters.Letter", "practice"),
    ("letters.Signature", "client__practice"),
    ("letters.Letterhead", "practice"),
    ("letters.LetterTemplate", "practice"),
    ("outbox.OutgoingEmail", "practice"),
    ("candidates.Reminder", "client__practice"),
    ("candidates.StandingChange", "application__practice"),
    ("candidates.SpamCheck", "application__practice"),
    ("candidates.StandingOverride", "application__practice"),
    ("candidates.PolicyOverride", "application__practice"),
    ("candidates.Decision", "application__practice"),
    ("candidates.Touchpoint", "application__practice"),
    ("candidates.NextStep", "application__practice"),
    ("candidates.Debrief", "application__practice"),
    ("candidates.Interview", "application__practice"),
    ("candidates.AuditEntry", "practice"),
    ("candidates.ImportFile", "practice"),
    ("candidates.Document", "application__practice"),
    ("candidates.Flag", "client__practice"),
    ("candidates.ActionItem", "client__practice"),
    ("candidates.Addendum", "note__client__practice"),
    ("candidates.CaseNote", "client__practice"),
    ("candidates.CounselingSession", "client__practice"),
    ("candidates.SharedNote", "client__practice"),
    ("candidates.Application", "practice"),
    ("candidates.Label", "practice"),
    ("candidates.SavedView", "member__practice"),
    ("candidates.Snooze", "practice"),
    ("candidates.CalendarFeed", "practice"),
    ("candidates.ReminderPreference", "client__practice"),
    ("candidates.Consent", "client__practice"),
    ("candidates.ClientInvitation", "invitation__practice"),
    ("candidates.Assignment", "client__practice"),
    ("candidates.Client", "practice"),
    ("candidates.Closure", "practice"),
    ("candidates.Contact", "employer__practice"),
    ("candidates.Site", "employer__practice"),
    ("candidates.Employer", "practice"),
    ("candidates.FollowUpPolicy", "practice"),
    ("accounts.Invitation", "practice"),
    ("accounts.Membership", "practice"),
)


@transaction.atomic
def remove(practice: Practice) -> None:
    """Delete a demo practice, everything in it, and its people's accounts at the demo's own domain."""
    people = list(_only_here(practice).values_list("pk", flat=True))
    with guards_down():
        _rows("letters.Letter").filter(practice=practice).update(replaces=None)
        for label, path in CHILDREN_FIRST:
            _rows(label).filter(**{path: practice}).delete()
        practice.delete()
        User.objects.filter(pk__in=people).delete()


def _rows(label: str) -> Any:
    """A model's rows without its scope and without its refusal to delete."""
    return apps.get_model(label)._base_manager.all()


def _only_here(practice: Practice) -> Any:
    """Demo accounts that belong to no other practice."""
    elsewhere = Count("memberships", filter=~Q(memberships__practice=practice))
    here = User.objects.filter(memberships__practice=practice, email__endswith=DEMO_DOMAIN)
    return User.objects.filter(pk__in=here).annotate(elsewhere=elsewhere).filter(elsewhere=0)
