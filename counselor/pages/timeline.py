"""The facts of an application in order of their time, each as a plain entry a template can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.followup.facts import Direction
from candidates.models import Application, Decision, Fact, Interview, NextStep, StandingChange, Touchpoint
from letters.models import Letter, Outcome
from letters.services import noon


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `kind` and `pk` address the fact in URLs; empty for what cannot be taken back."""

    at: datetime
    icon: str
    title: str
    detail: str = ""
    who: str = ""
    kind: str = ""
    pk: int = 0
    voided: str = ""
    cancellable: bool = False
    counts: bool | None = None
    why: str = ""
    upcoming: bool = False
    has_hour: bool = True


def timeline(application: Application, judged: dict[int, tuple[bool, str]]) -> list[Entry]:
    """The facts in no order. `judged`: by a touchpoint’s primary key whether it counts as an attempt, and why not."""
    return [
        *(_interview(row) for row in _rows(application.interviews).prefetch_related("contacts")),
        *(_next_step(row) for row in _rows(application.nextsteps).select_related("said_by")),
        *(_touchpoint(row, judged) for row in _rows(application.touchpoints).select_related("contact")),
        *(_decision(row) for row in _rows(application.decisions)),
        *(_change(row) for row in application.standing_changes.exclude(number=1).select_related("by")),
    ]


def newest_first(entries: list[Entry]) -> list[Entry]:
    """The latest on top; what happened at one moment in the reverse order of its telling."""
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def letter_entries(letters: list[Letter]) -> list[Entry]:
    """Letters and their outcomes as entries of the same line."""
    mailed = [_mailed(letter, letter.mailed_on) for letter in letters if letter.mailed_on]
    return mailed + [_outcome(outcome) for letter in letters for outcome in letter.outcomes.all()]


def _rows(manager: Any) -> Any:
    return manager.select_related("recorded_by")


def _common(row: Fact) -> dict[str, Any]:
    return {"who": str(row.recorded_by), "pk": row.pk, "voided": row.void_reason if row.voided_at else ""}


def _interview(row: Interview) -> Entry:
    ahead = row.starts_at > timezone.now() and row.cancelled_at is None
    title = _("Interview, %(format)s") % {"format": row.get_format_display()}
    if row.cancelled_at:
        title = f"{title}: {row.get_cancellation_display()}"
    people = ", ".join(contact.spoken_name for contact in row.contacts.all())
    return Entry(
        row.starts_at,
        "people",
        title,
        " · ".join(filter(None, [people, row.detail])),
        kind="interview",
        cancellable=row.cancelled_at is None and row.voided_at is None,
        upcoming=ahead,
        **_common(row),
    )


def _next_step(row: NextStep) -> Entry:
    words = _("“%(words)s”") % {"words": row.words} if row.words else ""
    speaker = row.said_by.spoken_name if row.said_by else ""
    return Entry(
        row.said_at,
        "chat-quote",
        row.get_kind_display(),
        " · ".join(filter(None, [speaker, words])),
        kind="next-step",
        **_common(row),
    )


def _touchpoint(row: Touchpoint, judged: dict[int, tuple[bool, str]]) -> Entry:
    incoming = row.direction == Direction.IN
    counts, why = judged.get(row.pk, (None, ""))
    name = row.contact.spoken_name if row.contact else ""
    return Entry(
        row.happened_at,
        "telephone-inbound" if incoming else "telephone-outbound" if row.channel == "phone" else "envelope",
        f"{row.get_channel_display().capitalize()}: {row.get_result_display()}",
        " · ".join(filter(None, [name, row.note])),
        kind="touchpoint",
        counts=counts,
        why=why,
        **_common(row),
    )


def _decision(row: Decision) -> Entry:
    return Entry(row.happened_at, "signpost-split", row.get_kind_display(), row.note, kind="decision", **_common(row))


def _change(row: StandingChange) -> Entry:
    verdict = row.get_verdict_display() if row.verdict != "none" else ""
    who = str(row.by) if row.by else _("the sweep")
    return Entry(row.at, "compass", _("Standing: %(status)s") % {"status": row.get_status_display()}, verdict, who)


def _mailed(letter: Letter, on: date) -> Entry:
    title = _("Letter mailed to %(name)s") % {"name": letter.contact.spoken_name}
    return Entry(noon(on), "mailbox", title, letter.get_variant_display(), str(letter.mailed_by), has_hour=False)


def _outcome(outcome: Outcome) -> Entry:
    at, who = noon(outcome.happened_on), str(outcome.recorded_by)
    return Entry(at, "stars", outcome.get_kind_display(), outcome.note, who, has_hour=False)
