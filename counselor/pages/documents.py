"""The documents of an application: add, download, remove; alike for both faces."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, documents
from candidates.forms import DocumentForm
from counselor.accounts.access import MemberRequest, View
from counselor.pages.face import Face
from counselor.pages.record import saved


def add_document(face: Face) -> View:
    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = DocumentForm(*posted, application=application)
        if posted and saved(form, request.user):
            messages.success(request, _("The document is kept."))
            return redirect(face.url("application", pk) + "#documents")
        return face.render(request, "pages/add_document.html", {"application": application, "form": form})

    return view


def document(face: Face) -> View:
    """Hand out a document: always as a file, never shown by the browser as a page of ours.

    It is asked for by POST, because somebody else's download is written down, and reading writes nothing.
    """

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int, fact: int) -> HttpResponse:
        row = access.document(access.application(request.membership, pk), fact)
        response = HttpResponse(documents.hand_out(document=row, by=request.user), content_type=row.content_type)
        response["Content-Disposition"] = content_disposition_header(True, row.name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store, private"
        return response

    return view


def remove_document(face: Face) -> View:
    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int, fact: int) -> HttpResponse:
        row = access.document(access.application(request.membership, pk), fact)
        documents.remove_document(document=row, by=request.user)
        messages.success(request, _("The document is removed."))
        return redirect(face.url("application", pk) + "#documents")

    return view
