"""What was put on record lately in a client's applications, and by whom: one query for all kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from candidates import labels
from candidates.models import Client, Debrief, Decision, Interview, NextStep, Touchpoint
from counselor.pages.face import PORTAL

LATELY = timedelta(days=14)
SHOWN = 5

NEXT_STEPS: dict[str, Any] = dict(labels.NEXT_STEP)
CHANNELS: dict[str, Any] = dict(labels.CHANNEL)
RESULTS: dict[str, Any] = dict(labels.RESULT)
DECISIONS: dict[str, Any] = dict(labels.DECISION)

CODES: dict[str, tuple[Any, Any]] = {
    "interview": (Interview, Value("", output_field=CharField())),
    "debrief": (Debrief, Value("", output_field=CharField())),
    "next-step": (NextStep, F("kind")),
    "touchpoint": (Touchpoint, Concat("channel", Value(" "), "result", output_field=CharField())),
    "decision": (Decision, F("kind")),
}
"""Of each kind of fact: its rows, and what to say of them."""


@dataclass(frozen=True)
class Line:
    """One fact of the log, in a few words."""

    what: str
    who: str
    at: datetime
    about: str
    url: str


def recorded_lately(client: Client, *, now: datetime) -> list[Line]:
    """The latest facts, as their client reads them: also where a counselor looks on."""
    branches = [_rows(kind, client, now - LATELY) for kind in CODES]
    rows = branches[0].union(*branches[1:], all=True).order_by("-recorded_at", "sort")[:SHOWN]
    return [
        Line(
            what=_what(kind, code),
            who=_("you") if by == client.user_id else name or email,
            at=at,
            about=f"{position}, {employer}",
            url=PORTAL.url("application", pk),
        )
        for kind, code, at, by, name, email, pk, position, employer in rows
    ]


def _rows(kind: str, client: Client, since: datetime) -> Any:
    model, code = CODES[kind]
    about = model.objects.filter(application__client=client, recorded_at__gte=since, voided_at=None).order_by()
    coded = about.annotate(sort=Value(kind, output_field=CharField()), code=code)
    return coded.values_list(
        "sort", "code", "recorded_at", "recorded_by", "recorded_by__name", "recorded_by__email",
        "application", "application__position", "application__employer__name",
    )  # fmt: skip


def _what(kind: str, code: str) -> str:
    match kind:
        case "interview":
            return _("An interview")
        case "debrief":
            return _("How the interview was")
        case "next-step":
            return _("What they said: %(what)s") % {"what": NEXT_STEPS[code]}
        case "touchpoint":
            channel, result = code.split(" ")
            return f"{CHANNELS[channel]}: {RESULTS[result]}".capitalize()
    return str(DECISIONS[code])
