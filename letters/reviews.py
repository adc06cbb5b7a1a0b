"""Client and counselor talk about a letter: asked → looked, or changes suggested → approved.

Where a review stands follows from its lines and from the flag the question raised; nothing is stored twice.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from candidates import care, trail
from candidates.models import Side
from candidates.notes import keep, side_of
from candidates.services import Refused
from counselor.accounts.models import User
from letters import reminders
from letters.models import Letter, LetterComment, LetterQuerySet

Step = LetterComment.Step
OF_A_QUESTION = 500  # letters a flag holds
MOVES = (Step.ASKED, Step.LOOKED, Step.CHANGES)
"""The steps a review stands at; what was said between them moves nothing."""


# --- Where a review stands -------------------------------------------------------------------------------------------


def reviewed(rows: LetterQuerySet) -> LetterQuerySet:
    """Letters with `review`: the step they stand at, or none.

    A question that was taken back, or answered elsewhere, asks nothing any more.
    """
    return rows.annotate(review=Subquery(last_move().values("step")))


def last_move() -> Any:
    """The line of a review that says where it stands, as a subquery of letters."""
    moves = LetterComment._base_manager.filter(letter=OuterRef("pk"), step__in=MOVES).order_by("-created_at", "-pk")
    return moves.exclude(step=Step.ASKED, flag__resolved_at__isnull=False)[:1]


def with_reviews(rows: LetterQuerySet, reader: Side) -> LetterQuerySet:
    """The same with `unread`: how much the other side said to `reader`."""
    theirs = unread_by(reader).filter(letter=OuterRef("pk")).order_by().values("letter").annotate(n=Count("pk"))
    return reviewed(rows).annotate(unread=Subquery(theirs.values("n")))


def unread_by(reader: Side) -> Any:
    """Lines the other side wrote that nobody of this side said they had read."""
    by_client = Q(author=F("letter__application__client__user"))
    rows = LetterComment.objects.filter(seen_at=None)
    return rows.exclude(by_client) if reader == Side.CLIENT else rows.filter(by_client)


def open_question(letter: Letter) -> LetterComment | None:
    """The client's question that nobody answered yet."""
    asked = letter.comments.filter(step=Step.ASKED, flag__resolved_at=None)
    return asked.select_related("flag__client").order_by("-pk").first()


def is_asked() -> Exists:
    """Whether a letter's client waits for the counselor's look, as a condition on letters."""
    return Exists(LetterComment.objects.filter(letter=OuterRef("pk"), step=Step.ASKED, flag__resolved_at=None))


# --- What is said ----------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_look(*, letter: Letter, by: User, text: str = "") -> LetterComment:
    """The client asks the counselor to look at a draft. Raises Refused for anybody else, twice, and after the end."""
    client = letter.application.client
    if side_of(client, by.pk) != Side.CLIENT:
        raise Refused(_("The client asks, and the counselor looks."))
    _hold(letter)
    if open_question(letter):
        raise Refused(_("Your counselor is asked already."))
    names = {"name": letter.contact, "employer": letter.application.employer}
    words = text or _("Please look at my letter to %(name)s, %(employer)s.") % names
    words = Truncator(words).chars(OF_A_QUESTION)
    flag = care.raise_flag(client=client, application=letter.application, text=words, by=by)
    return _say(letter, Step.ASKED, by, text, flag=flag)


@transaction.atomic
def comment(*, letter: Letter, text: str, by: User) -> LetterComment:
    """Words about a letter, whatever became of it. Raises Refused once nobody is there to read them."""
    if letter.application.client.on_their_own:
        raise Refused(_("No counselor is there to read this."))
    return _say(letter, Step.NOTE, by, text)


@transaction.atomic
def look(*, letter: Letter, step: str, by: User, text: str = "") -> LetterComment:
    """The counselor's answer: `looked` or `changes`. Raises Refused for a client, and for what is no draft."""
    if side_of(letter.application.client, by.pk) == Side.CLIENT:
        raise Refused(_("The client asks, and the counselor looks."))
    if step == Step.CHANGES and not text:
        raise Refused(_("Say what you would change."))
    _hold(letter)
    answer = text or _("Fine as it is.")
    close_question(letter=letter, by=by, resolution=Truncator(answer).chars(OF_A_QUESTION))
    line = _say(letter, Step(step), by, text)
    reminders.answered(line, timezone.now())
    return line


def note_approval(*, letter: Letter, by: User) -> None:
    """A question is answered by the approval; a client who did not approve it themselves is told that it can go."""
    close_question(letter=letter, by=by, resolution=_("Approved."))
    if side_of(letter.application.client, by.pk) == Side.COUNSELOR:
        reminders.approved(letter, timezone.now())


def _hold(letter: Letter) -> None:
    """Keep the draft's row until the transaction ends, so that of two at once one comes first."""
    if not Letter.objects.filter(pk=letter.pk, state=Letter.State.DRAFT).update(version=F("version")):
        raise Refused(_("This letter is no draft any more."))


def _say(letter: Letter, step: Step, by: User, text: str, **more: Any) -> LetterComment:
    """One line. Who answers has read what was said before."""
    mark_read(letter=letter, by=by)
    line = LetterComment(
        letter=letter, author=by, step=step, text=text, version=letter.version, created_at=timezone.now(), **more
    )
    trail.note(
        action=trail.Action.REVIEWED, by=by, application=letter.application, letter=letter.number, step=step.value
    )
    return keep(line)


def mark_read(*, letter: Letter, by: User) -> int:
    """What the other side said so far was read; how many lines that were."""
    reader = side_of(letter.application.client, by.pk)
    rows = unread_by(reader).filter(letter=letter).values("pk")
    return LetterComment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        seen_at=timezone.now(), seen_by=by
    )


def close_question(*, letter: Letter, by: User, resolution: str) -> None:
    """An open question needs no answer any more: the counselor answered, or its own writer went on without one."""
    asked = open_question(letter)
    if asked is None or asked.flag is None:
        return
    if side_of(letter.application.client, by.pk) == Side.CLIENT:
        care.withdraw_flag(flag=asked.flag, by=by)
    else:
        care.resolve_flag(flag=asked.flag, resolution=resolution, by=by)


def note_edit(*, letter: Letter, before: str, by: User) -> None:
    """Tell a client that the counselor changed their words, and what these were; the draft itself was saved before."""
    client = letter.application.client
    if before and client.user_id and side_of(client, by.pk) == Side.COUNSELOR:
        _say(letter, Step.EDITED, by, Truncator(before).chars(2_000))
