"""E-mail written in the same transaction as the change it tells of, delivered later."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from counselor.accounts.models import Practice


class OutgoingEmailQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> Self:
        return self.filter(state=OutgoingEmail.State.QUEUED, send_after__lte=now).order_by("send_after", "pk")

    def lease_expired(self, now: datetime) -> Self:
        """Mails whose sender vanished in the middle: nobody knows whether the server took them."""
        return self.filter(state=OutgoingEmail.State.SENDING, lease_until__lt=now)


class OutgoingEmail(models.Model):
    """One mail to one person about one occasion. The same occasion never makes a second mail.

    Somebody who has no account yet is a mail without a `recipient`, known by the address alone.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNCERTAIN = "uncertain", _("uncertain")
        CANCELLED = "cancelled", _("no longer needed")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="outgoing_emails")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    address = models.EmailField(_("to"))
    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(_("about"), max_length=60, help_text="such as application:12")
    occurrence = models.CharField(_("occurrence"), max_length=60)
    message_id = models.CharField(max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    send_after = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    resent_at = models.DateTimeField(null=True)
    resent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ScopedManager(practice="practice", _manager_class=models.Manager.from_queryset(OutgoingEmailQuerySet))

    class Meta:
        verbose_name = _("e-mail")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["send_after"], condition=Q(state="queued"), name="email_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="email_leased"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "kind", "occurrence", "recipient"],
                name="email_once_per_occasion",
                violation_error_message=_("This mail was already written."),
            ),
            models.UniqueConstraint(
                fields=["about", "kind", "occurrence", "address"],
                condition=Q(recipient=None),
                name="email_once_per_occasion_and_address",
                violation_error_message=_("This mail was already written."),
            ),
            models.CheckConstraint(
                condition=(Q(state="sending") & Q(lease_until__isnull=False))
                | (~Q(state="sending") & Q(lease_until=None)),
                name="email_lease_while_sending",
                violation_error_message=_("A mail has a lease exactly while it is being sent."),
            ),
            models.CheckConstraint(
                condition=Q(resent_at=None, resent_by=None) | Q(resent_at__isnull=False, resent_by__isnull=False),
                name="email_resent_pair",
                violation_error_message=_("Both the time and the person are needed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"


class Freeze(models.Model):
    """While one is not lifted, nothing leaves this installation: see `counselor.outbox.freeze`."""

    since = models.DateTimeField()
    why = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("freeze")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d}: {self.why}"


class AccountMail(models.Model):
    """A mail about an account, until it is sent: see counselor/outbox/account_mail.py. It belongs to no practice."""

    address = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    send_after = models.DateTimeField(_("not before"), db_index=True)
    expires_at = models.DateTimeField(_("forgotten at"))

    class Meta:
        verbose_name = _("account mail")

    def __str__(self) -> str:
        return self.address
