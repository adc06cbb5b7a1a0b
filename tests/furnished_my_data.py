"""Copies of everything, as furniture: one the counselor asked for, one the client did, both ready."""

from __future__ import annotations

from datetime import timedelta

from candidates.models import Client
from counselor.accounts.models import User
from counselor.my_data.models import Erasure, Export, ExportPart
from tests.cast import NOW


def copies_of(client: Client, by: User) -> None:
    """Ready copies without much in them: making one is another test's affair."""
    for user in {by, client.user or by}:
        copy = Export.objects.create(
            client=client, created_by=user, state=Export.State.READY, ready_at=NOW, expires_at=NOW + timedelta(days=7),
            attempts=1, size=4,
        )  # fmt: skip
        ExportPart.objects.create(export=copy, attempt=1, number=1, content=b"copy")
    Erasure.objects.create(practice=client.practice, wish=Erasure.Wish.CLIENT, at=NOW, rows={"candidates.Client": 1})
