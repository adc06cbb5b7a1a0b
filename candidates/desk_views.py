"""Views of the caseload: what a search of it may ask, and the searches a member keeps under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.finding import cleaned
from candidates.models import SavedView
from candidates.services import Refused
from counselor.accounts.models import Membership, User

WHOSE = frozenset({"primary", "mine", "supervised"})  # or a counselor's number
WHAT = frozenset({"waits", "rests", "letters", "quiet", "idle", "unplanned", "ended"})
SORTS = ("client", "next", "since", "moves", "open", "letters", "contact", "session", "counselor")
LONGEST_WAIT = "since"  # the order when none is asked for


@dataclass(frozen=True)
class Search:
    """A search of the caseload. Only what is known stands in it, however it was asked."""

    q: str = ""
    whose: str = ""
    label: str = ""
    what: str = ""
    sort: str = ""

    @classmethod
    def parse(cls, asked: Mapping[str, str]) -> Self:
        """What an address asks; a value that means nothing counts as not given."""
        whose, what, sort = (asked.get(name, "") for name in ("whose", "what", "sort"))
        return cls(
            q=cleaned(asked.get("q", "")),
            whose=whose if whose in WHOSE else _number(whose),
            label=_number(asked.get("label", "")),
            what=what if what in WHAT else "",
            sort=sort if sort.removeprefix("-") in SORTS and sort != LONGEST_WAIT else "",
        )

    @property
    def query(self) -> str:
        """The address's query that asks for it; empty for the whole caseload."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def column(self) -> str:
        """What it is sorted by."""
        return self.sort.removeprefix("-") or LONGEST_WAIT

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def narrows(self) -> bool:
        """Whether it asks for less than the whole caseload."""
        return bool(self.q or self.whose or self.label or self.what)


def _number(text: str) -> str:
    return str(int(text)) if text.isdecimal() and len(text) < 10 else ""


@transaction.atomic
def keep_view(*, member: Membership, name: str, search: Search, by: User) -> SavedView:
    """Keep a search under a name; one of the member's own of that name is replaced."""
    name = " ".join(name.split())
    if len(search.query) > SavedView._meta.get_field("query").max_length:  # type: ignore[operator]
        raise Refused(_("This search is too long to keep. Search for fewer words."))
    known = SavedView.objects.filter(member=member, name__iexact=name)
    if known.update(name=name, query=search.query):
        return known.get()
    view = SavedView(member=member, name=name, query=search.query)
    view.full_clean(exclude=["query"])  # the whole caseload is a view, too
    view.save()
    return view


def remove_view(*, view: SavedView, by: User) -> None:
    """Forget a view. Nothing it showed changes."""
    SavedView.objects.filter(pk=view.pk).delete()
