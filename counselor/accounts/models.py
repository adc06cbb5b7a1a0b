"""The tenant, the people who sign in, and what each may be in a practice."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower, Now, NullIf
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone such as America/New_York."), params={"name": name})


WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Practice(models.Model):
    """A counseling practice: the tenant every other row belongs to."""

    class Mail(models.TextChoices):
        """How much a reminder may say about an application outside the signed-in pages."""

        DISCREET = "discreet", _("never name employers")
        OPEN = "open", _("name the employer and the position")

    class Kind(models.TextChoices):
        OFFICE = "office", _("a practice that counsels")
        OWN = "own", _("one person who searches alone")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OFFICE, editable=False)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[validate_time_zone]
    )
    country = models.CharField(_("country"), max_length=2, default="US", help_text=_("Two letters, such as US."))
    subdivision = models.CharField(
        _("state or region"),
        max_length=6,
        blank=True,
        help_text=_("Only if its own public holidays count for employers, which they seldom do."),
    )
    mail = models.CharField(_("reminders may"), max_length=10, choices=Mail.choices, default=Mail.DISCREET)
    clients_approve = models.BooleanField(
        _("clients may approve their own letters"),
        default=True,
        help_text=_("Otherwise a counselor approves each letter before it is printed."),
    )
    week_starts_on = models.PositiveSmallIntegerField(
        _("a week begins on"), choices=WEEKDAYS, default=0, help_text=_("In reports and work-search logs.")
    )
    erase_after_months = models.PositiveSmallIntegerField(
        _("erase the data of ended counselings after"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Months from the ending; empty to keep it. Each client is told by e-mail a month before."),
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("practice")

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose name is their e-mail address."""

    def create_user(self, email: str, password: str | None = None, *, vouched: bool = True, **fields: Any) -> User:
        """Whoever makes an account vouches for its address, unless they say that they do not."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=vouched)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


def called(path: str = "") -> Coalesce:
    """What `str(user)` says of the user at a path ("recipient__", say), as a question to the database."""
    return Coalesce(NullIf(F(f"{path}name"), Value("")), F(f"{path}email"), output_field=models.CharField())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Of pages and e-mails. Empty: pages as the browser asks."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is in a practice."""

    COUNSELOR = "counselor", _("Counselor")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")
    CLIENT = "client", _("Client")

    @property
    def is_staff(self) -> bool:
        return self != Role.CLIENT


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Memberships that have not ended, of accounts that may sign in."""
        return self.filter(ended_at=None, user__is_active=True)


class Membership(models.Model):
    """A person's place in a practice. Ending it takes effect with the person's next request."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=15, choices=Role)
    supervised_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supervises", verbose_name=_("supervised by")
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("daily digest at"),
        null=True,
        blank=True,
        default=7,
        help_text=_("The hour of the day, by your own clock; empty for none. Nothing is sent when nothing is due."),
    )
    weekly_digest_on = models.PositiveSmallIntegerField(
        _("weekly digest on"), choices=WEEKDAYS, null=True, blank=True, default=0
    )
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    seen_as: int | None = None
    """The client whose portal a counselor looks at, by primary key. Never stored: see counselor/pages/view_as.py."""
    has_second_factor: bool = False
    """Whether the account has a passkey or an authenticator app, where the middleware looked."""

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"],
                condition=Q(ended_at=None),
                name="membership_one_current_per_practice",
                violation_error_message=_("This person already belongs to the practice."),
            ),
            models.CheckConstraint(
                condition=Q(digest_hour=None) | Q(digest_hour__lte=23),
                name="membership_digest_hour_of_a_day",
                violation_error_message=_("An hour lies between 0 and 23."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="membership_role_known",
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(models.Model):
    """The offer of a place in a practice to one address, good once and for a while.

    Only the SHA-256 of its token is kept. It is empty until a mail leaves with one: see candidates/invitations.py.
    """

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=15, choices=Role)
    by_mail = models.BooleanField(_("sent by e-mail"), default=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("good until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    revoked_at = models.DateTimeField(_("taken back"), null=True, editable=False)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ScopedManager(practice="practice")

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                condition=~Q(token_hash=""),
                name="invitation_token_unique",
                violation_error_message=_("This token was given away already."),
            ),
            models.UniqueConstraint(
                fields=["invited_by", "email", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open",
                violation_error_message=_("You have invited this address already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="invitation_role_known",
                violation_error_message=_("Choose one of the roles."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{prefix}_at": None, f"{prefix}_by": None})
                    | Q(**{f"{prefix}_at__isnull": False, f"{prefix}_by__isnull": False}),
                    name=f"invitation_{prefix}_pair",
                    violation_error_message=_("Both the time and the person are needed."),
                )
                for prefix in ("accepted", "revoked")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"
