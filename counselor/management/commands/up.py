"""`manage.py up`: the whole of Class Act on one machine, until Ctrl-C."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand

from counselor import broker
from counselor.accounts.models import Practice
from counselor.outbox.wake import nobody_to_wake
from counselor.supervisor import Supervisor, commands, tell_when_ready


class Command(BaseCommand):
    help = "Runs web, worker, beat and (unless REDIS_URL is set) a message broker; stops all when one stops."

    def handle(self, *args: Any, **options: Any) -> None:
        with only_one(settings.DATA_DIR):
            refuse_taken_port(settings.PORT)
            try:
                processes = self.processes()
            except broker.BrokerError as error:
                raise CommandError(str(error)) from error
            with nobody_to_wake():
                self.make_ready()
            self.run_all(processes)

    def processes(self) -> dict[str, str]:
        embedded = not settings.REDIS_URL
        if embedded:
            broker.prepare(settings.DATA_DIR)
        return commands(settings.DATA_DIR, settings.PORT, queues(), embedded=embedded)

    def make_ready(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not settings.DEBUG:
            collect_static(settings.STATIC_ROOT)
        if settings.DEMO and "demo" in get_commands() and not Practice.objects.exists():
            self.say("The database is empty: making the demo practice …")
            call_command("demo")
        call_command("check_follow_ups")  # what came due while nothing ran, and a pulse before beat's first tick

    def run_all(self, processes: dict[str, str]) -> None:
        supervisor = Supervisor(processes, settings.BASE_DIR, lambda: tell_when_ready(settings.PORT, self.say))
        supervisor.loop()
        if supervisor.died:
            raise CommandError(f"“{supervisor.died}” stopped by itself, so all were stopped.")
        self.say("Class Act has stopped.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def queues() -> list[str]:
    """Every queue the settings name, the default one first."""
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    return [settings.CELERY_TASK_DEFAULT_QUEUE, *sorted(routed - {settings.CELERY_TASK_DEFAULT_QUEUE})]


def collect_static(root: Path) -> None:
    """Fill `root`, unless the files it was made from are the same: compressing them takes seconds at every start."""
    stamp = root / ".collected"
    sources = static_fingerprint()
    if stamp.exists() and stamp.read_text() == sources:
        return
    # The letters' typefaces are read from their own folder, never served.
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["*.ttf"])
    stamp.write_text(sources)


def static_fingerprint() -> str:
    files = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    status = {name: os.stat(name) for name in sorted(files)}
    listing = "\n".join(f"{name} {file.st_size} {file.st_mtime_ns}" for name, file in status.items())
    return hashlib.sha256(listing.encode()).hexdigest()


def refuse_taken_port(port: int) -> None:
    """Raise CommandError when the web server could not listen on 127.0.0.1:`port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
            other = port + 1 if port >= 1024 else 8000
            raise CommandError(f"Port {port} {why}; choose another: PORT={other} make run") from error


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold `data_dir` for this process. Raises CommandError when another Class Act holds it."""
    with open(data_dir / "up.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise CommandError(
                f"Class Act is already running on {data_dir} (process {file.read().strip()}); "
                "stop it first, or choose another DATA_DIR and PORT."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
