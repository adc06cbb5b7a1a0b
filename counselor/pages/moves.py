"""Each standing in a reader's words: a heading, one sentence why, the one next move, and a column of the board."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.followup.facts import Status, Verdict

Text = str | Promise


@dataclass(frozen=True)
class Move:
    """The one thing to do next: a button's label and the name of its page within a face."""

    label: Text
    page: str


CALL = Move(_("Log the call"), "log-call")
DEBRIEF = Move(_("Debrief in a minute"), "latest-debrief")
WROTE = Move(_("Log the message"), "log-message")
LETTER = Move(_("Write the letter"), "draft-letter")
DECIDE = Move(_("Record the decision"), "record-decision")
INTERVIEW = Move(_("Record an interview"), "record-interview")
OPEN = Move(_("Open"), "application")
RECORDED = frozenset(move.page for move in (CALL, WROTE, DECIDE, DEBRIEF))  # recorded, and back to where one was

MOVES: dict[str, Move] = {
    Status.APPLIED: INTERVIEW,
    Status.NEEDS_DEBRIEF: DEBRIEF,
    Status.CALL_DUE: CALL,
    Status.CALL_RETRY: CALL,
    Status.CALL_RETRY_LATE: CALL,
    Status.CALL_MISSED: CALL,
    Status.WRITE_DUE: WROTE,
    Status.WRITE_MISSED: WROTE,
    Status.INQUIRY_DUE: WROTE,
    Status.INVITED_CALL_UNANSWERED: LETTER,
    Status.WRITTEN_UNANSWERED: LETTER,
    Status.INQUIRY_UNANSWERED: LETTER,
    Status.LONG_SILENCE: LETTER,
    Status.OVERDUE: LETTER,
    Status.OVERDUE_CALL_INVITED: CALL,
    Status.OVERDUE_INQUIRED: LETTER,
    Status.OVERDUE_SILENT: LETTER,
    Status.REJECTED: LETTER,
    Status.POSITION_CLOSED: LETTER,
    Status.OFFER: DECIDE,
    Status.OFFER_RESCINDED: LETTER,
}

WHY: dict[str, Text] = {
    Status.APPLIED: _("No interview yet. The follow-up rule begins when one was held."),
    Status.INTERVIEW_SCHEDULED: _("Prepare, and ask about next steps before you say goodbye."),
    Status.NEEDS_DEBRIEF: _("The interview is over, and what they said about next steps is not on record."),
    Status.WAITING: _("They said they would be in touch, and the day has not come."),
    Status.WAITING_NO_DATE: _("They named no date. It is too early to ask."),
    Status.DUE_IN_GRACE: _("The day they named has passed. Schedules slip, so a few days of grace run."),
    Status.CALL_NOT_YET: _("The day to call has not come. An early call does not count."),
    Status.CALL_DUE: _("The days to make the invited call are here."),
    Status.CALL_RETRY: _("Nobody answered. Call again on another business day, and leave a message."),
    Status.CALL_RETRY_LATE: _(
        "Nobody answered, and the days to call are over. One more call, with a message, settles it."
    ),
    Status.CALL_MISSED: _("The invited call was not made, so the silence says nothing about the employer."),
    Status.AWAITING_RETURN_CALL: _("A message was left. They have a few business days to call back."),
    Status.INVITED_CALL_UNANSWERED: _("They invited the call, it was made in time, and it stayed unanswered."),
    Status.WRITE_NOT_YET: _("The day to write has not come."),
    Status.WRITE_DUE: _("The days to write, as they invited, are here."),
    Status.WRITE_MISSED: _("The invited message was not written, so the silence says nothing about the employer."),
    Status.AWAITING_REPLY: _("A message is out. They have a few business days to reply."),
    Status.WRITTEN_UNANSWERED: _("The invited message went unanswered. It may be in their spam folder."),
    Status.INQUIRY_DUE: _("No date was named, so no promise was broken. Ask once, politely."),
    Status.INQUIRY_UNANSWERED: _("The inquiry went unanswered."),
    Status.LONG_SILENCE: _("No date was named, and the silence has lasted long."),
    Status.OVERDUE: _("The day they named and the days of grace have passed, and nothing came."),
    Status.OVERDUE_CALL_INVITED: _(
        "Their day has passed and they invited a call: it makes things certain, either way."
    ),
    Status.OVERDUE_INQUIRED: _("Their day has passed, and an inquiry is under way."),
    Status.OVERDUE_SILENT: _("Their day has passed, and the inquiry went unanswered as well."),
    Status.REJECTED: _("They told you. A thank-you letter is what they will not expect."),
    Status.POSITION_CLOSED: _("Nobody was chosen over you: the position itself is gone."),
    Status.ON_HOLD: _("The search rests. There is nothing to conclude."),
    Status.OFFER: _("An offer is on the table."),
    Status.OFFER_DECLINED: _("The offer was declined."),
    Status.OFFER_RESCINDED: _("The offer was taken back. Talk about it first; the letter can wait."),
    Status.PLACED: _("The offer was accepted."),
    Status.WITHDRAWN: _("The application was withdrawn."),
}

CONCLUDED = _("The counselor looked at it and came to this conclusion.")

HEADINGS: dict[str, Text] = {
    Verdict.NO_CONCLUSION: _("Nothing can be concluded"),
    Verdict.PROBABLE: _("This is probably your answer"),
    Verdict.DEFINITE: _("This is definitely your answer"),
    Verdict.EXPLICIT: _("They gave you their answer"),
}

TONES: dict[str, str] = {
    Verdict.NO_CONCLUSION: "your-move",
    Verdict.PROBABLE: "probably",
    Verdict.DEFINITE: "definitely",
    Verdict.EXPLICIT: "explicit",
}

CALLS = frozenset({Status.CALL_DUE, Status.CALL_RETRY, Status.CALL_RETRY_LATE, Status.OVERDUE_CALL_INVITED})
MESSAGES = frozenset({Status.WRITE_DUE, Status.INQUIRY_DUE})
MISSED = frozenset({Status.CALL_MISSED, Status.WRITE_MISSED})
TOO_EARLY = frozenset({Status.CALL_NOT_YET, Status.WRITE_NOT_YET})
AHEAD = TOO_EARLY | {Status.INTERVIEW_SCHEDULED}
SETTLED = frozenset({Status.PLACED, Status.OFFER_DECLINED, Status.WITHDRAWN})
LETTER_FIRST = frozenset(status for status, move in MOVES.items() if move is LETTER)

COLUMNS: list[tuple[str, Text]] = [
    ("lead", _("Lead")),
    ("applied", _("Applied")),
    ("interviewing", _("Interviewing")),
    ("waiting", _("Waiting")),
    ("your-move", _("Your move")),
    ("letter", _("Letter")),
    ("closed", _("Settled")),
]


def acts_as(status: str, verdict: str) -> str:
    """The status whose place an application takes in lists of moves: a probable answer asks for the letter, also where
    only the counselor concluded it."""
    settled_by_facts = status in LETTER_FIRST or status in CALLS
    return status if verdict != Verdict.PROBABLE or settled_by_facts else Status.OVERDUE


def move_of(status: str, verdict: str, letter: str) -> Move:
    """The next move of whoever has the ball; no letter where none fits any more."""
    move = MOVES.get(acts_as(status, verdict), OPEN)
    return OPEN if move is LETTER and not letter else move


def why(status: str, verdict: str) -> Text:
    """One sentence why; the counselor's word where the facts alone would say something else."""
    return WHY[status] if acts_as(status, verdict) == status else CONCLUDED


def tone(status: str, verdict: str, ball: str) -> str:
    """The colour of a badge: the verdict's where there is one, else whose move it is."""
    if status in SETTLED:
        return "closed"
    return TONES.get(verdict) or ("your-move" if ball == "client" else "waiting" if ball == "employer" else "calm")


def column_of(status: str, ball: str, *, archived: bool, lettered: bool, sent: bool = True) -> str:
    """The column of the board an application stands in; it follows from the facts alone.

    `lettered`: a letter that fits the standing is under way or mailed. `sent`: the application has a date; one without,
    to which nothing else happened, is a lead.
    """
    if archived or status in SETTLED:
        return "closed"
    if lettered or status in LETTER_FIRST:
        return "letter"
    match status:
        case Status.APPLIED:
            return "applied" if sent else "lead"
        case Status.INTERVIEW_SCHEDULED | Status.NEEDS_DEBRIEF:
            return "interviewing"
    return "your-move" if ball == "client" else "waiting"
