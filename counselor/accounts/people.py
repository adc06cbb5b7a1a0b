"""What somebody may change about their own account."""

from __future__ import annotations

from counselor.accounts.models import User


def keep_person(*, user: User, name: str, time_zone: str) -> None:
    """Another name, another clock; an empty time zone follows the practice."""
    user.name, user.time_zone = name, time_zone
    user.full_clean(exclude=["email", "password"])
    user.save(update_fields=["name", "time_zone"])
