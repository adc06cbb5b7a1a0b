"""What counselor and client do together, and what was sent along, as tables to take away."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from candidates.exchange.sheets import CANDIDACY, IN_MEMORY, Sheet, moment, whose
from candidates.models import ActionItem, CaseNote, CounselingSession, Document, Flag, Reminder, SharedNote
from candidates.reminding import KINDS


def documents(clients: QuerySet[Any]) -> Sheet:
    """What was sent along, without the files themselves."""
    found = Document.objects.filter(application__client__in=clients).defer("content").order_by("pk")
    rows = (
        (*whose(row.application, False), row.get_kind_display(), row.name, row.size, moment(row.uploaded_at))
        for row in found.select_related("application__employer").iterator(IN_MEMORY)
    )
    return Sheet("documents", (*CANDIDACY, "What it is", "File", "Bytes", "Added"), rows)


def shared_notes(clients: QuerySet[Any]) -> Sheet:
    found = SharedNote.objects.filter(client__in=clients).order_by("pk")
    rows = (
        (moment(row.created_at), str(row.author), *whose(row.application, False), row.text)
        for row in found.select_related("author", "application__employer").iterator(IN_MEMORY)
    )
    return Sheet("notes_shared", ("Written", "By", *CANDIDACY, "Note"), rows)


def case_notes(clients: QuerySet[Any]) -> Sheet:
    """The private notes, each with what was added to it."""
    found = CaseNote.objects.filter(client__in=clients).select_related("author", "application__employer").order_by("pk")
    rows = (
        (moment(row.created_at), str(row.author), *whose(row.application, False), row.text, _addenda(row))
        for row in found.prefetch_related("addenda__author").iterator(IN_MEMORY)
    )
    return Sheet("case_notes", ("Written", "By", *CANDIDACY, "Case note", "Added later"), rows)


def _addenda(note: CaseNote) -> str:
    return "\n".join(f"{moment(each.created_at)} {each.author}: {each.text}" for each in note.addenda.all())


def action_items(clients: QuerySet[Any]) -> Sheet:
    found = ActionItem.objects.filter(client__in=clients).select_related("application__employer").order_by("pk")
    rows = (
        (
            *(row.text, row.get_whose_display(), row.due_on, *whose(row.application, False)),
            *(moment(row.done_at), moment(row.dropped_at)),
        )
        for row in found.iterator(IN_MEMORY)
    )
    return Sheet("action_items", ("What", "Who does it", "By", *CANDIDACY, "Done", "Dropped"), rows)


def sessions(clients: QuerySet[Any]) -> Sheet:
    found = CounselingSession.objects.filter(client__in=clients).select_related("counselor__user").order_by("pk")
    rows = (
        (
            *(moment(row.starts_at), row.minutes, str(row.counselor.user), row.get_channel_display()),
            *(row.get_state_display(), row.agenda, row.summary),
        )
        for row in found.iterator(IN_MEMORY)
    )
    header = ("Starts", "Minutes", "Counselor", "How", "State", "What to talk about", "What was agreed")
    return Sheet("sessions", header, rows)


def flags(clients: QuerySet[Any]) -> Sheet:
    found = Flag.objects.filter(client__in=clients).select_related("raised_by", "application__employer").order_by("pk")
    rows = (
        (
            *(moment(row.raised_at), str(row.raised_by), row.get_asked_display(), *whose(row.application, False)),
            *(row.text, moment(row.resolved_at), row.resolution),
        )
        for row in found.iterator(IN_MEMORY)
    )
    header = ("Asked", "By", "Who is asked", *CANDIDACY, "What about", "Resolved", "What came of it")
    return Sheet("flags", header, rows)


def reminders(clients: QuerySet[Any]) -> Sheet:
    """What a client was reminded of, each under the title they read; an e-mail about it is no row of its own."""
    found = Reminder.objects.filter(client__in=clients).select_related("application__employer").order_by("pk")
    rows = (
        (moment(row.made_at), str(KINDS[row.kind].title), *whose(row.application, False), moment(row.seen_at))
        for row in found.iterator(IN_MEMORY)
    )
    return Sheet("reminders", ("Reminded", "Of what", *CANDIDACY, "Read"), rows)
