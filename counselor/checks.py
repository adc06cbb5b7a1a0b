"""System checks of an installation: what is missing, and the line that mends it.

Errors that would put people's data at risk are looked for by every command; the web server, the worker and the beat ask
`refuse_unsafe` themselves, since no check runs there.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST = 40  # characters
FEWEST_DIFFERENT = 10  # characters
PLACEHOLDERS = ("change-me", "changeme", "change_me", "insecure", "placeholder", "your-secret", "secret-key", "example")


@register(Tags.security)
def secret_key_is_strong(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if why := weakness(settings.SECRET_KEY):
        hint = "Leave it empty: one is made and kept in DATA_DIR/secret_key."
        return [Error(f"SECRET_KEY {why}: whoever guesses it signs in as anybody.", hint=hint, id="counselor.E001")]
    return []


def weakness(key: str) -> str:
    """Why a key does not protect sessions; empty when it does."""
    if len(key) < SHORTEST:
        return f"is shorter than {SHORTEST} characters"
    if len(set(key)) < FEWEST_DIFFERENT:
        return f"has fewer than {FEWEST_DIFFERENT} different characters"
    if any(word in key.lower() for word in PLACEHOLDERS):
        return "is a placeholder"
    return ""


@register(Tags.security)
def debug_and_demo_stay_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """DEBUG shows settings and rows to whoever makes a page fail; DEMO shows everybody's password at the log-in."""
    if is_loopback(settings.SITE_URL):
        return []
    return [
        Error(f"{name} is on, and SITE_URL is public.", hint=f"Set {name}=0, or serve on 127.0.0.1.", id=number)
        for name, number in (("DEBUG", "counselor.E002"), ("DEMO", "counselor.E003"))
        if getattr(settings, name)
    ]


def is_loopback(url: str) -> bool:
    """Whether only this machine reaches the address."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@register(Tags.security, deploy=True)
def passwords_travel_encrypted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS or is_loopback(settings.SITE_URL):
        return []
    hint = "Put a proxy with TLS in front and set SITE_URL=https://…"
    return [Warning("SITE_URL is public without https.", hint=hint, id="counselor.W003")]


@register(deploy=True)
def letters_can_be_printed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from letters import pdf

    try:
        pdf.check_available()
    except pdf.PdfUnavailable as problem:
        return [Warning("Letters cannot be rendered here.", hint=str(problem), id="counselor.W001")]
    return []


@register()
def mail_leaves_the_machine(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMAIL_URL or not settings.HTTPS:
        return []
    return [Warning("No mail will leave this machine.", hint="Set EMAIL_URL=smtp://…", id="counselor.W002")]


def refuse_unsafe(**kwargs: Any) -> None:
    """Stop a process that serves or works with settings that put people's data at risk. Raises SystemExit."""
    found = [*secret_key_is_strong(None), *debug_and_demo_stay_at_home(None)]
    if found:
        print("Class Act does not start like this:", *found, sep="\n", file=sys.stderr, flush=True)
        raise SystemExit(78)  # EX_CONFIG of sysexits.h
