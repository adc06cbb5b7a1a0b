"""The facts of an application in order of their time, each as a plain entry a template can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from candidates.followup.facts import Direction, Policy, Verdict
from candidates.models import (
    Application,
    Decision,
    Fact,
    Interview,
    NextStep,
    PolicyOverride,
    SpamCheck,
    StandingChange,
    StandingOverride,
    Touchpoint,
)
from candidates.policies import judged_otherwise, named_numbers
from letters.models import Letter, Outcome
from letters.outcomes import noon

PEOPLE_MET = ("contacts", "debriefs__contacts")
PLAIN = {
    "decisions": Decision,
    "spamchecks": SpamCheck,
    "standingoverrides": StandingOverride,
    "policyoverrides": PolicyOverride,
}


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
    note: str = ""
    final: bool = False


@dataclass(frozen=True)
class Reader:
    """Who reads the line. Of a silence, a client is told what it means after a look in the spam folder; a reason that
    was not shared stays on the desk. `policy` is today's, which past conclusions may differ from."""

    is_client: bool
    veiled: bool
    policy: Policy


def fetch_log(application: Application) -> None:
    """Fetch every fact along with the application, once for all who read them on one page."""
    prefetch_related_objects(
        [application],
        Prefetch("interviews", _rows(Interview).prefetch_related(*PEOPLE_MET)),
        Prefetch("nextsteps", _rows(NextStep, "said_by")),
        Prefetch("touchpoints", _rows(Touchpoint, "contact")),
        *(Prefetch(name, _rows(model)) for name, model in PLAIN.items()),
    )


def _rows(model: Any, *related: str) -> Any:
    return model.objects.select_related("recorded_by", *related)


def timeline(application: Application, judged: dict[int, tuple[bool, str]], reader: Reader) -> list[Entry]:
    """The facts in no order. `judged`: by a touchpoint’s primary key whether it counts as an attempt, and why not."""
    return [
        *(_interview(row) for row in application.interviews.all()),
        *(_next_step(row) for row in application.nextsteps.all()),
        *(_touchpoint(row, judged) for row in application.touchpoints.all()),
        *(_decision(row) for row in application.decisions.all()),
        *(_spam_check(row) for row in application.spamchecks.all()),
        *(_conclusion(row, reader) for row in application.standingoverrides.all()),
        *(_policy(row, reader) for row in application.policyoverrides.all()),
        *(_change(row, reader) for row in application.standing_changes.exclude(number=1).select_related("by")),
    ]


def newest_first(entries: list[Entry]) -> list[Entry]:
    """The latest on top; what happened at one moment in the reverse order of its telling."""
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def entry_of(row: NextStep | Touchpoint | Decision) -> Entry:
    """One fact by itself, with nothing said of whether it counts as an attempt."""
    match row:
        case NextStep():
            return _next_step(row)
        case Touchpoint():
            return _touchpoint(row, {})
    return _decision(row)


def letter_entries(letters: list[Letter]) -> list[Entry]:
    """Letters and their outcomes as entries of the same line."""
    mailed = [_mailed(letter, letter.mailed_on) for letter in letters if letter.mailed_on]
    return mailed + [_outcome(outcome) for letter in letters for outcome in letter.outcomes.all()]


def _common(row: Fact) -> dict[str, Any]:
    return {"who": str(row.recorded_by), "pk": row.pk, "voided": row.void_reason if row.voided_at else ""}


def _interview(row: Interview) -> Entry:
    ahead = row.starts_at > timezone.now() and row.cancelled_at is None
    was = row.as_it_was
    people = ", ".join(contact.spoken_name for contact in was.contacts.all())
    return Entry(
        row.starts_at,
        "people",
        interview_title(row, was.get_format_display()),
        " · ".join(filter(None, [people, was.detail])),
        kind="interview",
        cancellable=row.cancelled_at is None and row.voided_at is None,
        upcoming=ahead,
        **_common(row),
    )


def interview_title(row: Interview, format: str | Promise) -> str:
    """What an interview is called on a timeline; one that was called off says why."""
    title = _("Interview, %(format)s") % {"format": format}
    return f"{title}: {row.get_cancellation_display()}" if row.cancelled_at else title


def _next_step(row: NextStep) -> Entry:
    words = _("“%(words)s”") % {"words": row.words} if row.words else ""
    speaker = row.said_by.spoken_name if row.said_by else ""
    return Entry(
        row.said_at,
        "chat-quote",
        row.get_kind_display(),
        " · ".join(filter(None, [speaker, words])),
        note=_("The counselor chose that this counts.") if row.in_force_by_choice else "",
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


def _spam_check(row: SpamCheck) -> Entry:
    title = _("Their message was in the spam folder") if row.found else _("Looked in the spam folder: nothing there")
    return Entry(row.happened_at, "shield-check", title, kind="spam-check", **_common(row))


def _conclusion(row: StandingOverride, reader: Reader) -> Entry:
    title = _("The counselor concluded: %(verdict)s") % {"verdict": row.get_verdict_display()}
    veiled = reader.veiled and row.verdict == Verdict.PROBABLE
    if veiled:
        title = _("The counselor looked at it")
    reason = row.reason if not reader.is_client or (row.shared and not veiled) else ""
    note = "" if row.shared or reader.is_client else _("The reason is not shared with the client.")
    common = _common(row) | {"note": note, "final": reader.is_client}
    if reader.is_client and row.voided_at:
        common["voided"] = _("by the counselor")
    return Entry(row.recorded_at, "person-check", title, reason, kind="conclusion", **common)


def _policy(row: PolicyOverride, reader: Reader) -> Entry:
    detail = " · ".join([row.reason, named_numbers(row.values)])
    title = _("Another patience for this application")
    return Entry(
        row.recorded_at, "hourglass-split", title, detail, kind="policy", final=reader.is_client, **_common(row)
    )


def _change(row: StandingChange, reader: Reader) -> Entry:
    veiled = reader.veiled and row.verdict == Verdict.PROBABLE
    verdict = "" if veiled or row.verdict == Verdict.NONE else str(row.get_verdict_display())
    return Entry(
        row.at,
        "compass",
        _("Standing: %(status)s") % {"status": row.get_status_display()},
        verdict,
        str(row.by) if row.by else _("the sweep"),
        note=_judged_by(row, reader.policy),
    )


def _judged_by(row: StandingChange, today: Policy) -> str:
    """By which policy it was judged then, where that is not today's."""
    differing = judged_otherwise(row.policy, today)
    numbers = ", ".join(
        _("%(name)s %(then)s, today %(now)s") % {"name": name, "then": then, "now": now}
        for name, then, now in differing
    )
    return _("Judged by the policy of its time: %(numbers)s.") % {"numbers": numbers} if numbers else ""


def _mailed(letter: Letter, on: date) -> Entry:
    title = _("Letter mailed to %(name)s") % {"name": letter.contact.spoken_name}
    return Entry(noon(on), "mailbox", title, letter.get_variant_display(), str(letter.mailed_by), has_hour=False)


def _outcome(outcome: Outcome) -> Entry:
    at, who = noon(outcome.happened_on), str(outcome.recorded_by)
    return Entry(at, "stars", outcome.get_kind_display(), outcome.note, who, has_hour=False)
