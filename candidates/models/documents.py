"""Documents that were sent with an application, and files that are about to be imported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import AppendOnly, AppendOnlyManager, paired
from candidates.models.people import Client
from counselor.accounts.models import Practice


class Document(AppendOnly):
    """A file sent with an application, kept as it was sent. Removing it empties `content` and keeps the line."""

    closing_fields = frozenset({"removed_at", "removed_by", "content"})

    class Kind(models.TextChoices):
        RESUME = "resume", _("résumé")
        COVER_LETTER = "cover_letter", _("cover letter")
        REFERENCES = "references", _("references")
        WORK_SAMPLE = "work_sample", _("work sample")
        POSTING = "posting", _("the posting")
        OTHER = "other", _("something else")

    application = models.ForeignKey("candidates.Application", models.PROTECT, related_name="documents")
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind.choices, default=Kind.RESUME)
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ScopedManager(practice="application__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("document")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [paired("removed", "removed")]

    def __str__(self) -> str:
        return self.name


class ImportFile(models.Model):
    """A CSV file between its upload and its import: shown first, then taken as a whole or not at all.

    `mapping` is what was chosen on the page before keeping: {"columns": …, "days": …, "fixes": …, "guessed": …}; see
    `candidates.exchange`. `text` is emptied once the rows are in; `added` then counts them.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="import_files")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="import_files")
    name = models.CharField(_("file name"), max_length=120)
    text = models.TextField(blank=True)
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    added = models.JSONField(default=dict)

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("import")
        ordering = ["-created_at", "-pk"]
        constraints = [paired("imported", "imported")]

    def __str__(self) -> str:
        return self.name
