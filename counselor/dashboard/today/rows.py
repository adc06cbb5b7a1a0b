"""What Today is made of: a desk to look at, the rows on it, and the sources they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.db.models import Case, CharField, F, Q, When
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import access, snoozes
from candidates.models import Snooze
from candidates.models.people import full_name
from candidates.querysets import in_force, practice_day
from candidates.wording import day
from counselor.accounts.models import Membership
from counselor.pages.face import DESK

Text = str | Promise

KINDS: dict[str, Text] = {
    "sessions": _("Sessions today"),
    "unsaid": _("Sessions: were they held?"),
    "flags": _("Flags raised"),
    "notes": _("Messages from clients"),
    "comments": _("Comments on letters"),
    "closing": _("Windows closing"),
    "calls": _("Calls due"),
    "messages": _("Messages to write"),
    "letters": _("Answers: a letter is next"),
    "debriefs": _("Debriefs missing"),
    "offers": _("Offers"),
    "missed": _("Moves that were missed"),
    "ours": _("What you promised"),
    "theirs": _("What clients promised"),
    "changed": _("The situation changed"),
    "approval": _("Letters waiting for approval"),
    "unmailed": _("Approved, not mailed"),
    "returned": _("Letters that came back"),
    "again": _("Months after: did anything come?"),
    "mail": _("E-mail that needs a look"),
    "broken": _("Could not be checked"),
}
"""The sections of Today, most pressing first: the key kept in addresses and snoozes, and the heading."""


@dataclass
class Row:
    """One line of Today: plain values for `_components/action_rows.html`, and what an e-mail may say of it.

    Its texts are in the reader’s language already: a lazy one would look itself up anew wherever the page touches it.
    """

    given_name: str
    client: str
    employer: str
    url: str
    why: str
    action_label: str
    action_url: str
    label: str = ""
    tone: str = "calm"
    since: datetime | None = None
    organization: str = ""  # the employer's name alone
    version: int = 0  # of the standing the row follows from; 0 where it follows from none
    comes_back: bool = False  # the page of the action leads back here once it is done
    note: str = ""
    snooze_url: str = ""
    take_up_url: str = ""

    @property
    def since_words(self) -> str:
        return gettext("since %(day)s") % {"day": day(self.since)} if self.since else ""


@dataclass(frozen=True)
class Desk:
    """Whose Today: the clients a member may see, all or those of one counselor, at one moment of their day.

    `query` is what the page is filtered by, as the end of an address.
    """

    membership: Membership
    now: datetime
    counselor: int | None = None
    query: str = ""
    snoozes: tuple[Snooze, ...] = ()

    @classmethod
    def of(cls, membership: Membership, now: datetime, counselor: int | None = None, query: str = "") -> Desk:
        """The desk with what its owner put off."""
        return cls(membership, now, counselor, query, tuple(snoozes.kept(membership, timezone.localdate(now))))

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def tomorrow(self) -> datetime:
        """The midnight that ends the reader's day."""
        midnight = datetime.combine(self.today + timedelta(days=1), time.min)
        return timezone.make_aware(midnight)

    @cached_property
    def back(self) -> str:
        """The end of the address of a page that leads back here; a section’s name may follow."""
        return f"?next={quote(DESK.url('today') + self.query, safe='')}%23section-"

    @cached_property
    def clients(self) -> RawSQL:
        """The clients whose rows are shown, for a subquery. It is put together once: every source asks for it."""
        rows = access.clients(self.membership).filter(ended_at=None)
        if self.counselor:
            counts = in_force(practice_day(self.membership.practice), "assignments__")
            rows = rows.filter(counts, assignments__counselor=self.counselor)
        return RawSQL(*rows.order_by().values("pk").query.sql_with_params())  # noqa: S611  # our own question

    @property
    def put_off(self) -> frozenset[tuple[str, str, int]]:
        """What is off the desk: a row's subject, in a section, by the number of the standing it followed from."""
        return frozenset((each.subject, each.kind, each.version) for each in self.snoozes if each.until_on > self.today)

    def snooze_of(self, subject: str) -> Snooze | None:
        """The latest snooze of a row, of whatever section it stood in."""
        return next((each for each in reversed(self.snoozes) if each.subject == subject), None)


@dataclass(frozen=True)
class Source:
    """Rows of one model that make sections.

    `rows` are those on a desk, annotated with `section`, a key of KINDS or empty for none. They stand in the order of
    `since`, a day or an instant; `version` is the path to the number of the standing they follow from. `named` reads
    plain values: all that `line` needs to make a Row of one that stands in a section.
    """

    name: str
    kinds: frozenset[str]
    rows: Callable[[Desk], Any]
    since: str
    named: Callable[[], Any]
    line: Callable[[Any, str, Desk], Row]
    version: str = ""

    def subject(self, pk: int) -> str:
        return f"{self.name}:{pk}"


def first_of(*arms: tuple[Q, Any], default: Any) -> Case:
    """The section of the first condition that holds."""
    whens = [When(condition, then=then) for condition, then in arms]
    return Case(*whens, default=default, output_field=CharField())


def named(rows: Any, *columns: str, client: str = "client__", application: str = "application__", **called: Any) -> Any:
    """Rows as plain values: these columns, whom they are about, and the application, at these paths.

    `called` are columns with names of their own.
    """
    about = {
        "given_name": F(f"{client}given_name"),
        "family_name": F(f"{client}family_name"),
        "job": F(f"{application}position"),
        "organization": F(f"{application}employer__name"),
    }
    return rows.order_by().annotate(**about, **called).values_list("pk", *columns, *about, *called, named=True)


def of_client(row: Any) -> Mapping[str, Any]:
    """The names of a client as a row wants them."""
    return {"given_name": row.given_name, "client": full_name(row.given_name, row.family_name)}


def together(client_pk: int) -> str:
    """The page where counselor and client keep what they owe each other."""
    return DESK.url("care", client_pk)
