"""Whether two names mean the same employer. Pure: names in, a key out."""

from __future__ import annotations

import re
import unicodedata

LEGAL_FORMS = frozenset(
    "inc incorporated llc llp lp ltd limited corp corporation co company plc pc pllc"
    " gmbh ag kg mbh ug ev se sa sas sarl sl srl spa bv nv oy ab aps pty pte".split()
)


def employer_key(name: str) -> str:
    """What is left of a name without case, accents, spaces, punctuation, “the” and its legal form.

    Equal keys: probably the same employer ("ACME Inc." and "Acme, Inc", "AT&T" and "A T & T"). A name made of nothing
    else keeps its words ("The Limited"); one without letters and digits is itself.
    """
    bare = "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    words = re.findall(r"\w+", re.sub(r"[.'’]", "", bare).replace("&", " and ").replace("_", " "))
    kept = words[1:] if len(words) > 1 and words[0] == "the" else words
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept = kept[:-1]
    return "".join(words if set(kept) <= LEGAL_FORMS else kept) or name.strip()


def same_employer(one: str, other: str) -> bool:
    """Whether two names probably mean the same employer."""
    return employer_key(one) == employer_key(other)
