"""Many letters at once: one print run for an office's day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import Job, paired
from counselor.accounts.models import Practice
from letters.models.letter import Letter
from letters.models.paper import Printer


class PrintRun(Job):
    """Approved letters joined for the printer, in the order of their envelopes.

    Made by the worker: queued → making → ready, or failed.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        MAKING = "making", _("being made")
        READY = "ready", _("ready to print")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="print_runs")
    printer = models.ForeignKey(Printer, models.PROTECT, null=True, blank=True, related_name="print_runs")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    letters_pdf = models.BinaryField(default=bytes, editable=False)
    envelopes_pdf = models.BinaryField(default=bytes, editable=False)
    sheet_pdf = models.BinaryField(default=bytes, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("print run")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state__in=["queued", "making"]), name="print_run_to_make")
        ]
        constraints = [
            paired("cancelled", "cancelled"),
            models.CheckConstraint(
                condition=Q(state="making", lease_until__isnull=False) | (~Q(state="making") & Q(lease_until=None)),
                name="print_run_lease_while_making",
                violation_error_message=_("A print run has a lease exactly while it is being made."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def step(self) -> str:
        """Where it stands in words; once it is ready, where its letters are. For rows of `access.print_runs`."""
        unprinted, unmailed, mailed = (getattr(self, name) for name in ("unprinted", "unmailed", "mailed"))
        if self.state != self.State.READY or unprinted or not (unmailed or mailed):
            return str(self.get_state_display())
        return str(Letter.State.PRINTED.label if unmailed else Letter.State.MAILED.label)


class PrintRunLetter(models.Model):
    """A letter's place in a print run, from 1. A letter lies in one run that was not cancelled."""

    run = models.ForeignKey(PrintRun, models.CASCADE, related_name="places")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="places")
    position = models.PositiveIntegerField()
    released = models.BooleanField(default=False, editable=False)

    objects = ScopedManager(practice="run__practice")

    class Meta:
        verbose_name = _("letter of a print run")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "position"],
                name="print_run_one_letter_a_place",
                violation_error_message=_("Two letters cannot have one place."),
            ),
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(released=False),
                name="print_run_letter_in_one_run",
                violation_error_message=_("This letter is in another print run."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.position}"
