"""LibreOffice, where it is installed: one soffice converts all letters, its start included."""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.peers.venv import NotHere


def converted(letters: Sequence[dict[str, Any]], folder: Path) -> tuple[str, float, float]:
    """Version, CPU and wall milliseconds of one letter. Raises NotHere."""
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if not soffice:
        raise NotHere("soffice is not installed on this machine")
    sources = [folder / f"{number}.html" for number in range(len(letters))]
    for source, letter in zip(sources, letters, strict=True):
        source.write_text(_html(letter))
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    version = _run([*command, "--version"]).strip()
    cpu, wall = _children_cpu(), time.perf_counter()
    _run([*command, "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(folder), *map(str, sources)])
    cpu, wall = _children_cpu() - cpu, time.perf_counter() - wall
    if not all(source.with_suffix(".pdf").exists() for source in sources):
        raise NotHere("soffice left letters out")
    return version, cpu * 1000 / len(letters), wall * 1000 / len(letters)


def _run(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=180, check=True).stdout
    except (OSError, subprocess.SubprocessError) as problem:
        raise NotHere(f"soffice: {type(problem).__name__}") from problem


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _html(letter: dict[str, Any]) -> str:
    blocks = (letter["sender"], [letter["date"]], letter["address"], [letter["salutation"]])
    parts = ["<br>".join(map(escape, lines)) for lines in blocks]
    parts += [escape(text) for text in (*letter["paragraphs"], letter["close"], letter["signed"])]
    body = "".join(f"<p>{part}</p>" for part in parts)
    return f"<!doctype html><meta charset=utf-8><style>body {{ font: 11pt 'Source Serif 4' }}</style>{body}"
