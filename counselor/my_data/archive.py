"""What a copy of everything consists of: every row as JSON, the tables for a spreadsheet, letters, documents, pictures.

The JSON is written from the models themselves (`belongings`), so that a new table is in it the day it is made. What the
client may not see on the portal is not in their copy either: `COUNSELORS_OWN` and `SEEN_BY_CLIENT`. Secrets are in
nobody's: `WITHHELD`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, Model, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from candidates.csv_out import rows_to_csv
from candidates.models import AuditEntry, Client
from counselor.my_data.belongings import Rows, belongings, foreign_keys, slices
from letters.export import sheets_of_client

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # by which spreadsheets know UTF-8

WITHHELD = {
    "my_data.Export": "the copies themselves",
    "my_data.ExportPart": "the copies themselves",
    "account.EmailConfirmation": "keys that are sent by mail and lie elsewhere",
    "accounts.User_groups": "what an account may do is said by its place in the practice",
    "accounts.User_user_permissions": "what an account may do is said by its place in the practice",
    "letters.PrintRunLetter": "where a page lay in the office's print run",
    "candidates.Snooze": "what a counselor put off on their own desk",
    "outbox.AccountMail": "may hold a key to the account",
    "mfa.Authenticator": "secrets of signing in",
    "usersessions.UserSession": "keys of signed-in devices",
}
"""Tables in nobody's copy, with the reason."""

COUNSELORS_OWN = {"candidates.CaseNote", "candidates.Addendum", "candidates.Label_clients"}
"""In a counselor's copy only: what the practice keeps private, as on the pages."""

SEEN_BY_CLIENT: dict[str, Callable[[Client], Q]] = {
    "candidates.AuditEntry": lambda client: (
        ~Q(action=AuditEntry.Action.LABELED) & ~Q(pk__in=AuditEntry._base_manager.filter(values__has_key="case_note"))
    ),
    "candidates.StandingOverride": lambda client: Q(shared=True),
    "candidates.ImportFile": lambda client: Q(created_by=client.user_id),
    "outbox.OutgoingEmail": lambda client: Q(recipient=client.user_id),
}
"""Of these tables a client sees a part."""

SECRET = ("password", "token", "secret", "hash", "key")
"""Columns with such a word in their name are in nobody's copy."""

SURROUNDINGS = ("candidates.Employer", "candidates.Site", "candidates.Contact")
"""Shared by the practice, and in the copy as far as the client's applications lead to them."""


@dataclass(frozen=True)
class Piece:
    """One file of the archive; `content` makes it when its turn comes. An empty one is left out."""

    name: str
    content: Callable[[], bytes]


def pieces(client: Client, *, with_case_notes: bool) -> list[Piece]:
    """Every file of the archive, in its order."""
    rows = exported(client, with_case_notes=with_case_notes)
    found = [
        Piece("README.txt", lambda: _readme(client)),
        Piece("data.json", lambda: _json(client, rows)),
        *(
            Piece(f"tables/{sheet.name}.csv", partial(_csv, sheet))
            for sheet in sheets_of_client(client, with_case_notes=with_case_notes)
        ),
    ]
    return [*found, *_files(rows)]


def exported(client: Client, *, with_case_notes: bool) -> Rows:
    """The rows of a copy: what belongs to the client, less what its reader may not see."""
    found: Rows = {}
    for model, keys in belongings(client).items():
        label = model._meta.label
        if label in WITHHELD or (label in COUNSELORS_OWN and not with_case_notes):
            continue
        if label in SEEN_BY_CLIENT and not with_case_notes:
            seen = model._base_manager.filter(SEEN_BY_CLIENT[label](client)).values_list("pk", flat=True)
            keys = {key for some in slices(keys) for key in seen.filter(pk__in=some)}
        found[model] = found.get(model, set()) | keys
    for label in SURROUNDINGS:
        model = apps.get_model(label)
        found[model] = found.get(model, set()) | _around(client, label)
    return {model: keys for model, keys in found.items() if keys}


def _around(client: Client, label: str) -> set[Any]:
    employers = client.applications.values("employer")
    column = "pk" if label == "candidates.Employer" else "employer"
    rows = apps.get_model(label)._base_manager.filter(**{f"{column}__in": employers})
    if label == "candidates.Contact":
        rows = rows.filter(Q(client=None) | Q(client=client))
    return set(rows.values_list("pk", flat=True))


# --- The files -------------------------------------------------------------------------------------------------------


def _readme(client: Client) -> bytes:
    return render_to_string("my_data/readme.txt", {"client": client, "now": timezone.now()}).encode()


def _csv(sheet: Any) -> bytes:
    return BYTE_ORDER_MARK + rows_to_csv(sheet.header, sheet.rows).encode()


def _json(client: Client, rows: Rows) -> bytes:
    names = Names()
    tables = {model._meta.label: [_plain(row, names) for row in _rows(model, keys)] for model, keys in _sorted(rows)}
    written = {"client": str(client), "made_at": timezone.now(), "tables": tables}
    return json.dumps(written, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _sorted(rows: Rows) -> list[tuple[type[Model], set[Any]]]:
    return sorted(rows.items(), key=lambda item: item[0]._meta.label)


def _rows(model: type[Model], keys: set[Any]) -> Iterator[Any]:
    binary = [field.name for field in model._meta.concrete_fields if isinstance(field, BinaryField)]
    for some in slices(keys, 200):
        yield from model._base_manager.filter(pk__in=some).defer(*binary).order_by("pk")


class Names(dict[tuple[type[Model], Any], str]):
    """What people and places are called, each looked up once."""

    OF = frozenset({"accounts.User", "accounts.Membership", "accounts.Practice", *SURROUNDINGS})

    def __missing__(self, of: tuple[type[Model], Any]) -> str:
        model, key = of
        self[of] = str(model._base_manager.get(pk=key))
        return self[of]


def _plain(row: Model, names: Names) -> dict[str, Any]:
    """A row's columns. Of people and places the number and the name; of files where they lie in the archive."""
    values: dict[str, Any] = {}
    keys = {field.name: field for field in foreign_keys(type(row))}
    for field in row._meta.concrete_fields:
        if any(word in field.name for word in SECRET):
            continue
        if isinstance(field, BinaryField):
            values[field.name] = {"file": file_name(row, field.name)}
            continue
        value = values[field.name] = field.value_from_object(row)
        other: Any = keys[field.name].related_model if field.name in keys else None
        if value is not None and other and other._meta.label in Names.OF:
            values[f"{field.name}_name"] = names[other, value]
    return values


FILES: dict[tuple[str, str], Callable[[Any], str]] = {
    ("letters.FrozenLetter", "pdf"): lambda row: f"letters/{row.letter.number}.pdf",
    ("letters.FrozenLetter", "envelope_pdf"): lambda row: f"letters/{row.letter.number}-envelope.pdf",
    ("letters.Signature", "image"): lambda row: f"pictures/signature-{row.pk}.png",
    ("candidates.Document", "content"): lambda row: f"documents/{row.pk}-{_safe(row.name)}",
}


def file_name(row: Model, column: str) -> str:
    """Where a column of bytes lies in the archive."""
    named = FILES.get((row._meta.label, column))
    return named(row) if named else f"files/{row._meta.model_name}-{row.pk}-{column}.bin"


def _safe(name: str) -> str:
    """A document's name without anything a disk might stumble over."""
    stem, _dot, ending = name.rpartition(".")
    return f"{slugify(stem) or 'document'}.{slugify(ending)}"


def _files(rows: Rows) -> Iterator[Piece]:
    """One piece for each column of bytes that is not empty, read when its turn comes."""
    for model, keys in _sorted(rows):
        columns = [field.name for field in model._meta.concrete_fields if isinstance(field, BinaryField)]
        for row in _rows(model, keys) if columns else ():
            yield from (Piece(file_name(row, column), partial(_bytes, row, column)) for column in columns)


def _bytes(row: Model, column: str) -> bytes:
    return bytes(type(row)._base_manager.values_list(column, flat=True).get(pk=row.pk))
