"""The built-in letters: one plain text per variant and locale, and the sentences a client may add to one.

Read from `letters/texts/<locale>/`; a practice's own templates replace them one by one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from letters.content import Variant

_HERE = Path(__file__).parent
VERSION = "built-in 2"
OFFERED = ("timeline_request", "feedback_request")


def built_in(variant: Variant | str, locale: str) -> str:
    """The built-in template. Raises KeyError for a locale without texts."""
    return _read(locale, Variant(variant).value)


def offered(field: str, locale: str) -> str:
    """A ready sentence for an optional merge field (one of OFFERED). Raises KeyError for any other."""
    return " ".join(_read(locale, f"_{field}").split())


def locales() -> tuple[str, ...]:
    """The locales that have built-in texts."""
    return tuple(sorted(folder.name for folder in _HERE.iterdir() if (folder / "after_silence.txt").exists()))


@cache
def _read(locale: str, name: str) -> str:
    if locale not in locales():
        raise KeyError(locale)
    path = _HERE / locale / f"{name}.txt"
    if not path.exists():
        raise KeyError(name)
    return path.read_text(encoding="utf-8")
