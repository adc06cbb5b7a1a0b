"""Employers, their postal places, and the people there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from candidates.models.base import PostalAddress
from counselor.accounts.models import Practice, validate_time_zone


class Employer(models.Model):
    """An organization that hires. Shared by the clients of one practice."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="employers")
    name = models.CharField(_("employer"), max_length=160)

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("employer")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "practice",
                Lower("name"),
                name="employer_name_unique_in_practice",
                violation_error_message=_("This employer is already in the practice’s list."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Site(PostalAddress):
    """A place of an employer: where letters go, and whose calendar and time zone its promises follow."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="sites")
    name = models.CharField(_("place"), max_length=80, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    subdivision = models.CharField(
        _("own public holidays of"),
        max_length=6,
        blank=True,
        help_text=_("A state or region, such as NY, only where its own holidays are kept."),
    )

    objects = ScopedManager(practice="employer__practice")

    class Meta:
        verbose_name = _("site")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.city])) or self.employer.name


def name_or_title(given_name: str, family_name: str, job_title: str) -> str:
    return " ".join(filter(None, [given_name, family_name])) or job_title


class Contact(models.Model):
    """A person at an employer.

    Whom a client met is that client's affair: `client` is theirs, and other clients of the practice do not see the
    contact. Without a client it is shared by the practice.
    """

    client = models.ForeignKey(
        "candidates.Client", models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("met by")
    )
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="contacts")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="contacts")
    honorific = models.CharField(
        _("Ms, Mr, Mx, Dr …"), max_length=20, blank=True, help_text=_("Leave empty if you are not sure.")
    )
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    do_not_contact = models.BooleanField(_("asked not to be contacted"), default=False)

    objects = ScopedManager(practice="employer__practice")

    class Meta:
        verbose_name = _("contact")
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family_name="", job_title=""),
                name="contact_has_name_or_title",
                violation_error_message=_("Give a family name or a job title."),
            )
        ]

    def __str__(self) -> str:
        return name_or_title(self.given_name, self.family_name, self.job_title)

    @property
    def spoken_name(self) -> str:
        """“Ms. Kim” where the honorific is known, else the full name."""
        return f"{self.honorific} {self.family_name}" if self.honorific and self.family_name else str(self)


class Closure(models.Model):
    """Days on which the practice's region, or one employer, does no business: a shutdown, a local holiday."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="closures")
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, blank=True, related_name="closures")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=80)

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("closure")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="closure_ends_after_it_begins",
                violation_error_message=_("A closure cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.reason
