"""Taking everything away: a client's copy of everything, made in the background, and tables zipped at once."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from candidates import access
from candidates.csv_out import rows_to_csv
from candidates.exchange.sheets import Sheet
from counselor.accounts.access import MemberRequest, View
from counselor.my_data import exports
from counselor.my_data.tasks import make_exports
from counselor.pages.csv_files import BYTE_ORDER_MARK
from counselor.pages.face import DESK, PORTAL, Face


def client_data(face: Face) -> View:
    """The copy of everything: how far it is, or where it lies. htmx asks for the part that moves."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = access.client_of(request.membership, pk)
        copy = exports.latest(client=client, by=request.user)
        args = [] if pk is None else [pk]
        context = {
            "client": client,
            "copy": copy,
            "under_way": copy is not None and copy.state in (exports.State.QUEUED, exports.State.MAKING),
            "is_there": copy is not None and exports.is_there(copy, timezone.now()),
            "back_url": face.url("me") if face is PORTAL else face.url("about-client", client.pk),
            "url": face.url("client-data", *args),
            "start_url": face.url("export-client", *args),
            "file_url": face.url("export-file", *args),
        }
        part = request.headers.get("HX-Request")
        return face.render(request, "pages/client_data_copy.html" if part else "pages/client_data.html", context)

    return view


def export_client(face: Face) -> View:
    """Ask for a copy. In the portal it is about oneself, and without the counselors' private notes.

    A POST, for it is written down who took what.
    """

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = access.client_of(request.membership, pk)
        exports.start(client=client, with_case_notes=face is DESK, by=request.user)
        make_exports.wake()
        return redirect(face.url("client-data", *([] if pk is None else [pk])))

    return view


def export_file(face: Face) -> View:
    """Hand out the archive to whoever asked for it, while they may see the client. A POST, so no look-on gets it."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = access.client_of(request.membership, pk)
        copy = exports.latest(client=client, by=request.user)
        if copy is None or not exports.is_there(copy, timezone.now()):
            raise Http404
        response = StreamingHttpResponse(exports.content(copy), content_type="application/zip")
        response["Content-Length"] = str(copy.size)
        response["Content-Disposition"] = f'attachment; filename="{archive_name(str(client))}"'
        response["Cache-Control"] = "no-store, private"
        return response  # type: ignore[return-value]  # the middleware takes either kind

    return view


def archive_name(name: str) -> str:
    return f"{slugify(name) or 'export'}-{timezone.localdate():%Y-%m-%d}.zip"


def zip_response(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """The tables as CSV files in one archive, called after `name` and the day. One table at a time is in memory."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            archive.writestr(f"{sheet.name}.csv", BYTE_ORDER_MARK + rows_to_csv(sheet.header, sheet.rows))
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{archive_name(name)}"'
    return response
