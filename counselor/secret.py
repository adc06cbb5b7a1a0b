"""The secret key of an installation that was not given one: made once, kept in a private file."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

KEY_FILE = "secret_key"


def kept_secret(path: Path) -> str:
    """The key in `path`, making it (mode 0600) when there is none. Two processes that start together agree on one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_when_written(path)
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key


def _read_when_written(path: Path) -> str:
    for _ in range(50):
        if key := path.read_text():
            return key
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty: remove it to have a new secret key made")
