"""What was put off, as furniture: a snooze whose day is today, so that its reason is read on Today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from candidates import snoozes
from counselor.accounts.models import User
from letters.models import Letter
from tests.cast import TODAY


def put_off(letter: Letter, by: User, say: Callable[[str], str]) -> None:
    """`by` put the mailing of a letter off, some days ago, until today."""
    snoozes.snooze(
        practice=letter.practice,
        kind="unmailed",
        subject=f"letter:{letter.pk}",
        version=letter.application.standing_number,
        until=TODAY,
        reason=say("Snooze.reason"),
        today=TODAY - timedelta(days=3),
        by=by,
    )
