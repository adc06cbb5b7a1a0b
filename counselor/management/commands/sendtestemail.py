"""One mail by EMAIL_URL, now and past the outbox: whether mail leaves this machine, and if not, why."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import sendtestemail


class Command(sendtestemail.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL_URL:
            raise CommandError(
                "EMAIL_URL is not set: mails rest in the outbox. Set it, such as smtp://mail.example:587"
            )
        where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        try:
            super().handle(*args, **options)
        except OSError as error:  # every smtplib error is one, too
            raise CommandError(f"{where} did not take it: {type(error).__name__}: {error}") from error
        self.stdout.write(f"{where} took it. Whether it arrives is for the reader to say.")
