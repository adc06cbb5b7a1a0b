"""Taking everything away: the tables of one client, zipped. Alike for both faces."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from candidates import access, trail
from candidates.csv_out import rows_to_csv
from candidates.exchange.sheets import Sheet
from counselor.accounts.access import MemberRequest, View
from counselor.pages.csv_files import BYTE_ORDER_MARK
from counselor.pages.face import DESK, Face
from letters.export import sheets_of_client


def export_client(face: Face) -> View:
    """Everything about one client; in the portal about oneself, and without the counselors' private notes.

    A POST, for it is written down who took what.
    """

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = access.client_of(request.membership, pk)
        with transaction.atomic():
            response = zip_response(str(client), sheets_of_client(client, with_case_notes=face is DESK))
            trail.note(action=trail.Action.EXPORTED, by=request.user, client=client, what="client")
        return response

    return view


def zip_response(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """The tables as CSV files in one archive, called after `name` and the day. One table at a time is in memory."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            archive.writestr(f"{sheet.name}.csv", BYTE_ORDER_MARK + rows_to_csv(sheet.header, sheet.rows))
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    called = f"{slugify(name) or 'export'}-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    return response
