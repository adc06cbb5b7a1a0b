"""From rows to the pure rule and back: facts, policy and calendar of an application; its standing, computed, stored."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from candidates.calendars import calendar_for
from candidates.followup import facts
from candidates.followup.standing import assess
from candidates.models import Application, FollowUpPolicy, StandingChange
from counselor.accounts.models import User


def zone_of(application: Application) -> ZoneInfo:
    """The employer's time zone: the site's, else (assumed) the client's."""
    return ZoneInfo((application.site and application.site.time_zone) or application.client.zone_name)


def zone_is_assumed(application: Application) -> bool:
    return not (application.site and application.site.time_zone)


def policy_of(application: Application) -> facts.Policy:
    """The practice's policy as the rule wants it; a practice without a row has the defaults."""
    row = FollowUpPolicy.objects.filter(practice=application.practice_id).first()
    if row is None:
        return facts.Policy()
    return facts.Policy(**{each.name: getattr(row, each.name) for each in fields(facts.Policy)})


def facts_of(application: Application) -> facts.Facts:
    """Every fact that was not voided. Four queries."""
    return facts.Facts(
        zone=zone_of(application),
        applied_on=application.applied_on,
        interviews=tuple(_interview(row) for row in application.interviews.standing()),
        next_steps=tuple(_next_step(row) for row in application.nextsteps.standing().select_related("said_by")),
        touchpoints=tuple(_touchpoint(row) for row in application.touchpoints.standing()),
        decisions=tuple(_decision(row) for row in application.decisions.standing()),
    )


def _interview(row: Any) -> facts.InterviewFact:
    return facts.InterviewFact(row.starts_at, row.ends_at, row.arranged_at, cancelled=row.cancelled_at is not None)


def _next_step(row: Any) -> facts.NextStepFact:
    return facts.NextStepFact(
        said_at=row.said_at,
        kind=facts.NextStepKind(row.kind),
        due_on=row.due_on,
        by_on=row.by_on,
        precision=facts.Precision(row.precision),
        said_by=row.said_by.spoken_name if row.said_by else "",
        words=row.words,
        in_force_by_choice=row.in_force_by_choice,
    )


def _touchpoint(row: Any) -> facts.TouchpointFact:
    return facts.TouchpointFact(
        row.happened_at,
        facts.Direction(row.direction),
        facts.Channel(row.channel),
        facts.Result(row.result),
        invited=row.invited,
        purpose=facts.Purpose(row.purpose),
        row=row.pk,
    )


def _decision(row: Any) -> facts.DecisionFact:
    return facts.DecisionFact(row.happened_at, facts.DecisionKind(row.kind))


def standing_of(application: Application, now: datetime) -> facts.Standing:
    """What the facts add up to at `now`; nothing is stored."""
    return assess(facts_of(application), policy_of(application), calendar_for(application), now)


def reasons_as_json(reasons: tuple[facts.Reason, ...]) -> list[dict[str, Any]]:
    """Reasons as they are kept with a change of standing: dates become {"date": …} or {"at": …}."""
    return [{"code": each.code, "values": {k: _plain(v) for k, v in each.values.items()}} for each in reasons]


def reasons_from_json(rows: list[dict[str, Any]]) -> tuple[facts.Reason, ...]:
    return tuple(facts.Reason(row["code"], {k: _value(v) for k, v in row["values"].items()}) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def _value(value: Any) -> Any:
    match value:
        case {"at": text}:
            return datetime.fromisoformat(text)
        case {"date": text}:
            return date.fromisoformat(text)
    return value


def policy_as_json(policy: facts.Policy) -> dict[str, int]:
    return asdict(policy)


def lock(application: Application) -> None:
    """Hold the application's row until the transaction ends, on every database, and see its latest version."""
    Application.objects.filter(pk=application.pk).update(standing_number=F("standing_number"))
    application.refresh_from_db(fields=["standing_number", "status", "verdict", "letter", "ball", "review_at"])


def refresh_standing(
    application: Application, *, cause: str, by: User | None = None, now: datetime | None = None
) -> StandingChange | None:
    """Recompute and store the standing; the change, if it is one.

    Inside a transaction. Two writers cannot both record change N + 1: the version decides, and the slower one raises
    StaleStanding, so that its transaction rolls back.
    """
    now = now or timezone.now()
    standing = standing_of(application, now)
    moved = application.standing_number == 0 or _differs(application, standing)
    number = application.standing_number + int(moved)
    values: dict[str, Any] = _stored(standing) | {"standing_number": number, "sweep_failures": 0, "sweep_error": ""}
    if moved:
        values["standing_since"] = now
    updated = Application.objects.filter(pk=application.pk, standing_number=application.standing_number).update(
        **values
    )
    if not updated:
        raise StaleStanding(application.pk)
    for name, value in values.items():
        setattr(application, name, value)
    return _note_change(application, standing, cause=cause, by=by, now=now) if moved else None


class StaleStanding(RuntimeError):
    """Somebody else changed the standing in the meantime; the caller's transaction must not go on."""


def _stored(standing: facts.Standing) -> dict[str, Any]:
    return {
        "status": standing.status.value,
        "verdict": standing.verdict.value,
        "letter": standing.letter.value,
        "ball": standing.ball.value,
        "review_at": standing.review_at,
    }


def _differs(application: Application, standing: facts.Standing) -> bool:
    return (application.status, application.verdict) != (standing.status.value, standing.verdict.value)


def _note_change(
    application: Application, standing: facts.Standing, *, cause: str, by: User | None, now: datetime
) -> StandingChange:
    return StandingChange.objects.create(
        application=application,
        number=application.standing_number,
        at=now,
        cause=cause,
        by=by,
        status=standing.status.value,
        verdict=standing.verdict.value,
        letter=standing.letter.value,
        ball=standing.ball.value,
        because=reasons_as_json(standing.because),
        policy=policy_as_json(policy_of(application)),
    )


@transaction.atomic
def refresh(application: Application, *, cause: str, by: User | None = None) -> None:
    """Bring the stored standing up to date, in a transaction of its own."""
    lock(application)
    refresh_standing(application, cause=cause, by=by)
