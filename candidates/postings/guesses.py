"""What a title and plain text let one guess: labelled lines first, then the ways in which pages name a post."""

from __future__ import annotations

import re

from candidates.postings.posting import LENGTHS, Posting, iso_day, line, web_address

LABELS: dict[str, str] = {
    "position": r"job title|position title|position|title|role|vacancy|job",
    "employer": r"company name|company|employer|organi[sz]ation|hiring organi[sz]ation",
    "location": r"job location|work location|location|place of work|place|city|based in",
    "salary": r"salary range|salary|pay range|pay|compensation|wage",
    "posting_url": r"apply at|link|url|web ?site",
    "deadline_on": r"apply by|application deadline|closing date|deadline|closes",
}
LABELLED = {name: re.compile(rf"^\W*(?:{words})\s*[:–—-]\s+(.+)$", re.IGNORECASE) for name, words in LABELS.items()}

HIRING = re.compile(
    r"^(?P<employer>.+?) (?:is )?(?:hiring|looking for|seeking)(?: an?| for)? (?P<position>.+)$", re.IGNORECASE
)
AT = re.compile(r"^(?P<position>.+?) (?:at|@|with) (?P<employer>[^,|·–—]+)$")
IN_PLACE = re.compile(r"^(?P<rest>.+?) in (?P<location>[A-Z][\w.' -]+,? [A-Z][\w. ]+)$")
PLACE = re.compile(r"\b([A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+){0,2}, (?:[A-Z]{2}\b|[A-Z][a-z]+(?: [A-Z][a-z]+)?))")
BARS = re.compile(r"\s+[|·–—-]\s+|\s*\|\s*")
BOARDS = re.compile(
    r"\b(linkedin|indeed|glassdoor|monster|ziprecruiter|careers?|jobs?|greenhouse|lever|workday|job board|apply)\b",
    re.IGNORECASE,
)
LONGEST_TITLE = 100  # characters; a longer first line is a sentence
LINES_READ = 200


def of_title(title: str) -> Posting:
    """A page's title: “Analyst at Acme | Board”, “Acme hiring Analyst in Albany, NY”, “Analyst - Acme”."""
    parts = [part for part in BARS.split(line(title, 300)) if part]
    if not parts:
        return Posting()
    named, rest = parts[0], [part for part in parts[1:] if not BOARDS.search(part)]
    found: dict[str, str] = {}
    if place := IN_PLACE.match(named):
        named, found["location"] = place["rest"], place["location"]
    if match := HIRING.match(named) or AT.match(named):
        return _cut(found | match.groupdict())
    places = [part for part in rest if PLACE.fullmatch(part)]
    others = [part for part in rest if part not in places]
    return _cut({"position": named, "employer": others[0] if others else "", "location": "".join(places[:1])} | found)


def of_text(text: str) -> Posting:
    """Plain text: what labels name, else the first line and what stands below it."""
    lines = [found for each in text.splitlines()[:LINES_READ] if (found := line(each, 300))]
    known: dict[str, str] = {}
    for name, pattern in LABELLED.items():
        known[name] = next((match[1] for each in lines if (match := pattern.match(each))), "")
    labelled = _cut(known)
    plain = [each for each in lines if not any(pattern.match(each) for pattern in LABELLED.values())]
    return labelled.filled_from(_headed(plain)) if plain else labelled


def _headed(lines: list[str]) -> Posting:
    """The first lines, where they are a heading and not a sentence."""
    first = lines[0]
    if len(first) > LONGEST_TITLE or first.endswith((".", "!", "?")):
        sentence = HIRING.match(first.split(". ")[0].rstrip(".!"))
        return _cut({"employer": sentence["employer"]}) if sentence and len(sentence["employer"]) < 60 else Posting()
    found = of_title(first)
    below = BARS.split(lines[1]) if len(lines) > 1 and len(lines[1]) <= LONGEST_TITLE else []
    if below and not found.employer and not PLACE.fullmatch(below[0]) and not lines[1].endswith((".", ":")):
        found = found.filled_from(_cut({"employer": below[0]}))
    place = next((match[1] for each in lines[:6] if (match := PLACE.search(each))), "")
    return found.filled_from(_cut({"location": place}))


def _cut(values: dict[str, str]) -> Posting:
    fitting = {
        name: line(values.get(name, ""), LENGTHS[name]) for name in ("position", "employer", "location", "salary")
    }
    url, day = web_address(values.get("posting_url", "")), iso_day(values.get("deadline_on", ""))
    return Posting(**fitting, posting_url=url, deadline_on=day)
