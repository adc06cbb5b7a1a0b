"""What is on record, as tables to take away: clients, their applications, the log.

Headings are not translated, so that a table written in one language can be imported in another; what stands in the
cells is in the reader's words. Times are the reader's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from candidates.exchange.headings import OWN_APPLICATIONS
from candidates.models import Application, Client, Contact, Decision, Interview, NextStep, Touchpoint

CANDIDACY = ("Employer", "Position")
IN_MEMORY = 500  # rows


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its headings, and its rows, which are fetched while they are read."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]


# --- Clients and applications ----------------------------------------------------------------------------------------


def people(clients: QuerySet[Any]) -> Sheet:
    header = ("Given name", "Family name", "E-mail", "Phone", "Street", "City", "State or region", "Postal code")
    rows = (
        (
            *(each.given_name, each.family_name, each.email, each.phone, each.street_address, each.city, each.region),
            *(each.postal_code, each.country, each.time_zone, day(each.ended_at)),
        )
        for each in clients.order_by("pk").iterator(IN_MEMORY)
    )
    return Sheet("clients", (*header, "Country", "Time zone", "Counseling ended"), rows)


def applications(clients: QuerySet[Any], *, named: bool = False) -> Sheet:
    """In the shape the import reads back; the last two columns follow from the log, and are left out there."""
    found = Application.objects.filter(client__in=clients).select_related("client", "employer").order_by("pk")
    rows = (
        (
            *_client(row.client, named),
            *(row.employer.name, row.position, row.applied_on, row.posting_url, row.deadline_on),
            *(row.method.replace("_", " "), row.source, row.location, row.salary),
            *(row.get_status_display(), day(row.archived_at)),
        )
        for row in found.iterator(IN_MEMORY)
    )
    return Sheet("applications", header_of(OWN_APPLICATIONS, named), rows)


# --- The log ---------------------------------------------------------------------------------------------------------


def facts(clients: QuerySet[Any], *, named: bool = False) -> Iterator[Sheet]:
    """What happened, each kind in a table of its own; what was taken back says why."""
    yield _log(Interview, clients, named, INTERVIEWS, _interview, "contacts", "debriefs__contacts")
    yield _log(NextStep, clients, named, NEXT_STEPS, _next_step)
    yield _log(Touchpoint, clients, named, TOUCHPOINTS, _touchpoint)
    yield _log(Decision, clients, named, DECISIONS, _decision)


INTERVIEWS = ("Invited", "Starts", "Minutes", "Format", "People met", "Worth remembering", "Cancelled")
NEXT_STEPS = (
    "Said",
    "Who said it",
    "Their words",
    "Next step",
    "How",
    "Date",
    "Until",
    "How firmly",
    "Why another date",
)
TOUCHPOINTS = ("When", "Direction", "How", "Result", "Purpose", "With whom", "Note")
DECISIONS = ("When", "Decision", "From whom", "Note", "Answer by")
WITH_PEOPLE = {NextStep: "said_by", Touchpoint: "contact", Decision: "contact"}


def _log(model: Any, clients: QuerySet[Any], named: bool, header: tuple[str, ...], cells: Any, *along: str) -> Sheet:
    found = model.objects.filter(application__client__in=clients).order_by("pk")
    found = found.select_related(
        "application__client", "application__employer", "recorded_by", *filter(None, [WITH_PEOPLE.get(model)])
    ).prefetch_related(*along)
    rows = (
        (*whose(row.application, named), *cells(row), moment(row.recorded_at), str(row.recorded_by), row.void_reason)
        for row in found.iterator(IN_MEMORY)
    )
    name = str(model._meta.model_name)
    titles = {"interview": "interviews", "nextstep": "next_steps", "touchpoint": "touchpoints", "decision": "decisions"}
    return Sheet(titles[name], header_of((*CANDIDACY, *header, "Recorded", "By", "Taken back"), named), rows)


def _interview(row: Interview) -> tuple[Any, ...]:
    was = row.as_it_was
    met = ", ".join(str(each) for each in was.contacts.all())
    cancelled = row.get_cancellation_display() if row.cancelled_at else ""
    return (
        *(moment(row.arranged_at), moment(row.starts_at), row.minutes),
        *(was.get_format_display(), met, was.detail, cancelled),
    )


def _next_step(row: NextStep) -> tuple[Any, ...]:
    return (
        *(moment(row.said_at), name_of(row.said_by), row.words, row.get_kind_display(), row.get_channel_display()),
        *(row.due_on, row.by_on, row.get_precision_display(), row.override_reason),
    )


def _touchpoint(row: Touchpoint) -> tuple[Any, ...]:
    return (
        *(moment(row.happened_at), row.get_direction_display(), row.get_channel_display()),
        *(row.get_result_display(), row.get_purpose_display(), name_of(row.contact), row.note),
    )


def _decision(row: Decision) -> tuple[Any, ...]:
    return moment(row.happened_at), row.get_kind_display(), name_of(row.contact), row.note, row.respond_by


def contacts(client: Client) -> Sheet:
    """The people at the client's employers whom the client may know."""
    theirs = Q(client=None) | Q(client=client)
    found = Contact.objects.filter(theirs, employer__in=client.applications.values("employer")).order_by("pk")
    rows = (
        (row.employer.name, row.honorific, row.given_name, row.family_name, row.job_title, row.email, row.phone)
        for row in found.select_related("employer").iterator(IN_MEMORY)
    )
    header = ("Employer", "Honorific", "Given name", "Family name", "Job title", "E-mail", "Phone")
    return Sheet("contacts", header, rows)


# --- Cells -----------------------------------------------------------------------------------------------------------


def header_of(header: tuple[str, ...], named: bool) -> tuple[str, ...]:
    return ("Client", *header) if named else header


def _client(client: Client, named: bool) -> tuple[str, ...]:
    return (str(client),) if named else ()


def whose(application: Application | None, named: bool) -> tuple[str, ...]:
    if application is None:
        return ("", "")
    return (*(_client(application.client, True) if named else ()), application.employer.name, application.position)


def name_of(contact: Contact | None) -> str:
    return str(contact) if contact else ""


def moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def day(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d}" if value else ""
