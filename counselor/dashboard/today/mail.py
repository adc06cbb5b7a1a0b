"""Letters and e-mails on Today: what waits to be read, to be mailed, or to be looked after."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Side
from candidates.models.employers import name_or_title
from counselor.accounts.models import called
from counselor.dashboard.today.rows import Desk, Row, Source, Text, first_of, named, of_client
from counselor.outbox.models import OutgoingEmail
from counselor.pages.face import DESK
from letters import labels
from letters.models import Letter, LetterComment
from letters.returned import NOT_WRITTEN_AGAIN
from letters.reviews import Step, last_move, reviewed, unread_by
from letters.second_look import asked_again
from letters.standings import FITTING

EXCERPT = 160  # letters of a client's words
State, Sent = Letter.State, OutgoingEmail.State

VARIANTS: dict[str, Text] = dict(labels.VARIANT)
LETTERS: dict[str, tuple[Text, Text]] = {
    "changed": (_("The standing moved after this letter was begun. Do not mail it."), _("Look")),
    "approval": (_("The client has written their part."), _("Read and approve")),
    "unmailed": (_("It is frozen and ready for the envelope."), _("Print and mail")),
    "returned": (_("Check the address before another letter goes there."), _("Look")),
    "again": (_("The time to watch it is over, and nothing is on record. Ask once more."), _("Look again")),
}
"""Why a letter is here, and what its button says."""

ASKED = _("The client asks you to look at it.")

MET = ("contact__given_name", "contact__family_name", "contact__job_title")


def letters(desk: Desk) -> Any:
    """Letters on their way to the mailbox, but for drafts that still wait for the client’s part; and back from it."""
    waiting = Q(state__in=[State.DRAFT, State.APPROVED, State.PRINTED])
    back = Q(state=State.RETURNED) & Q(NOT_WRITTEN_AGAIN)
    again = asked_again(desk.membership.practice_id, desk.today)
    found = Letter.objects.filter(waiting | back | again, application__client__in=desk.clients)
    section = first_of(
        (Q(state=State.MAILED), Value("again")),
        (Q(state=State.RETURNED), Value("returned")),
        (~FITTING, Value("changed")),
        default=Coalesce(_by_review(), _by_state()),
    )
    return found.annotate(section=section)


def _by_review() -> Subquery:
    """Null for a letter whose review asks nothing of anybody."""
    asked, theirs = (Q(step=Step.ASKED), Value("approval")), (Q(step=Step.CHANGES), Value(""))
    return Subquery(last_move().values(section=first_of(asked, theirs, default=Value(None))))


def _by_state() -> Case:
    empty, draft = (Q(state=State.DRAFT, detail=""), Value("")), (Q(state=State.DRAFT), Value("approval"))
    return first_of(empty, draft, default=Value("unmailed"))


def named_letters() -> Any:
    columns = ("variant", "created_at", "approved_at", "review", "application__standing_number", *MET)
    return named(reviewed(Letter.objects.all()), *columns, client="application__client__")


def letter_line(letter: Any, section: str, desk: Desk) -> Row:
    why, action = map(str, LETTERS[section])
    if section == "approval" and letter.review == Step.ASKED:
        why = str(ASKED)
    url = DESK.url("letter", letter.pk)
    return Row(
        **of_client(letter),
        employer=f"{_met(letter)}, {letter.organization}",
        organization=letter.organization,
        url=url,
        why=why,
        label=str(VARIANTS[letter.variant]),
        tone="your-move",
        since=letter.approved_at or letter.created_at,
        action_label=action,
        action_url=url,
        version=letter.application__standing_number,
    )


def _met(row: Any, path: str = "") -> str:
    """The person a letter goes to, by their name or their job."""
    return name_or_title(*(getattr(row, path + name) for name in MET))


def comments(desk: Desk) -> Any:
    """What clients wrote about letters beside their questions, which nobody here said they had read."""
    found = unread_by(Side.COUNSELOR).filter(step=Step.NOTE, letter__application__client__in=desk.clients)
    return found.annotate(section=Value("comments"))


def named_comments() -> Any:
    columns = ("text", "created_at", "letter", *(f"letter__{name}" for name in MET))
    about = "letter__application__"
    return named(LetterComment.objects.all(), *columns, client=f"{about}client__", application=about)


def comment_line(comment: Any, section: str, desk: Desk) -> Row:
    url = f"{DESK.url('letter', comment.letter)}#review"
    return Row(
        **of_client(comment),
        employer=f"{_met(comment, 'letter__')}, {comment.organization}",
        organization=comment.organization,
        url=url,
        why=gettext("“%(words)s”") % {"words": Truncator(" ".join(comment.text.split())).chars(EXCERPT)},
        since=comment.created_at,
        action_label=gettext("Read and answer"),
        action_url=url,
    )


def mails(desk: Desk) -> Any:
    """E-mails to clients of which nobody knows whether they arrived."""
    doubtful = Q(state__in=[Sent.UNCERTAIN, Sent.FAILED])
    found = OutgoingEmail.objects.filter(
        doubtful, recipient__clients__in=desk.clients, practice=desk.membership.practice_id
    )
    return found.annotate(section=Value("mail"))


def named_mails() -> Any:
    columns = ("pk", "subject", "state", "error", "created_at", "name")
    return OutgoingEmail.objects.annotate(name=called("recipient__")).values_list(*columns, named=True)


def mail_line(mail: Any, section: str, desk: Desk) -> Row:
    return Row(
        given_name=mail.name.partition(" ")[0],
        client=mail.name,
        employer=mail.subject,
        url=DESK.url("outbox"),
        why=gettext("Nobody knows whether this mail arrived.") if mail.state == Sent.UNCERTAIN else mail.error,
        label=str(Sent(mail.state).label),
        since=mail.created_at,
        action_label=gettext("Look"),
        action_url=DESK.url("outbox"),
    )


LETTER_SOURCE = Source(
    name="letter",
    kinds=frozenset(LETTERS),
    rows=letters,
    since="created_at",
    named=named_letters,
    line=letter_line,
    version="application__standing_number",
)
COMMENT_SOURCE = Source("comment", frozenset({"comments"}), comments, "created_at", named_comments, comment_line)
MAIL_SOURCE = Source("mail", frozenset({"mail"}), mails, "created_at", named_mails, mail_line)
