"""The block of a page that shows where an application stands, why, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from candidates import labels, wording
from candidates.followup import facts
from candidates.models import Application
from candidates.overrides import SpamQuestion, spam_question
from candidates.standings import Basis, basis_of, zone_of
from candidates.wording import day
from counselor.pages import moves
from counselor.pages.calendar import Dates, little_calendar
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import FOUND_MESSAGE

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
    concluded: bool = False
    note: str = ""
    spam: dict[str, Any] | None = None


def standing_block(application: Application, face: Face, now: datetime, basis: Basis | None = None) -> StandingBlock:
    """The application's standing at `now`, computed afresh. A client looks in the spam folder before *probable*."""
    basis = basis or basis_of(application)
    standing = basis.at(now)
    block = _block(application, face, standing, basis, now)
    question = spam_question(application, standing.verdict)
    if question is None:
        return block
    if face is PORTAL:
        return _spam_first(block, application, face, question)
    return replace(block, note=_("Not yet looked in the spam folder: until then the client is asked to."))


def _block(
    application: Application, face: Face, standing: facts.Standing, basis: Basis, now: datetime
) -> StandingBlock:
    later = basis.at(standing.review_at) if standing.review_at else None
    today = now.astimezone(zone_of(application)).date()
    status, verdict = standing.status.value, standing.verdict.value
    move = moves.OPEN
    if standing.ball == facts.Ball.CLIENT:
        move = moves.move_of(status, verdict, standing.letter)
    why = str(moves.why(status, verdict))
    return StandingBlock(
        heading=str(moves.HEADINGS.get(verdict, why)),
        label=str(STATUS_LABELS[standing.status]),
        tone=moves.tone(status, verdict, standing.ball),
        why=why,
        because=[wording.sentence(reason) for reason in standing.because],
        concluded=is_concluded(standing),
        next="" if is_concluded(standing) else what_next(standing, later),
        action_label=str(move.label) if move is not moves.OPEN else "",
        action_url=face.url(move.page, application.pk) if move is not moves.OPEN else "",
        window=window_track(standing, _said_on(basis.known, today), today, basis),
    )


def is_concluded(standing: facts.Standing) -> bool:
    """Whether the verdict is the counselor's: what time alone will do to the rule's own is then beside the point."""
    return bool(standing.because) and standing.because[-1].code == "counselor_concluded"


def _spam_first(block: StandingBlock, application: Application, face: Face, question: SpamQuestion) -> StandingBlock:
    """Instead of the verdict: one question, and where its answers lead."""
    found = question is SpamQuestion.RECORD
    heading = _("Look in your spam folder once")
    next_ = _("Nothing has come, as far as we know. Answers are sometimes sorted out by mistake, so look there first.")
    if found:
        heading = _("Record the message you found")
        next_ = _("It counts from the day it was sent, so the silence may never have been one.")
    urls = {"url": face.url("spam-check", application.pk)}
    page, _mark, query = FOUND_MESSAGE.partition("?")
    spam = urls | {"found": found, "log_url": f"{face.url(page, application.pk)}?{query}"}
    told = block.because[:-1] if block.concluded else block.because  # the counselor's word names the verdict
    return replace(
        block, heading=heading, next=next_, because=told, tone="your-move", action_label="", action_url="", spam=spam
    )


def what_next(standing: facts.Standing, later: facts.Standing | None) -> str:
    """When time alone changes the standing, and into what; empty when only an event can."""
    if later is None or standing.review_on is None:
        return ""
    if standing.status == facts.Status.INTERVIEW_SCHEDULED:
        return _("After the interview, record what they said about next steps.")
    names = {"day": day(standing.review_on - timedelta(days=1)), "standing": _then(later)}
    if standing.ball == facts.Ball.CLIENT and standing.status not in moves.TOO_EARLY:
        return _("You have until the end of %(day)s.") % names
    if later.ball == facts.Ball.CLIENT and later.verdict == facts.Verdict.NONE:
        return _("From %(day)s: %(standing)s.") % (names | {"day": day(standing.review_on)})
    return _("If nothing comes by the end of %(day)s, this becomes: %(standing)s.") % names


def _then(later: facts.Standing) -> str:
    if later.verdict in (facts.Verdict.PROBABLE, facts.Verdict.DEFINITE):
        return str(dict(labels.VERDICT)[later.verdict])
    return str(STATUS_LABELS[later.status])


def _said_on(known: facts.Facts, today: date) -> date:
    """The day the latest next step was stated; today where none was."""
    said = max((step.said_at for step in known.next_steps), default=None)
    return said.astimezone(known.zone).date() if said else today


def window_track(standing: facts.Standing, said: date, today: date, basis: Basis) -> dict[str, Any] | None:
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
    calendar = little_calendar(Dates(said, due, end, today, due_label, grace_label), basis.calendar)
    return dates | places | {"due_label": due_label, "grace_label": grace_label, "calendar": calendar}


def _labels(window: facts.Window) -> tuple[str, str]:
    """What the two dates of a window are called: a promise has grace, an invitation its days, an inquiry its time."""
    if window.due_on is None:
        return _("Fair to ask"), _("Long silence")
    if window.due_on == window.opens_on:
        return _("From"), _("Until")
    return _("Due"), _("Grace ends")
