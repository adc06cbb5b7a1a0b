"""The calendar of an application: the employer's country and state, less closures; unknown places have weekends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from candidates.calendars import calendar_for, known_place, public_holidays
from candidates.models import Application, Closure
from tests.cast import Cast

VETERANS_DAY, FRIDAY, SUNDAY = date(2026, 11, 11), date(2026, 11, 13), date(2026, 11, 15)
CESAR_CHAVEZ_DAY = date(2027, 3, 31)


def placed(cast: Cast, **site: Any) -> Application:
    """The application at a site with these columns."""
    for name, value in site.items():
        setattr(cast.site, name, value)
    cast.application.site = cast.site
    return cast.application


def closed(cast: Cast, **columns: Any) -> None:
    values = {"practice": cast.practice, "starts_on": date(2026, 12, 24), "ends_on": date(2026, 12, 31)} | columns
    Closure.objects.create(reason="shutdown", **values)


def test_a_public_holiday_has_its_name(cast: Cast) -> None:
    assert calendar_for(cast.application).why_closed(VETERANS_DAY) == "Veterans Day"


def test_the_country_is_the_sites(cast: Cast) -> None:
    assert calendar_for(placed(cast, country="DE")).is_business_day(VETERANS_DAY)


def test_without_a_site_the_country_is_the_practices(cast: Cast) -> None:
    cast.application.site = None
    cast.application.practice.country = "DE"
    assert calendar_for(cast.application).is_business_day(VETERANS_DAY)


def test_a_states_own_holiday_counts_only_there(cast: Cast) -> None:
    assert calendar_for(cast.application).is_business_day(CESAR_CHAVEZ_DAY)
    assert calendar_for(placed(cast, subdivision="CA")).why_closed(CESAR_CHAVEZ_DAY) == "Cesar Chavez Day"


def test_the_practices_state_counts_where_the_site_names_none(cast: Cast) -> None:
    cast.application.practice.subdivision = "CA"
    assert not calendar_for(cast.application).is_business_day(CESAR_CHAVEZ_DAY)


def test_the_practices_state_does_not_count_abroad(cast: Cast) -> None:
    cast.application.practice.subdivision = "CA"  # a canton of Switzerland it is not
    assert calendar_for(placed(cast, country="CH")).is_business_day(CESAR_CHAVEZ_DAY)


def test_a_weekend_on_friday_and_saturday(cast: Cast) -> None:
    calendar = calendar_for(placed(cast, country="EG"))
    assert (calendar.is_business_day(FRIDAY), calendar.is_business_day(SUNDAY)) == (False, True)


@pytest.mark.parametrize(("country", "subdivision"), [("XX", ""), ("", ""), ("US", "ZZ"), ("us", "")])
def test_an_unknown_place_has_weekends_and_no_error(country: str, subdivision: str) -> None:
    days_off, weekend = public_holidays(country, subdivision)
    assert weekend == {5, 6}
    assert country in ("US", "us") or days_off == {}


def test_an_unknown_state_keeps_the_countrys_holidays() -> None:
    assert public_holidays("US", "ZZ")[0][VETERANS_DAY] == "Veterans Day"


def test_the_tables_say_which_places_they_know() -> None:
    known = [known_place("US"), known_place("US", "CA"), known_place("US", "ZZ"), known_place("XX")]
    assert known == [True, True, False, False]


def test_a_closure_of_the_practice_closes_every_day_of_it(cast: Cast) -> None:
    closed(cast)
    calendar = calendar_for(cast.application)
    assert [calendar.why_closed(date(2026, 12, day)) for day in (23, 24, 31)] == [None, "shutdown", "shutdown"]


def test_a_closure_of_the_employer_closes_its_days(cast: Cast) -> None:
    closed(cast, employer=cast.employer)
    assert calendar_for(cast.application).why_closed(date(2026, 12, 30)) == "shutdown"


def test_the_closure_of_another_employer_does_not(cast: Cast) -> None:
    from candidates.services import add_employer

    closed(cast, employer=add_employer(practice=cast.practice, name="Other", by=cast.alice))
    assert calendar_for(cast.application).is_business_day(date(2026, 12, 30))
