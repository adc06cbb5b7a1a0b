"""Calendars of real places, from the same source as the product's."""

from __future__ import annotations

from functools import cache

import holidays

from candidates.followup.clock import Calendar

YEARS = range(2024, 2031)


@cache
def calendar_of(country: str) -> Calendar:
    """The national holidays and the weekend of a country, without those of a subdivision."""
    found = holidays.country_holidays(country, years=YEARS, language="en_US")
    return Calendar(weekend=frozenset(found.weekend), closed=dict(found))


US = calendar_of("US")
PLAIN = Calendar()  # Saturdays and Sundays off, no holidays
