"""What the benchmarks share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import flush_past_the_triggers  # noqa: F401  (a fixture)


@pytest.fixture(scope="session")
def peers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where peers from PyPI are installed, once for all benchmarks."""
    return tmp_path_factory.mktemp("peers")
