"""When somebody may be reminded: not before their hour, never in their quiet hours, by their own clock. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the day, 0 to 23. `quiet_from` equal to `quiet_until` means that none are quiet."""

    first: int = 8
    quiet_from: int = 20
    quiet_until: int = 8

    @property
    def begin(self) -> int:
        """The first hour of a day at which somebody is reminded: one that is always quiet waits for the end of that."""
        return self.quiet_until if self.is_quiet(self.first) else self.first

    def is_quiet(self, hour: int) -> bool:
        """Whether an hour of the day is quiet; the quiet hours may go over midnight."""
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return self.quiet_from != self.quiet_until and (hour >= self.quiet_from or hour < self.quiet_until)


DAYTIME = Hours()
"""Eight in the morning to eight in the evening, where nobody chose otherwise."""


def next_moment(now: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    """`now` if somebody may be reminded now, else the next moment at which they may be."""
    moment = local = now.astimezone(zone)
    if hours.is_quiet(local.hour):
        moment = _after_quiet(local, hours)
    if moment.hour < hours.begin:
        moment = _at(moment, hours.begin)
    return now if moment is local else moment


def _after_quiet(moment: datetime, hours: Hours) -> datetime:
    """The end of the quiet hours in which a moment lies."""
    over_midnight = moment.hour >= hours.quiet_until
    return _at(moment + timedelta(days=over_midnight), hours.quiet_until)


def _at(moment: datetime, hour: int) -> datetime:
    """An hour of a moment's day, by the same clock."""
    return datetime.combine(moment.date(), time(hour), moment.tzinfo)


def first_moment(day_start: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    """The first moment of a civil day at which somebody may be reminded, as an instant.

    Where the clocks skip that hour it is the one they jump to.
    """
    return next_moment(day_start, hours, zone).astimezone(UTC)
