"""Web, worker, beat and broker as one: started together, and all stopped when one dies or a person says so.

honcho runs the processes; what is ours is the list, the name of the one that died, and the news that the pages answer.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from honcho.manager import Manager
from honcho.printer import Message, Printer
from honcho.process import Process

from counselor import broker

READY_WITHIN = 60.0  # seconds
# Less than honcho's five seconds of patience, so that the web server stops in its own way.
WEB_GRACE = 4  # seconds
ORPHAN_GRACE = 5  # seconds


def commands(data_dir: Path, port: int, queues: list[str], *, embedded: bool) -> dict[str, str]:
    """The shell command of each process by name. Raises BrokerError when an embedded broker is not to be had."""
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "counselor.celery"]
    worker = [*celery, "worker", "--queues", ",".join(queues), "--concurrency", "2", "--prefetch-multiplier", "1"]
    worker += ["--hostname", "class-act@%h", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", str(data_dir / "beat-schedule")]
    if not embedded:
        return {"web": _shell(_web(port)), "worker": _shell(worker), "beat": _shell(beat)}
    waiting = shlex.join([sys.executable, "-m", "counselor.broker", str(broker.socket_path(data_dir))]) + " && "
    return {
        "broker": _shell(broker.server_command(data_dir)),
        "web": _shell(_web(port)),
        "worker": waiting + _shell(worker),
        "beat": waiting + _shell(beat),
    }


def _web(port: int) -> list[str]:
    gunicorn = [sys.executable, "-m", "gunicorn", "counselor.wsgi:application", "--no-control-socket", "--preload"]
    size = ["--workers", "2", "--threads", "4", "--graceful-timeout", str(WEB_GRACE)]
    return [*gunicorn, "--bind", f"127.0.0.1:{port}", *size, "--log-level", "warning"]


def _shell(arguments: list[str]) -> str:
    return "exec " + shlex.join(arguments)


class Unbuffered:
    """Standard output without a buffer: a signal's handler may write in the middle of another write."""

    def write(self, text: str) -> None:
        os.write(sys.stdout.fileno(), text.encode(errors="replace"))

    def flush(self) -> None:
        """There is nothing to flush."""

    def isatty(self) -> bool:
        return sys.stdout.isatty()


class SteadyPrinter(Printer):
    """A printer whose closed terminal or pipe does not stop the stopping."""

    def write(self, message: Message) -> None:
        with suppress(OSError):
            super().write(message)


class Watched(Process):
    """A process that is ended even when the supervisor was killed and can no longer end it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.owner = os.getpid()

    def run(self, *args: Any, **options: Any) -> None:
        """Runs in a fork of the supervisor, one for each process."""
        threading.Thread(target=self._outlive_nobody, daemon=True).start()
        super().run(*args, **options)

    def _outlive_nobody(self) -> None:
        while is_alive(self.owner):
            time.sleep(0.5)
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, number)
            time.sleep(ORPHAN_GRACE)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Supervisor(Manager):
    """honcho's manager that remembers which process ended first; `died` stays None when all were asked to stop."""

    def __init__(self, processes: Mapping[str, str], folder: Path, when_started: Callable[[], None]) -> None:
        super().__init__(SteadyPrinter(Unbuffered()))
        self._process_ctor = Watched
        self.died: str | None = None
        self.owner = os.getpid()
        self.when_started = when_started
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        for name, command in processes.items():
            self.add_process(name, command, env=environment, cwd=str(folder))

    def loop(self) -> None:
        """Run until all have stopped. A closed terminal stops them too."""
        signal.signal(signal.SIGHUP, lambda *_: os.kill(self.owner, signal.SIGTERM))
        try:
            super().loop()
        finally:
            self.kill()

    def _start(self) -> None:
        super()._start()
        self.when_started()  # not before: it may start threads, and the processes are forked

    def terminate(self) -> None:
        """Ask all to stop, as soon as all have started (honcho looks for the process id of each)."""
        if os.getpid() != self.owner:
            return  # a fork that watches one process: it ends with that process
        if not self._all_started():
            later = threading.Timer(0.1, self.terminate)
            later.daemon = True
            later.start()
            return
        if not self._terminating:
            self.died = next((name for name, state in self._processes.items() if "returncode" in state), None)
        super().terminate()


def tell_when_ready(port: int, tell: Callable[[str], None], seconds: float = READY_WITHIN) -> None:
    """Say once, from a thread, that the pages answer, or that they have not for `seconds`."""
    threading.Thread(target=_wait_for_pages, args=(port, tell, seconds), daemon=True).start()


def _wait_for_pages(port: int, tell: Callable[[str], None], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not pages_answer(port):
        if time.monotonic() > deadline:
            tell(f"The pages have not answered for {seconds:.0f} seconds; the lines above say why.")
            return
        time.sleep(0.2)
    tell(f"Class Act is ready: http://127.0.0.1:{port}")


def pages_answer(port: int) -> bool:
    """Whether the first page is served: any answer counts but a server error."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
