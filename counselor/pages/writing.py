"""The desk a letter is written on, alike for both faces: text, proof and page side by side, and the approval."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from candidates.models import Client
from counselor.accounts.access import CASE_WORKERS, MemberRequest, View
from counselor.accounts.models import Membership
from counselor.pages.face import Face
from counselor.pages.record import saved
from counselor.pages.reviews import review_of
from counselor.pages.signatures import signature_url
from letters import access, services, wording
from letters.composition import CANNOT_PRINT, Composed, composed, envelope_of
from letters.concerns import goes_to_counselor
from letters.forms import ApprovalForm, LetterForm
from letters.layout import ENVELOPES, LAYOUTS
from letters.models import Letter
from letters.overlay import overlay
from letters.preview import page_image
from letters.proof import Finding, warnings


def write(face: Face, request: MemberRequest, row: Letter) -> HttpResponse:
    """The draft's page. What is posted is kept, and shown as it reads then."""
    form = LetterForm(request.POST or None, instance=row)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("Kept. Here is how it reads now."))
        return redirect(face.url("letter", row.pk))
    return _desk(face, request, row, form)


def approve(face: Face) -> View:
    """Freeze the letter that was looked at: what somebody typed since is kept first, and shown before it is approved.

    A proof that finds errors leads back to the desk, with everything typed still there.
    """

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        if not may_approve(request.membership, row.application.client):
            raise Http404
        form = LetterForm(request.POST, instance=row) if "detail" in request.POST else None
        if form and not form.is_valid():
            return _desk(face, request, row, form)
        if form and form.is_edited:
            if not saved(form, request.user):
                return _desk(face, request, row, form)
            messages.success(request, _("Kept. Look at it once more, then approve it."))
            return redirect(face.url("letter", pk))
        row.refresh_from_db()  # the form wrote what was posted into the row
        try:
            _approve(request, row)
        except services.Refused as refusal:
            if form:
                form.add_error(None, str(refusal))
                return _desk(face, request, row, form)
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Approved and frozen. Now print it, sign it and put it in the mail."))
        return redirect(face.url("letter", pk))

    return view


def _approve(request: MemberRequest, row: Letter) -> None:
    approval = ApprovalForm(request.POST)
    if not approval.is_valid():
        raise services.Stale
    services.approve(letter=row, by=request.user, **approval.cleaned_data)


def may_approve(membership: Membership, client: Client) -> bool:
    """Counselors always; clients where the practice lets them, and once no counselor is there to ask."""
    return membership.role in CASE_WORKERS or membership.practice.clients_approve or client.on_their_own


def proof_letter(face: Face) -> View:
    """The proof and the page of what is being typed, for the page that shows them beside it. Nothing is kept."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        if row.state != Letter.State.DRAFT:
            return HttpResponse(status=204)
        form = LetterForm(request.POST, instance=row)
        is_valid = form.is_valid()
        if not is_valid:  # of a pair that does not go together, one half would be tried with the other's old half
            row.layout, row.envelope = form.initial["layout"], form.initial["envelope"]
        it = composed(row)
        context = _proofed(face, request, row, form, it) | {"face": face, "edited": form.is_edited}
        context |= {"errors": [error for errors in form.errors.values() for error in errors], "picture": ""}
        context["other_envelope"] = False
        if is_valid and it.pdf:
            other = request.POST.get("shown_envelope") != row.envelope
            envelope = _envelope_picture(row, it) if other else ""
            context |= {"picture": _shown(it.pdf), "other_envelope": other, "envelope_picture": envelope}
        return render(request, "pages/proof_letter.html", context)

    return view


def _envelope_picture(row: Letter, it: Composed) -> str:
    try:
        content = envelope_of(row, it.facts)
    except CANNOT_PRINT:
        return ""
    return _shown(content) if content else ""


def _shown(pdf: bytes) -> str:
    return f"data:image/png;base64,{b64encode(page_image(pdf)).decode()}"


def _desk(face: Face, request: MemberRequest, row: Letter, form: LetterForm) -> HttpResponse:
    """The whole page. Whatever was posted and not kept stays in the form; the picture shows what is kept."""
    if form.is_bound:
        row.refresh_from_db()
    if row.state != Letter.State.DRAFT:
        messages.warning(request, str(services.Stale()))
        return redirect(face.url("letter", row.pk))
    context = _proofed(face, request, row, form, composed(row))
    context |= {
        "edited": False,
        "noted": noted(row),
        "errors": list(form.non_field_errors()),
        "signature_url": signature_url(face, row.application.client_id),
        "picture": f"{face.url('letter-preview', row.pk)}?v={row.version}",
        "envelope_picture": face.url("envelope-preview", row.pk) if context["printed_envelope"] else "",
    }
    return face.render(request, "pages/write_letter.html", context)


def noted(row: Letter) -> str:
    """What was worth remembering after the interview, while it is not in the letter."""
    words = services.remembered(row.application)
    return "" if words and words.strip() in row.detail else words


def _proofed(face: Face, request: MemberRequest, row: Letter, form: LetterForm, it: Composed) -> dict[str, Any]:
    client = row.application.client
    return {
        "review": review_of(row, face),
        "letter": row,
        "application": row.application,
        "form": form,
        "findings": findings_of(it.findings),
        "asks_reason": bool(warnings(it.findings)),
        "concern": goes_to_counselor(client, it.findings, by=request.user),
        "trouble": it.trouble,
        "blocked": it.is_blocked,
        "text": it.text,
        "may_approve": may_approve(request.membership, client),
        "sheet": LAYOUTS[row.layout].sheet.code,
        "window": overlay(row.layout, row.envelope),
        "printed_envelope": ENVELOPES[row.envelope].printed,
    }


def findings_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The proof's findings in the reader's words."""
    return [
        {"severity": each.severity.value, "message": wording.message(each), "suggestion": wording.suggestion(each)}
        for each in findings
    ]
