"""From what was pasted to suggestions for a form."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from candidates.postings import guesses, linked_data
from candidates.postings.page import Page, taken_apart
from candidates.postings.posting import LENGTHS, Posting, line, web_address

LONGEST = 2_000_000  # characters looked at; a page's whole source is rarely more
LONGEST_TEXT = 20_000  # characters kept to be read later
MOST = 20  # postings of one paste
TAGS = re.compile(
    r"<(!doctype|html|head|body|script|div|section|article|p|h1|meta|ul|li|span|br|table)\b", re.IGNORECASE
)
SHOWN_TAGS = re.compile(r"&lt;(!doctype|html|script|div|meta)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Read:
    """The postings found, the likeliest first, and their text for later: the page itself may be gone by then."""

    postings: list[Posting]
    text: str


def read(pasted: str, url: str = "") -> Read:
    """What was pasted, with the address of its page if that is known."""
    pasted = pasted[:LONGEST].replace("\x00", " ")
    if SHOWN_TAGS.search(pasted) and not TAGS.search(pasted):
        pasted = html.unescape(pasted)  # a source that was copied with its signs written out
    if pasted.lstrip()[:1] in ("{", "["):
        page = Page(data=[pasted])
    elif TAGS.search(pasted):
        page = taken_apart(pasted)
    else:
        page = Page(text=pasted)
    found = _postings(page)
    address = web_address(url)
    if address and not found:
        found = [Posting(posting_url=address)]
    elif address:
        found = [Posting(posting_url=address).filled_from(each) if len(found) == 1 else each for each in found]
    return Read(found[:MOST], _kept(page, found))


def _postings(page: Page) -> list[Posting]:
    said = linked_data.postings([linked_data.loaded(each) for each in page.data])
    if len(said) > 1:
        return said
    best = said[0] if said else Posting()
    best = best.filled_from(page.marked).filled_from(Posting(posting_url=page.address))
    if not (best.position and best.employer):
        best = best.filled_from(_guessed(page))
    return [best] if best.says_anything else []


def _guessed(page: Page) -> Posting:
    titled = guesses.of_title(page.metas.get("og:title") or page.title)
    site = line(page.metas.get("og:site_name", ""), LENGTHS["employer"])
    if page.heading:
        titled = Posting(position=line(page.heading, LENGTHS["position"])).filled_from(titled)
    if site and not guesses.BOARDS.search(site):
        titled = titled.filled_from(Posting(employer=site))
    return titled if titled.position and titled.employer else titled.filled_from(guesses.of_text(page.text))


def _kept(page: Page, found: list[Posting]) -> str:
    """Readable text only: never the source of a page, and nothing of a list of postings."""
    lines = (" ".join(each.split()) for each in page.text.splitlines())
    return "" if len(found) > 1 else "\n".join(each for each in lines if each)[:LONGEST_TEXT]
