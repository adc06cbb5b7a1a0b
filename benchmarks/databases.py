"""Databases of their own for measurements: a SQLite file, or a PostgreSQL cluster with the settings it comes with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """A database and the folder beside it, for processes of the product."""

    name: str
    folder: Path
    url: str

    @property
    def env(self) -> dict[str, str]:
        known = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        given = {"HOME": str(self.folder), "ENV_FILE": os.devnull, "DATA_DIR": str(self.folder)}
        quiet = {"REDIS_URL": "memory://", "DJANGO_SETTINGS_MODULE": "counselor.settings", "LOG_LEVEL": "ERROR"}
        return known | given | quiet | {"DATABASE_URL": self.url, "REQUIRE_SECOND_FACTOR": "0"}

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, env=self.env | env, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def run(self, *arguments: str, **env: str) -> str:
        process = self.start(*arguments, **env)
        told, _ = process.communicate(timeout=3600)
        assert process.returncode == 0, f"{arguments} ended with {process.returncode}"
        return told

    def measured(self, module: str, *arguments: object) -> dict[str, Any]:
        """What a module of ours prints as the last line, which is JSON."""
        told = self.run("-m", module, *map(str, arguments))
        return dict(json.loads(told.splitlines()[-1]))

    def migrated(self) -> Place:
        self.run("manage.py", "migrate", "--no-input", "--verbosity", "0")
        return self

    def with_static_files(self) -> Place:
        self.run("manage.py", "collectstatic", "--no-input", "--verbosity", "0", "--ignore", "*.ttf")
        return self


def sqlite(folder: Path) -> Place:
    folder.mkdir(parents=True, exist_ok=True)
    return Place("SQLite", folder, f"sqlite:///{folder / 'class-act.sqlite3'}").migrated()


def bin_of_postgresql() -> Path | None:
    """Where PostgreSQL's server programs are; None where there are none."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def _as_owner(*command: object) -> None:
    """PostgreSQL refuses to run as root."""
    lent = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*lent, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def cluster() -> Iterator[str]:
    """A PostgreSQL server with nothing changed of its settings; gives the address of its databases, without a name."""
    programs = bin_of_postgresql()
    assert programs, "needs PostgreSQL"
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    data, socket = folder / "data", folder / "socket"
    folder.chmod(0o755)
    for each in (data, socket):
        each.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(each, "postgres")
    try:
        _as_owner(programs / "initdb", "-D", data, "-A", "trust", "-U", "class_act", "-E", "UTF8", "--locale=C")
        options = f"-k {socket} -c listen_addresses= -c max_connections=60"
        _as_owner(programs / "pg_ctl", "-D", data, "-s", "-w", "-l", socket / "log", "-o", options, "start")
        yield f"postgres://class_act@{str(socket).replace('/', '%2F')}"
    finally:
        if (data / "postmaster.pid").exists():
            _as_owner(programs / "pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")
        shutil.rmtree(folder)


def postgresql(cluster: str, folder: Path) -> Place:
    """A new database of a cluster, named like its folder."""
    import psycopg

    name = folder.name.replace("-", "_")
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(f"{cluster.replace('postgres:', 'postgresql:')}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return Place("PostgreSQL", folder, f"{cluster}/{name}").migrated()
