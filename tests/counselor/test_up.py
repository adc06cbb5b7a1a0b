"""`manage.py up`: refuses clearly, starts all, and stops all."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.test import override_settings

from counselor import broker, supervisor
from counselor.management.commands import up

STOPS_WITHIN = 10  # seconds

SUPERVISE = """
import sys
from pathlib import Path
import honcho.manager
from counselor.supervisor import Supervisor
honcho.manager.KILL_WAIT = 1
processes = dict(argument.split("=", 1) for argument in sys.argv[1:])
supervisor = Supervisor(processes, Path.cwd(), lambda: print("all forked", flush=True))
supervisor.loop()
print("died:", supervisor.died, flush=True)
"""
STUBBORN = "trap '' TERM; while :; do sleep 0.1; done"

Start = Callable[..., "Running"]


class Running:
    """A supervisor in a process of its own, with the lines it has printed so far."""

    def __init__(self, *command: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "counselor.settings"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.output = ""

    def wait_for(self, text: str) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.output += line
            if text in line:
                return
        pytest.fail(f"no {text!r} in:\n{self.output}")

    def finish(self) -> int:
        """The exit code, within the promised time."""
        rest, _ = self.process.communicate(timeout=STOPS_WITHIN)
        self.output += rest
        return self.process.returncode

    def groups(self) -> dict[str, int]:
        """The process group of each started process by name."""
        return {name: int(pid) for name, pid in re.findall(r"(\w+) started \(pid=(\d+)\)", self.output)}

    def left(self) -> list[str]:
        """What still lives four seconds later (init may take a moment to reap what has ended)."""
        for _ in range(40):
            if not (living := [name for name, group in self.groups().items() if group_lives(group)]):
                break
            time.sleep(0.1)
        return living

    def clean(self) -> None:
        for group in [*self.groups().values(), self.process.pid]:
            if group_lives(group):
                os.killpg(group, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Running] = []

    def start(*command: str, **environment: str) -> Running:
        started.append(Running(*command, **environment))
        return started[-1]

    yield start
    for running in started:
        running.clean()


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="class-act-") as folder:
        yield Path(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_one_dies_and_all_stop(start: Start) -> None:
    running = start("-c", SUPERVISE, "steady=exec sleep 60", "short=sleep 0.3; exit 3", "child=sleep 60 & wait")

    assert running.finish() == 0
    assert "died: short" in running.output
    assert running.left() == []


def test_one_that_ignores_the_request_is_killed(start: Start) -> None:
    running = start("-c", SUPERVISE, f"stubborn={STUBBORN}", "short=sleep 0.3")

    assert running.finish() == 0
    assert running.left() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_stops_all_and_blames_none(start: Start, number: signal.Signals) -> None:
    running = start("-c", SUPERVISE, "one=exec sleep 60", "two=exec sleep 60")
    running.wait_for("two started")
    running.process.send_signal(number)

    assert running.finish() == 0
    assert "died: None" in running.output
    assert running.left() == []


def test_asked_to_stop_while_starting(start: Start) -> None:
    running = start("-c", SUPERVISE, "one=exec sleep 60", "two=exec sleep 60")
    running.wait_for("all forked")
    running.process.send_signal(signal.SIGTERM)

    assert running.finish() == 0
    assert running.left() == []


def test_closed_terminal_leaves_nothing_behind(start: Start) -> None:
    running = start("-c", SUPERVISE, "one=exec sleep 60", "two=exec sleep 60")
    running.wait_for("two started")
    assert running.process.stdout
    running.process.stdout.close()
    os.killpg(running.process.pid, signal.SIGHUP)

    running.process.wait(timeout=STOPS_WITHIN)
    assert running.left() == []


def test_killed_supervisor_leaves_nothing_behind(start: Start) -> None:
    running = start("-c", SUPERVISE, "one=exec sleep 60", "two=sleep 60 & wait")
    running.wait_for("two started")
    running.process.kill()

    running.process.wait()
    assert running.left() == []


@pytest.mark.slow
def test_all_of_it_starts_answers_and_stops_when_the_beat_dies(start: Start, data_dir: Path) -> None:
    port = free_port()
    environment = {"DATA_DIR": str(data_dir), "DATABASE_URL": f"sqlite:///{data_dir}/up.sqlite3"}
    environment |= {"PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}", "REDIS_URL": "", "DEBUG": "1"}
    running = start("manage.py", "up", **environment)
    running.wait_for(f"Class Act is ready: http://127.0.0.1:{port}")

    assert broker.answers(broker.socket_path(data_dir))
    assert set(running.groups()) == {"broker", "web", "worker", "beat"}
    os.killpg(running.groups()["beat"], signal.SIGKILL)
    assert running.finish() == 1
    assert "“beat” stopped by itself, so all were stopped." in running.output
    assert running.left() == []


def test_static_files_are_collected_once_per_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("p {}")
    collected: list[str] = []
    monkeypatch.setattr(up, "call_command", lambda name, **options: collected.append(name))

    with override_settings(STATICFILES_DIRS=[source]):
        up.collect_static(tmp_path)
        up.collect_static(tmp_path)
        assert collected == ["collectstatic"]

        (source / "page.css").write_text("p { margin: 0 }")
        up.collect_static(tmp_path)
        assert collected == ["collectstatic"] * 2


def test_taken_port_is_said_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is in use; choose another: PORT={port + 1} make run"):
            up.refuse_taken_port(port)


def test_port_of_a_server_just_stopped_is_free() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as every server does
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        client.connect(("127.0.0.1", port))
        server.accept()[0].close()

    up.refuse_taken_port(port)


def test_second_start_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (
        up.only_one(tmp_path),
        pytest.raises(CommandError, match=rf"already running on .* \(process {os.getpid()}\)"),
        up.only_one(tmp_path),
    ):
        pass


def test_data_is_free_again_after_a_stop(tmp_path: Path) -> None:
    with up.only_one(tmp_path):
        pass
    with up.only_one(tmp_path):
        pass


def test_no_broker_of_ours_when_one_is_given(tmp_path: Path) -> None:
    assert list(supervisor.commands(tmp_path, 8000, ["default"], embedded=False)) == ["web", "worker", "beat"]


def test_worker_serves_every_queue_of_the_settings() -> None:
    assert up.queues() == ["default", "pdf"]


def test_pages_that_never_answer_are_reported() -> None:
    said: list[str] = []
    supervisor.tell_when_ready(free_port(), said.append, seconds=0.1)
    deadline = time.monotonic() + 5
    while not said and time.monotonic() < deadline:
        time.sleep(0.05)

    assert said == ["The pages have not answered for 0 seconds; the lines above say why."]
