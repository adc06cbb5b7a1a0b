"""The audit trail: who did what to whose data, where no fact of an application already says it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import AppendOnly, AppendOnlyManager
from candidates.models.people import Client
from counselor.accounts.models import Practice


class AuditEntry(AppendOnly):
    """One act. `values` says more: of an edit, {"version": 3, "changes": {"position": ["before", "after"]}}."""

    class Action(models.TextChoices):
        EDITED = "edited", _("changed")
        LABELED = "labeled", _("changed the labels")
        ASSIGNED = "assigned", _("assigned a counselor")
        UNASSIGNED = "unassigned", _("ended an assignment")
        HANDED_OVER = "handed_over", _("handed over")
        ENDED = "ended", _("ended the counseling")
        VIEWED_AS = "viewed_as", _("looked at the portal as the client sees it")
        ARCHIVED = "archived", _("put aside")
        RESTORED = "restored", _("took up again")
        UPLOADED = "uploaded", _("added a document")
        DOWNLOADED = "downloaded", _("downloaded a document")
        REMOVED = "removed", _("removed a document")
        IMPORTED = "imported", _("imported")
        EXPORTED = "exported", _("exported")
        PUBLISHED = "published", _("published a letter template")
        RETIRED = "retired", _("went back to the built-in letter")
        CALENDAR = "calendar", _("changed the calendar address")
        REVIEWED = "reviewed", _("talked about a letter")
        INVITED = "invited", _("sent an invitation")
        JOINED = "joined", _("accepted the invitation")
        CONSENTED = "consented", _("answered what they share")
        MOVED_IN = "moved_in", _("brought everything along from a search alone")
        RESUMED = "resumed", _("took the counseling up again")
        LEFT = "left", _("ended a membership")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="audit_entries")
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="audit_entries")
    application = models.ForeignKey("candidates.Application", models.PROTECT, null=True, related_name="audit_entries")
    action = models.CharField(_("what"), max_length=12, choices=Action.choices)
    values = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScopedManager(practice="practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("audit entry")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["client", "-at"], name="audit_client"),
            models.Index(fields=["application", "-at"], name="audit_application"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_action_display()}"
