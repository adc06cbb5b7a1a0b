"""Letters and e-mails on Today: what waits to be read, to be mailed, or to be looked after."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Side
from counselor.dashboard.today.rows import Desk, Row, Source, Text, of_client
from counselor.outbox.models import OutgoingEmail
from counselor.pages.face import DESK
from letters import labels
from letters.models import Letter, LetterComment
from letters.returned import NOT_WRITTEN_AGAIN
from letters.reviews import Step, reviewed, unread_by
from letters.second_look import to_look_again
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

NAMES = (
    *("application__position", "application__standing_number", "application__employer__name"),
    *("application__client__given_name", "application__client__family_name"),
    *("contact__given_name", "contact__family_name", "contact__job_title"),
)


def letters(desk: Desk) -> Any:
    """Letters on their way to the mailbox, but for drafts that still wait for the client’s part; and back from it."""
    waiting = Q(state__in=[State.DRAFT, State.APPROVED, State.PRINTED])
    back = Q(state=State.RETURNED) & Q(NOT_WRITTEN_AGAIN)
    again = to_look_again(Letter.objects.all(), desk.membership.practice_id, desk.today).order_by().values("pk")
    found = Letter.objects.filter(waiting | back | Q(pk__in=again), application__client__in=desk.clients)
    arms = [
        When(state=State.MAILED, then=Value("again")),
        When(state=State.RETURNED, then=Value("returned")),
        When(~FITTING, then=Value("changed")),
        When(review=Step.ASKED, then=Value("approval")),
        When(review=Step.CHANGES, then=Value("")),
        When(state=State.DRAFT, detail="", then=Value("")),
        When(state=State.DRAFT, then=Value("approval")),
    ]
    section = Case(*arms, default=Value("unmailed"), output_field=CharField())
    return reviewed(found).annotate(section=section)


def named_letters() -> Any:
    rows = Letter.objects.select_related("application__client", "application__employer", "contact")
    return reviewed(rows).only("variant", "created_at", "approved_at", *NAMES)


def letter_line(letter: Any, desk: Desk) -> Row:
    why, action = map(str, LETTERS[letter.section])
    if letter.section == "approval" and letter.review == Step.ASKED:
        why = str(ASKED)
    url = DESK.url("letter", letter.pk)
    application = letter.application
    return Row(
        **of_client(application.client),
        employer=f"{letter.contact}, {application.employer}",
        organization=application.employer.name,
        url=url,
        why=why,
        label=str(VARIANTS[letter.variant]),
        tone="your-move",
        since=letter.approved_at or letter.created_at,
        action_label=action,
        action_url=url,
        version=application.standing_number,
    )


def comments(desk: Desk) -> Any:
    """What clients wrote about letters beside their questions, which nobody here said they had read."""
    found = unread_by(Side.COUNSELOR).filter(step=Step.NOTE, letter__application__client__in=desk.clients)
    return found.annotate(section=Value("comments"))


def named_comments() -> Any:
    rows = LetterComment.objects.select_related(
        "letter__application__client", "letter__application__employer", "letter__contact"
    )
    return rows.only("text", "created_at", *(f"letter__{name}" for name in NAMES))


def comment_line(comment: Any, desk: Desk) -> Row:
    application = comment.letter.application
    url = f"{DESK.url('letter', comment.letter_id)}#review"
    return Row(
        **of_client(application.client),
        employer=f"{comment.letter.contact}, {application.employer}",
        organization=application.employer.name,
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
    return OutgoingEmail.objects.select_related("recipient").defer("text")


def mail_line(mail: Any, desk: Desk) -> Row:
    return Row(
        given_name=str(mail.recipient).partition(" ")[0],
        client=str(mail.recipient),
        employer=mail.subject,
        url=DESK.url("outbox"),
        why=gettext("Nobody knows whether this mail arrived.") if mail.state == Sent.UNCERTAIN else mail.error,
        label=mail.get_state_display(),
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
