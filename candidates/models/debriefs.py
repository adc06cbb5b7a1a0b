"""What is told of an interview once it is over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.base import Fact
from candidates.models.employers import Contact
from candidates.models.log import Interview, fact_manager


class Debrief(Fact):
    """An interview as it was. Each row is the whole account, and the latest one holds: see `Interview.as_it_was`."""

    class Thanks(models.TextChoices):
        NOT_YET = "not_yet", _("not yet")
        NO = "no", _("no")

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="debriefs")
    format = models.CharField(_("format"), max_length=10, choices=Interview.Format.choices)
    contacts = models.ManyToManyField(Contact, related_name="+", verbose_name=_("people met"), blank=True)
    detail = models.TextField(_("worth remembering"), blank=True, max_length=2_000)
    thanks = models.CharField(
        _("thank-you e-mail"),
        max_length=10,
        choices=Thanks.choices,
        blank=True,
        help_text=_("Only why there is none; one that was sent is a touchpoint."),
    )

    objects = fact_manager()

    class Meta:
        verbose_name = _("debrief")
        ordering = ["pk"]
        constraints = [*Fact.Meta.constraints]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.interview}"
