"""The log of facts. Event time (`starts_at`, `said_at`, `happened_at`) decides, never entry time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates import labels
from candidates.followup.facts import Channel, DecisionKind, Direction, NextStepKind, Precision, Purpose, Result
from candidates.models.base import AppendOnlyManager, Fact, paired
from candidates.models.employers import Contact

if TYPE_CHECKING:
    from candidates.models.debriefs import Debrief

DATELESS = [NextStepKind.OPEN_ENDED, NextStepKind.NOT_ASKED]


def fact_manager() -> ScopedManager:
    return ScopedManager(practice="application__practice", _manager_class=AppendOnlyManager)


class Interview(Fact):
    """One round. Whether it was held follows from its time, unless it was cancelled.

    `ahead_reminded_at` and `thanks_reminded_at` say when its client was reminded of it: what a sweep need not look at.
    """

    class Format(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        VIDEO = "video", _("by video")
        PHONE = "phone", _("by phone")

    class Cancellation(models.TextChoices):
        CANCELLED = "cancelled", _("it was cancelled")
        POSTPONED = "postponed", _("it was postponed")
        NO_SHOW = "no_show", _("somebody did not come")

    closing_fields = Fact.closing_fields | {
        *("cancelled_at", "cancelled_by", "cancellation", "ahead_reminded_at", "thanks_reminded_at")
    }
    thanks = ""  # nothing was told yet: see `as_it_was`

    arranged_at = models.DateTimeField(_("invited"), help_text=_("When the employer invited."))
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.IN_PERSON)
    contacts = models.ManyToManyField(Contact, related_name="interviews", verbose_name=_("people met"), blank=True)
    detail = models.TextField(_("worth remembering"), blank=True, max_length=2_000)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    cancellation = models.CharField(max_length=10, choices=Cancellation.choices, blank=True, editable=False)
    ahead_reminded_at = models.DateTimeField(null=True, editable=False)
    thanks_reminded_at = models.DateTimeField(null=True, editable=False)

    objects = fact_manager()

    class Meta:
        verbose_name = _("interview")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["starts_at"], name="interview_by_start"),
            # What a sweep looks for every minute: without what its client was reminded of, however much that is.
            models.Index(
                fields=["starts_at"],
                condition=Q(ahead_reminded_at=None, voided_at=None, cancelled_at=None),
                name="interview_ahead_to_remind",
            ),
            models.Index(
                fields=["starts_at"],
                condition=Q(thanks_reminded_at=None, voided_at=None, cancelled_at=None),
                name="interview_thanks_to_remind",
            ),
        ]
        constraints = [
            *Fact.Meta.constraints,
            paired("cancelled", "cancelled"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=24 * 60),
                name="interview_lasts_a_while",
                violation_error_message=_("An interview lasts from five minutes to a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.starts_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def as_it_was(self) -> Interview | Debrief:
        """Format, people and detail as told afterwards; as arranged where nothing was told yet."""
        return next((each for each in list(self.debriefs.all())[::-1] if each.voided_at is None), self)


class NextStep(Fact):
    """What the employer said will happen: their words, and the dates that follow from them.

    `due_on` and `by_on` are civil dates at the employer. `rule` and `calendar_version` say how they were computed;
    `override_reason` why a person chose others.
    """

    interview = models.ForeignKey(Interview, models.PROTECT, null=True, blank=True, related_name="next_steps")
    said_at = models.DateTimeField(_("said"))
    said_by = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who said it")
    )
    words = models.CharField(_("their words"), max_length=500, blank=True)
    kind = models.CharField(_("next step"), max_length=30, choices=labels.NEXT_STEP)
    channel = models.CharField(_("how"), max_length=10, choices=labels.CHANNEL, blank=True)
    rule = models.JSONField(default=dict, blank=True)
    due_on = models.DateField(_("date"), null=True, blank=True)
    by_on = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(_("how firmly"), max_length=12, choices=labels.PRECISION, default=Precision.NONE)
    calendar_version = models.CharField(max_length=40, blank=True, editable=False)
    override_reason = models.CharField(_("why another date"), max_length=200, blank=True)
    in_force_by_choice = models.BooleanField(default=False)

    objects = fact_manager()

    class Meta:
        verbose_name = _("next step")
        ordering = ["said_at", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=DATELESS, due_on=None) | (~Q(kind__in=DATELESS) & Q(due_on__isnull=False)),
                name="next_step_date_fits_kind",
                violation_error_message=_("This next step needs a date, or has none to give."),
            ),
            models.CheckConstraint(
                condition=Q(by_on=None) | Q(by_on__gte=F("due_on")),
                name="next_step_until_after_from",
                violation_error_message=_("The last day cannot come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.words or self.get_kind_display()


class Touchpoint(Fact):
    """One exchange with the employer: a call, an e-mail, a letter, in or out."""

    happened_at = models.DateTimeField(_("when"))
    direction = models.CharField(_("direction"), max_length=3, choices=labels.DIRECTION, default=Direction.OUT)
    channel = models.CharField(_("how"), max_length=10, choices=labels.CHANNEL, default=Channel.PHONE)
    result = models.CharField(_("result"), max_length=15, choices=labels.RESULT)
    purpose = models.CharField(_("purpose"), max_length=10, choices=labels.PURPOSE, default=Purpose.INQUIRY)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="touchpoints", verbose_name=_("with whom")
    )
    invited = models.BooleanField(_("at the number they gave"), default=True)
    note = models.TextField(_("note"), blank=True, max_length=2_000)

    objects = fact_manager()

    class Meta:
        verbose_name = _("touchpoint")
        ordering = ["happened_at", "pk"]
        constraints = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(direction=Direction.IN, result__in=[Result.RECEIVED, Result.MISSED, Result.AUTO_REPLY])
                | (Q(direction=Direction.OUT) & ~Q(result__in=[Result.RECEIVED, Result.MISSED, Result.AUTO_REPLY])),
                name="touchpoint_result_fits_direction",
                violation_error_message=_("This result does not fit who reached out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_result_display()}"


class Decision(Fact):
    """A decisive event, from either side."""

    happened_at = models.DateTimeField(_("when"))
    kind = models.CharField(_("decision"), max_length=20, choices=labels.DECISION)
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from whom")
    )
    note = models.TextField(_("note"), blank=True, max_length=2_000)
    respond_by = models.DateField(_("answer by"), null=True, blank=True)

    objects = fact_manager()

    class Meta:
        verbose_name = _("decision")
        ordering = ["happened_at", "pk"]
        constraints = [*Fact.Meta.constraints]

    def __str__(self) -> str:
        return self.get_kind_display()


DECISIONS_BY_CLIENT = frozenset(
    {DecisionKind.WITHDRAWN, DecisionKind.REINSTATED, DecisionKind.OFFER_ACCEPTED, DecisionKind.OFFER_DECLINED}
)


class SpamCheck(Fact):
    """The client looked in the spam folder; `found` when the employer's message was there after all."""

    happened_at = models.DateTimeField(_("when"))
    found = models.BooleanField(_("it was there"), default=False)

    objects = fact_manager()

    class Meta:
        verbose_name = _("look in the spam folder")
        ordering = ["happened_at", "pk"]
        constraints = [*Fact.Meta.constraints]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class StandingOverride(Fact):
    """A counselor concludes otherwise, and says why. It holds while the standing it was made about lasts."""

    status = models.CharField(_("standing"), max_length=30, choices=labels.STATUS)
    verdict = models.CharField(_("verdict"), max_length=15, choices=labels.VERDICT)
    reason = models.CharField(_("why"), max_length=300)
    shared = models.BooleanField(_("show the reason to the client"), default=True)

    objects = fact_manager()

    class Meta:
        verbose_name = _("counselor’s conclusion")
        ordering = ["recorded_at", "pk"]
        constraints = [*Fact.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.reason}"


class PolicyOverride(Fact):
    """Another patience for one application, and why. `values` names only what differs from the practice's policy."""

    values = models.JSONField(_("values"))
    reason = models.CharField(_("why"), max_length=300)

    objects = fact_manager()

    class Meta:
        verbose_name = _("policy of one application")
        ordering = ["recorded_at", "pk"]
        constraints = [*Fact.Meta.constraints]

    def __str__(self) -> str:
        return self.reason
