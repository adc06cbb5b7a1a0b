"""The secret address under which a calendar fetches one person's dates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from counselor.accounts.models import Practice


class CalendarFeed(models.Model):
    """One person's address in one practice. Only a hash of its key is kept; a lost address is renewed, never shown."""

    class Detail(models.TextChoices):
        PLAIN = "plain", _("dates only: no employer, no position")
        FULL = "full", _("with employer, position and place")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="calendar_feeds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds")
    key_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    detail = models.CharField(_("what it says"), max_length=5, choices=Detail.choices, default=Detail.PLAIN)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    fetched_at = models.DateTimeField(_("last fetched"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("calendar address")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"],
                condition=Q(ended_at=None),
                name="calendar_feed_one_per_person",
                violation_error_message=_("There is a calendar address already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
