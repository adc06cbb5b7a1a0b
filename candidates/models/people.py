"""The people counseled, and who counsels them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import PostalAddress, paired
from candidates.querysets import AssignmentQuerySet, ClientQuerySet
from counselor.accounts.models import Membership, Practice, validate_time_zone


def full_name(given_name: str, family_name: str) -> str:
    return f"{given_name} {family_name}".strip()


class Client(PostalAddress):
    """The person counseled. `user` is set once they have signed in to their portal.

    Whoever has no account yet shares what was agreed by word of mouth: see candidates/consents.py for everybody else.
    `version` counts edits of the details: a writer names the one they saw. `ended_at` is when the counseling ended; the
    client keeps everything.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="clients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="clients")
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    reminders = models.BooleanField(_("send reminders by e-mail"), default=True)
    supervisor_informed_on = models.DateField(_("informed about supervision on"), null=True, blank=True)
    counselor_sees = models.BooleanField(_("the counselor sees the search"), default=True, editable=False)
    in_statistics = models.BooleanField(_("counts in figures"), default=True, editable=False)
    address_shown = models.BooleanField(_("address on letters and envelopes"), default=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    ended_at = models.DateTimeField(_("counseling ended"), null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ScopedManager(practice="practice", _manager_class=models.Manager.from_queryset(ClientQuerySet))

    class Meta:
        verbose_name = _("client")
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            paired("ended", "ended"),
            models.UniqueConstraint(
                fields=["practice", "user"],
                name="client_one_per_account",
                violation_error_message=_("This account already belongs to a client."),
            ),
        ]

    def __str__(self) -> str:
        return full_name(self.given_name, self.family_name)

    @property
    def on_their_own(self) -> bool:
        """Whether no counselor is there to ask: the counseling has ended, or there never was one."""
        return self.ended_at is not None or self.practice.kind == Practice.Kind.OWN

    @property
    def zone_name(self) -> str:
        return self.time_zone or self.practice.time_zone


class Assignment(models.Model):
    """A counselor looks after a client from one day until another, which is the first they do not.

    The days are the practice's. Rows are kept: a counselor who becomes the primary one gets a row of its own.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="assignments")
    counselor = models.ForeignKey(Membership, models.PROTECT, related_name="assignments")
    primary = models.BooleanField(_("primary counselor"), default=True)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = ScopedManager(
        practice="client__practice", _manager_class=models.Manager.from_queryset(AssignmentQuerySet)
    )

    class Meta:
        verbose_name = _("assignment")
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="assignment_ends_after_it_begins",
                violation_error_message=_("An assignment cannot end before it begins."),
            ),
            models.UniqueConstraint(
                fields=["client", "counselor"],
                condition=Q(to_on=None),
                name="assignment_one_open_per_counselor",
                violation_error_message=_("This counselor already looks after the client."),
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(to_on=None, primary=True),
                name="assignment_one_primary",
                violation_error_message=_("The client already has a primary counselor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counselor.user} – {self.client}"
