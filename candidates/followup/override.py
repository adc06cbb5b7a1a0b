"""A counselor's conclusion beside the rule's: what it replaces, and where it has no say.

The rule speaks of silence; a person may know more. A conclusion holds for the status it was made about, never touches
a decision of the employer, and never makes an answer definite: only an invited call that stayed unanswered does that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from candidates.followup.conclusion import LETTER_AFTER
from candidates.followup.facts import Ball, Reason, Standing, Status, Verdict

OFFERED = (Verdict.NONE, Verdict.NO_CONCLUSION, Verdict.PROBABLE)

LETTER_IS_NEXT = frozenset(
    {
        Status.OVERDUE,
        Status.OVERDUE_INQUIRED,
        Status.OVERDUE_SILENT,
        Status.LONG_SILENCE,
        Status.INQUIRY_UNANSWERED,
        Status.WRITTEN_UNANSWERED,
        Status.INVITED_CALL_UNANSWERED,
    }
)
"""Where the client has nothing left to do but write the letter."""

OPEN_TO_CONCLUSION = LETTER_IS_NEXT | {
    Status.WAITING,
    Status.WAITING_NO_DATE,
    Status.DUE_IN_GRACE,
    Status.CALL_NOT_YET,
    Status.CALL_DUE,
    Status.CALL_RETRY,
    Status.CALL_RETRY_LATE,
    Status.CALL_MISSED,
    Status.AWAITING_RETURN_CALL,
    Status.WRITE_NOT_YET,
    Status.WRITE_DUE,
    Status.WRITE_MISSED,
    Status.AWAITING_REPLY,
    Status.INQUIRY_DUE,
    Status.OVERDUE_CALL_INVITED,
}
"""An interview was held, what they said is on record, and they decided nothing that is known."""


@dataclass(frozen=True, slots=True)
class CounselorsView:
    """What a counselor concluded about `status`. `reason` is empty where the client is not to read it."""

    status: Status
    verdict: Verdict
    by: str
    on: date
    reason: str = ""


def may_conclude(status: Status, verdict: Verdict) -> bool:
    """Whether a counselor may conclude `verdict` while the rule says `status`."""
    return status in OPEN_TO_CONCLUSION and verdict in OFFERED


def applies(view: CounselorsView, standing: Standing) -> bool:
    """Whether the conclusion was made about this very status, and is one that may be made."""
    return view.status is standing.status and may_conclude(standing.status, view.verdict)


def concluded(standing: Standing, view: CounselorsView) -> Standing:
    """The standing with the counselor's verdict, the letter that follows from it, and their word as the last reason."""
    return replace(
        standing,
        verdict=view.verdict,
        letter=LETTER_AFTER[view.verdict],
        ball=_ball(standing, view.verdict),
        because=(*standing.because, _told(view)),
    )


def _ball(standing: Standing, verdict: Verdict) -> Ball:
    """Who moves: a probable answer asks for a letter; where only a letter was left and it is off, they do."""
    if verdict is Verdict.PROBABLE:
        return Ball.CLIENT
    return Ball.EMPLOYER if standing.status in LETTER_IS_NEXT and verdict is Verdict.NONE else standing.ball


def _told(view: CounselorsView) -> Reason:
    known: dict[str, str | int | date | datetime] = {"on": view.on, "by": view.by, "verdict": view.verdict.value}
    return Reason("counselor_concluded", known | {"reason": view.reason} if view.reason else known)
