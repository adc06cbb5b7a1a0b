"""A practice begins: of somebody who counsels, or of one person who searches alone."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django_scopes import scope

from candidates.models import Client
from counselor.accounts.models import Membership, Practice, Role, User


@transaction.atomic
def open_account(*, email: str, password: str, name: str, verified: bool) -> User:
    """A new account. `verified` where the address need not be asked: whoever sets up the machine."""
    vouched = verified or not settings.EMAIL_URL  # without a mail server nobody could prove an address
    user = User.objects.create_user(email, password, name=name)
    known = {"primary": True, "verified": vouched}
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=known)
    return user


@transaction.atomic
def found_office(*, by: User, name: str, time_zone: str, country: str) -> Membership:
    """A practice with its first counselor, who manages it for as long as nobody else does."""
    practice = _practice(name, time_zone, country, Practice.Kind.OFFICE)
    return Membership.objects.create(practice=practice, user=by, role=Role.COUNSELOR)


@transaction.atomic
def begin_alone(*, by: User, given_name: str, family_name: str, time_zone: str, country: str) -> Membership:
    """A practice of one's own, with nobody in it but its client."""
    practice = _practice(f"{given_name} {family_name}", time_zone, country, Practice.Kind.OWN)
    with scope(practice=practice):
        names: dict[str, Any] = {"given_name": given_name, "family_name": family_name, "email": by.email}
        client = Client(practice=practice, user=by, country=country, time_zone=time_zone, in_statistics=False, **names)
        client.full_clean()
        client.save()
    return Membership.objects.create(practice=practice, user=by, role=Role.CLIENT)


def _practice(name: str, time_zone: str, country: str, kind: str) -> Practice:
    practice = Practice(name=name, time_zone=time_zone, country=country.upper(), kind=kind)
    practice.full_clean()
    practice.save()
    return practice
