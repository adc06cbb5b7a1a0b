"""Copies of one client's data to take away, and the record that somebody's data was erased."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models import Client
from candidates.models.base import AppendOnly, AppendOnlyManager, Job
from counselor.accounts.models import Practice


class Export(Job):
    """Everything about one client in one archive, made by the worker (`counselor.jobs`) for whoever asked.

    Its bytes lie in `ExportPart` rows. After `expires_at` the archive is deleted.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    client = models.ForeignKey(Client, models.PROTECT, related_name="exports")
    with_case_notes = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    size = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("kept until"), null=True, editable=False)

    objects = ScopedManager(practice="client__practice")

    class Meta:
        verbose_name = _("copy of everything")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "created_by"],
                condition=Q(state__in=["queued", "making"]),
                name="export_one_under_way",
                violation_error_message=_("A copy is being made already."),
            ),
            models.CheckConstraint(
                condition=Q(state="making", lease_until__isnull=False) | (~Q(state="making") & Q(lease_until=None)),
                name="export_lease_while_making",
                violation_error_message=_("A copy has a lease exactly while it is being made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ExportPart(models.Model):
    """A piece of an archive. `attempt` tells the pieces of a maker that vanished from those of the one after it."""

    export = models.ForeignKey(Export, models.PROTECT, related_name="parts")
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = ScopedManager(practice="export__client__practice")

    class Meta:
        verbose_name = _("part of a copy")
        ordering = ["attempt", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "attempt", "number"],
                name="export_part_once",
                violation_error_message=_("This part is there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.export}: {self.number}"


class Erasure(AppendOnly):
    """That a client's data was erased: when, on whose wish, and how many rows of each kind. Never whose they were.

    `by` is the member of staff who did it; empty where the client did, or the day the practice had set had come.
    """

    class Wish(models.TextChoices):
        CLIENT = "client", _("the client")
        STAFF = "staff", _("the client, through the practice")
        RETENTION = "retention", _("the time the practice keeps data was over")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="erasures")
    wish = models.CharField(_("on whose wish"), max_length=10, choices=Wish.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(_("when"), editable=False)
    rows = models.JSONField(_("rows"), default=dict)
    frozen_letters = models.PositiveIntegerField(_("approved letters among them"), default=0)

    objects = ScopedManager(practice="practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("erasure")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.at:%Y-%m-%d}"

    @property
    def count(self) -> int:
        """How many rows went, of all kinds."""
        return sum(self.rows.values())
