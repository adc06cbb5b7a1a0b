"""What a letter's language and country decide: dates, salutations, closes. Pure; a further locale is one more entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_HONORIFICS_GB = {
    "mr": "Mr", "ms": "Ms", "mrs": "Mrs", "miss": "Miss", "mx": "Mx", "dr": "Dr", "prof": "Professor",
    "professor": "Professor", "rev": "Rev", "sir": "Sir", "dame": "Dame", "lord": "Lord", "lady": "Lady",
    "judge": "Judge", "captain": "Captain", "colonel": "Colonel", "major": "Major", "rabbi": "Rabbi",
    "imam": "Imam", "father": "Father", "sister": "Sister", "councillor": "Councillor",
}  # fmt: skip

# US usage puts a full stop after a contraction ("Mr."), British usage does not (Chicago Manual of Style 10.4, 10.15;
# New Hart's Rules 6.1.3).
_HONORIFICS_US = _HONORIFICS_GB | {"mr": "Mr.", "ms": "Ms.", "mrs": "Mrs.", "mx": "Mx.", "dr": "Dr.", "rev": "Rev."}


@dataclass(frozen=True, slots=True)
class Locale:
    """Dates and punctuation of one language and country.

    `long_date` and `short_date` are patterns over `{day}`, `{month}` (a word) and `{year}`. `formal_end` follows
    "Dear Ms. Ortiz", `first_name_end` follows "Dear Dana". `close_unnamed` closes a letter to a job title.
    """

    code: str
    long_date: str
    short_date: str
    formal_end: str
    first_name_end: str
    close: str
    close_unnamed: str
    honorifics: dict[str, str]
    months: tuple[str, ...] = _MONTHS
    dear: str = "Dear"
    paper: str = "us-block"

    def honorific(self, typed: str) -> str:
        """The honorific as this locale prints it; empty if it is not one we know ("unknown → full name")."""
        return self.honorifics.get(typed.strip().rstrip(".").lower(), "")

    def date_line(self, day: date) -> str:
        """The date at the head of the letter, with its year."""
        return self._fill(self.long_date, day)

    def date_in_text(self, day: date, written_on: date) -> str:
        """A date inside a sentence: the year only where it is not obvious (further than 300 days from the letter)."""
        near = abs((written_on - day).days) <= 300
        return self._fill(self.short_date if near else self.long_date, day)

    def _fill(self, pattern: str, day: date) -> str:
        return pattern.format(day=day.day, month=self.months[day.month - 1], year=day.year)


LOCALES: dict[str, Locale] = {
    "en-US": Locale(
        code="en-US",
        long_date="{month} {day}, {year}",
        short_date="{month} {day}",
        formal_end=":",
        first_name_end=",",
        close="Sincerely,",
        close_unnamed="Sincerely,",
        honorifics=_HONORIFICS_US,
    ),
    "en-GB": Locale(
        code="en-GB",
        long_date="{day} {month} {year}",
        short_date="{day} {month}",
        formal_end=",",
        first_name_end=",",
        close="Yours sincerely,",
        close_unnamed="Yours faithfully,",
        honorifics=_HONORIFICS_GB,
        paper="din-5008-b",
    ),
}
