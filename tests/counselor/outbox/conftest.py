"""A mail server, an account to write to, and mails in any state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor.accounts.models import Practice, User
from counselor.outbox import services
from counselor.outbox.models import OutgoingEmail
from tests.cast import person
from tests.mailserver import Sink, serving


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """The mail server the outbox delivers to."""
    made = Sink()
    with serving(made) as made.port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{made.port}"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", made.port, 0.5
        yield made


@pytest.fixture
def reader(db: None) -> Iterator[User]:
    """Bob, of a practice."""
    practice = Practice.objects.create(name="Harbor Careers")
    with scopes_disabled():
        yield person("bob@home.example", practice, "client")


@pytest.fixture
def write(reader: User) -> Callable[..., OutgoingEmail]:
    """`write()` puts a mail to bob into the outbox and gives its row; writing of an occasion twice gives it twice."""

    def write(**fields: Any) -> OutgoingEmail:
        values: dict[str, Any] = {
            "practice": reader.memberships.get().practice,
            "recipient": reader,
            "kind": "test",
            "about": "application:1",
            "occurrence": "1",
            "subject": "Your move",
            "text": "Hello Bob",
            "send_after": timezone.now(),
        } | fields
        services.post(**values)
        return OutgoingEmail.objects.get(**{name: values[name] for name in ("about", "kind", "occurrence")})

    return write
