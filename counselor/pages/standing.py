"""The block of a page that shows where an application stands, why, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from candidates import labels, wording
from candidates.calendars import calendar_for
from candidates.followup import facts
from candidates.followup.standing import assess
from candidates.models import Application
from candidates.standings import facts_of, policy_of, zone_of
from counselor.pages import moves
from counselor.pages.face import Face

STATUS_LABELS = dict(labels.STATUS)


@dataclass(frozen=True)
class StandingBlock:
    """Plain values for `_components/standing.html` and `_components/window.html`."""

    heading: str
    label: str
    tone: str
    why: str
    because: list[str]
    next: str
    action_label: str
    action_url: str
    window: dict[str, Any] | None


def standing_block(application: Application, face: Face, now: datetime) -> StandingBlock:
    """The application's standing at `now`, computed afresh."""
    known, policy, calendar = facts_of(application), policy_of(application), calendar_for(application)
    standing = assess(known, policy, calendar, now)
    later = assess(known, policy, calendar, standing.review_at) if standing.review_at else None
    today = now.astimezone(zone_of(application)).date()
    status = standing.status.value
    move = moves.MOVES.get(status, moves.OPEN) if standing.ball == facts.Ball.CLIENT else None
    label = str(STATUS_LABELS[standing.status])
    return StandingBlock(
        heading=str(moves.HEADINGS.get(standing.verdict.value, moves.WHY[status])),
        label=label,
        tone=moves.tone(status, standing.verdict, standing.ball),
        why=str(moves.WHY[status]),
        because=[wording.sentence(reason) for reason in standing.because],
        next=what_next(standing, later),
        action_label=str(move.label) if move and move is not moves.OPEN else "",
        action_url=face.url(move.page, application.pk) if move and move is not moves.OPEN else "",
        window=window_track(standing, _said_on(known, today), today),
    )


def what_next(standing: facts.Standing, later: facts.Standing | None) -> str:
    """When time alone changes the standing, and into what; empty when only an event can."""
    if later is None or standing.review_on is None:
        return ""
    if standing.status == facts.Status.INTERVIEW_SCHEDULED:
        return _("After the interview, record what they said about next steps.")
    names = {"day": day(standing.review_on - timedelta(days=1)), "standing": _then(later)}
    if standing.ball == facts.Ball.CLIENT:
        return _("You have until the end of %(day)s.") % names
    if later.ball == facts.Ball.CLIENT and later.verdict == facts.Verdict.NONE:
        return _("From %(day)s: %(standing)s.") % (names | {"day": day(standing.review_on)})
    return _("If nothing comes by the end of %(day)s, this becomes: %(standing)s.") % names


def _then(later: facts.Standing) -> str:
    if later.verdict in (facts.Verdict.PROBABLE, facts.Verdict.DEFINITE):
        return str(dict(labels.VERDICT)[later.verdict])
    return str(STATUS_LABELS[later.status])


def day(value: date) -> str:
    """A date as the pages write it: Thu 19 Nov."""
    return formats.date_format(value, "D j M")


def _said_on(known: facts.Facts, today: date) -> date:
    """The day the latest next step was stated; today where none was."""
    said = max((step.said_at for step in known.next_steps), default=None)
    return said.astimezone(known.zone).date() if said else today


def window_track(standing: facts.Standing, said: date, today: date) -> dict[str, Any] | None:
    """Where the dates of a window lie on a track from 0 (said) to 100 (a little after its end), in whole numbers."""
    window = standing.window
    if window is None:
        return None
    due = window.due_on or window.opens_on
    end = max(window.closes_on, due)
    length = max((end - said).days * 5 / 4, (today - said).days + 1, 1)

    def at(value: date) -> int:
        return max(0, min(100, round(100 * (value - said).days / length)))

    due_label, grace_label = _labels(window)
    dates = {"said": said, "due": due, "grace_end": end, "today": today}
    places = {"due_at": at(due), "grace_at": at(end), "today_at": at(today)}
    return dates | places | {"due_label": due_label, "grace_label": grace_label}


def _labels(window: facts.Window) -> tuple[str, str]:
    """What the two dates of a window are called: a promise has grace, an invitation its days, an inquiry its time."""
    if window.due_on is None:
        return _("Fair to ask"), _("Long silence")
    if window.due_on == window.opens_on:
        return _("From"), _("Until")
    return _("Due"), _("Grace ends")
