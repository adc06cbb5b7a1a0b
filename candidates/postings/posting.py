"""What is known of a posting, cut to what an application can hold."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, fields, replace
from datetime import date

LENGTHS = {"position": 160, "employer": 160, "location": 120, "salary": 80, "posting_url": 500}


@dataclass(frozen=True)
class Posting:
    """Suggestions, each empty where the posting does not say. The names are those of the application's form."""

    position: str = ""
    employer: str = ""
    location: str = ""
    salary: str = ""
    posting_url: str = ""
    deadline_on: date | None = None

    @property
    def says_anything(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def filled_from(self, other: Posting) -> Posting:
        """With what the other one knows and this one does not."""
        missing = {each.name: getattr(other, each.name) for each in fields(self) if not getattr(self, each.name)}
        return replace(self, **missing)


def line(text: object, longest: int) -> str:
    """One line of plain text: no tags, no entities, no invisible characters, and not too long."""
    if not isinstance(text, str | int | float) or isinstance(text, bool):
        return ""
    bare = re.sub(r"<[^<>]*>", " ", html.unescape(html.unescape(str(text)[: 20 * longest])))
    seen = "".join(each if each.isprintable() else " " for each in bare)
    return " ".join(seen.split())[:longest].strip()


def web_address(text: object) -> str:
    """The address, if it is one of a page."""
    found = line(text, LENGTHS["posting_url"] + 1)
    ours = re.fullmatch(r"https?://[^\s<>\"\\^`{|}@]+", found) and len(found) <= LENGTHS["posting_url"]
    return found if ours else ""


def iso_day(text: object) -> date | None:
    """The day an ISO 8601 date or moment begins with."""
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
