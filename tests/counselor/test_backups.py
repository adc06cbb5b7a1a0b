"""Backup → restore on an empty machine: the same rows and letters, and not one mail until the freeze is lifted."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError, call_command
from django.urls import reverse

from counselor import backups
from counselor.backups import BackupError, backup, unpacked
from counselor.outbox import freeze, services
from counselor.outbox.models import Freeze, OutgoingEmail
from tests.cast import NOW, Cast
from tests.furnished import furnish
from tests.mailserver import Sink, serving
from tests.test_architecture import ROOT

SQLITE_ONLY = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="PostgreSQL has a drill of its own"
)

DELIVER = "from counselor.outbox.tasks import deliver; deliver()"


@pytest.fixture
def archive(shared_database: None, cast: Cast, tmp_path: Path) -> Path:
    """A backup of a practice with letters, and with mails that wait."""
    furnish(cast.client, cast.alice)
    waiting_mails(cast)
    backup(tmp_path / "all.tar")
    return tmp_path / "all.tar"


def waiting_mails(cast: Cast, number: int = 3) -> None:
    """Mails that would leave at once."""
    for n in range(number):
        services.post(
            practice=cast.practice, recipient=cast.bob, kind="test", about=f"test:{n}", occurrence="1", subject="Test",
            text="Test", send_after=NOW,
        )  # fmt: skip


def manage(data_dir: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` on another machine, so to speak: its own folder, nothing of ours."""
    data_dir.mkdir(exist_ok=True)
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "ENV_FILE": os.devnull, "HOME": str(data_dir)}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=known | env, capture_output=True, text=True, check=False, timeout=120)


def contents(database: Path) -> tuple[dict[str, int], list[Any]]:
    """The rows of each table, and the hashes of the archived letters."""
    with sqlite3.connect(database) as rows:
        names = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        names.remove("sqlite_sequence")
        counts = {name: rows.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
        return counts, rows.execute("SELECT letter_id, sha256, pdf FROM letters_frozenletter ORDER BY 1").fetchall()


@SQLITE_ONLY
def test_everything_comes_back_and_nothing_is_sent(archive: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    done = manage(there, "restore", str(archive))
    assert done.returncode == 0, done.stderr
    ours, theirs = contents(Path(settings.DATABASES["default"]["NAME"])), contents(there / "class-act.sqlite3")
    assert theirs[0].pop("outbox_freeze") == 1
    assert {name: n for name, n in ours[0].items() if theirs[0].get(name) != n} == {"outbox_freeze": 0}
    assert theirs[1] == ours[1] != []
    sink = Sink()
    with serving(sink) as port:
        url = {"EMAIL_URL": f"smtp://127.0.0.1:{port}"}
        assert manage(there, "shell", "--no-imports", "-c", DELIVER, **url).returncode == 0
        assert sink.taken == []
        assert "e-mails wait" in manage(there, "unfreeze").stderr
        assert manage(there, "unfreeze", "--send-waiting").returncode == 0
        manage(there, "shell", "--no-imports", "-c", DELIVER, **url)
        assert len(sink.taken) == 3
    again = manage(there, "restore", str(archive))
    assert (again.returncode, "already" in again.stderr) == (1, True)
    assert manage(there, "restore", str(archive), "--force").returncode == 0


@SQLITE_ONLY
@pytest.mark.parametrize("name", ["database.sqlite3", "secret_key"])
def test_a_damaged_archive_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    spoiled = tmp_path / "spoiled.tar"
    with tarfile.open(archive) as whole, tarfile.open(spoiled, "w") as other:
        for member in whole.getmembers():
            content = whole.extractfile(member).read()  # type: ignore[union-attr]
            if member.name == name:
                content = content[:-1] + bytes([content[-1] ^ 1])
            other.addfile(member, io.BytesIO(content))
    with pytest.raises(BackupError, match=f"{name} in the backup is damaged"), unpacked(spoiled):
        pass


@SQLITE_ONLY
def test_only_its_owner_reads_an_archive_and_none_is_overwritten(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupError, match="is there already"):
        backup(archive)
    assert [each.name for each in archive.parent.iterdir()] == [archive.name]


@SQLITE_ONLY
def test_a_database_with_tables_is_not_written_over(archive: Path) -> None:
    with pytest.raises(BackupError, match="already"):
        backups.restore(archive)


def test_what_is_no_archive_is_said_so(db: None, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(b"not a tar file")
    with pytest.raises(CommandError, match="no backup that can be read"):
        call_command("restore", str(tmp_path / "x.tar"), "--force")


# --- The freeze ------------------------------------------------------------------------------------------------------


@pytest.fixture
def frozen(cast: Cast) -> Cast:
    freeze.begin("restored from a backup")
    waiting_mails(cast)
    return cast


def test_while_frozen_the_outbox_keeps_everything(frozen: Cast) -> None:
    before = OutgoingEmail.objects.count()
    services.deliver_due(NOW)
    assert (mail.outbox, OutgoingEmail.objects.filter(state="queued").count()) == ([], before)
    call_command("unfreeze", "--send-waiting", stdout=io.StringIO())
    services.deliver_due(NOW)
    assert len(mail.outbox) == before


def test_while_frozen_no_backend_sends_either(frozen: Cast, settings: Any) -> None:
    """Account mail does not pass through the outbox."""
    settings.EMAIL_CARRIER = "django.core.mail.backends.locmem.EmailBackend"
    backend = get_connection("counselor.outbox.freeze.Backend")
    letter = EmailMessage("Password", "…", to=["bob@home.example"], connection=backend)
    assert (letter.send(), mail.outbox) == (0, [])
    freeze.lift()
    assert (letter.send(), len(mail.outbox)) == (1, 1)


def test_what_waited_can_be_cancelled(frozen: Cast) -> None:
    with pytest.raises(CommandError, match="e-mails wait"):
        call_command("unfreeze")
    assert freeze.is_on()
    call_command("unfreeze", "--cancel-waiting", stdout=io.StringIO())
    assert set(OutgoingEmail.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Freeze.objects.get().lifted_at == NOW


def test_the_desk_says_that_it_is_frozen(frozen: Cast, browse: Any) -> None:
    for name in ("today", "outbox"):
        assert "sends no e-mail" in browse(frozen.alice).get(reverse(f"desk:{name}")).content.decode()
    freeze.lift()
    assert "sends no e-mail" not in browse(frozen.alice).get(reverse("desk:outbox")).content.decode()


def test_the_settings_send_through_the_freeze(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "ENV_FILE": os.devnull}
    done = subprocess.run(
        [sys.executable, "-c", "from counselor.settings import *; print(EMAIL_BACKEND, EMAIL_CARRIER)"],
        env=env | {"EMAIL_URL": "smtp://mail.example"},
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.split() == ["counselor.outbox.freeze.Backend", "django.core.mail.backends.smtp.EmailBackend"]
