"""Whether a stranger may begin here."""

from __future__ import annotations

from django.conf import settings

from counselor.accounts.models import Practice

FIRST, OPEN, CLOSED = "first", "open", "closed"


def is_empty() -> bool:
    """Whether nobody has begun here: an installation that was just set up."""
    return not Practice.objects.exists()


def is_open() -> bool:
    """Whether a practice may be started by whoever comes; by default only the first one."""
    return settings.SIGN_UP == OPEN or (settings.SIGN_UP == FIRST and is_empty())
