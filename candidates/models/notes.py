"""Dated texts about a client: private to the counselors, or shared with the client."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import AppendOnly, AppendOnlyManager, paired
from candidates.models.people import Client


class Note(AppendOnly):
    """A dated text about a client, optionally about one application. It keeps its author across a hand-over."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="%(class)ss")
    application = models.ForeignKey(
        "candidates.Application", models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=10_000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedManager(practice="client__practice", _manager_class=AppendOnlyManager)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class CaseNote(Note):
    """Private to the client's counselors. Its author may mend it for a day; then it is locked: only addenda follow."""

    closing_fields = frozenset({"text", "edited_at"})

    session = models.ForeignKey(
        "candidates.CounselingSession", models.PROTECT, null=True, blank=True, related_name="casenotes"
    )
    edited_at = models.DateTimeField(_("mended"), null=True, editable=False)

    class Meta(Note.Meta):
        verbose_name = _("case note")


class Addendum(AppendOnly):
    """What was added to a case note after it was locked."""

    note = models.ForeignKey(CaseNote, models.PROTECT, related_name="addenda")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("addendum"), max_length=10_000)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ScopedManager(practice="note__client__practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("addendum")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class SharedNote(Note):
    """Read by the client and the counselors alike. `seen_at` is when the other side said they had read it."""

    closing_fields = frozenset({"seen_at", "seen_by"})

    seen_at = models.DateTimeField(_("seen"), null=True, editable=False)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta(Note.Meta):
        verbose_name = _("shared note")
        constraints = [paired("seen", "seen")]
