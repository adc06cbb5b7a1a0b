"""What alice put off: one row that is away until next week, and one that is back today with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from candidates import snoozes
from counselor.dashboard.today import applications
from counselor.dashboard.today.rows import Desk
from counselor.demo.people import Cast
from counselor.demo.stage import clock_at

# Position, days ago, days until it is back from today on, and why.
PUT_OFF = (
    ("Development Associate", 1, 6, "Amara meets their recruiter at the fair on Saturday; asking twice would be odd."),
    ("Community Programs Manager", 3, 0, "She wanted the weekend to think about the offer. Call her first."),
)


def put_off(cast: Cast, now: datetime) -> None:
    """Inside the scope and the time zone of the practice."""
    for position, ago, ahead, reason in PUT_OFF:
        then = now - timedelta(days=ago)
        with clock_at(then):
            _put_off(cast, position, then, ahead + ago, reason)


def _put_off(cast: Cast, position: str, then: datetime, days: int, reason: str) -> None:
    desk = Desk(cast.members["alice"], then)
    row = applications.rows(desk).filter(position=position).first()
    if row is None:  # a demo of only some stories
        return
    snoozes.snooze(
        practice=cast.practice,
        kind=row.section,
        subject=applications.SOURCE.subject(row.pk),
        version=row.standing_number,
        until=desk.today + timedelta(days=days),
        reason=reason,
        today=desk.today,
        by=cast.users["alice"],
    )
