"""The pages of a letter, alike for both faces: list, draft, write and proof, approve, download, mailed, outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access as candidates
from candidates.overrides import spam_question
from counselor.accounts.access import CASE_WORKERS, MemberRequest, View
from counselor.accounts.models import Membership
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import saved
from letters import access, services, wording
from letters.composition import Composed, composed
from letters.forms import DraftForm, LetterForm, MailedForm, OutcomeForm, VersionForm, VoidLetterForm
from letters.models import Letter
from letters.preview import page_image
from letters.standings import fits, said_before_mailing

PAGE = 50
State = Letter.State


def letter_list(face: Face) -> View:
    @face.guard
    @require_safe
    def view(request: MemberRequest) -> HttpResponse:
        rows = access.letters(request.membership)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        return face.render(request, "pages/letters.html", {"page_obj": page})

    return view


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
            return face.render(request, "pages/letter.html", _story(row))
        form = LetterForm(request.POST or None, instance=row)
        if request.method == "POST" and saved(form, request.membership.user):
            messages.success(request, _("Kept. Here is how it reads now."))
            return redirect(face.url("letter", pk))
        if request.method == "POST":
            row.refresh_from_db()
        return face.render(request, "pages/write_letter.html", _desk(row, form, request.membership))

    return view


def _desk(row: Letter, form: LetterForm, membership: Membership) -> dict[str, Any]:
    it = composed(row)
    return {
        "letter": row,
        "application": row.application,
        "form": form,
        "findings": findings_of(it),
        "trouble": it.trouble,
        "blocked": it.is_blocked,
        "text": it.text,
        "may_approve": may_approve(membership),
    }


def findings_of(it: Composed) -> list[dict[str, Any]]:
    """The proof's findings in the reader's words."""
    return [
        {"severity": each.severity.value, "message": wording.message(each), "suggestion": wording.suggestion(each)}
        for each in it.findings
    ]


def may_approve(membership: Membership) -> bool:
    """Counselors always; clients where the practice lets them."""
    return membership.role in CASE_WORKERS or membership.practice.clients_approve


def _story(row: Letter) -> dict[str, Any]:
    return {
        "letter": row,
        "application": row.application,
        "frozen": getattr(row, "frozen", None),
        "held": row.state in (State.APPROVED, State.PRINTED) and not fits(row),
        "outcomes": row.outcomes.select_related("recorded_by", "led_to"),
        "may_mail": row.state in (State.APPROVED, State.PRINTED),
        "said_before": said_before_mailing(row),
    }


def approve(face: Face) -> View:
    """Freeze the letter. A proof that finds errors leads back to the desk, with everything typed still there."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        membership = request.membership
        row = access.letter(membership, pk)
        form = VersionForm(request.POST)
        if not may_approve(membership):
            raise Http404
        try:
            if not form.is_valid():
                raise services.Stale
            services.approve(letter=row, version=form.cleaned_data["version"], by=membership.user)
        except services.Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Approved and frozen. Now print it, sign it and put it in the mail."))
        return redirect(face.url("letter", pk))

    return view


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
    return _letter_form(face, VoidLetterForm, gettext_lazy("Put this letter aside"), gettext_lazy("It is put aside."))


def record_outcome(face: Face) -> View:
    return _letter_form(face, OutcomeForm, gettext_lazy("What came of it?"), gettext_lazy("It is on record."))


def _letter_form(face: Face, form_class: Callable[..., Any], title: str | Promise, done: str | Promise) -> View:
    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        form = form_class(request.POST or None, letter=row)
        if request.method == "POST" and saved(form, request.membership.user):
            messages.success(request, str(done))
            return redirect(face.url("letter", pk))
        return face.render(request, "pages/letter_form.html", {"letter": row, "form": form, "title": title})

    return view


# --- Pages and papers ------------------------------------------------------------------------------------------------


def preview(face: Face) -> View:
    """The first page as a picture: the frozen one, or the draft as it stands."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        frozen = getattr(row, "frozen", None)
        content = bytes(frozen.pdf) if frozen else composed(row).pdf
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
