"""Words in rows: “lukasz” finds Łukasz and “mueller” Müller, on every database and without a column of its own.

A word becomes a pattern in which each letter stands for its whole family. What one may see is not decided here: these
are conditions for rows that came through a door.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from candidates.models import Application, Contact, Employer

LONGEST, MOST_WORDS = 100, 6
FEWEST_DIGITS = 4  # of a telephone number

OF_THEIR_OWN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode takes for letters and not for others with a mark."""

AS_ONE = {"ae": "æäÆÄ", "oe": "œöøŒÖØ", "ue": "üÜ", "ss": "ßẞ", "th": "þÞ"}
"""Two letters people type for one."""


def cleaned(text: str) -> str:
    """What somebody searches for, without what no row holds, and not too long."""
    return " ".join(text.replace("\x00", " ").split())[:LONGEST].strip()


def plain(text: str) -> str:
    """Lower case, without marks."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in bare if not unicodedata.combining(each)).translate(OF_THEIR_OWN)


def _families() -> dict[str, str]:
    """The Latin letters with marks, small and capital, by the letter without: not every database knows which belong
    together."""
    found: dict[str, str] = defaultdict(str)
    for code in (*range(0xE0, 0x180), *range(0x1EA0, 0x1F00)):
        letter = chr(code)
        if letter.islower() and len(bare := plain(letter)) == 1 and bare.isascii():
            found[bare] += letter + (letter.upper() if len(letter.upper()) == 1 else "")
    return dict(found)


FAMILIES = _families()
MARKS = "[\u0300-\u036f]*"  # written apart from its letter, as some systems do


def _letter(letter: str) -> str:
    family = FAMILIES.get(letter)
    return f"[{letter}{family}]{MARKS}" if family else re.escape(letter)


def pattern(word: str) -> str:
    """A regular expression, for Python's and PostgreSQL's engines alike, that finds a word in any of its spellings."""
    letters, found, at = plain(word), "", 0
    while at < len(letters):
        pair = letters[at : at + 2]
        found += f"({_letter(pair[0])}{_letter(pair[1])}|[{AS_ONE[pair]}])" if pair in AS_ONE else _letter(pair[0])
        at += 2 if pair in AS_ONE else 1
    return found


def words(query: str) -> list[str]:
    return [found for word in cleaned(query).split()[:MOST_WORDS] if (found := pattern(word))]


def _any(found: str, *fields: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__iregex": found}) for field in fields))


def spelled(query: str, *fields: str) -> Q:
    """Each word of the query stands in one of the fields."""
    return reduce(and_, (_any(found, *fields) for found in words(query)), Q())


def telephone(query: str) -> Q:
    """The query is a telephone number, or a part of one: its digits, however they are set out."""
    digits = re.sub(r"[\s()+./-]", "", cleaned(query))
    if not (digits.isascii() and digits.isdecimal() and len(digits) >= FEWEST_DIGITS):
        return Q(pk__in=[])
    return Q(phone__regex="[^0-9]*".join(digits))


def of_applications(query: str, employers: Any) -> Q:
    """Applications by position and employer, who is one of these."""
    return reduce(and_, (_position_or_employer(found, employers) for found in words(query)), Q())


def _position_or_employer(found: str, employers: Any) -> Q:
    # The employers are looked through once, not again with each of their applications.
    return Q(position__iregex=found) | Q(employer__in=employers.filter(name__iregex=found).order_by())


def of_people(query: str) -> Q:
    """Clients and contacts by name, e-mail address and telephone number."""
    return spelled(query, "given_name", "family_name", "email") | telephone(query)


def of_contacts(query: str) -> Q:
    """Contacts also by what they are."""
    return spelled(query, "given_name", "family_name", "job_title", "email") | telephone(query)


def of_caseload(query: str) -> Q:
    """Clients by name, and by the positions, employers and contacts of their applications."""
    return reduce(and_, (_about_client(found) for found in words(query)), Q())


def _about_client(found: str) -> Q:
    contacts = Contact.objects.filter(_any(found, "given_name", "family_name", "job_title")).order_by()
    shared = Q(employer__in=contacts.filter(client=None).values("employer"))
    applications = Application.objects.filter(_position_or_employer(found, Employer.objects) | shared).order_by()
    return (
        _any(found, "given_name", "family_name")
        | Q(pk__in=applications.values("client"))
        | Q(pk__in=contacts.exclude(client=None).values("client"))
    )
