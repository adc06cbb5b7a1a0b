"""What an invitation of a client is about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.people import Client
from counselor.accounts.models import Invitation


class ClientInvitation(models.Model):
    """Whose records an invitation opens. Without a client, whoever accepts it begins as a new one."""

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="about")
    client = models.ForeignKey(Client, models.PROTECT, null=True, related_name="invitations")

    objects = ScopedManager(practice="invitation__practice")

    class Meta:
        verbose_name = _("invitation of a client")

    def __str__(self) -> str:
        return str(self.client or self.invitation)
