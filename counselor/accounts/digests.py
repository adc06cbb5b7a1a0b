"""When a member wants their e-mail."""

from __future__ import annotations

from counselor.accounts.models import Membership, User


def keep_hours(*, membership: Membership, by: User, digest_hour: int | None, weekly_digest_on: int | None) -> None:
    """The hour of the daily digest and the day of the weekly one; None for no such mail."""
    membership.digest_hour, membership.weekly_digest_on = digest_hour, weekly_digest_on
    membership.full_clean()
    membership.save(update_fields=["digest_hour", "weekly_digest_on"])
