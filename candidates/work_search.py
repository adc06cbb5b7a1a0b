"""A client's work-search log: what they did to find work, day by day, as agencies ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from candidates.followup.clock import civil_date
from candidates.followup.days import DAYS_IN_WEEK, Days, first_day_of_week, weeks_between
from candidates.followup.facts import Channel, Direction, Purpose
from candidates.models import Application, Client, Decision, Interview, Site, Touchpoint
from candidates.models.log import DECISIONS_BY_CLIENT


@dataclass(frozen=True)
class LogLine:
    """One thing done: when, at which employer, with whom, how, and what came of it."""

    on: date
    employer: str
    address: str
    person: str
    method: str | Promise
    what: str
    result: str | Promise


@dataclass(frozen=True)
class LogWeek:
    """A week of the log, from its first day."""

    first: date
    lines: list[LogLine]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS_IN_WEEK - 1)


def log_of(client: Client, days: Days, now: datetime, *, week_starts_on: int) -> list[LogWeek]:
    """Each week of these days with what was done in it, oldest first. Days are the client's."""
    lines = sorted(_lines(client, days, now), key=lambda line: (line.on, line.employer, line.what))
    weeks: dict[date, list[LogLine]] = {each: [] for each in weeks_between(days.first, days.last, week_starts_on)}
    for line in lines:
        weeks[first_day_of_week(line.on, week_starts_on)].append(line)
    return [LogWeek(first, lines) for first, lines in weeks.items()]


def _lines(client: Client, days: Days, now: datetime) -> Iterator[LogLine]:
    yield from _applied(client, days)
    yield from _interviewed(client, days, now)
    yield from _reached_out(client, days)


# --- Applications ----------------------------------------------------------------------------------------------------


def _applied(client: Client, days: Days) -> Iterator[LogLine]:
    rows = Application.objects.filter(client=client, applied_on__gte=days.first, applied_on__lte=days.last)
    rows = rows.select_related("employer", "site").prefetch_related("decisions", "interviews").order_by("pk")
    for row in rows:
        yield LogLine(
            on=row.applied_on or days.first,
            employer=str(row.employer),
            address=address_of(row),
            person="",
            method=row.get_method_display() or _("not noted"),
            what=_("Applied: %(position)s") % {"position": row.position},
            result=_result_of(row),
        )


def _result_of(application: Application) -> str | Promise:
    """What the employer answered so far."""
    decisions: list[Decision] = [each for each in application.decisions.all() if each.voided_at is None]
    theirs = [each for each in decisions if each.kind not in DECISIONS_BY_CLIENT]
    if theirs:
        return str(theirs[-1].get_kind_display())
    interviews = [each for each in application.interviews.all() if not (each.voided_at or each.cancelled_at)]
    return _("Invited to an interview") if interviews else _("No answer yet")


def address_of(application: Application) -> str:
    """Where the employer is, on one line; where no place is known, where the posting was."""
    site: Site | None = application.site
    if site is None:
        return application.location or application.posting_url
    lines = site.as_printed or "\n".join([site.street_address, f"{site.city}, {site.region} {site.postal_code}"])
    return ", ".join(part.strip(" ,") for part in lines.splitlines() if part.strip(" ,"))


# --- Interviews, calls, letters --------------------------------------------------------------------------------------


def _within(model: Any, client: Client, days: Days, moment: str) -> Any:
    rows = model.objects.filter(
        application__client=client, voided_at=None, **{f"{moment}__gte": days.since, f"{moment}__lt": days.until}
    )
    return rows.select_related("application__employer", "application__site").order_by(moment, "pk")


def _interviewed(client: Client, days: Days, now: datetime) -> Iterator[LogLine]:
    rows = _within(Interview, client, days, "starts_at").filter(cancelled_at=None)
    for row in rows.prefetch_related("contacts", "debriefs__contacts"):
        was = row.as_it_was
        yield LogLine(
            **_where(row, row.starts_at, days.zone),
            person=", ".join(str(each) for each in was.contacts.all()),
            method=was.get_format_display(),
            what=_("Interview: %(position)s") % {"position": row.application.position},
            result=_("It took place") if row.ends_at <= now else _("Still ahead"),
        )


def _reached_out(client: Client, days: Days) -> Iterator[LogLine]:
    rows = _within(Touchpoint, client, days, "happened_at").filter(direction=Direction.OUT)
    for row in rows.select_related("application__employer", "application__site", "contact"):
        yield LogLine(
            **_where(row, row.happened_at, days.zone),
            person=str(row.contact or ""),
            method=row.get_channel_display(),
            what=_what(row),
            result=row.get_result_display(),
        )


def _what(touchpoint: Touchpoint) -> str:
    position = {"position": touchpoint.application.position}
    if touchpoint.purpose == Purpose.THANKS:
        return _("Thank-you: %(position)s") % position
    if touchpoint.purpose == Purpose.INQUIRY:
        if touchpoint.channel == Channel.PHONE:
            return _("Call about next steps: %(position)s") % position
        return _("Asked about next steps: %(position)s") % position
    return _("In touch: %(position)s") % position


def _where(row: Any, moment: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "on": civil_date(moment, zone),
        "employer": str(row.application.employer),
        "address": address_of(row.application),
    }
