"""Guards over what set-up relies on: locks that hold only hashes, reasons for dependencies, the README's commands."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PYPROJECT = (ROOT / "pyproject.toml").read_text()
LOCKS = ["requirements.lock", "requirements-dev.lock", ".ci/uv.lock"]
FRONT_END = json.loads((ROOT / "package.json").read_text())
VARIABLES = "PORT DATABASE_URL REDIS_URL SECRET_KEY SITE_URL EMAIL_URL TIME_ZONE DEMO DEBUG DATA_DIR"


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    return script("bootstrap")


@pytest.fixture(scope="module")
def slim() -> ModuleType:
    return script("slim")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_host_and_hashes_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert "http" not in text
    assert len(re.findall(r"^[a-z0-9._-]+==.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned(lock))


def test_front_end_lock_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_dev_lock_holds_the_runtime_lock() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()


def test_locks_hold_every_dependency() -> None:
    project = tomllib.loads(PYPROJECT)
    for declared, lock in [
        (project["project"]["dependencies"], "requirements.lock"),
        (project["dependency-groups"]["dev"], "requirements-dev.lock"),
    ]:
        names = {re.split(r"[^\w-]", dependency)[0].lower() for dependency in declared}
        assert names - pinned(lock).keys() == set()


def test_every_dependency_has_its_reason_above_it() -> None:
    declared = PYPROJECT.partition("\ndependencies = [\n")[2].partition("\n]\n")[0].splitlines()
    bare = [
        line.strip()
        for above, line in zip(["", *declared], declared, strict=False)
        if line.strip().startswith('"') and not above.strip().startswith("#")
    ]

    assert bare == []


def test_readme_commands_are_make_targets() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    commands = [line.strip() for block in blocks for line in block.splitlines()]

    assert {"make run", "make test"} <= set(commands)
    assert {command.split()[1] for command in commands if command.startswith("make ")} <= make_targets()


def test_ci_runs_the_readme_test_command() -> None:
    assert "\ncounted make test\n" in (ROOT / ".ci" / "run").read_text()


def test_ci_script_is_sound_shell() -> None:
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0


@pytest.mark.parametrize("variable", VARIABLES.split())
def test_example_environment_documents(variable: str) -> None:
    assert re.search(rf"^#?{variable}=", (ROOT / ".env.example").read_text(), re.MULTILINE)


def test_example_environment_names_only_what_settings_read() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "counselor" / "settings.py").read_text()))
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert named == read - {"ENV_FILE"}  # which says where this file is


def test_pages_use_only_vendored_files_that_set_up_copies(slim: ModuleType) -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "css").rglob("*.css")]
    used = {path for source in sources for path in re.findall(r"vendor/([\w./-]+\.\w+)", source.read_text())}

    cut = {f"source-serif/{name}-more.woff2" for name in slim.SERIF}
    assert used - set(FRONT_END["vendor"].values()) - cut == set()


# --- What no page uses is left out -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".btn{color:red}", ".btn{color:red}"),
        (".modal{color:red}", ""),
        (".btn,.modal .btn{a:b}", ".btn{a:b}"),
        ("p,a:hover{a:b}", "p,a:hover{a:b}"),
        (".btn:not(.modal)>p{a:b}", ".btn:not(.modal)>p{a:b}"),
        ("@media print{.modal{a:b}}", ""),
        ("@media print{.modal{a:b}.btn{a:b}}", "@media print{.btn{a:b}}"),
        ("@keyframes x{to{a:b}}", "@keyframes x{to{a:b}}"),
        ("/*! licence */.modal{a:b}", "/*! licence */"),
    ],
)
def test_rules_for_unused_classes_go(slim: ModuleType, css: str, kept: str) -> None:
    assert slim.without_unused(css, {"btn"}) == kept


def test_icons_are_found_however_they_are_named(slim: ModuleType) -> None:
    known = dict.fromkeys("alarm check circle flag flag-fill gear house trash".split(), "f000")
    texts = ['<i class="bi bi-house">', '{% include "x" with icon="gear" %}', "Move('trash')", "an alarm went off"]
    texts += ["bi bi-flag{% if open %}-fill{% endif %}", "bi bi-{% if done %}check{% else %}circle{% endif %}"]
    assert slim.icons_of(texts, known) == [name for name in known if name != "alarm"]


def test_the_two_halves_of_the_serif_meet(slim: ModuleType) -> None:
    ranges = set(re.findall(r"unicode-range: (.*);", (ROOT / "static" / "css" / "tokens.css").read_text()))
    common, more = sorted(ranges, key=lambda text: "FFFD" in text)
    points = [
        {point for span in spans.split(", ") for point in range_of(span.removeprefix("U+"))} for spans in (common, more)
    ]
    assert points[0] == slim.COMMON
    assert points[0] & points[1] == set()
    assert set(range(0x20, 0xFFFE)) - points[0] - points[1] <= {0x7F, *range(0x80, 0xA0)}


def range_of(span: str) -> range:
    first, _dash, last = span.partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.css", b"p{}\n/*# sourceMappingURL=a.css.map */\n", b"p{}\n"),
        ("a.js", b"f()\n//# sourceMappingURL=a.js.map", b"f()"),
        ("a.ttf", b"//# sourceMappingURL=a", b"//# sourceMappingURL=a"),
    ],
)
def test_source_maps_are_not_named(
    bootstrap: ModuleType, tmp_path: Path, name: str, content: bytes, kept: bytes
) -> None:
    (tmp_path / name).write_bytes(content)

    assert bootstrap.without_source_map(tmp_path / name) == kept


def test_missing_system_package_is_said_with_its_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "as_root", lambda: None)
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")

    bootstrap.provide([bootstrap.PANGO._replace(there=lambda: False)])

    said = capsys.readouterr().out
    assert "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said


def test_development_packages_stay_when_only_the_application_is_wanted(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text(f"dev {bootstrap.digest(bootstrap.LOCKS['dev'], ROOT / '.ci' / 'uv.lock')}")
    monkeypatch.setattr(bootstrap, "PYTHON_STAMP", stamp)
    monkeypatch.setattr(bootstrap, "run_or_stop", lambda what, command: pytest.fail(f"not needed: {what}"))

    bootstrap.python_packages("app")
