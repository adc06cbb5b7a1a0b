"""Mail about an account: sent and forgotten, never in the outbox that staff read, and no page waits for it."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from counselor.outbox import freeze
from counselor.outbox.account_mail import deliver_account_mail
from counselor.outbox.models import AccountMail
from tests.cast import NOW
from tests.counselor.accounts.doors import signed_in


@pytest.fixture
def asked(client, cast):
    """Bob asked for a new password."""
    assert client.post(reverse("account_reset_password"), {"email": cast.bob.email}).status_code == 302
    return AccountMail.objects.get()


def fail_with(monkeypatch, error: Exception) -> None:
    def send_messages(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def test_it_is_sent_and_forgotten(asked, mailoutbox):
    assert deliver_account_mail(NOW) == 1
    assert (mailoutbox[0].to, AccountMail.objects.count()) == ([asked.address], 0)
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mailoutbox[0].body
    assert deliver_account_mail(NOW) == 0


def test_staff_read_none_of_it(asked, cast, browse):
    page = browse(cast.alice).get(reverse("desk:outbox")).content.decode()
    assert asked.subject not in page
    assert "reset/key" not in page


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected(), smtplib.SMTPDataError(451, b"")]
)
def test_a_server_that_is_away_costs_patience(asked, mailoutbox, monkeypatch, clock, error):
    with monkeypatch.context() as patch:
        fail_with(patch, error)
        assert deliver_account_mail(NOW) == 0
    assert deliver_account_mail(NOW) == 0
    clock.shift(timedelta(minutes=2))
    assert deliver_account_mail(NOW + timedelta(minutes=2)) == 1
    assert len(mailoutbox) == 1


def test_what_is_refused_is_forgotten(asked, monkeypatch):
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({asked.address: (550, b"unknown")}))
    deliver_account_mail(NOW)
    assert AccountMail.objects.count() == 0


def test_what_is_too_old_is_forgotten(asked, mailoutbox):
    deliver_account_mail(NOW + timedelta(hours=1))
    assert (AccountMail.objects.count(), mailoutbox) == (0, [])


def test_without_a_server_nothing_leaves(asked, settings, mailoutbox):
    settings.EMAIL_URL = ""
    assert deliver_account_mail(NOW) == 0
    assert (AccountMail.objects.count(), mailoutbox) == (1, [])


def test_a_restored_copy_sends_none(asked, mailoutbox):
    freeze.begin("restored")
    assert deliver_account_mail(NOW) == 0
    assert (AccountMail.objects.count(), mailoutbox) == (1, [])


def test_a_new_password_is_told_to_its_owner(cast):
    browser = signed_in(cast.bob)
    words = "quite another battery"
    new = {"oldpassword": "correct horse battery", "password1": words, "password2": words}
    browser.post(reverse("account_change_password"), new)
    told = AccountMail.objects.get()
    assert (told.address, "Firefox" in told.text, words in told.text) == (cast.bob.email, True, False)
