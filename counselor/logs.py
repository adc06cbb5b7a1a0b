"""What a log line may say: ids, codes and places in the source. Never what somebody typed, is called or was sent.

An exception is told by its class and the lines it came by: its message may quote a row or a form. Keys in paths and
addresses of people are cut out of every text, whoever wrote it. The last thing before a line is written.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

HERE = str(Path(__file__).resolve().parent.parent) + "/"
OURS = ("counselor/", "candidates/", "letters/")
FRAMES = 6

ADDRESS = re.compile(r"[^\s@<>\"'=,;:/]+@[^\s@<>\"'=,;:/]+\.[^\s@<>\"'=,;:/]+")
KEY = re.compile(r"(?<=/)(?=[\w.:=-]*[\dA-Z])[\w.:=-]{16,}|(?<=/reset/key/)[^\s\"]+")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']+=[^\s\"']*")

Line = MutableMapping[str, Any]


def without_words(logger: Any, method: str, line: Line) -> Line:
    """A structlog processor: the same line, fit to be kept and shown to whoever runs the machine."""
    for name in ("stack_info", "user_agent"):
        line.pop(name, None)
    error = _exception(line.pop("exc_info", None))
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = _clean(value, error)
    if error is not None:
        line["exception"] = " from ".join(type(each).__qualname__ for each in _chain(error))
        line["at"] = _places(error)
    return line


def _exception(told: Any) -> BaseException | None:
    """The exception of a record: itself, a triple as of `sys.exc_info`, or simply True."""
    if isinstance(told, BaseException):
        return told
    triple = told if isinstance(told, tuple) else sys.exc_info() if told else None
    return triple[1] if triple else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    following: BaseException | None = error
    while following is not None:
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _places(error: BaseException) -> str:
    """The lines of ours it came by, and the one where it was raised."""
    passed = [
        f"{_short(each.filename)}:{each.lineno}:{each.name}" for each in traceback.extract_tb(error.__traceback__)
    ]
    ours = [place for place in passed[:-1] if place.startswith(OURS)]
    return " > ".join([*ours[-FRAMES:], *passed[-1:]])


def _short(filename: str) -> str:
    return filename.removeprefix(HERE).rpartition("site-packages/")[2]


def _clean(text: str, error: BaseException | None) -> str:
    for each in _chain(error) if error else ():
        for words in (repr(each), str(each)):
            if len(words) > 2:
                text = text.replace(words, type(each).__qualname__)
    for pattern in (ADDRESS, KEY, QUERY):
        text = pattern.sub("…", text)
    return text
