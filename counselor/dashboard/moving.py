"""Moving a card of the board: which fact puts an application into another column, and why some moves make no sense.

A column follows from the facts, so nobody sets it: a move leads to the page that records what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.followup.facts import DecisionKind, Status
from candidates.followup.override import OPEN_TO_CONCLUSION
from counselor.pages import moves
from counselor.pages.moves import Text


@dataclass(frozen=True)
class Stand:
    """All a move depends on. `home` is the column without the archive, `letter` the kind of letter that fits."""

    column: str
    home: str
    status: str
    letter: str = ""
    archived: bool = False

    @property
    def key(self) -> str:
        """The same for all that may be moved alike."""
        return "/".join([self.column, self.home, self.status, self.letter])


@dataclass(frozen=True)
class Way:
    """One fact that may be recorded: a button, what it records, and its page or (`act`) what is done at once."""

    label: Text
    records: Text
    page: str = ""
    query: str = ""
    act: str = ""


SENT = Way(_("It was sent"), _("Records the day it was applied for."), "record-sent")
INTERVIEW = Way(_("An interview"), _("Records an interview, held or ahead."), "record-interview")
SAID = Way(
    _("What they said"),
    _("Records their words about next steps. The follow-up window, and whose move it is, follow from them."),
    "record-next-step",
)
CALL = Way(_("A call"), _("Records a call. After a message left, they have a few days to call back."), "log-call")
MESSAGE = Way(_("A message"), _("Records a message. Once it is out, they have a few days to reply."), "log-message")
LETTER = Way(_("The letter"), _("Begins the letter that fits where this stands."), "draft-letter")
CONCLUDE = Way(_("Your conclusion"), _("Records that you take the silence for an answer, and your reason."), "conclude")
ASIDE = Way(
    _("Put it aside"), _("Nothing is recorded and nothing is lost: it rests until taken up again."), act="aside"
)
TAKE_UP = Way(_("Take it up again"), _("It returns to where its facts and the time gone by put it."), act="restore")


def _decision(kind: DecisionKind, label: Text, records: Text) -> Way:
    return Way(label, records, "record-decision", f"kind={kind}")


OFFER = _decision(DecisionKind.OFFER_OPEN, _("An offer"), _("Records their offer. The answer to it is the next move."))
REFUSED = _decision(DecisionKind.REJECTED, _("They said no"), _("Records their answer. A thank-you letter fits then."))
GONE = _decision(
    DecisionKind.POSITION_CLOSED, _("The position is gone"), _("Records that nobody was chosen: it was closed.")
)
RESCINDED = _decision(
    DecisionKind.OFFER_RESCINDED, _("They took the offer back"), _("Records that the offer is off the table.")
)
ACCEPTED = _decision(DecisionKind.OFFER_ACCEPTED, _("The offer was accepted"), _("Records the happy end."))
DECLINED = _decision(DecisionKind.OFFER_DECLINED, _("The offer was declined"), _("Records the client’s no."))
WITHDRAWN = _decision(
    DecisionKind.WITHDRAWN, _("The client withdrew"), _("Records that the client is no longer interested.")
)
RESUMED = _decision(
    DecisionKind.RESUMED, _("The search goes on"), _("Records that. The column follows from what was known before.")
)
REINSTATED = _decision(
    DecisionKind.REINSTATED, _("It stands again"), _("Records that. The column follows from what was known before.")
)

ANSWERED = frozenset({Status.REJECTED, Status.POSITION_CLOSED})
REOPENED_BY_INVITATION = frozenset({Status.OFFER_DECLINED, Status.OFFER_RESCINDED})
IN_WRITING = moves.MESSAGES | {Status.WRITE_NOT_YET}


def ways(stand: Stand, to: str) -> tuple[Way, ...]:
    """What may be recorded so that an application comes to stand in column `to`; none where that makes no sense."""
    if to == stand.column:
        return ()
    if stand.archived:
        return (TAKE_UP,) if to == stand.home else ()
    return _WAYS[to](stand.status, stand)


def refusal(stand: Stand, to: str) -> Text:
    """Why there is no way to `to`, in a sentence; empty where there is one."""
    if ways(stand, to):
        return ""
    if to == stand.column:
        return _("It stands there already.")
    if stand.archived:
        return _("It is put aside. Take it up again first.")
    return _because(stand, to)


def _applied(status: str, stand: Stand) -> tuple[Way, ...]:
    if stand.column == "lead":
        return (SENT,)
    return _back(status)


def _back(status: str) -> tuple[Way, ...]:
    """What takes a decision back."""
    if status == Status.WITHDRAWN:
        return (REINSTATED,)
    return (RESUMED,) if status in ANSWERED | {Status.ON_HOLD} else ()


def _interviewing(status: str, stand: Stand) -> tuple[Way, ...]:
    return () if status in (Status.OFFER, Status.PLACED) else (INTERVIEW,)


def _waiting(status: str, stand: Stand) -> tuple[Way, ...]:
    if stand.column in ("lead", "applied") or status in (Status.INTERVIEW_SCHEDULED, Status.OFFER, Status.PLACED):
        return ()
    if status in REOPENED_BY_INVITATION:
        return ()
    if status == Status.WITHDRAWN:
        return (REINSTATED,)
    if status in ANSWERED:
        return (SAID, RESUMED)
    spoken = (CALL,) if status in moves.CALLS else (MESSAGE,) if status in IN_WRITING else ()
    return (*spoken, SAID)


def _your_move(status: str, stand: Stand) -> tuple[Way, ...]:
    if stand.column == "lead" or status in (Status.PLACED, Status.WITHDRAWN):
        return ()
    if stand.column == "applied" or status == Status.INTERVIEW_SCHEDULED or status in REOPENED_BY_INVITATION:
        return (OFFER,)
    return (SAID, OFFER)


def _letter(status: str, stand: Stand) -> tuple[Way, ...]:
    if stand.column in ("lead", "closed"):
        return ()
    if status == Status.OFFER:
        return (RESCINDED,)
    silent = (LETTER,) if stand.letter else (CONCLUDE,) if status in OPEN_TO_CONCLUSION else ()
    return (*silent, REFUSED, GONE)


def _closed(status: str, stand: Stand) -> tuple[Way, ...]:
    if status == Status.OFFER:
        return (ACCEPTED, DECLINED, WITHDRAWN, ASIDE)
    over = stand.column == "lead" or status in ANSWERED | {Status.OFFER_RESCINDED}
    return (ASIDE,) if over else (WITHDRAWN, ASIDE)


_WAYS: dict[str, Any] = {
    "lead": lambda status, stand: (),
    "applied": _applied,
    "interviewing": _interviewing,
    "waiting": _waiting,
    "your-move": _your_move,
    "letter": _letter,
    "closed": _closed,
}


def _because(stand: Stand, to: str) -> Text:
    """The reason, where `to` is out of reach from here."""
    if stand.status == Status.PLACED:
        return _("The offer was accepted. There is nothing further to record.")
    if to == "lead":
        if stand.column == "applied":
            return _("It was sent. If it never was, empty its date on the application’s page.")
        return _("Something has happened here already; a lead is what was not sent yet.")
    if stand.column == "lead":
        return _FROM_LEAD[to]
    if stand.status == Status.OFFER:
        return _("An offer is on the table. Record how it was answered.")
    return _TO[to](stand)


_FROM_LEAD: dict[str, Text] = {
    "waiting": _("Nothing was sent yet, so there is nothing to wait for."),
    "your-move": _("It is the client’s move already: to send it."),
    "letter": _("Nothing was sent yet, so there is nobody to thank."),
}


def _no_way_to_waiting(stand: Stand) -> Text:
    match stand.status:
        case Status.APPLIED:
            return _("Before an interview, Applied is where one waits. The first invitation moves it on.")
        case Status.INTERVIEW_SCHEDULED:
            return _("The interview is still ahead. What they say at its end decides about the waiting.")
    return _("It is settled. A further interview would open it again.")


_TO: dict[str, Any] = {
    "applied": lambda stand: _("There is no way back to before what has happened. Take an entry back if it is wrong."),
    "waiting": _no_way_to_waiting,
    "your-move": lambda stand: _("It was withdrawn. Record first that it stands again."),
    "letter": lambda stand: _("It is settled, and a letter leaves it so. Begin one from the application’s page."),
}
