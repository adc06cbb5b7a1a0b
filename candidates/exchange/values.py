"""Words for ways to apply and for countries, links and salaries, as the fields want them."""

from __future__ import annotations

from candidates.exchange.headings import plain

METHODS = {
    **{name: name for name in ("online", "email", "phone", "mail", "referral", "fair", "agency", "other")},
    **dict.fromkeys(["online form", "website", "company website", "company site", "job board", "linkedin"], "online"),
    **dict.fromkeys(["easy apply", "linkedin easy apply", "web", "portal", "indeed"], "online"),
    **dict.fromkeys(["in person", "walk in", "visit"], "in_person"),
    **dict.fromkeys(["e mail", "by email", "by e mail"], "email"),
    **dict.fromkeys(["post", "letter", "by mail"], "mail"),
    **dict.fromkeys(["through somebody", "referred", "friend", "network", "networking"], "referral"),
    **dict.fromkeys(["job fair", "career fair"], "fair"),
    **dict.fromkeys(["recruiter", "staffing agency", "headhunter"], "agency"),
    **dict.fromkeys(["call", "by phone", "telephone"], "phone"),
    "another way": "other",
}
COUNTRIES = {
    **dict.fromkeys(["usa", "united states", "united states of america", "u s", "u s a", "america"], "US"),
    **dict.fromkeys(["uk", "united kingdom", "great britain", "england", "scotland", "wales"], "GB"),
    "canada": "CA",
    "mexico": "MX",
    "ireland": "IE",
    "germany": "DE",
    "deutschland": "DE",
    "austria": "AT",
    "switzerland": "CH",
    "france": "FR",
    "netherlands": "NL",
    "australia": "AU",
    "new zealand": "NZ",
    "india": "IN",
}


def method(text: str) -> str:
    """The way to apply that a text names; empty for one that is not known."""
    return METHODS.get(plain(text), "")


def country_code(text: str) -> str:
    """The two letters of a country, where its name is known; else the text in capitals."""
    return COUNTRIES.get(plain(text), text.upper())


def link(text: str) -> str:
    """An address as browsers take it: what begins without a scheme gets one."""
    bare = text and "://" not in text and "." in text and not any(each.isspace() for each in text)
    return f"https://{text}" if bare else text


def salary(parts: list[str]) -> str:
    """One text from the columns of a salary: “80000 – 95000 USD year”."""
    figures = [each for each in parts if each[0].isdecimal()]
    words = [each for each in parts if not each[0].isdecimal()]
    return parts[0] if len(parts) == 1 else " ".join([" – ".join(dict.fromkeys(figures)), *words]).strip()
