"""Reasons of a standing as its history keeps them, and back: JSON knows no dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from candidates.followup.facts import Reason


def reasons_as_json(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    """Reasons as they are kept with a change of standing: dates become {"date": …} or {"at": …}."""
    return [{"code": each.code, "values": {k: _plain(v) for k, v in each.values.items()}} for each in reasons]


def reasons_from_json(rows: list[dict[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(row["code"], {k: _value(v) for k, v in row["values"].items()}) for row in rows)


def _plain(value: Any) -> Any:
    if not isinstance(value, date):  # a moment is a date, too
        return value
    return {"at" if isinstance(value, datetime) else "date": value.isoformat()}


def _value(value: Any) -> Any:
    match value:
        case {"at": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
    return value
