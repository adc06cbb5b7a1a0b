"""Bringing a file in: choose it, look at what would be kept, and keep all of it or nothing. Alike for both faces."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access, imports
from candidates.exchange.days import Order
from candidates.exchange.headings import Field
from candidates.exchange.plan import plan_of, table_of
from candidates.exchange.reading import Table
from candidates.forms.imports import ImportForm
from candidates.models import Client, ImportFile
from candidates.services import Refused
from counselor.accounts.access import MemberRequest, View
from counselor.pages.face import PORTAL, Face
from counselor.pages.import_preview import preview_context

FIX = re.compile(r"fix-(\d{1,9})-(\d{1,3})")


def import_applications(face: Face) -> View:
    """Choose a file with the applications of one client; in the portal one's own."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        return choose_file(request, face, access.client_of(request.membership, pk))

    return view


def choose_file(request: MemberRequest, face: Face, client: Client | None) -> HttpResponse:
    """The page of the upload; without a client, for new clients of the caseload."""
    is_posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_posted else ImportForm()
    if is_posted and form.is_valid():
        file = imports.keep_file(membership=request.membership, client=client, by=request.user, **form.cleaned_data)
        return redirect(face.url("import-preview", file.pk))
    context = {
        "form": form,
        "client": client,
        "back_url": back_url(face, client),
        "export_url": "" if client else face.url("export-caseload"),
        "data_url": _data_url(face, client) if client else "",
        "waiting": [
            (file, face.url("import-preview", file.pk)) for file in imports.waiting(request.membership, client)
        ],
    }
    return face.render(request, "pages/import_file.html", context)


def back_url(face: Face, client: Client | None) -> str:
    if face is PORTAL:
        return face.url("applications")
    return face.url("client", client.pk) if client else face.url("caseload")


def _data_url(face: Face, client: Client) -> str:
    return face.url("client-data") if face is PORTAL else face.url("client-data", client.pk)


def import_preview(face: Face) -> View:
    """What a file would bring, and the button that brings it. Its uploader alone may see it."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        file = own_file(request, pk)
        if file.imported_at:
            return show_done(request, face, file)
        if "discard" in request.POST:
            imports.discard(file=file, by=request.user)
            messages.success(request, _("The file is gone. Nothing was imported."))
            return redirect(back_url(face, file.client))
        refusal = posted(request, file) if request.method == "POST" else ""
        if file.imported_at:
            return redirect(face.url("import-preview", pk))
        plan = plan_of(file, request.membership, timezone.now())
        context = preview_context(file, plan, face, chosen(request.POST)) | {
            "refusal": refusal,
            "back_url": back_url(face, file.client),
        }
        return face.render(request, "pages/import_preview.html", context)

    return view


def own_file(request: MemberRequest, pk: int) -> ImportFile:
    """A file one has brought oneself, of a client one may still see."""
    membership = request.membership
    rows = ImportFile.objects.filter(practice=membership.practice_id, created_by=membership.user_id)
    file: ImportFile = get_object_or_404(rows.select_related("client__practice", "practice"), pk=pk)
    if file.client_id and not access.clients(membership).filter(pk=file.client_id).exists():
        raise Http404
    return file


def show_done(request: MemberRequest, face: Face, file: ImportFile) -> HttpResponse:
    names = ("applications", "clients", "skipped", "left_out")
    context = {"file": file, "client": file.client, "back_url": back_url(face, file.client)}
    return face.render(request, "pages/import_done.html", context | {name: file.added.get(name, 0) for name in names})


# --- What was posted -------------------------------------------------------------------------------------------------


def posted(request: MemberRequest, file: ImportFile) -> str:
    """Keep how the file is to be read, and import it where that was asked for; the words of a refusal.

    What changed by this very post is shown before it is kept.
    """
    data, table = request.POST, table_of(file)
    changed = imports.read_differently(
        file=file,
        columns=columns_in(data, file, table),
        days=data["days"] if data.get("days") in set(Order) else file.mapping.get("days", ""),
        fixes=fixes_in(data, table),
        by=request.user,
    )
    if "import" not in data:
        return ""
    if changed:
        return _("Something about the file changed just now. Look at it below, then import it.")
    try:
        imports.take_in(file=file, choices=chosen(data), membership=request.membership, by=request.user)
    except Refused as error:
        return str(error)
    return ""


def columns_in(data: QueryDict, file: ImportFile, table: Table) -> dict[str, Field]:
    """The field of each column as posted; as it was where nothing known was posted."""
    known = file.mapping.get("columns", {})
    posted_fields = {heading: data.get(f"column-{place}", "?") for place, heading in enumerate(table.headings)}
    return {
        heading: Field(value if value in set(Field) else known.get(heading, ""))
        for heading, value in posted_fields.items()
    }


def fixes_in(data: QueryDict, table: Table) -> dict[str, dict[str, str]]:
    """The cells put right, by their line and heading; those left as they are do not count."""
    lines = {line.number: line.cells for line in table.lines}
    fixes: dict[str, dict[str, str]] = {}
    for name, value in data.items():
        if not (found := FIX.fullmatch(name)):
            continue
        line, place = int(found[1]), int(found[2])
        text = str(value).replace("\x00", "").strip()
        if place < len(table.headings) and line in lines and lines[line][place].strip() != text:
            fixes.setdefault(str(line), {})[table.headings[place]] = text
    return fixes


def chosen(data: QueryDict) -> imports.Choices:
    return imports.Choices(
        leave_out="leave_out" in data,
        again=_numbers(data.getlist("again")),
        all_again="all_again" in data,
        anew=_numbers(data.getlist("anew")),
    )


def _numbers(values: list[Any]) -> frozenset[int]:
    return frozenset(int(value) for value in values if str(value).isascii() and str(value).isdigit() and len(value) < 9)
