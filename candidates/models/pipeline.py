"""Applications, the practice's patience, and the history of standings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates import labels
from candidates.followup import facts
from candidates.models.base import AppendOnly, AppendOnlyManager, paired
from candidates.models.employers import Employer, Site
from candidates.models.people import Client
from candidates.querysets import ApplicationQuerySet
from counselor.accounts.models import Practice


class FollowUpPolicy(models.Model):
    """How patient the practice is. All in business days, but `tries` and `observation_days` (calendar days)."""

    practice = models.OneToOneField(Practice, models.PROTECT, related_name="follow_up_policy")
    grace_exact = models.PositiveSmallIntegerField(_("grace after a named date"), default=2)
    grace_approximate = models.PositiveSmallIntegerField(_("grace after a rough date"), default=3)
    grace_vague = models.PositiveSmallIntegerField(_("grace after a vague date"), default=5)
    call_window = models.PositiveSmallIntegerField(_("days to make an invited call"), default=10)
    message_return = models.PositiveSmallIntegerField(_("days to return a message"), default=3)
    tries = models.PositiveSmallIntegerField(_("calls without a message"), default=2)
    inquiry_after_open_ended = models.PositiveSmallIntegerField(_("ask after, when no date was named"), default=10)
    inquiry_after_not_asked = models.PositiveSmallIntegerField(_("ask after, when it was not asked"), default=5)
    reply_window = models.PositiveSmallIntegerField(_("days to answer in writing"), default=5)
    silence_ceiling = models.PositiveSmallIntegerField(_("a long silence is"), default=30)
    observation_days = models.PositiveSmallIntegerField(_("watch a letter’s outcome for"), default=90)

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("follow-up policy")
        constraints = [
            models.CheckConstraint(
                condition=Q(tries__gte=1),
                name="policy_at_least_one_try",
                violation_error_message=_("At least one call is needed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.practice}"


class Application(models.Model):
    """One client's candidacy for one position.

    `status` to `review_at` are the standing as last computed: a copy for lists, always recomputed before acting.
    `review_at` is the instant (UTC) at which time alone may next change it; `standing_number` counts its changes and
    is the version every writer of a standing compares. `version` counts edits of what people typed about the
    application: whoever edits names the one they saw.
    """

    class Method(models.TextChoices):
        """How it was applied for, as a work-search log asks."""

        ONLINE = "online", _("online form")
        EMAIL = "email", _("e-mail")
        IN_PERSON = "in_person", _("in person")
        PHONE = "phone", _("phone")
        MAIL = "mail", _("mail")
        REFERRAL = "referral", _("through somebody")
        FAIR = "fair", _("job fair")
        AGENCY = "agency", _("agency")
        OTHER = "other", _("another way")

    if TYPE_CHECKING:  # the logs of facts, whose managers django-scopes makes at run time
        interviews: AppendOnlyManager
        nextsteps: AppendOnlyManager
        touchpoints: AppendOnlyManager
        decisions: AppendOnlyManager
        spamchecks: AppendOnlyManager
        standingoverrides: AppendOnlyManager
        policyoverrides: AppendOnlyManager

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="applications")
    client = models.ForeignKey(Client, models.PROTECT, related_name="applications")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="applications")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="applications")
    position = models.CharField(_("position"), max_length=160)
    posting_url = models.URLField(_("posting"), blank=True, max_length=500)
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    deadline_on = models.DateField(_("apply by"), null=True, blank=True)
    method = models.CharField(_("how it was applied for"), max_length=10, choices=Method.choices, blank=True)
    source = models.CharField(_("where it was found"), max_length=120, blank=True)
    location = models.CharField(_("place of work"), max_length=120, blank=True)
    salary = models.CharField(_("salary"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    status = models.CharField(
        _("standing"), max_length=30, choices=labels.STATUS, default=facts.Status.APPLIED, editable=False
    )
    verdict = models.CharField(
        _("verdict"), max_length=15, choices=labels.VERDICT, default=facts.Verdict.NONE, editable=False
    )
    letter = models.CharField(_("letter"), max_length=30, choices=labels.LETTER, default="", blank=True, editable=False)
    ball = models.CharField(_("whose move"), max_length=10, choices=labels.BALL, default="", blank=True, editable=False)
    standing_number = models.PositiveIntegerField(default=0, editable=False)
    standing_since = models.DateTimeField(null=True, editable=False)
    review_at = models.DateTimeField(null=True, editable=False)
    sweep_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    sweep_error = models.CharField(max_length=200, blank=True, editable=False)

    objects = ScopedManager(practice="practice", _manager_class=models.Manager.from_queryset(ApplicationQuerySet))

    class Meta:
        verbose_name = _("application")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["review_at"], condition=Q(review_at__isnull=False), name="application_due"),
            models.Index(fields=["client", "status"], name="application_client_status"),
            models.Index(fields=["practice", "ball", "status"], name="application_practice_ball"),
            # A scope names the practice in every query: without this, “of one client” reads the whole practice. And a
            # client's employers are found without reading their applications.
            models.Index(fields=["practice", "client", "ball", "employer"], name="application_practice_client"),
        ]
        constraints = [paired("archived", "archived")]

    def __str__(self) -> str:
        return f"{self.position}, {self.employer}"


class StandingChange(AppendOnly):
    """The standing became this: with the reasons, and the policy they were judged by, kept as they were then."""

    class Cause(models.TextChoices):
        FACT = "fact", _("a new fact")
        TIME = "time", _("the date came")
        POLICY = "policy", _("the practice’s policy changed")
        OVERRIDE = "override", _("the counselor concluded otherwise")

    application = models.ForeignKey(Application, models.PROTECT, related_name="standing_changes")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(_("at"))
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("standing"), max_length=30, choices=labels.STATUS)
    verdict = models.CharField(_("verdict"), max_length=15, choices=labels.VERDICT)
    letter = models.CharField(_("letter"), max_length=30, choices=labels.LETTER, blank=True)
    ball = models.CharField(_("whose move"), max_length=10, choices=labels.BALL, blank=True)
    because = models.JSONField(_("because"), default=list)
    policy = models.JSONField(_("policy"), default=dict)

    objects = ScopedManager(practice="application__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("change of standing")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"],
                name="standing_change_numbered_once",
                violation_error_message=_("This change of standing is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_status_display()}"


class Heartbeat(models.Model):
    """When a regular job last ran, and what it did. One row per job, for the whole installation."""

    job = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()
    due = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.job} at {self.at:%Y-%m-%d %H:%M}"
