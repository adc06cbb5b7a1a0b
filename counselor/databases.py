"""The database as one file and back: SQLite by its online backup, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

SQLITE_FILE, POSTGRESQL_FILE = "database.sqlite3", "database.dump"
LETTERS = "SELECT sha256, envelope_sha256 FROM letters_frozenletter ORDER BY letter_id"


class DatabaseToolError(RuntimeError):
    """pg_dump or pg_restore is missing or refused."""


@dataclass(frozen=True)
class Counted:
    """How many rows each table has, and one hash over the hashes of all archived letters."""

    rows: dict[str, int]
    letters: str


def dump(folder: Path) -> Counted:
    """Write the database of this moment into `folder`, and count what was written."""
    return _dump_sqlite(folder / SQLITE_FILE) if connection.vendor == "sqlite" else _dump_postgresql(folder)


def load(folder: Path) -> None:
    """Put the database in the place of the one there is."""
    if connection.vendor == "sqlite":
        _load_sqlite(folder / SQLITE_FILE)
    else:
        _load_postgresql(folder / POSTGRESQL_FILE)


def rows_there() -> int:
    """The number of tables in the database there is."""
    return len(connection.introspection.table_names())


def counted() -> Counted:
    """Count what is in the database there is."""
    with connection.cursor() as cursor:

        def ask(question: str) -> list[Any]:
            cursor.execute(question)
            return list(cursor.fetchall())

        return _count(connection.introspection.table_names(), ask)


def _count(tables: Iterable[str], ask: Callable[[str], list[Any]]) -> Counted:
    every = sorted(tables)
    rows = {name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in every}  # noqa: S608  # names of tables
    told = "\n".join(f"{page} {envelope}" for page, envelope in ask(LETTERS)) if "letters_frozenletter" in rows else ""
    return Counted(rows, hashlib.sha256(told.encode()).hexdigest())


# --- SQLite ----------------------------------------------------------------------------------------------------------


def _dump_sqlite(target: Path) -> Counted:
    """One step under one read lock: writers go on, and none of what they write is in it."""
    source = sqlite3.connect(connection.settings_dict["NAME"], timeout=60)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return _count((name for name in names if name != "sqlite_sequence"), lambda each: copy.execute(each).fetchall())
    finally:
        copy.close()
        source.close()


def _load_sqlite(source: Path) -> None:
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = target.with_name(f".{target.name}.restored")
    shutil.copy(source, beside)
    beside.chmod(0o600)
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    os.replace(beside, target)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def _dump_postgresql(folder: Path) -> Counted:
    """The dump and the counting see the same snapshot."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={folder / POSTGRESQL_FILE}")
            return counted()
        finally:
            cursor.execute("ROLLBACK")


def _load_postgresql(source: Path) -> None:
    if rows_there():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    how = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *how, str(source))


def _run(tool: str, *arguments: str) -> None:
    database = connection.settings_dict
    named = {"--host": database["HOST"], "--port": str(database["PORT"]), "--username": database["USER"]}
    where = [f"{option}={value}" for option, value in named.items() if value]
    secret = {"PGPASSWORD": database["PASSWORD"]} if database["PASSWORD"] else {}
    command = [_found(tool), *where, f"--dbname={database['NAME']}", "--no-password", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | secret)  # noqa: S603
    if done.returncode:
        raise DatabaseToolError(f"{tool} said: {done.stderr.strip()[-500:]}")


def _found(tool: str) -> str:
    """A tool of PostgreSQL on PATH, or where Debian keeps it. Raises DatabaseToolError."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=lambda path: int(path.parts[-3].split(".")[0]))
    found = shutil.which(tool) or (str(kept[-1]) if kept else "")
    if not found:
        raise DatabaseToolError(f"{tool} is not installed here: apt-get install postgresql-client")
    return found
