"""What client and counselor say to each other about a letter, and that nothing came of one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models import Flag
from candidates.models.base import AppendOnly, AppendOnlyManager, paired
from letters.models.letter import Letter


class LetterComment(AppendOnly):
    """One line of the conversation about a letter: words, or a step of its review, with the version it speaks of.

    A client who asks for a look raises a flag, so that the question stands wherever questions stand; `flag` is that
    one. `seen_at` is when the other side said they had read it, or answered.
    """

    closing_fields = frozenset({"seen_at", "seen_by"})

    class Step(models.TextChoices):
        NOTE = "note", _("wrote")
        ASKED = "asked", _("asked to look")
        LOOKED = "looked", _("looked: fine as it is")
        CHANGES = "changes", _("suggested changes")
        EDITED = "edited", _("changed the text")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    step = models.CharField(_("step"), max_length=10, choices=Step.choices, default=Step.NOTE)
    text = models.TextField(_("comment"), max_length=2_000, blank=True)
    version = models.PositiveIntegerField(_("version of the letter"))
    flag = models.OneToOneField(
        Flag, models.PROTECT, null=True, blank=True, editable=False, related_name="letter_comment"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(_("seen"), null=True, editable=False)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ScopedManager(practice="letter__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("comment on a letter")
        ordering = ["created_at", "pk"]
        constraints = [paired("seen", "seen")]

    def __str__(self) -> str:
        return self.text[:60] or str(self.get_step_display())


class LookedAgain(AppendOnly):
    """Months after a letter was mailed somebody looked once more, and nothing had come of it."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="looked_again")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = ScopedManager(practice="letter__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("second look")

    def __str__(self) -> str:
        return self.letter.number
