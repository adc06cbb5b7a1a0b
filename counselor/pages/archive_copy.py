"""The archive copy of a letter, alike for both faces."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from counselor.accounts.access import MemberRequest, View
from counselor.pages.face import Face
from letters import access, archive


def archive_copy(face: Face) -> View:
    """The frozen page with its number and a QR code that leads back here. A draft has none (404)."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = access.letter(request.membership, pk)
        if not hasattr(row, "frozen"):
            raise Http404
        content = archive.archive_copy(row, url=request.build_absolute_uri(face.url("letter", pk)))
        headers = {"Content-Disposition": f'attachment; filename="{row.number}-archive-copy.pdf"'}
        return HttpResponse(content, content_type="application/pdf", headers=headers)

    return view
