"""What is watched while pages are walked: their headers, what they write, and variables nobody gave them."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def faults(response: Any, *, signed_in: bool) -> list[str]:
    """What is wrong with the headers of an answer."""
    got = {name: response.headers.get(name) for name in HEADERS}
    found = [f"{name} is {value}" for name, value in got.items() if value != HEADERS[name]]
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy or "*" in policy:
        found.append(f"policy is {policy!r}")
    if signed_in and "no-store" not in response.headers.get("Cache-Control", ""):
        found.append("may be stored")
    return found


class Writes(list[str]):
    """Notes every statement that changes a row; sessions may."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", sql, re.IGNORECASE) and "django_session" not in sql:
            self.append(sql)
        return execute(sql, params, many, context)


@cache
def templates() -> dict[str, str]:
    """Each of our templates with its source."""
    return {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*") if path.is_file()}


class Unknown(str):
    """Django asks `"%s" in string_if_invalid` and then formats it with the variable's name: this notes both."""

    seen: set[str]

    def __contains__(self, item: Any) -> bool:
        return True

    def __mod__(self, variable: Any) -> str:
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template.name
        if template in templates():
            self.seen.add(f"{template}: {variable}")
        return ""


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The variables of our templates that nobody gave them, as they come up."""
    marker = Unknown("unknown")
    marker.seen = set()
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", marker)
    return marker.seen
