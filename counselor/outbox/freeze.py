"""The freeze: nothing leaves this installation until a person says that it may.

A copy that was restored from a backup knows the same clients and the same reminders as the one it was made of. If both
sent them, everybody would get everything twice. While the freeze is on, the outbox delivers nothing, and the mail
backend hands nothing to a server, whoever asks; what is written meanwhile waits.
"""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Exists
from django.utils import timezone

from counselor.outbox.models import Freeze, OutgoingEmail

log = structlog.get_logger(__name__)


ON = Exists(Freeze.objects.filter(lifted_at=None))
"""Whether it is on, for a question that asks something else as well."""


def is_on() -> bool:
    return Freeze.objects.filter(lifted_at=None).exists()


def current() -> Freeze | None:
    """The freeze that is on, if one is."""
    return Freeze.objects.filter(lifted_at=None).order_by("pk").first()


def begin(why: str) -> None:
    """Send nothing from now on."""
    if not is_on():
        Freeze.objects.create(since=timezone.now(), why=why)


def lift() -> bool:
    """Send again. False where there was no freeze."""
    return bool(Freeze.objects.filter(lifted_at=None).update(lifted_at=timezone.now()))


def waiting() -> Any:
    """The mails that would leave once the freeze is lifted. Outside any scope."""
    return OutgoingEmail._base_manager.filter(state=OutgoingEmail.State.QUEUED)


class Backend(BaseEmailBackend):
    """Hands mail to the carrier the settings name (EMAIL_CARRIER), and to nobody while the freeze is on."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self.carrier = get_connection(settings.EMAIL_CARRIER, fail_silently=fail_silently, **options)

    def open(self) -> bool | None:
        return self.carrier.open()

    def close(self) -> None:
        self.carrier.close()

    def send_messages(self, email_messages: Any) -> int:
        if is_on():
            log.warning("frozen: an e-mail was not sent", number=len(list(email_messages)))
            return 0
        return self.carrier.send_messages(email_messages) or 0
