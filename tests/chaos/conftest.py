"""What the tests of faults share: seeds that are printed, a mail server, a house on either database."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.servers import Cluster, House, Ledger, can_have_a_cluster
from tests.mailserver import closed_port, serving


@pytest.fixture
def dice() -> random.Random:
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


@pytest.fixture
def ledger(tmp_path: Path, dice: random.Random) -> Ledger:
    return Ledger(tmp_path / "accepted", dice)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of the product."""
    folder = tmp_path_factory.mktemp("sqlite")
    House(folder, f"sqlite:///{folder / 'empty.sqlite3'}", 0).run("manage.py", "migrate", "--verbosity=0")
    return folder / "empty.sqlite3"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A running cluster with an empty database of the product, to be copied: `empty`."""
    if not can_have_a_cluster():
        pytest.skip("needs the programs of PostgreSQL's server: initdb and pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="class-act-"))  # pytest's folders are closed to PostgreSQL's account
    folder.chmod(0o755)
    made = Cluster(folder)
    made.start()
    try:
        house = House(tmp_path_factory.mktemp("postgresql"), made.make("empty"), 0)
        house.run("manage.py", "migrate", "--verbosity=0")
        yield made
    finally:
        made.stop_at_once()
        shutil.rmtree(folder)


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path, ledger: Ledger) -> Iterator[House]:
    """A house on SQLite, or on what a test's parameter says. It has a mail server, and nothing else runs yet."""
    if getattr(request, "param", "sqlite") == "postgresql":
        database = request.getfixturevalue("cluster").make(f"house_{closed_port()}", like="empty")
    else:
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "house.sqlite3")
        database = f"sqlite:///{file}"
    with serving(ledger) as mail_port:
        made = House(tmp_path, database, mail_port, closed_port())
        try:
            yield made
        finally:
            made.close()
