"""How counselors keep their desks: labels on clients, views of the caseload, what was put off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.people import Client
from counselor.accounts.models import Membership, Practice


class Label(models.Model):
    """A word a practice sorts its clients by. Clients do not see it."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="labels")
    name = models.CharField(_("label"), max_length=40)
    clients = models.ManyToManyField(Client, blank=True, related_name="labels")

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("label")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "practice",
                Lower("name"),
                name="label_unique_in_practice",
                violation_error_message=_("There is already a label of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A search of the caseload, with its filters and order, kept by one member under a name."""

    member = models.ForeignKey(Membership, models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("search"), max_length=500, help_text=_("The query of the page’s address."))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedManager(practice="member__practice")

    class Meta:
        verbose_name = _("saved view")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "member",
                Lower("name"),
                name="saved_view_unique_for_member",
                violation_error_message=_("You already have a view of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Snooze(models.Model):
    """One person put one line of Today off until a day, for a reason they read again when it is back.

    `kind` is the section of Today and `subject` its row (“application:12”). `version` is the number of the standing at
    that time: a row whose standing moved comes back at once.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="snoozes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    subject = models.CharField(_("about"), max_length=60)
    version = models.PositiveIntegerField(default=0)
    until_on = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=200)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("snooze")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "kind", "subject"],
                condition=Q(ended_at=None),
                name="snooze_one_per_row",
                violation_error_message=_("This is already put off."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} until {self.until_on}"
