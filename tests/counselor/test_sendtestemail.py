"""Whether mail leaves, told to whoever sets EMAIL_URL."""

from __future__ import annotations

import io
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command


def test_a_mail_goes_out_and_is_said() -> None:
    out = io.StringIO()
    call_command("sendtestemail", "you@example.org", stdout=out)
    assert [each.to for each in mail.outbox] == [["you@example.org"]]
    assert "took it" in out.getvalue()


def test_without_a_server_it_says_which_variable(settings: Any) -> None:
    settings.EMAIL_URL = ""
    with pytest.raises(CommandError, match="EMAIL_URL is not set"):
        call_command("sendtestemail", "you@example.org")
    assert mail.outbox == []


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(111, "Connection refused"), smtplib.SMTPAuthenticationError(535, b"no")]
)
def test_a_refusal_is_one_line(monkeypatch: Any, settings: Any, error: OSError) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example", 587
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    monkeypatch.setattr("django.core.management.commands.sendtestemail.send_mail", refuse)
    with pytest.raises(CommandError, match=f"mail.example:587 did not take it: {type(error).__name__}"):
        call_command("sendtestemail", "you@example.org")
