"""What the rows of the pipeline have in common: facts never edited, pairs, work in the background, a postal address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a recorded fact. Void it and record a new one."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that may only be added, and closed once through the columns named in `closing_fields`."""

    def update(self, **values: Any) -> int:
        if forbidden := values.keys() - self.model.closing_fields:
            raise AppendOnlyError(f"{self.model.__name__} is append-only: {', '.join(sorted(forbidden))}")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"{self.model.__name__} is append-only")

    def bulk_create(self, objs: Any, *args: Any, update_conflicts: bool = False, **kwargs: Any) -> list[Any]:
        if update_conflicts:
            raise AppendOnlyError(f"{self.model.__name__} is append-only")
        return super().bulk_create(objs, *args, **kwargs)

    def standing(self) -> AppendOnlyQuerySet:
        """The facts that were not voided."""
        return self.filter(voided_at=None)


class AppendOnlyManager(models.Manager.from_queryset(AppendOnlyQuerySet)):  # type: ignore[misc]  # made at run time
    """The manager of rows that are written once."""


class AppendOnly(models.Model):
    """A row that is written once."""

    closing_fields: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"{type(self).__name__} is append-only")


def paired(name: str, prefix: str) -> models.CheckConstraint:
    """`<prefix>_at` and `<prefix>_by` are both set or both empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{prefix}_at": None, f"{prefix}_by": None})
        | Q(**{f"{prefix}_at__isnull": False, f"{prefix}_by__isnull": False}),
        name=f"%(class)s_{name}_pair",
        violation_error_message=_("Both the time and the person are needed."),
    )


class Fact(AppendOnly):
    """Something that happened to an application. A correction voids it and records another; nothing is edited."""

    closing_fields = frozenset({"voided_at", "voided_by", "void_reason"})

    if TYPE_CHECKING:
        objects: AppendOnlyManager

    application = models.ForeignKey("candidates.Application", models.PROTECT, related_name="%(class)ss")
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(_("voided"), null=True, editable=False)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    void_reason = models.CharField(_("why it was voided"), max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [paired("voided", "voided")]


class Job(models.Model):
    """Work for the worker (`counselor.jobs`), claimed under a lease. A model of it has a `state` of its own.

    `done` of `total` pieces are made; `lease_until` lets another worker take over from one that died.
    """

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    error = models.CharField(_("error"), max_length=300, blank=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


class PostalAddress(models.Model):
    """A postal address. `as_printed`, where given, wins over the fields."""

    street_address = models.TextField(_("street"), blank=True, max_length=200)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("state or region"), max_length=40, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, default="US")
    as_printed = models.TextField(
        _("address as printed"),
        blank=True,
        max_length=400,
        help_text=_("One line each, exactly as they shall stand on the envelope. Wins over the fields above."),
    )

    class Meta:
        abstract = True
