"""schema.org's JobPosting in JSON-LD, as pages really write it: nested, in graphs, by reference, slightly broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from candidates.postings.posting import LENGTHS, Posting, iso_day, line, web_address

MOST_NODES = 20_000

PERIODS = {"HOUR": "an hour", "DAY": "a day", "WEEK": "a week", "MONTH": "a month", "YEAR": "a year"}


def loaded(text: str) -> Any:
    """The value of a JSON text, mended where pages commonly break it; None where it cannot be read."""
    bare = (
        re.sub(r"^\s*(<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text).strip().rstrip(";")
    )
    for attempt in (bare, html.unescape(bare), re.sub(r",(\s*[}\]])", r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def postings(values: list[Any]) -> list[Posting]:
    """Every posting in these values, each once, in their order."""
    found = [node for value in values for node in _nodes(value)]
    known = {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and len(node) > 1}
    read = [_posting(node, known) for node in found if _is(node, "JobPosting")]
    return list(dict.fromkeys(each for each in read if each.says_anything))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a value, outer ones first."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_NODES:
        seen += 1
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting += reversed(each.values())
        elif isinstance(each, list):
            waiting += reversed(each)


def _is(node: dict[str, Any], name: str) -> bool:
    return any(str(kind).rpartition("/")[2].rpartition(":")[2] == name for kind in _all(node.get("@type")))


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any, known: dict[str, Any]) -> Any:
    """The value, the first of several, or the node it refers to."""
    one = next(iter(_all(value)), None)
    if isinstance(one, dict) and set(one) <= {"@id", "@type"}:
        return known.get(str(one.get("@id")), one)
    return one


def _name(value: Any, known: dict[str, Any]) -> Any:
    one = _first(value, known)
    return _first(one.get("name") or one.get("legalName"), known) if isinstance(one, dict) else one


def _posting(node: dict[str, Any], known: dict[str, Any]) -> Posting:
    return Posting(
        position=line(_first(node.get("title") or node.get("name"), known), LENGTHS["position"]),
        employer=line(_name(node.get("hiringOrganization"), known), LENGTHS["employer"]),
        location=line(_location(node, known), LENGTHS["location"]),
        salary=line(_salary(_first(node.get("baseSalary"), known), known), LENGTHS["salary"]),
        posting_url=web_address(_first(node.get("url"), known)),
        deadline_on=iso_day(_first(node.get("validThrough"), known)),
    )


def _location(node: dict[str, Any], known: dict[str, Any]) -> str:
    places = [_place(each, known) for each in _all(node.get("jobLocation"))[:3]]
    if "TELECOMMUTE" in str(node.get("jobLocationType", "")).upper():
        places.append("remote")
    return " / ".join(dict.fromkeys(each for each in places if each))


def _place(value: Any, known: dict[str, Any]) -> str:
    place = _first(value, known)
    if not isinstance(place, dict):
        return line(place, LENGTHS["location"])
    address = _first(place.get("address"), known)
    if not isinstance(address, dict):
        return line(address or place.get("name"), LENGTHS["location"])
    parts = [_name(address.get(key), known) for key in ("addressLocality", "addressRegion", "addressCountry")]
    written = [line(part, LENGTHS["location"]) for part in parts]
    return ", ".join(dict.fromkeys(part for part in written if part))


def _salary(value: Any, known: dict[str, Any]) -> str:
    if not isinstance(value, dict):
        return line(value, LENGTHS["salary"])
    amount = _first(value.get("value"), known)
    amount = amount if isinstance(amount, dict) else {"value": amount} if amount is not None else value
    ends = [_figure(amount.get(key)) for key in ("minValue", "maxValue")]
    figures = " to ".join(dict.fromkeys(each for each in ends if each)) or _figure(amount.get("value"))
    currency = line(value.get("currency") or amount.get("currency"), 10)
    period = PERIODS.get(str(amount.get("unitText") or value.get("unitText") or "").upper(), "")
    return " ".join(each for each in (figures, currency if figures else "", period if figures else "") if each)


def _figure(value: Any) -> str:
    """A number with its thousands apart; words stay what they are."""
    try:
        number = float(str(value).replace(",", ""))
        return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
    except (ValueError, OverflowError):
        return line(value, LENGTHS["salary"])
