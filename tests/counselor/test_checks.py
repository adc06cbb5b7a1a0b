"""What an installation is told, and what it refuses to start with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from counselor import checks
from tests.test_architecture import ROOT

STRONG = "kOJmxDcUNt5ndHV2qxbs23gYAu8UZaXrxWGsrFBuOtvESTcnEz6qWrlEAmPKDA25DCbDtsXfFAe81CELoTOsig"
PUBLIC = "https://class-act.example"

SERVERS = {
    "web": "-m gunicorn counselor.wsgi:application --no-control-socket --preload --bind unix:web.sock",
    "worker": "-m celery --app counselor.celery worker",
    "beat": "-m celery --app counselor.celery beat --schedule beat",
    "command": "manage.py check",
}


def ids(**options: Any) -> list[str]:
    return [each.id for each in run_checks(**options) if each.id.startswith("counselor.")]


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (STRONG, ""),
        ("", "shorter"),
        (STRONG[:39], "shorter"),
        ("ab" * 40, "different"),
        (f"django-insecure-{STRONG}", "placeholder"),
        ("Please-ChangeMe-before-you-go-to-production-0123456789", "placeholder"),
    ],
)
def test_a_weak_key_is_known(key: str, why: str) -> None:
    assert why in checks.weakness(key)
    assert bool(checks.weakness(key)) is bool(why)


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://127.9.9.9", True),
        ("http://localhost:8000", True),
        ("http://desk.localhost", True),
        ("http://[::1]:8000", True),
        ("http://0.0.0.0:8000", False),
        ("http://192.168.1.5", False),
        ("https://class-act.example", False),
        ("https://localhost.evil.example", False),
        ("", False),
    ],
)
def test_only_this_machine_is_home(url: str, loopback: bool) -> None:
    assert checks.is_loopback(url) is loopback


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"SECRET_KEY": "short"}, ["counselor.E001"]),
        ({"DEMO": True}, []),
        ({"DEBUG": True}, []),
        ({"SITE_URL": PUBLIC}, []),
        ({"SITE_URL": PUBLIC, "DEBUG": True}, ["counselor.E002"]),
        ({"SITE_URL": "http://192.168.1.5", "DEMO": True}, ["counselor.E003"]),
        ({"SITE_URL": PUBLIC, "HTTPS": True, "EMAIL_URL": ""}, ["counselor.W002"]),
    ],
)
def test_every_command_checks(settings: Any, changed: dict[str, Any], found: list[str]) -> None:
    for name, value in ({"SECRET_KEY": STRONG, "DEBUG": False, "DEMO": False} | changed).items():
        setattr(settings, name, value)
    assert ids() == found


def test_a_public_site_without_https_is_told(settings: Any) -> None:
    settings.SITE_URL, settings.HTTPS = "http://class-act.example", False
    assert "counselor.W003" in ids(include_deployment_checks=True)
    settings.HTTPS = True
    assert "counselor.W003" not in ids(include_deployment_checks=True)


@pytest.mark.slow
def test_servers_and_commands_refuse_unsafe_settings(tmp_path: Path) -> None:
    """Django runs its checks for commands only; nobody should find out by serving."""
    unsafe = {"SECRET_KEY": "change-me" * 6, "SITE_URL": PUBLIC, "DEMO": "1", "DEBUG": "1", "DATA_DIR": str(tmp_path)}
    environment = os.environ | unsafe | {"DJANGO_SETTINGS_MODULE": "counselor.settings", "PYTHONPATH": str(ROOT)}
    started = {
        name: subprocess.Popen(
            [sys.executable, *(str(ROOT / part) if part == "manage.py" else part for part in command.split())],
            cwd=tmp_path,
            env=environment | {"ENV_FILE": os.devnull, "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in SERVERS.items()
    }
    said = {name: process.communicate(timeout=60)[0] for name, process in started.items()}
    codes = {name: process.returncode for name, process in started.items()}
    assert codes == {"web": 78, "worker": 78, "beat": 78, "command": 1}, said
    told = ("counselor.E001", "counselor.E002", "counselor.E003")
    assert [f"{name}: {each}" for name, text in said.items() for each in told if each not in text] == []
