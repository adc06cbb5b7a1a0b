"""Everything on record about one client, or about a caseload, as tables to take away; among them the letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from candidates.exchange import sheets, together
from candidates.exchange.sheets import CANDIDACY, IN_MEMORY, Sheet, moment, whose
from candidates.models import Client
from letters.models import Letter, LetterComment, Outcome


def sheets_of_client(client: Client, *, with_case_notes: bool) -> Iterator[Sheet]:
    """All tables of one client. Case notes are for the counselors' eyes alone."""
    clients = Client.objects.filter(pk=client.pk)
    yield sheets.people(clients)
    yield sheets.applications(clients)
    yield from sheets.facts(clients)
    yield sheets.contacts(client)
    yield letters(clients)
    yield letter_comments(clients)
    yield outcomes(clients)
    yield together.documents(clients)
    yield together.shared_notes(clients)
    yield together.action_items(clients)
    yield together.sessions(clients)
    yield together.flags(clients)
    yield together.reminders(clients)
    if with_case_notes:
        yield together.case_notes(clients)


def sheets_of_caseload(clients: QuerySet[Any]) -> Iterator[Sheet]:
    """The clients, their applications and what happened to them; each row begins with whose it is."""
    yield sheets.people(clients)
    yield sheets.applications(clients, named=True)
    yield from sheets.facts(clients, named=True)


def letters(clients: QuerySet[Any]) -> Sheet:
    """The letters' texts; on paper they are as their PDF has them."""
    found = Letter.objects.filter(application__client__in=clients).with_names().select_related("frozen")
    found = found.defer("frozen__pdf", "frozen__envelope_pdf", "frozen__merge_values", "frozen__standing")
    rows = (
        (
            *(row.number, *whose(row.application, False), row.get_variant_display(), str(row.contact)),
            *(row.get_state_display(), row.dated_on, row.emailed_on, row.mailed_on, row.detail),
            *(row.frozen.body if hasattr(row, "frozen") else row.body, row.warning_reason, row.void_reason),
        )
        for row in found.order_by("pk").iterator(IN_MEMORY)
    )
    header = ("Letter", *CANDIDACY, "Variant", "To", "State", "Dated", "Thank-you e-mail", "Mailed", "Detail", "Text")
    return Sheet("letters", (*header, "Why the warnings may stand", "Why voided"), rows)


def letter_comments(clients: QuerySet[Any]) -> Sheet:
    """What client and counselor said to each other about the letters, and the steps of each review."""
    found = LetterComment.objects.filter(letter__application__client__in=clients).order_by("pk")
    rows = (
        (
            *(row.letter.number, *whose(row.letter.application, False), moment(row.created_at), str(row.author)),
            *(row.get_step_display(), row.version, row.text, moment(row.seen_at)),
        )
        for row in found.select_related("author", "letter__application__employer").iterator(IN_MEMORY)
    )
    return Sheet("letter_comments", ("Letter", *CANDIDACY, "When", "By", "Step", "Version", "Comment", "Read"), rows)


def outcomes(clients: QuerySet[Any]) -> Sheet:
    found = Outcome.objects.filter(letter__application__client__in=clients).order_by("pk")
    rows = (
        (
            *(row.letter.number, *whose(row.letter.application, False), row.happened_on, row.get_kind_display()),
            *(row.get_channel_display(), row.get_attribution_display(), row.note, row.void_reason),
        )
        for row in found.select_related("letter__application__employer").iterator(IN_MEMORY)
    )
    header = ("Letter", *CANDIDACY, "When", "What happened", "How", "Because of the letter?", "Note", "Taken back")
    return Sheet("outcomes", header, rows)
