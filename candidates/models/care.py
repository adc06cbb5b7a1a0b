"""The work of counselor and client with each other: sessions, action items, flags."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import paired
from candidates.models.people import Client
from counselor.accounts.models import Membership


class Side(models.TextChoices):
    """Whose it is: the client's or the counselors'."""

    CLIENT = "client", _("the client")
    COUNSELOR = "counselor", _("the counselor")


class CounselingSession(models.Model):
    """Client and counselor meet. Agenda and summary are read by both; what is private goes into a case note.

    `reminded_for` is the time that its client was reminded of: one that is moved is another occasion.
    """

    class Channel(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        VIDEO = "video", _("video")
        PHONE = "phone", _("phone")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        MISSED = "missed", _("the client did not come")
        CANCELLED = "cancelled", _("cancelled")

    client = models.ForeignKey(Client, models.PROTECT, related_name="sessions")
    counselor = models.ForeignKey(Membership, models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=50)
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices, default=Channel.IN_PERSON)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    agenda = models.TextField(_("what to talk about"), blank=True, max_length=2_000)
    summary = models.TextField(_("what was agreed"), blank=True, max_length=4_000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    reminded_for = models.DateTimeField(null=True, editable=False)

    objects = ScopedManager(practice="client__practice")

    class Meta:
        verbose_name = _("session")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["starts_at"], condition=Q(state="planned"), name="session_planned")]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="session_lasts_minutes",
                violation_error_message=_("A session lasts between 5 minutes and 8 hours."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.starts_at:%Y-%m-%d}"


class ActionItem(models.Model):
    """Something one side promised to do. Both sides see it, and either may tick it off."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="action_items")
    application = models.ForeignKey(
        "candidates.Application", models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    session = models.ForeignKey(CounselingSession, models.PROTECT, null=True, blank=True, related_name="action_items")
    whose = models.CharField(_("who does it"), max_length=10, choices=Side, default=Side.CLIENT)
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    dropped_at = models.DateTimeField(_("dropped"), null=True, editable=False)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedManager(practice="client__practice")

    class Meta:
        verbose_name = _("action item")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["client", "due_on"], condition=Q(done_at=None, dropped_at=None), name="action_item_open"
            )
        ]
        constraints = [paired("done", "done"), paired("dropped", "dropped")]

    def __str__(self) -> str:
        return self.text


class Flag(models.Model):
    """One side asks the other to look. Whoever was asked resolves it, and the one who asked sees that."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="flags")
    application = models.ForeignKey(
        "candidates.Application", models.PROTECT, null=True, blank=True, related_name="flags"
    )
    asked = models.CharField(_("who is asked"), max_length=10, choices=Side)
    text = models.CharField(_("what about"), max_length=500)
    raised_at = models.DateTimeField(db_default=Now(), editable=False)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    resolution = models.CharField(_("what came of it"), max_length=500, blank=True, editable=False)

    objects = ScopedManager(practice="client__practice")

    class Meta:
        verbose_name = _("flag")
        ordering = ["-raised_at", "-pk"]
        indexes = [models.Index(fields=["client", "asked"], condition=Q(resolved_at=None), name="flag_open")]
        constraints = [paired("resolved", "resolved")]

    def __str__(self) -> str:
        return self.text[:60]
