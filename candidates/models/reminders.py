"""What a client is reminded of, and how they like to hear of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import AppendOnly, AppendOnlyManager
from candidates.models.people import Client

LAST_HOUR = 23


class ReminderPreference(models.Model):
    """How and when a client hears of their reminders; without a row, as the defaults say.

    Whether the practice may send e-mail at all is the client's consent, `Client.reminders`; this is how, once it may.
    Hours are those of the client's own clock. Quiet hours that end when they begin are none.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("by e-mail, and here")
        APP = "app", _("only here")

    class Rhythm(models.TextChoices):
        SINGLE = "single", _("each by itself")
        DIGEST = "digest", _("one e-mail a day with all of them")

    client = models.OneToOneField(Client, models.PROTECT, related_name="reminder_preference")
    channel = models.CharField(_("where"), max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    rhythm = models.CharField(_("how often"), max_length=6, choices=Rhythm.choices, default=Rhythm.SINGLE)
    hour = models.PositiveSmallIntegerField(_("not before"), default=8)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=20)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), default=8)

    objects = ScopedManager(practice="client__practice")

    class Meta:
        verbose_name = _("reminder preference")
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__lte=LAST_HOUR, quiet_from__lte=LAST_HOUR, quiet_until__lte=LAST_HOUR),
                name="reminder_hours_of_a_day",
                violation_error_message=_("An hour lies between 0 and 23."),
            )
        ]

    def __str__(self) -> str:
        return str(self.client)


class Reminder(AppendOnly):
    """One occasion a client is reminded of, as their portal lists it; the e-mail about it is written beside it, once.

    `about` and `occurrence` name the occasion as in the outbox, `path` is where it leads within the portal. `told_on`
    is the day whose digest told it.
    """

    closing_fields = frozenset({"seen_at", "told_on"})

    client = models.ForeignKey(Client, models.PROTECT, related_name="reminders_made")
    application = models.ForeignKey(
        "candidates.Application", models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=60)
    path = models.CharField(max_length=120)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    seen_at = models.DateTimeField(_("read"), null=True, editable=False)
    told_on = models.DateField(null=True, editable=False)

    objects = ScopedManager(practice="client__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("reminder")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["client"], condition=Q(seen_at=None), name="reminder_unread")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind", "about", "occurrence"],
                name="reminder_once_per_occasion",
                violation_error_message=_("There is a reminder of this already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def recipient_id(self) -> int | None:
        """Whoever reads it: what asks whether a mail is still wanted may ask the same of a reminder."""
        return self.client.user_id
