"""From rows to the pure rule and back: facts, policy and calendar of an application; its standing, computed, stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from candidates.calendars import calendar_for
from candidates.followup import facts
from candidates.followup.clock import Calendar, civil_date
from candidates.followup.override import CounselorsView, applies, concluded
from candidates.followup.standing import assess
from candidates.models import Application, Closure, FollowUpPolicy, PolicyOverride, StandingChange, StandingOverride
from candidates.reasons import reasons_as_json
from counselor.accounts.models import User

WHOLE_LOG = (
    *("interviews", "nextsteps__said_by", "touchpoints", "decisions"),
    *("policyoverrides", "standingoverrides__recorded_by"),
)
"""What a standing follows from, to be fetched along with many applications at once."""

POLICY = tuple(each.name for each in fields(facts.Policy))

NEVER_MOVES = frozenset(
    {facts.Result.WRONG_NUMBER, facts.Result.TECHNICAL, facts.Result.BOUNCED, facts.Result.AUTO_REPLY}
)


def zone_of(application: Application) -> ZoneInfo:
    """The employer's time zone: the site's, else (assumed) the client's."""
    site, client = application.site, application.client
    return zone_named(site.time_zone if site else "", client.time_zone, client.practice.time_zone)


def zone_named(*names: str | None) -> ZoneInfo:
    """The first of the time zones of a site, its client and their practice that is known."""
    return ZoneInfo(next(filter(None, names)))


def zone_is_assumed(application: Application) -> bool:
    return not (application.site and application.site.time_zone)


def practice_policy(practice_id: int) -> facts.Policy:
    """The practice's policy as the rule wants it; a practice without a row has the defaults."""
    row = FollowUpPolicy.objects.filter(practice=practice_id).first()
    return policy_from(row) if row else facts.Policy()


def policy_from(row: FollowUpPolicy) -> facts.Policy:
    return facts.Policy(**{name: getattr(row, name) for name in POLICY})


def policy_of(application: Application, practices: facts.Policy | None = None) -> facts.Policy:
    """The policy an application is judged by: the practice's, but for what was agreed about this application."""
    override = policy_override_of(application)
    policy = practices or practice_policy(application.practice_id)
    return replace(policy, **override.values) if override else policy


def policy_override_of(application: Application) -> PolicyOverride | None:
    return _latest(_log(application, "policyoverrides"))


def facts_of(application: Application) -> facts.Facts:
    """Every fact that was not voided. Four queries, or none where the log was fetched along."""
    return facts.Facts(
        zone=zone_of(application),
        applied_on=application.applied_on,
        interviews=tuple(_interview(row) for row in _log(application, "interviews")),
        next_steps=tuple(_next_step(row) for row in _log(application, "nextsteps", "said_by")),
        touchpoints=tuple(_touchpoint(row) for row in _log(application, "touchpoints")),
        decisions=tuple(_decision(row) for row in _log(application, "decisions")),
    )


def _log(application: Application, name: str, *related: str) -> Iterable[Any]:
    """The standing rows of one log: of those fetched along with the application, else by a query."""
    fetched = getattr(application, "_prefetched_objects_cache", {}).get(name)
    if fetched is None:
        rows = getattr(application, name).standing()
        return rows.select_related(*related) if related else rows  # told no name, it would fetch every related row
    return [row for row in fetched if row.voided_at is None]


def _latest(rows: Iterable[Any]) -> Any:
    return max(rows, key=lambda row: (row.recorded_at, row.pk), default=None)


def _interview(row: Any) -> facts.InterviewFact:
    ends_at = row.starts_at + timedelta(minutes=row.minutes)
    return facts.InterviewFact(row.starts_at, ends_at, row.arranged_at, cancelled=row.cancelled_at is not None)


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


def override_of(application: Application) -> StandingOverride | None:
    """The counselor's latest conclusion, unless something that may move the standing was recorded after it."""
    latest: StandingOverride | None = _latest(_log(application, "standingoverrides", "recorded_by"))
    return None if latest is None or _moved_since(application, latest.recorded_at) else latest


def _moved_since(application: Application, moment: datetime) -> bool:
    logs = ("interviews", "nextsteps", "decisions")
    rows = [row for name in logs for row in _log(application, name)]
    rows += [row for row in _log(application, "touchpoints") if _may_move(row)]
    return any(row.recorded_at > moment for row in rows)


def _may_move(touchpoint: Any) -> bool:
    """A thank-you, or a call that never got through, says nothing new about where an application stands."""
    return touchpoint.purpose == facts.Purpose.INQUIRY and touchpoint.result not in NEVER_MOVES


def _view(row: StandingOverride | None, zone: ZoneInfo) -> CounselorsView | None:
    """The conclusion as the rule wants it; a reason that was not shared stays out of every standing."""
    if row is None:
        return None
    return CounselorsView(
        status=facts.Status(row.status),
        verdict=facts.Verdict(row.verdict),
        by=str(row.recorded_by),
        on=civil_date(row.recorded_at, zone),
        reason=row.reason if row.shared else "",
    )


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a standing follows from but the time: the facts, how they are judged, and a counselor's view."""

    known: facts.Facts
    policy: facts.Policy
    calendar: Calendar
    view: CounselorsView | None = None

    def computed(self, now: datetime) -> facts.Standing:
        """What the facts alone add up to."""
        return assess(self.known, self.policy, self.calendar, now)

    def at(self, now: datetime) -> facts.Standing:
        """The standing, with the counselor's conclusion where there is one about it."""
        found = self.computed(now)
        return concluded(found, self.view) if self.view and applies(self.view, found) else found


def basis_of(
    application: Application, practices: facts.Policy | None = None, closures: Iterable[Closure] | None = None
) -> Basis:
    """What the standing of an application follows from; with another policy or other closures: what it would be."""
    return Basis(
        facts_of(application),
        policy_of(application, practices),
        calendar_for(application, closures),
        _view(override_of(application), zone_of(application)),
    )


def standing_of(application: Application, now: datetime) -> facts.Standing:
    """What the facts add up to at `now`, and what the counselor says to it; nothing is stored."""
    return basis_of(application).at(now)


def policy_as_json(policy: facts.Policy) -> dict[str, int]:
    return {name: getattr(policy, name) for name in POLICY}  # asdict copies deeply


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
    basis = basis_of(application)
    standing = basis.at(now)
    values = columns_of(application, standing, now)
    this_version = Application.objects.filter(pk=application.pk, standing_number=application.standing_number)
    if not this_version.update(**values):
        raise StaleStanding(application.pk)
    for name, value in values.items():
        setattr(application, name, value)
    if "standing_since" not in values:
        return None
    change = change_of(application, standing, basis.policy, cause=cause, by=by, now=now)
    change.save()
    return change


class StaleStanding(RuntimeError):
    """Somebody else changed the standing in the meantime; the caller's transaction must not go on."""


def stored(standing: facts.Standing) -> dict[str, Any]:
    """A standing as the columns of its application keep it."""
    return {
        "status": standing.status.value,
        "verdict": standing.verdict.value,
        "letter": standing.letter.value,
        "ball": standing.ball.value,
        "review_at": standing.review_at,
    }


def columns_of(application: Application, standing: facts.Standing, now: datetime) -> dict[str, Any]:
    """What to write to an application that stands so; `standing_since` is among it where the standing moved."""
    values = stored(standing)
    same = (application.status, application.verdict) == (values["status"], values["verdict"])
    moved = application.standing_number == 0 or not same
    values |= {"standing_number": application.standing_number + moved, "sweep_failures": 0, "sweep_error": ""}
    return values | {"standing_since": now} if moved else values


def change_of(
    application: Application,
    standing: facts.Standing,
    policy: facts.Policy,
    *,
    cause: str,
    by: User | None,
    now: datetime,
) -> StandingChange:
    """The line of the history that says an application stands so now, with its number; not saved yet."""
    return StandingChange(
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
        policy=policy_as_json(policy),
    )


@transaction.atomic
def refresh(application: Application, *, cause: str, by: User | None = None) -> None:
    """Bring the stored standing up to date, in a transaction of its own."""
    lock(application)
    refresh_standing(application, cause=cause, by=by)
