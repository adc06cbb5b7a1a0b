"""A counselor's whole caseload: clients brought in from a file, and everything taken away as tables."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, trail
from counselor.accounts.access import MemberRequest
from counselor.pages.exports import zip_response
from counselor.pages.face import DESK
from counselor.pages.imports import choose_file
from letters.export import sheets_of_caseload


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def import_clients(request: MemberRequest) -> HttpResponse:
    """Choose a file with clients, and with their applications where it has them."""
    return choose_file(request, DESK, None)


@DESK.guard
@require_POST
def export_caseload(request: MemberRequest) -> HttpResponse:
    """The clients one sees, their applications and what happened to them.

    A POST, for it is written down: for the practice, and for each client whom it is about.
    """
    membership = request.membership
    clients = access.clients(membership)
    with transaction.atomic():
        response = zip_response(str(membership.practice), sheets_of_caseload(clients))
        trail.note_each(action=trail.Action.EXPORTED, by=request.user, clients=clients, what="caseload")
        trail.note(action=trail.Action.EXPORTED, by=request.user, practice=membership.practice, what="caseload")
    return response
