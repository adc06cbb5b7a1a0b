"""What the benchmarks share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where peers from PyPI are installed, once for all benchmarks."""
    return tmp_path_factory.mktemp("peers")
