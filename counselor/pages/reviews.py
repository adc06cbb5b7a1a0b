"""Client and counselor talk about a letter on its page: the question, the comments, the answer, and what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates.models import Side
from candidates.notes import side_of
from candidates.services import Refused
from counselor.accounts.access import MemberRequest, View
from counselor.pages import together
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import saved
from letters import access, reviews, second_look
from letters.composition import composed
from letters.concerns import ask_counselor
from letters.forms import LetterForm
from letters.models import Letter, LetterComment, LetterQuerySet
from letters.proof import concerns
from letters.review_forms import CommentForm
from letters.reviews import Step

AT_A_GLANCE = 5  # letters

STATES: dict[str, tuple[str | Promise, str]] = {
    Step.ASKED: (_("The counselor is asked to look"), "waiting"),
    Step.LOOKED: (_("Looked at: fine as it is"), "calm"),
    Step.CHANGES: (_("Changes suggested"), "your-move"),
}
"""What a draft's review stands at, in words and as the tone of a badge."""

ICONS = {
    Step.NOTE: "chat-left-text",
    Step.ASKED: "eye",
    Step.LOOKED: "check2",
    Step.CHANGES: "pencil-square",
    Step.EDITED: "pencil",
}


@dataclass(frozen=True)
class Line:
    """One line of the conversation, as its reader sees it."""

    row: LetterComment
    icon: str
    says: str | Promise
    unread: bool
    answered: str = ""


def review_of(letter: Letter, face: Face) -> dict[str, Any]:
    """Everything `_components/letter_review.html` wants to know."""
    client = letter.application.client
    reader = together.side_of(face)
    rows = list(letter.comments.select_related("author", "seen_by", "flag"))
    lines = [_line(row, reader, client) for row in rows]
    stands = stands_at(rows) if letter.state == Letter.State.DRAFT else ""
    label, tone = STATES.get(stands, ("", ""))
    is_open = not client.on_their_own and client.user_id is not None
    return {
        "lines": lines,
        "stands": stands,
        "label": label,
        "tone": tone,
        "unread": any(each.unread for each in lines),
        "may_write": is_open,
        "may_ask": is_open and reader == Side.CLIENT and letter.state == Letter.State.DRAFT and stands != Step.ASKED,
        "may_answer": is_open and reader == Side.COUNSELOR and letter.state == Letter.State.DRAFT,
        "said": next((each.text for each in reversed(rows) if each.step == stands), ""),
        "form": CommentForm(letter=letter, auto_id="comment_%s"),
    }


def stands_at(rows: list[LetterComment]) -> str:
    """The step a review stands at: the latest, but for questions that were taken back or answered elsewhere."""
    steps = [row.step for row in rows if row.step in reviews.MOVES and not _is_over(row)]
    return steps[-1] if steps else ""


def _is_over(row: LetterComment) -> bool:
    return row.step == Step.ASKED and row.flag is not None and row.flag.resolved_at is not None


def _line(row: LetterComment, reader: Side, client: Any) -> Line:
    theirs = side_of(client, row.author_id) != reader
    answered = row.flag.resolution if row.flag else ""
    return Line(row, ICONS[Step(row.step)], row.get_step_display(), theirs and row.seen_at is None, answered)


def under_way(letters: LetterQuerySet, practice_id: int) -> dict[str, list[Letter]]:
    """A client's letters for their first page: those on their way, what asks for the client first; and those mailed
    months ago of which nothing is on record."""
    rows = list(reviews.with_reviews(letters.exclude(state=Letter.State.MAILED), Side.CLIENT)[:AT_A_GLANCE])
    for row in rows:
        stands = row.review if row.state == Letter.State.DRAFT else ""
        row.review_label, row.review_tone = STATES.get(stands or "", ("", ""))
    rows.sort(key=lambda row: (row.review != Step.CHANGES, not row.unread))
    again = letters.filter(second_look.asked_again(practice_id, timezone.localdate()))
    return {"letters": rows, "look_again": list(again.order_by("mailed_on", "pk")[:AT_A_GLANCE])}


# --- Acts ------------------------------------------------------------------------------------------------------------


def _back(face: Face, pk: int) -> HttpResponse:
    return redirect(f"{face.url('letter', pk)}#review")


def comment_letter(face: Face) -> View:
    """A comment, or the counselor's answer. What is refused comes back on a page of its own, with everything typed."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        form = CommentForm(request.POST or None, letter=row)
        if request.method == "POST" and saved(form, request.user):
            messages.success(request, gettext("It is said; the other side reads it here."))
            return _back(face, pk)
        return face.render(
            request,
            "pages/letter_form.html",
            {"letter": row, "form": form, "title": gettext("A comment on the letter")},
        )

    return view


@PORTAL.guard
@require_POST
def ask_about_letter(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the counselor to look: what was typed since is kept first, so that they look at the latest words."""
    row = access.letter(request.membership, pk)
    form = LetterForm(request.POST, instance=row) if "detail" in request.POST else None
    if form and form.is_valid() and form.is_edited:
        saved(form, request.user)
    if form and form.errors:
        for errors in form.errors.values():
            messages.warning(request, " ".join(str(each) for each in errors))
        return _back(PORTAL, pk)
    row.refresh_from_db()
    try:
        _ask(request, row)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, gettext("Your counselor is asked to look. What they say stands here."))
    return _back(PORTAL, pk)


def _ask(request: MemberRequest, row: Letter) -> None:
    """A concern is named in the question; else the letter speaks for itself."""
    worrying = concerns(composed(row).findings) if row.state == Letter.State.DRAFT else ()
    if worrying:
        ask_counselor(letter=row, finding=worrying[0], by=request.user)
    else:
        reviews.ask_to_look(letter=row, by=request.user)


def read_comments(face: Face) -> View:
    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        reviews.mark_read(letter=access.letter(request.membership, pk), by=request.user)
        return _back(face, pk)

    return view


def nothing_came(face: Face) -> View:
    """The second look found nothing."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        try:
            second_look.nothing_came(letter=row, by=request.user)
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, gettext("It is on record. Should something come later, you can still report it."))
        return redirect(face.url("letter", pk))

    return view


def review_pages(face: Face) -> list[URLPattern]:
    """URL patterns both faces have."""
    return [
        path("letters/<int:pk>/comments/", comment_letter(face), name="comment-letter"),
        path("letters/<int:pk>/comments/read/", read_comments(face), name="read-comments"),
        path("letters/<int:pk>/nothing-came/", nothing_came(face), name="nothing-came"),
    ]
