"""The first practice of an installation, with the person who begins it."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from counselor.accounts.models import Membership, Practice, Role, User


class Command(BaseCommand):
    help = "Makes a practice and its first counselor, and prints a password to change after the first sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the practice’s name")
        parser.add_argument("email", help="the first counselor’s e-mail address")
        parser.add_argument("--time-zone", default="America/New_York")
        parser.add_argument("--country", default="US")

    def handle(self, *args: Any, name: str, email: str, time_zone: str, country: str, **options: Any) -> None:
        password = secrets.token_urlsafe(12)
        try:
            make_practice(Practice(name=name, time_zone=time_zone, country=country.upper()), email, password)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"“{name}” is ready. {email} signs in with the password {password}")


@transaction.atomic
def make_practice(practice: Practice, email: str, password: str) -> Membership:
    """Save the practice and its first counselor. Raises ValidationError for a bad address, zone or a taken e-mail."""
    practice.full_clean()
    practice.save()
    name = email.partition("@")[0]
    User(email=email.lower(), name=name).full_clean(exclude=["password"])
    user = User.objects.create_user(email, password, name=name)
    return Membership.objects.create(practice=practice, user=user, role=Role.COUNSELOR)
