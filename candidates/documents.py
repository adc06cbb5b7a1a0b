"""Documents sent with an application: added, downloaded and removed, each with its line in the trail."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.claims import this
from candidates.document_check import check
from candidates.models import Application, Document
from candidates.services import Refused
from candidates.standings import lock
from counselor.accounts.models import User

MOST = 20  # documents of one application
LONGEST_NAME = 120  # characters


@transaction.atomic
def add_document(*, application: Application, content: bytes, name: str, kind: str, by: User) -> Document:
    """Keep a file that was sent with an application. Raises Refused for a file of any other kind than the accepted."""
    checked = check(content, name)
    lock(application)
    kept = application.documents.filter(removed_at=None)
    if kept.count() >= MOST:
        raise Refused(_("There are %(most)s documents already. Remove one first.") % {"most": MOST})
    digest = sha256(checked.content).hexdigest()
    if kept.filter(sha256=digest).exists():
        raise Refused(_("This very file is here already."))
    document = Document(
        application=application,
        kind=kind,
        name=safe_name(name, checked.suffixes),
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=digest,
        content=checked.content,
        uploaded_by=by,
    )
    document.full_clean()
    document.save()
    trail.note(action=trail.Action.UPLOADED, by=by, application=application, **_named(document))
    return document


@transaction.atomic
def remove_document(*, document: Document, by: User) -> bool:
    """Empty a document and keep its line. False if it was removed already."""
    rows = this(document).filter(removed_at=None)
    removed = rows.update(removed_at=timezone.now(), removed_by=by, content=b"")
    if removed:
        trail.note(action=trail.Action.REMOVED, by=by, application=document.application, **_named(document))
    return bool(removed)


@transaction.atomic
def hand_out(*, document: Document, by: User) -> bytes:
    """The content. Somebody else's document is noted as downloaded: its owner can see who has it."""
    if by.pk != document.uploaded_by_id:
        trail.note(action=trail.Action.DOWNLOADED, by=by, application=document.application, **_named(document))
    return bytes(document.content)


def _named(document: Document) -> dict[str, Any]:
    return {"document": document.pk, "name": document.name}


def safe_name(name: str, suffixes: tuple[str, ...]) -> str:
    """A file name that is only a name: no folders, no invisible or reversing characters, and an ending that is true."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(each if unicodedata.category(each)[0] != "C" else "" for each in last)
    seen = " ".join(re.sub(r'[<>:"|?*]', " ", seen).split()).strip(". ")
    stem, dot, ending = seen.rpartition(".")
    if not dot or f".{ending.lower()}" not in suffixes:
        stem, ending = (stem or seen) if len(ending) <= 4 else seen, suffixes[0].lstrip(".")
    return f"{(stem or _('document'))[: LONGEST_NAME - len(ending) - 1]}.{ending}"
