"""The pages of a letter, alike for both faces: draft, pictures and papers, mailed, outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access as candidates
from candidates.overrides import spam_question
from counselor.accounts.access import CASE_WORKERS, MemberRequest, View
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import saved
from counselor.pages.reviews import review_of
from counselor.pages.writing import write
from letters import access, services
from letters.composition import CANNOT_PRINT, composed, envelope_of, facts_of
from letters.forms import DraftForm, MailedForm, OutcomeForm, VoidLetterForm
from letters.layout import ENVELOPES, LAYOUTS
from letters.models import Letter, LookedAgain, Outcome
from letters.outcome_stats import OutcomeKind
from letters.outcomes import NEXT_STEP_FOLLOWS
from letters.overlay import overlay
from letters.preview import page_image
from letters.second_look import asks_again
from letters.standings import fits, said_before_mailing

FOLDS = {
    "thirds": gettext_lazy("Print the envelope, fold the letter in three, and put a stamp on."),
    "half": gettext_lazy("Print the envelope, fold the letter once, and put a stamp on."),
    "quarters": gettext_lazy("Print the envelope, fold the letter twice, and put a stamp on."),
    "flat": gettext_lazy("Print the envelope, leave the letter flat, and put a stamp on."),
}
State = Letter.State


def draft_letter(face: Face) -> View:
    """Begin a letter: choose the person it goes to."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        membership = request.membership
        application = candidates.application(membership, pk)
        may_override = membership.role in CASE_WORKERS
        form = DraftForm(request.POST or None, application=application, may_override=may_override)
        if request.method == "POST" and saved(form, membership.user):
            assert form.letter is not None
            return redirect(face.url("letter", form.letter.pk))
        context = {
            "application": application,
            "form": form,
            "contacts": candidates.contacts(application),
            "look_first": face is PORTAL and spam_question(application, application.verdict) is not None,
        }
        return face.render(request, "pages/draft_letter.html", context)

    return view


def letter(face: Face) -> View:
    """The letter's page: a desk to write on while it is a draft, its life story afterwards."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        if row.state != State.DRAFT:
            return face.render(request, "pages/letter.html", _story(row) | {"review": review_of(row, face)})
        return write(face, request, row)

    return view


def _story(row: Letter) -> dict[str, Any]:
    return {
        "letter": row,
        "application": row.application,
        "frozen": getattr(row, "frozen", None),
        "held": row.state in (State.APPROVED, State.PRINTED) and not fits(row),
        "outcomes": row.outcomes.select_related("recorded_by", "led_to"),
        "may_mail": row.state in (State.APPROVED, State.PRINTED),
        "said_before": said_before_mailing(row),
        "sheet": LAYOUTS[row.layout].sheet.code,
        "window": overlay(row.layout, row.envelope),
        "again": asks_again(row, timezone.localdate()),
        "looked_again": LookedAgain.objects.filter(letter=row).select_related("recorded_by").first(),
        "fold": FOLDS[ENVELOPES[row.envelope].fold],
    }


def mark_printed(face: Face) -> View:
    """The paper is out of the printer. It is not mailed yet."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        membership = request.membership
        services.mark_printed(letter=access.letter(membership, pk), by=membership.user)
        return redirect(face.url("letter", pk))

    return view


def mark_mailed(face: Face) -> View:
    return _letter_form(face, MailedForm, gettext_lazy("It is in the mail"), gettext_lazy("Well done. Now it travels."))


def void(face: Face) -> View:
    title, done = gettext_lazy("Put this letter aside"), gettext_lazy("It is put aside.")
    return _letter_form(face, VoidLetterForm, title, done, submit=gettext_lazy("Put it aside"))


def record_outcome(face: Face) -> View:
    """An outcome. Where the employer spoke of what comes next, that is asked at once."""
    title, done = gettext_lazy("What came of it?"), gettext_lazy("It is on record.")
    return _letter_form(face, OutcomeForm, title, done, then=_next_step_of)


def _next_step_of(outcome: Outcome) -> tuple[str, int]:
    """The page that follows an outcome."""
    if OutcomeKind(outcome.kind) in NEXT_STEP_FOLLOWS:
        return "record-next-step", outcome.letter.application_id
    return "letter", outcome.letter_id


def _letter_form(
    face: Face,
    form_class: Callable[..., Any],
    title: str | Promise,
    done: str | Promise,
    then: Callable[[Any], tuple[str, int]] | None = None,
    submit: str | Promise = "",
) -> View:
    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        form = form_class(request.POST or None, letter=row)
        if request.method == "POST" and saved(form, request.membership.user):
            messages.success(request, str(done))
            return redirect(face.url(*(then(form.recorded) if then else ("letter", pk))))
        context = {"letter": row, "form": form, "title": title, "submit": submit}
        return face.render(request, "pages/letter_form.html", context)

    return view


# --- Pages and papers ------------------------------------------------------------------------------------------------


def preview(face: Face) -> View:
    """The first page as a picture: the frozen one, or the draft as it stands."""
    return _picture(face, lambda frozen: frozen.pdf, lambda row: composed(row).pdf)


def envelope_preview(face: Face) -> View:
    """The same of the envelope; one with a window has none of its own (404)."""
    return _picture(face, lambda frozen: frozen.envelope_pdf, lambda row: envelope_of(row, facts_of(row)))


def _picture(face: Face, of_frozen: Callable[[Any], Any], of_draft: Callable[[Letter], bytes]) -> View:
    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        frozen = getattr(row, "frozen", None)
        try:
            content = bytes(of_frozen(frozen)) if frozen else of_draft(row)
        except CANNOT_PRINT:
            content = b""
        if not content:
            raise Http404
        return HttpResponse(page_image(content), content_type="image/png")

    return view


def letter_pdf(face: Face) -> View:
    return _download(face, lambda frozen: frozen.pdf, "letter")


def envelope_pdf(face: Face) -> View:
    return _download(face, lambda frozen: frozen.envelope_pdf, "envelope")


def _download(face: Face, content_of: Callable[[Any], Any], name: str) -> View:
    """The frozen bytes, as they were approved. A draft has none (404)."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        frozen = getattr(row, "frozen", None)
        content = bytes(content_of(frozen)) if frozen else b""
        if not content:
            raise Http404
        headers = {"Content-Disposition": f'attachment; filename="{row.number}-{name}.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    return view
