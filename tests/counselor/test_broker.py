"""The embedded broker: where it listens, what it keeps, and what is said when there is none."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import Mock

import pytest
from kombu import Connection, Consumer, Exchange, Queue

from counselor import broker
from counselor.celery import app


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short folder: pytest's own are too long for a socket."""
    with tempfile.TemporaryDirectory(prefix="class act ") as folder:
        yield Path(folder)


@pytest.fixture
def server(data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = start(data_dir)
    yield process
    process.kill()
    process.wait()


def start(data_dir: Path) -> subprocess.Popen[bytes]:
    broker.prepare(data_dir)
    process = subprocess.Popen(broker.server_command(data_dir), stdout=subprocess.DEVNULL)
    broker.wait_until(broker.socket_path(data_dir))
    return process


def config(data_dir: Path, name: str) -> str:
    with Connection(broker.embedded_url(data_dir)) as connection:
        return str(connection.default_channel.client.config_get(name)[name])


@pytest.mark.usefixtures("server")
class TestRunningBroker:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("port", "0"), ("appendonly", "yes"), ("save", ""), ("maxmemory-policy", "noeviction")],
    )
    def test_keeps_what_it_is_told_and_listens_on_no_port(self, data_dir: Path, name: str, value: str) -> None:
        assert config(data_dir, name) == value

    def test_lets_in_only_this_account(self, data_dir: Path) -> None:
        assert broker.socket_path(data_dir).stat().st_mode & 0o777 == 0o700
        assert (data_dir / "broker").stat().st_mode & 0o777 == 0o700

    def test_is_ended_by_the_next_start_when_left_behind(self, data_dir: Path, server: subprocess.Popen[bytes]) -> None:
        broker.prepare(data_dir)

        assert server.wait(timeout=5) == 0


def test_messages_outlive_a_kill(data_dir: Path) -> None:
    first = start(data_dir)
    with Connection(broker.embedded_url(data_dir)) as connection:
        connection.default_channel.client.set("key", "value")
        connection.default_channel.client.execute_command("WAITAOF", 1, 0, 2000)
    first.kill()
    first.wait()

    second = start(data_dir)
    try:
        with Connection(broker.embedded_url(data_dir)) as connection:
            assert connection.default_channel.client.get("key") == b"value"
    finally:
        second.kill()
        second.wait()


def test_a_worker_in_the_middle_of_a_task_outlives_its_broker(data_dir: Path, server: subprocess.Popen[bytes]) -> None:
    """As Celery leaves a dead line, and acknowledges the task when it is done after all."""
    assert app.tasks  # with what is configured there
    connection, taken = Connection(broker.embedded_url(data_dir)), []
    queue, to_all = Queue("kept"), Queue("to all", Exchange("all", "fanout"), auto_delete=True)
    connection.Producer().publish("work", routing_key="kept", declare=[queue])
    Consumer(connection.default_channel, [queue, to_all], on_message=taken.append).consume()
    connection.drain_events(timeout=5)
    with suppress(TimeoutError):
        connection.drain_events(timeout=0.1)  # the next one is waited for
    server.kill()
    server.wait()
    connection.collect(socket_timeout=1)
    connection.close()
    taken[0].ack_log_error(Mock(), connection.connection_errors)


def test_socket_lies_in_the_data_folder() -> None:
    assert broker.socket_path(Path("/srv/class-act")) == Path("/srv/class-act/broker.sock")


def test_socket_of_a_long_folder_lies_in_a_short_one(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    path = broker.socket_path(long)

    assert len(os.fsencode(path)) <= broker.LONGEST_SOCKET_PATH
    assert path == broker.socket_path(long)
    assert path != broker.socket_path(tmp_path / ("y" * 100))


def test_broker_of_a_long_folder_answers(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    process = start(long)
    try:
        assert config(long, "appendonly") == "yes"
        assert broker.socket_path(long).parent.stat().st_mode & 0o777 == 0o700
    finally:
        process.terminate()
        process.wait()
        broker.socket_path(long).parent.rmdir()


def test_short_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 100)
    folder = broker.socket_path(long).parent
    folder.mkdir(mode=0o700)
    folder.chmod(0o777)
    try:
        with pytest.raises(broker.BrokerError, match="open to other accounts"):
            broker.prepare(long)
    finally:
        folder.rmdir()


def test_system_server_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "redis-server"
    installed.write_text("#!/bin/sh\n")
    installed.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert broker.find_server() == installed


def test_packaged_server_comes_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert broker.find_server().name == "valkey-server"


def test_no_server_is_said_with_the_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(broker, "find_spec", lambda name: None)

    with pytest.raises(broker.BrokerError, match="Install Valkey or Redis, or set REDIS_URL"):
        broker.find_server()


def test_waiting_for_a_silent_broker_ends(tmp_path: Path) -> None:
    with pytest.raises(broker.BrokerError, match="does not answer"):
        broker.wait_until(tmp_path / "none.sock", seconds=0.1)
