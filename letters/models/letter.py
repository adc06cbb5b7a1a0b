"""A letter's life: draft → approved → printed → mailed → outcome; or void, or returned.

What was approved is frozen: `FrozenLetter` rows are never changed or removed, refused by the model
and by triggers of the database (migration 0002). A change is a new letter.
"""

from __future__ import annotations

import hashlib
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models import Application, Contact
from candidates.models.base import AppendOnly, AppendOnlyManager, paired
from counselor.accounts.models import Membership, Practice
from letters import labels
from letters.content import Variant


class LetterQuerySet(models.QuerySet[Any]):
    def visible_to(self, membership: Membership) -> Self:
        # By the keys of the applications: asked for in one join, a database reads the letters of the whole practice.
        applications = Application.objects.visible_to(membership).order_by().values("pk")
        return self.filter(application__in=applications, practice=membership.practice_id)

    def with_names(self) -> Self:
        return self.select_related("application__client", "application__employer", "application__site", "contact")

    def out(self) -> Self:
        """Letters on their way to an answer."""
        return self.filter(state=Letter.State.MAILED)


class Letter(models.Model):
    """One letter from a client to one person at an employer.

    `detail` is what the client remembers of the conversation, in their own words. `body`, where given, replaces the
    template's paragraphs. `version` counts edits of the draft: a writer names the one they saw.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        PRINTED = "printed", _("printed")
        MAILED = "mailed", _("mailed")
        RETURNED = "returned", _("returned")
        VOID = "void", _("void")

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="letters")
    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="letters", verbose_name=_("to"))
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    variant = models.CharField(_("variant"), max_length=30, choices=labels.VARIANT)
    locale = models.CharField(_("language"), max_length=10, default="en-US")
    layout = models.CharField(_("layout"), max_length=20, choices=labels.LAYOUT, default="us-block")
    envelope = models.CharField(_("envelope"), max_length=20, choices=labels.ENVELOPE, default="#10")
    dated_on = models.DateField(_("date on the letter"))
    detail = models.TextField(_("what you remember of the conversation"), blank=True, max_length=1_200)
    body = models.TextField(_("text"), blank=True, max_length=6_000)
    emailed_on = models.DateField(_("thank-you e-mail sent on"), null=True, blank=True)
    override_reason = models.CharField(_("why this letter all the same"), max_length=200, blank=True)
    warning_reason = models.CharField(_("why the warnings may stand"), max_length=200, blank=True)
    template = models.ForeignKey(
        "letters.LetterTemplate", models.PROTECT, null=True, blank=True, related_name="letters", editable=False
    )
    signature = models.ForeignKey(
        "letters.Signature", models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("signature")
    )
    letterhead = models.ForeignKey("letters.Letterhead", models.PROTECT, null=True, blank=True, related_name="letters")
    own_stationery = models.BooleanField(
        _("on my own stationery"),
        default=False,
        help_text=_("The sender’s lines are left out: the paper bears them already."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    printed_at = models.DateTimeField(_("printed"), null=True, editable=False)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    mailed_on = models.DateField(_("mailed on"), null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    mailed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    mailing = models.OneToOneField(
        "candidates.Touchpoint", models.PROTECT, null=True, related_name="mailed_letter", editable=False
    )
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    void_reason = models.CharField(_("why it was voided"), max_length=200, blank=True, editable=False)

    objects = ScopedManager(practice="practice", _manager_class=models.Manager.from_queryset(LetterQuerySet))

    class Meta:
        verbose_name = _("letter")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["practice", "state"], name="letter_practice_state"),
            # The scope asks for the practice, so it stands in front: lists look up each application’s letters alone.
            models.Index(fields=["practice", "application", "state"], name="letter_application_state"),
        ]
        constraints = [
            paired("approved", "approved"),
            paired("printed", "printed"),
            paired("mailed", "mailed"),
            paired("voided", "voided"),
            models.CheckConstraint(
                condition=Q(mailed_on=None, mailed_at=None) | Q(mailed_on__isnull=False, mailed_at__isnull=False),
                name="letter_mailed_has_date",
                violation_error_message=_("A mailed letter has the date of its mailing."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | Q(approved_at__isnull=False),
                name="letter_leaves_approved",
                violation_error_message=_("Only an approved letter can leave the house."),
            ),
            models.CheckConstraint(
                condition=Q(mailed_on=None) | Q(mailed_on__gte=F("dated_on")),
                name="letter_mailed_after_its_date",
                violation_error_message=_("A letter is not mailed before the date it bears."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_variant_display()}: {self.contact}"

    @property
    def number(self) -> str:
        """The letter's number as people say it."""
        return f"L-{self.pk:05d}"

    @property
    def chosen_variant(self) -> Variant:
        return Variant(self.variant)


class FrozenLetter(AppendOnly):
    """What was approved: the bytes that go on paper, and everything they were made from."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="frozen")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    envelope_pdf = models.BinaryField()
    envelope_sha256 = models.CharField(max_length=64)
    body = models.TextField()
    template_version = models.CharField(max_length=60)
    merge_values = models.JSONField()
    standing = models.JSONField()
    frozen_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedManager(practice="letter__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("frozen letter")

    def __str__(self) -> str:
        return f"{self.letter.number} {self.sha256[:12]}"

    def is_intact(self) -> bool:
        """Whether the bytes still have the hashes they were frozen with."""
        return sha256(self.pdf) == self.sha256 and sha256(self.envelope_pdf) == self.envelope_sha256


def sha256(content: bytes | memoryview) -> str:
    """The SHA-256 of `content` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class Outcome(AppendOnly):
    """What came of a letter. Several may follow one letter, for months."""

    closing_fields = frozenset({"voided_at", "voided_by", "void_reason"})

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("what happened"), max_length=24, choices=labels.OUTCOME)
    happened_on = models.DateField(_("when"))
    channel = models.CharField(_("how"), max_length=10, choices=labels.OUTCOME_CHANNEL, blank=True)
    attribution = models.CharField(_("because of the letter?"), max_length=10, choices=labels.ATTRIBUTION)
    note = models.TextField(_("note"), blank=True, max_length=2_000)
    led_to = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="originated_from_outcome"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    voided_at = models.DateTimeField(null=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    void_reason = models.CharField(max_length=200, blank=True, editable=False)

    objects = ScopedManager(practice="letter__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("outcome")
        ordering = ["-happened_on", "-pk"]
        constraints = [paired("voided", "voided")]

    def __str__(self) -> str:
        return self.get_kind_display()


class KeptOutcome(AppendOnly):
    """What a practice keeps of one letter when the counseling ends, where the client agreed: no name, no text, no day.

    `case` is the same for the letters of one application and leads to nobody. `came` lists what happened as
    [{"kind": "referral", "days": 34, "attribution": "employer"}], days counted from the mailing.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="kept_outcomes")
    case = models.UUIDField()
    variant = models.CharField(_("variant"), max_length=30, choices=labels.VARIANT)
    verdict = models.CharField(_("verdict"), max_length=15)
    mailed_in = models.DateField(_("mailed in"), help_text=_("The first day of the month."))
    delay_days = models.PositiveSmallIntegerField(_("days from the verdict to the mailing"), null=True)
    came = models.JSONField(default=list)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedManager(practice="practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("kept outcome")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_variant_display()}, {self.mailed_in:%Y-%m}"
