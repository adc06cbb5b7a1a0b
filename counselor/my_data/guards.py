"""The archive's triggers, taken down for one transaction: the only two occasions are here in the imports.

Facts are append-only and approved letters are guarded by triggers of the database, without an exception for anybody.
Two things may remove them all the same, and each leaves a record in the same transaction: erasing a client's data
(`counselor.my_data.erasure`, an `Erasure` row with the number of letters) and taking the demo practice away.

Until the transaction ends no other connection sees the table without its triggers: both databases take a lock for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection


@contextmanager
def guards_down() -> Iterator[None]:
    """Take the triggers down, and put them up again by the migration that made them. Inside a transaction."""
    migration = import_module("letters.migrations.0002_freeze_letters")
    connection.check_constraints()  # PostgreSQL drops no trigger while deferred checks wait
    with connection.cursor() as cursor:
        migration.thaw(None, _Editor(cursor))
        yield
        connection.check_constraints()
        migration.freeze(None, _Editor(cursor))


class _Editor:
    """As much of a schema editor as the migration asks for: SQLite's own refuses to work inside a transaction."""

    connection = connection

    def __init__(self, cursor: Any) -> None:
        self.execute = cursor.execute
