"""The source of a page, taken apart: its JSON-LD, its microdata, its title, and its text as a reader would see it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from candidates.postings.posting import LENGTHS, Posting, iso_day, line, web_address

BREAKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main"
    " nav ol p pre section table tr ul title".split()
)
APART = re.compile(r"<(script|style|template|noscript|svg)\b([^<>]{0,2000})>", re.IGNORECASE)
UNCLOSED = re.compile(r"<(?![^<>]{0,5000}>)")
PLACES = ("addressLocality", "addressRegion", "addressCountry")
LONGEST = 300_000  # characters of what is seen


@dataclass
class Page:
    """What a page's source holds."""

    data: list[str] = field(default_factory=list)
    text: str = ""
    title: str = ""
    heading: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)

    @property
    def marked(self) -> Posting:
        """What its microdata says of a posting."""
        place = ", ".join(dict.fromkeys(self.properties[name] for name in PLACES if name in self.properties))
        return Posting(
            position=line(self.properties.get("title", ""), LENGTHS["position"]),
            employer=line(self.properties.get("hiringOrganization", ""), LENGTHS["employer"]),
            location=line(place, LENGTHS["location"]),
            salary=line(self.properties.get("baseSalary", ""), LENGTHS["salary"]),
            deadline_on=iso_day(self.properties.get("validThrough", "")),
        )

    @property
    def address(self) -> str:
        return web_address(self.metas.get("canonical") or self.metas.get("og:url") or "")


def taken_apart(source: str) -> Page:
    """The page's parts. Each step goes through the source once, whatever is in it."""
    seen, data = _without_scripts(source)
    seen = UNCLOSED.sub("&lt;", _without_comments(seen)[:LONGEST])
    reader = _Reader(Page(data=data))
    reader.feed(seen)
    reader.close()
    return reader.page()


def _without_scripts(source: str) -> tuple[str, list[str]]:
    """What a reader may see, and the JSON-LD beside it. One that is cut off reaches to the end."""
    pieces, data, at = [], [], 0
    while start := APART.search(source, at):
        pieces.append(source[at : start.start()])
        end = re.compile(f"</{start[1]}", re.IGNORECASE).search(source, start.end())
        at = end.start() if end else len(source)
        if "ld+json" in start[2].lower():
            data.append(source[start.end() : at])
    return "".join([*pieces, source[at:]]), data


def _without_comments(source: str) -> str:
    first, *others = source.split("<!--")
    return "".join([first, *(each.partition("-->")[2] for each in others)])


class _Reader(HTMLParser):
    def __init__(self, found: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.found = found
        self.pieces: list[str] = []
        self.inside = ""  # a title or a main heading
        self.property = ""
        self.in_posting = self.in_employer = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in BREAKS:
            self.pieces.append("\n")
        if tag in ("title", "h1"):
            self.inside = tag
        self._meta(tag, values)
        self._microdata(values)

    def _meta(self, tag: str, values: dict[str, str]) -> None:
        if tag == "meta" and (name := values.get("property") or values.get("name")):
            self.found.metas.setdefault(name.lower(), values.get("content", ""))
        if tag == "link" and values.get("rel", "").lower() == "canonical":
            self.found.metas.setdefault("canonical", values.get("href", ""))

    def _microdata(self, values: dict[str, str]) -> None:
        self.in_posting |= "JobPosting" in values.get("itemtype", "")
        name = values.get("itemprop", "")
        if not self.in_posting or not name:
            return
        self.in_employer |= name == "hiringOrganization"
        name = "hiringOrganization" if self.in_employer and name == "name" else name
        if value := values.get("content") or values.get("datetime"):
            self.found.properties.setdefault(name, value)
        elif "itemscope" not in values:
            self.property = name

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.pieces.append("\n")
        if tag == self.inside:
            self.inside = ""
        self.property = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "title":
            self.found.title = self.found.title or data.strip()
            return
        self.pieces.append(data)
        if self.inside == "h1":
            self.found.heading = self.found.heading or data.strip()
        if self.property and data.strip():
            self.found.properties.setdefault(self.property, data.strip())
            self.in_employer &= self.property != "hiringOrganization"

    def page(self) -> Page:
        lines = (" ".join(each.split()) for each in "".join(self.pieces).splitlines())
        self.found.text = "\n".join(each for each in lines if each)
        return self.found
