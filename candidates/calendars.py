"""The calendar of a place: public holidays, weekends and closures, as the pure rule wants them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import holidays

from candidates.followup.clock import Calendar
from candidates.models import Application, Closure

VERSION = f"holidays {holidays.__version__}"
YEARS = range(2000, 2101)
FALLBACK_WEEKEND = frozenset({5, 6})


@lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str = "") -> tuple[dict[date, str], frozenset[int]]:
    """Days off and weekend days (Monday is 0) of a country. An unknown state has its country's; an unknown country has
    a Saturday and Sunday weekend."""
    if subdivision and not known_place(country, subdivision):
        return public_holidays(country)
    try:
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=YEARS, language="en_US")
    except NotImplementedError:
        return {}, FALLBACK_WEEKEND
    return dict(found), frozenset(found.weekend)


def known_place(country: str, subdivision: str = "") -> bool:
    """Whether the holiday tables know this country and subdivision."""
    supported = holidays.list_supported_countries()
    return country in supported and (not subdivision or subdivision in supported[country])


def calendar_for(application: Application, closures: Iterable[Closure] | None = None) -> Calendar:
    """Business days at the employer's place, less the closures of the practice and of the employer.

    `closures`, where given, stand for all of the practice's.
    """
    site, practice = application.site, application.practice
    country = (site and site.country) or practice.country
    subdivision = site.subdivision if site else ""
    if not subdivision and country == practice.country:
        subdivision = practice.subdivision
    days_off, weekend = public_holidays(country, subdivision)
    closed = closed_days(_closures(application, closures))
    return Calendar(weekend=weekend, closed=days_off | closed if closed else days_off)


def _closures(application: Application, closures: Iterable[Closure] | None) -> Iterable[Closure]:
    if closures is None:
        closures = Closure.objects.filter(practice=application.practice)
    return [each for each in closures if each.employer_id in (None, application.employer_id)]


def closed_days(closures: Iterable[Closure]) -> dict[date, str]:
    """Each closed day with its reason."""
    return {
        each.starts_on + timedelta(days=offset): each.reason
        for each in closures
        for offset in range((each.ends_on - each.starts_on).days + 1)
    }
