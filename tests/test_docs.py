"""The documents say what is so: variables, checks, commands, worked examples, licences, promises, and links."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from candidates.followup.clock import window_for
from candidates.followup.facts import Ball, DecisionKind, LetterChoice, NextStepKind, Result, Verdict
from candidates.followup.reading import read
from counselor import supervisor
from tests.candidates.followup.calendars import US
from tests.candidates.followup.story import (
    CLIENT_CALLS,
    CLIENT_WRITES,
    MET,
    NEW_YORK,
    OPEN_ENDED,
    POLICY,
    THEY_CALL,
    called,
    decided,
    said,
    standing,
    wrote,
)
from tests.test_architecture import ROOT

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


def text(name: str) -> str:
    return (DOCS / name).read_text()


def table(name: str, heading: str) -> list[list[str]]:
    """The rows of the table whose head begins with `heading`."""
    lines = text(name).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {heading}"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split(" |")])
    return found


# --- Links -----------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        target, _hash, anchor = link.partition("#")
        there = (page.parent / target).resolve() if target else page
        if "://" not in link and (not there.exists() or (anchor and anchor not in anchors(there))):
            dead.append(link)
    assert dead == []


# --- Installing ------------------------------------------------------------------------------------------------------


def test_every_variable_is_explained_and_no_other() -> None:
    explained = {name.strip("`") for name, *_ in table("configuration.md", "Variable")}
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert explained == example | {"ENV_FILE"}


def test_every_check_is_explained() -> None:
    ids = set(re.findall(r"counselor\.[EW]\d+", (ROOT / "counselor" / "checks.py").read_text()))
    assert set(re.findall(r"counselor\.[EW]\d+", text("configuration.md"))) == ids


def started(unit: str) -> list[str]:
    """What a systemd unit runs, without the interpreter."""
    command = re.findall(r"^ExecStart=(.+)$", (DOCS / "deploy" / unit).read_text(), re.MULTILINE)[-1]
    return shlex.split(command.replace("%%", "%"))[1:]


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_the_units_run_what_the_supervisor_runs(part: str) -> None:
    commands = supervisor.commands(Path("/var/lib/class-act"), 8000, ["default", "pdf"], embedded=False)
    ours = shlex.split(commands[part].removeprefix("exec "))[1:]
    grace = ours.index("--graceful-timeout") + 1 if part == "web" else None
    theirs = started(f"class-act-{part}.service")
    if grace:
        ours[grace] = theirs[grace]  # systemd waits longer than a terminal
    assert theirs == ours


def test_the_service_on_one_machine_is_the_supervisor() -> None:
    assert started("class-act.service") == ["manage.py", "up"]


def test_commands_of_the_documents_exist() -> None:
    from django.core.management import get_commands

    named = {name for page in PAGES for name in re.findall(r"manage\.py ([a-z_]+)", page.read_text())}
    assert named - set(get_commands()) == set()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {name for page in PAGES for name in re.findall(r"`make ([a-z]+)", page.read_text())} <= targets


# --- The rule --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("the-rule.md", "Said on"), ids=lambda row: " ".join(row[:2]))
def test_dates_of_the_rule_page(row: list[str]) -> None:
    said_on, words, *dates = row
    reading = read(words, date.fromisoformat(said_on), US)
    assert reading.is_settled
    step = said(said_on, reading.kind, str(reading.due_on), precision=reading.precision)  # type: ignore[arg-type]
    window = window_for(step, POLICY, US, NEW_YORK)
    assert window
    over = window.closes_on + timedelta(days=1)
    assert [str(reading.due_on), str(window.closes_on), str(over)] == dates


SAID: dict[str, Any] = {
    "“We will be in touch in two weeks.”": THEY_CALL,
    "“Call me in two weeks.”": CLIENT_CALLS,
    "“Write to me in two weeks.”": CLIENT_WRITES,
    "“We have no date yet.”": OPEN_ENDED,
}
SINCE: dict[str, list[Any]] = {
    "nothing": [],
    "the client called on the 18th, uninvited, and left a message": [called("2026-11-18", invited=False)],
    "they wrote on the 5th: no": [decided("2026-11-05", DecisionKind.REJECTED)],
    "the client called on the 17th and left a message": [called("2026-11-17")],
    "the client called on the 17th, and the call was not taken": [called("2026-11-17", Result.REFUSED)],
    "the client called on the 18th and the 19th, and nobody answered": [
        called("2026-11-18", Result.NO_ANSWER),
        called("2026-11-19", Result.NO_ANSWER),
    ],
    "the client called on the 16th, a day early, and left a message": [called("2026-11-16")],
    "the client wrote on the 17th": [wrote("2026-11-17")],
}
LETTERS = {
    "none": LetterChoice.NONE,
    "after silence": LetterChoice.AFTER_SILENCE,
    "after an unanswered call": LetterChoice.AFTER_UNANSWERED_CALL,
    "after a rejection": LetterChoice.AFTER_REJECTION,
    "only with your reason": LetterChoice.AFTER_SILENCE_BY_OVERRIDE,
}
BALLS = {"theirs": Ball.EMPLOYER, "the client's": Ball.CLIENT}


@pytest.mark.parametrize("row", table("the-rule.md", "At the interview"), ids=lambda row: " ".join(row[:3]))
def test_verdicts_of_the_rule_page(row: list[str]) -> None:
    spoken, since, on, verdict, letter, ball = row
    found = standing(f"{on} 15:00", MET, SAID[spoken], *SINCE[since])
    expected = (Verdict(verdict.replace(" ", "_")), LETTERS[letter], BALLS[ball])
    assert (found.verdict, found.letter, found.ball) == expected


def test_the_rule_page_shows_every_verdict() -> None:
    shown = {row[3].replace(" ", "_") for row in table("the-rule.md", "At the interview")}
    assert shown == {str(each) for each in Verdict}
    assert {SAID[row[0]].kind for row in table("the-rule.md", "At the interview")} <= set(NextStepKind)


# --- Promises --------------------------------------------------------------------------------------------------------

ROWS = (
    *(f"R{n}" for n in range(1, 12)),
    *(f"S{n}" for n in range(1, 13)),
    *("L1", "L2", "L3", "T1", "P1", "P2", "A1", "Q1"),
)


def promises() -> list[list[str]]:
    return [row for row in (table("promises.md", "# | Promise")) if row]


def test_every_promise_has_its_row() -> None:
    assert [row[0] for row in promises()] == list(ROWS)


@pytest.mark.parametrize("row", promises(), ids=lambda row: row[0])
def test_the_tests_that_hold_a_promise_exist(row: list[str]) -> None:
    _number, _promise, held_by, _target, measured = row
    missing = []
    for path, function in re.findall(r"`([\w/.]+\.py)(?:::(\w+))?`", held_by):
        file = ROOT / path
        if not file.exists() or (function and f"def {function}(" not in file.read_text()):
            missing.append(f"{path}::{function}")
    assert missing == []
    assert measured
    assert re.search(r"\d{4}-\d\d-\d\d|not yet measured", measured)
    assert "`" in held_by or "not yet" in measured


# --- Licences and known weaknesses -----------------------------------------------------------------------------------


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_licences_are_those_of_the_packages() -> None:
    assert script("licences").page() == text("licences.md"), "run .venv/bin/python .ci/licences.py"


def test_no_package_is_only_to_be_had_under_the_gpl() -> None:
    licences = script("licences")
    said = dict(table("licences.md", "Package"))
    assert len(said) > 60
    assert [name for name, each in said.items() if licences.is_copyleft_only(each)] == []


@pytest.mark.parametrize(
    ("said", "only"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GPL-2.0-or-later OR AGPL-3.0-only", True),
        ("LGPL-3.0-only", False),
        ("GPL-2.0-or-later OR MPL-1.1", False),
        ("MIT", False),
    ],
)
def test_the_gpl_is_known(said: str, only: bool) -> None:
    assert script("licences").is_copyleft_only(said) is only


@pytest.fixture
def advisories() -> Iterator[Any]:
    """A service that knows one weakness of Django, in the shape of OSV's."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            django = [each["package"] == {"ecosystem": "PyPI", "name": "django"} for each in queries]
            answer = json.dumps({"results": [{"vulns": [{"id": "GHSA-1"}]} if hit else {} for hit in django]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Quietly."""

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_known_weakness_is_named_and_fails_the_build(advisories: str, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("OSV_URL", advisories)
    assert script("audit").main() == 1
    told = capsys.readouterr().out
    assert re.search(r"Audit: django 5[\d.]+ \(PyPI\): GHSA-1\n", told)
    assert re.search(r"\d\d+ packages asked about, 1 with known vulnerabilities", told)


def test_a_service_out_of_reach_is_said_and_fails_nothing(monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setenv("OSV_URL", "http://127.0.0.1:9")
    assert script("audit").main() == 0
    assert "NOTHING WAS CHECKED" in capsys.readouterr().out


def test_all_locks_are_audited() -> None:
    asked = {(ecosystem, name) for ecosystem, name, _version in script("audit").packages()}
    assert {("PyPI", "django"), ("PyPI", "pytest"), ("PyPI", "uv"), ("npm", "bootstrap")} <= asked
