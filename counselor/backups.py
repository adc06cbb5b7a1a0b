"""One archive of everything an installation knows, and the way back: on an empty machine, verified, and silent.

The archive is a tar file: `manifest.json` with the SHA-256 and size of every other file, the number of rows of every
table and one hash over all archived letters; the database, as SQLite's online backup or `pg_dump` writes it from one
moment; and the secret key, where it is kept in the data folder. It holds everything: keep it as safe as the database.

A restored copy is frozen: it sends nothing until a person lifts the freeze (`manage.py unfreeze`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor import databases
from counselor.outbox import freeze
from counselor.secret import KEY_FILE
from letters.services import check_archive

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024


class BackupError(Exception):
    """What stands in the way, in words for whoever runs the command."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds."""

    made_at: str
    database: str
    rows: dict[str, int]
    letters: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(self.__dict__, indent=1, sort_keys=True).encode()


# --- Out -------------------------------------------------------------------------------------------------------------


def backup(target: Path) -> Manifest:
    """Write the archive to `target`, readable by its owner alone, while everything goes on. Raises BackupError."""
    if target.exists():
        raise BackupError(f"{target} is there already; nothing is overwritten.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        dumped = databases.dump(folder)
        key = settings.DATA_DIR / KEY_FILE
        if key.exists():
            shutil.copy(key, folder / KEY_FILE)
        files = {path.name: described(path) for path in sorted(folder.iterdir())}
        manifest = Manifest(timezone.now().isoformat(), connection.vendor, dumped.rows, dumped.letters, files)
        (folder / MANIFEST).write_bytes(manifest.as_json())
        half = folder / "archive.tar"
        with (
            open(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as raw,
            tarfile.open(fileobj=raw, mode="w") as archive,
        ):
            for each in (MANIFEST, *files):
                archive.add(folder / each, arcname=each)
            raw.flush()
            os.fsync(raw.fileno())
        os.replace(half, target)
    return manifest


def described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


# --- In --------------------------------------------------------------------------------------------------------------


def restore(source: Path, *, force: bool = False) -> Manifest:
    """Put everything back and freeze it. Raises BackupError, before anything is touched, for a damaged archive or a
    database with rows in it, unless forced."""
    with unpacked(source) as (folder, manifest):
        if manifest.database != connection.vendor:
            raise BackupError(f"The backup is of {manifest.database}, and DATABASE_URL names {connection.vendor}.")
        if not force and (there := databases.rows_there()):
            raise BackupError(f"There is a database with {there} tables already. Restore on an empty one, or --force.")
        databases.load(folder)
        if KEY_FILE in manifest.files:
            _put_key(folder / KEY_FILE)
    _compare(manifest)
    call_command("migrate", interactive=False, verbosity=0)
    freeze.begin(f"restored from a backup of {manifest.made_at}")
    with scopes_disabled():
        if damaged := check_archive():
            raise BackupError(f"Archived letters are damaged: {damaged}.")
    return manifest


@contextmanager
def unpacked(source: Path) -> Iterator[tuple[Path, Manifest]]:
    """The files of an archive, each with the hash it was written with. Raises BackupError."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as name:
        folder = Path(name)
        try:
            with tarfile.open(source, "r:") as archive:
                archive.extractall(folder, filter="data")
            manifest = Manifest(**json.loads((folder / MANIFEST).read_bytes()))
        except (OSError, tarfile.TarError, ValueError, TypeError) as error:
            raise BackupError(f"{source} is no backup that can be read: {error}") from error
        if manifest.format != FORMAT:
            raise BackupError(f"The backup has format {manifest.format}; this version reads {FORMAT}.")
        for each, known in manifest.files.items():
            path = folder / each
            if Path(each).name != each or not path.is_file() or described(path) != known:
                raise BackupError(f"{each} in the backup is damaged or missing. Nothing was restored.")
        yield folder, manifest


def _put_key(kept: Path) -> None:
    target = settings.DATA_DIR / KEY_FILE
    shutil.copy(kept, target)
    target.chmod(0o600)


def _compare(manifest: Manifest) -> None:
    found = databases.counted()
    if found.rows != manifest.rows:
        wrong = {name for name in found.rows | manifest.rows if found.rows.get(name) != manifest.rows.get(name)}
        raise BackupError(f"These tables have other numbers of rows than the backup: {', '.join(sorted(wrong))}.")
    if found.letters != manifest.letters:
        raise BackupError("The archived letters are not those of the backup.")
