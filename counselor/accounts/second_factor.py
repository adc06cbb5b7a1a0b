"""The second factor: passkeys, authenticator apps, recovery codes; and who of the staff has still to show one."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlencode
from django.utils.translation import gettext as _g

from counselor.accounts.devices import device_of
from counselor.accounts.models import Membership, Role, User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names of ours, and secrets that a copy of the database alone does not give away."""

    def _get_site_name(self) -> str:
        return "Class Act"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A passkey is called after the device it is made on."""
        return device_of(self.request) or _g("Passkey")

    def encrypt(self, text: str) -> str:
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; of one that was kept under another key, a secret that no code fits."""
        try:
            return keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def keys() -> MultiFernet:
    """Made from the secret key; secrets kept under an older one can still be read."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in digests])


def with_factors(memberships: Any) -> Any:
    """Memberships that know whether their account has a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    return memberships.annotate(has_second_factor=Exists(factors))


def still_to_show(request: HttpRequest, membership: Membership | None) -> str | None:
    """Where somebody of the staff has to go before any page of the practice; None where nothing is missing."""
    if not settings.REQUIRE_SECOND_FACTOR or membership is None or membership.role == Role.CLIENT:
        return None
    if not membership.has_second_factor:
        return reverse("mfa_index")
    if was_shown(request, membership.user):
        return None
    return f"{_where_to_show(membership.user)}?{urlencode({'next': request.get_full_path()})}"


def passkeys_work(request: HttpRequest) -> bool:
    """Whether a browser would make a passkey here: for a name, not a number, and over TLS, or on this machine."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    if host == "localhost":
        return True
    return request.is_secure() and not host.replace(".", "").isdigit() and ":" not in host


def was_shown(request: HttpRequest, user: User) -> bool:
    """Whether this session has seen the second factor. One that began before there was a factor has not."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def _where_to_show(user: User) -> str:
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")


def shown_by_setting_up(*, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting a factor up proves that one has it."""
    if authenticator.type in FACTORS and user == request.user:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
