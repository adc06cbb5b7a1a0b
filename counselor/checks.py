"""System checks of an installation: what is missing, and the line that mends it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

WEAK = 40  # characters


@register(Tags.security, deploy=True)
def secret_key_is_strong(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if len(settings.SECRET_KEY) >= WEAK:
        return []
    return [
        Error("SECRET_KEY is too short to protect sessions.", hint="Leave it empty: one is made.", id="counselor.E001")
    ]


@register(Tags.security, deploy=True)
def demo_stays_at_home(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not (settings.DEMO or settings.DEBUG) or not settings.HTTPS:
        return []
    return [Error("DEMO and DEBUG must be off on a public site.", hint="Unset DEMO and DEBUG.", id="counselor.E002")]


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
