"""One search over everything one may see: clients, applications, employers, contacts and letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from candidates import access, finding
from candidates.models import Application, Client, Contact
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import Membership
from counselor.pages.face import DESK
from counselor.pages.letter_list import NUMBER
from letters import access as letter_access
from letters.models import Letter

FEW, MANY = 8, 50  # hits of a group: beside the others, and on its own page


@dataclass(frozen=True)
class Hit:
    """One find, with a line that tells it from its namesakes."""

    title: str
    url: str
    context: str


@dataclass(frozen=True)
class Group:
    """The finds of one kind."""

    name: str
    title: str | Promise
    page: Page[Any]
    hits: list[Hit]


@DESK.guard
@require_safe
def search(request: MemberRequest) -> HttpResponse:
    query = finding.cleaned(request.GET.get("q", ""))
    only = request.GET.get("in", "")
    only = only if only in KINDS else ""
    names = ([only] if only else list(KINDS)) if finding.words(query) else []
    number = request.GET.get("page", 1) if only else None
    groups = [group_of(name, request.membership, query, number) for name in names]
    groups = [group for group in groups if group.hits]
    return DESK.render(request, "desk/search.html", {"query": query, "only": only, "groups": groups})


def group_of(name: str, membership: Membership, query: str, number: Any) -> Group:
    """The finds of one kind: the first few, or with a page's number all of them in pages."""
    title, found, hit = KINDS[name]
    page = Paginator(found(membership, query), FEW if number is None else MANY).get_page(number)
    return Group(name, title, page, [hit(row) for row in page.object_list])


def _line(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


# --- Clients and applications ----------------------------------------------------------------------------------------


def _clients(membership: Membership, query: str) -> QuerySet[Any]:
    return access.clients(membership).filter(finding.of_people(query)).order_by("family_name", "given_name", "pk")


def _client(client: Client) -> Hit:
    ended = _("The counseling has ended") if client.ended_at else ""
    return Hit(str(client), DESK.url("client", client.pk), _line(client.email, client.phone, ended))


def _applications(membership: Membership, query: str) -> QuerySet[Any]:
    rows = access.applications(membership)
    # Only the employers of those: a practice knows many more.
    employers = access.employers(membership).filter(pk__in=rows.order_by().values("employer"))
    found = rows.filter(finding.of_applications(query, employers))
    return found.order_by(F("archived_at").asc(nulls_first=True), "-pk")  # first what is still open, on both databases


def _application(row: Application) -> Hit:
    aside = _("put aside") if row.archived_at else ""
    return Hit(str(row), DESK.url("application", row.pk), _line(row.client, row.get_status_display(), aside))


# --- Employers and their people: those of applications one may see ---------------------------------------------------


def _employers(membership: Membership, query: str) -> QuerySet[Any]:
    cases = access.applications(membership).order_by()
    number = cases.filter(employer=OuterRef("pk")).values("employer").annotate(number=Count("pk", distinct=True))
    rows = access.employers(membership).filter(pk__in=cases.values("employer")).filter(finding.spelled(query, "name"))
    return rows.annotate(number=Subquery(number.values("number"))).order_by("name", "pk")


def _employer(employer: Any) -> Hit:
    words = ngettext("%(number)d application", "%(number)d applications", employer.number)
    theirs = urlencode({"q": employer.name, "in": "applications"})
    return Hit(employer.name, f"{DESK.url('search')}?{theirs}", words % {"number": employer.number})


def _contacts(membership: Membership, query: str) -> QuerySet[Any]:
    """People met by clients one may see, and people shared by the practice at employers of theirs."""
    cases = access.applications(membership).order_by()
    shared = Contact.objects.filter(client=None, employer__in=cases.values("employer")).order_by().values("pk")
    met = Contact.objects.filter(client__in=access.clients(membership).order_by().values("pk")).order_by().values("pk")
    there = cases.filter(employer=OuterRef("employer")).order_by("-pk").values("pk")
    cases_there = {"any_case": Subquery(there[:1]), "own_case": Subquery(there.filter(client=OuterRef("client"))[:1])}
    # Two conditions in one would have every contact of the practice read.
    rows = Contact.objects.filter(pk__in=met.union(shared)).filter(finding.of_contacts(query))
    return rows.annotate(**cases_there).select_related("employer", "client").order_by("family_name", "given_name", "pk")


def _contact(contact: Any) -> Hit:
    case = contact.own_case if contact.client else contact.any_case
    where = DESK.url("application", case) if case else DESK.url("client", contact.client_id)
    met_by = _("met by %(client)s") % {"client": contact.client} if contact.client else ""
    line = _line(contact.job_title, contact.employer, contact.email, contact.phone, met_by)
    return Hit(str(contact), where, line)


# --- Letters ---------------------------------------------------------------------------------------------------------


def _letters(membership: Membership, query: str) -> QuerySet[Any]:
    """The letter of a number."""
    number = NUMBER.fullmatch(query)
    rows = letter_access.letters(membership).order_by("pk")
    return rows.filter(pk=number[1]) if number else rows.none()


def _letter(letter: Letter) -> Hit:
    application = letter.application
    line = _line(application.client, application.employer, letter.get_variant_display(), letter.get_state_display())
    return Hit(f"{letter.number}, {letter.contact}", DESK.url("letter", letter.pk), line)


KINDS: dict[str, tuple[str | Promise, Callable[[Membership, str], QuerySet[Any]], Callable[[Any], Hit]]] = {
    "clients": (_("Clients"), _clients, _client),
    "applications": (_("Applications"), _applications, _application),
    "employers": (_("Employers"), _employers, _employer),
    "contacts": (_("Contacts"), _contacts, _contact),
    "letters": (_("Letters"), _letters, _letter),
}
"""What is searched, in the order it is shown: a heading, the rows found, and what a row says."""
