"""What a practice prints on and with: its own texts, letterheads, signatures and printers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models import Client
from candidates.models.base import AppendOnly, AppendOnlyManager, paired
from counselor.accounts.models import Practice
from letters import labels


class LetterTemplate(AppendOnly):
    """One published version of a practice's own text for a variant and a language. The latest that was not retired is
    used; a letter keeps the version it was begun with."""

    closing_fields = frozenset({"retired_at", "retired_by"})

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="letter_templates")
    variant = models.CharField(_("variant"), max_length=30, choices=labels.VARIANT)
    locale = models.CharField(_("language"), max_length=10, default="en-US")
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), max_length=6_000)
    published_at = models.DateTimeField(db_default=Now(), editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ScopedManager(practice="practice", _manager_class=AppendOnlyManager)

    class Meta:
        verbose_name = _("letter template")
        ordering = ["variant", "locale", "-number"]
        constraints = [
            paired("retired", "retired"),
            models.UniqueConstraint(
                fields=["practice", "variant", "locale", "number"],
                name="letter_template_version_once",
                violation_error_message=_("Somebody else published a version in the meantime."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_variant_display()} {self.locale}, {self.number}"


class Image(AppendOnly):
    """A picture that is printed: an opaque grey or coloured PNG, re-encoded when it was uploaded, without metadata.

    Removing it empties `image` and keeps the line.
    """

    closing_fields = frozenset({"removed_at", "removed_by", "image"})

    image = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    removed_at = models.DateTimeField(_("removed"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]


class Signature(Image):
    """A client's signature; the latest that was not removed is offered."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="signatures")

    objects = ScopedManager(practice="client__practice", _manager_class=AppendOnlyManager)

    class Meta(Image.Meta):
        verbose_name = _("signature")
        constraints = [paired("removed", "removed")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.sha256[:8]}"


class Letterhead(Image):
    """A head printed at the top of the sheet in the place of the sender's lines."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="letterheads")
    name = models.CharField(_("name"), max_length=60)

    objects = ScopedManager(practice="practice", _manager_class=AppendOnlyManager)

    class Meta(Image.Meta):
        verbose_name = _("letterhead")
        constraints = [paired("removed", "removed")]

    def __str__(self) -> str:
        return self.name


class Printer(models.Model):
    """A printer and how far it is off: its prints are moved by so many millimetres, right and down."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="printers")
    name = models.CharField(_("name"), max_length=60)
    right_mm = models.DecimalField(_("move right by, mm"), max_digits=4, decimal_places=1, default=0)
    down_mm = models.DecimalField(_("move down by, mm"), max_digits=4, decimal_places=1, default=0)
    envelope_right_mm = models.DecimalField(_("envelopes: right by, mm"), max_digits=4, decimal_places=1, default=0)
    envelope_down_mm = models.DecimalField(_("envelopes: down by, mm"), max_digits=4, decimal_places=1, default=0)
    even_pages = models.BooleanField(
        _("put an empty page behind each letter"),
        default=False,
        help_text=_("For a printer that insists on two sides: nobody’s letter lands on the back of another’s."),
    )

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("printer")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "name"],
                name="printer_once_in_practice",
                violation_error_message=_("There is already a printer of this name."),
            ),
            models.CheckConstraint(
                condition=Q(
                    right_mm__range=(-20, 20),
                    down_mm__range=(-20, 20),
                    envelope_right_mm__range=(-20, 20),
                    envelope_down_mm__range=(-20, 20),
                ),
                name="printer_is_not_far_off",
                violation_error_message=_("A printer that is more than 20 mm off wants mending."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
