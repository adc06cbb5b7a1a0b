"""What the proof's warnings ask of people before a letter is approved: a reason, or a talk with the counselor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from candidates.models import Client, Side
from candidates.notes import side_of
from candidates.services import Refused
from counselor.accounts.models import User
from letters import reviews
from letters.models import Letter
from letters.proof import Finding, concerns, warnings


def goes_to_counselor(client: Client, findings: tuple[Finding, ...], *, by: User) -> bool:
    """Whether a client would approve alone what belongs in a talk; once the counseling ended there is nobody to ask."""
    return bool(concerns(findings)) and side_of(client, by.pk) == Side.CLIENT and not client.on_their_own


def answered(*, letter: Letter, findings: tuple[Finding, ...], reason: str, by: User) -> str:
    """Why the warnings may stand, as it is kept; empty where there are none.

    Raises Refused while they have no reason, and when the counselor is asked to look instead.
    """
    if goes_to_counselor(letter.application.client, findings, by=by):
        ask_counselor(letter=letter, finding=concerns(findings)[0], by=by)
        raise Refused(_("Your counselor is asked to talk about this with you. Without it, the letter can go at once."))
    if not warnings(findings):
        return ""
    if not reason.strip():
        raise Refused(_("Say in a few words why the warnings may stand, or change the text."))
    return reason.strip()


def ask_counselor(*, letter: Letter, finding: Finding, by: User) -> None:
    """The client's question about the letter, with the words it is about; said once, and beside an open question."""
    values = {"employer": letter.application.employer, "phrase": finding.phrase}
    text = _("My letter to %(employer)s says “%(phrase)s”. I would like to talk about it with you first.") % values
    asked = reviews.open_question(letter)
    if asked is None:
        reviews.ask_to_look(letter=letter, text=text, by=by)
    elif not letter.comments.filter(pk__gte=asked.pk, text=text).exists():
        reviews.comment(letter=letter, text=text, by=by)
