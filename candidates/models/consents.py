"""What clients share: every answer they ever gave, in the words they were asked in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import AppendOnly, AppendOnlyManager
from candidates.models.people import Client


class Consent(AppendOnly):
    """One answer to one question, kept for good. What holds now stands in the client's own columns."""

    class Kind(models.TextChoices):
        COUNSELOR = "counselor", _("my counselor sees my search")
        SUPERVISOR = "supervisor", _("a supervisor may look in")
        STATISTICS = "statistics", _("my search counts in figures")
        REMINDERS = "reminders", _("reminders by e-mail")
        ADDRESS = "address", _("my address on letters and envelopes")

    client = models.ForeignKey(Client, models.PROTECT, related_name="consents")
    kind = models.CharField(_("what was asked"), max_length=12, choices=Kind)
    given = models.BooleanField(_("the answer"))
    wording = models.CharField(_("version of the words"), max_length=20)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ScopedManager(practice="client__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("consent")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["counselor", "supervisor", "statistics", "reminders", "address"]),
                name="consent_kind_known",
                violation_error_message=_("Answer one of the questions."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.given}"
