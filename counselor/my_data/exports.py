"""Copies of everything: asked for on a page, made by the worker, kept for a week.

An archive is written piece by piece into rows of a megabyte, so that neither making nor downloading one holds it in
memory, and any worker and any web server can do either.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from candidates import trail
from candidates.models import Client
from candidates.services import Refused
from counselor import jobs
from counselor.accounts.models import User
from counselor.my_data.archive import pieces
from counselor.my_data.models import Export, ExportPart

State = Export.State
KEPT = timedelta(days=7)
PART = 1024 * 1024  # bytes
UNDER_WAY = Q(state__in=[State.QUEUED, State.MAKING])


def latest(*, client: Client, by: User) -> Export | None:
    """The copy somebody asked for last, unless it is gone."""
    return Export.objects.filter(client=client, created_by=by).select_related("client").order_by("-pk").first()


@transaction.atomic
def start(*, client: Client, with_case_notes: bool, by: User) -> Export:
    """A copy for the worker to make, in the place of an older one; the one under way where there is one.

    It is written down who asked.
    """
    running = Export.objects.filter(UNDER_WAY, client=client, created_by=by)
    if found := running.first():
        return found
    try:
        with transaction.atomic():
            made = Export.objects.create(
                client=client, with_case_notes=with_case_notes, created_by=by, created_at=timezone.now()
            )
    except IntegrityError:  # somebody else's click was a moment quicker
        return running.get()
    _delete(Export.objects.filter(client=client, created_by=by).exclude(pk=made.pk))
    trail.note(action=trail.Action.EXPORTED, by=by, client=client, what="client")
    return made


# --- Making ----------------------------------------------------------------------------------------------------------


class Parts(io.RawIOBase):
    """A file to write to, that lies in rows."""

    def __init__(self, export: Export) -> None:
        self.export, self.waiting, self.size, self.number = export, bytearray(), 0, 0
        self.hash = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.waiting += content
        while len(self.waiting) >= PART:
            self._keep(PART)
        return len(content)

    def finish(self) -> None:
        """Write the rest."""
        while self.waiting:
            self._keep(PART)

    def _keep(self, length: int) -> None:
        content = bytes(self.waiting[:length])
        del self.waiting[:length]
        self.hash.update(content)
        self.size += len(content)
        self.number += 1
        where = {"export": self.export, "attempt": self.export.attempts, "number": self.number}
        ExportPart.objects.create(**where, content=content)


def _make(export: Export) -> dict[str, Any]:
    """Write the archive. Raises jobs.Lost."""
    ExportPart.objects.filter(export=export).delete()
    zone = export.created_by.time_zone or export.client.zone_name
    with timezone.override(zone):
        every = pieces(export.client, with_case_notes=export.with_case_notes)
        export.total = len(every)
        jobs.book(export, total=export.total)
        file = Parts(export)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, piece in enumerate(every, start=1):
                if content := piece.content():
                    archive.writestr(piece.name, content)
                jobs.progress(export, number)
        file.finish()
    return {"size": file.size, "sha256": file.hash.hexdigest(), "expires_at": timezone.now() + KEPT}


def _rows() -> QuerySet[Export]:
    return Export.objects.select_related("client__practice", "client__user", "created_by")


WORK = jobs.Work(rows=_rows, make=_make, speaks=Refused)


# --- Handing out and forgetting --------------------------------------------------------------------------------------


def content(export: Export) -> Iterator[bytes]:
    """The archive, a part at a time. It is read while it is sent, when the request's scope is over."""
    parts = ExportPart._base_manager.filter(export=export, attempt=export.attempts).order_by("number")
    for number in parts.values_list("number", flat=True):
        yield bytes(parts.values_list("content", flat=True).get(number=number))


def is_there(export: Export, now: datetime) -> bool:
    """Whether the archive can be downloaded."""
    return export.state == State.READY and export.expires_at is not None and now < export.expires_at


@transaction.atomic
def forget_old(now: datetime) -> int:
    """Delete archives whose time is over, and failed ones after as long; returns how many."""
    over = Export.objects.filter(
        Q(state=State.READY, expires_at__lte=now) | Q(state=State.FAILED, created_at__lte=now - KEPT)
    )
    return _delete(over)


def _delete(exports: QuerySet[Export]) -> int:
    gone = list(exports.values_list("pk", flat=True))
    ExportPart.objects.filter(export__in=gone).delete()
    Export.objects.filter(pk__in=gone).delete()
    return len(gone)
