"""Ways in: an authenticator app with its codes, and a browser that goes through the log-in page."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client as Browser
from django.urls import reverse

from counselor.accounts.models import User
from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def give_app(user: User) -> list[str]:
    """The account has an authenticator app from now on; its recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def code(secret: str = SECRET) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def by_password(user: User, agent: str = FIREFOX, address: str = "127.0.0.1") -> tuple[Browser, Any]:
    """A browser after the log-in page, and what the page answered."""
    browser = Browser(headers={"user-agent": agent}, REMOTE_ADDR=address)
    return browser, browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def signed_in(user: User, agent: str = FIREFOX) -> Browser:
    """A browser that came in by the password, and by the code of the app where there is one."""
    browser, answer = by_password(user, agent)
    if answer.url == reverse("mfa_authenticate"):
        answer = browser.post(answer.url, {"code": code()})
    assert answer.url == "/", answer.url
    return browser
