"""Mail about an account: codes, links to a new password, what was changed.

It belongs to no practice, and what it says is for one pair of eyes: so it never stands in the outbox that staff read. A
row waits until the worker has sent it and is deleted with that, an hour later at the latest. A worker that dies in the
middle has it sent a second time, which does no harm: the code is the same.
"""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from typing import Any

import structlog
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from counselor.accounts.adapter import AccountAdapter
from counselor.outbox import freeze
from counselor.outbox.models import AccountMail

log = structlog.get_logger(__name__)

LASTS = timedelta(hours=1)
PAUSE = timedelta(minutes=2)  # more than one SMTP dialogue may take, so that it is a lease as well
MOST = 200  # in one turn


class PostingAdapter(AccountAdapter):
    """Writes allauth’s mails down for the worker: no page waits for a mail server, and none fails without one."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        request = allauth_context.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        mail = self.render_mail(template_prefix, email, known | context)
        now = timezone.now()
        times = {"send_after": now, "expires_at": now + LASTS}
        AccountMail.objects.create(address=email, subject=mail.subject, text=str(mail.body), **times)
        _nudge()


def _nudge() -> None:
    from counselor.outbox.tasks import deliver

    transaction.on_commit(deliver.wake)


def deliver_account_mail(now: datetime) -> int:
    """Send what is due at `now`, and forget what is too old; how many are settled.

    Without EMAIL_URL nothing leaves, nor does anything while the freeze is on.
    """
    AccountMail.objects.filter(expires_at__lte=now).delete()
    if not settings.EMAIL_URL or freeze.is_on():
        return 0
    due = AccountMail.objects.filter(send_after__lte=now).order_by("send_after", "pk")
    return sum(_deliver_one(pk, now) for pk in list(due.values_list("pk", flat=True)[:MOST]))


def _deliver_one(pk: int, now: datetime) -> bool:
    """Claim, send and forget one mail; False where it waits for another try, or somebody else has it."""
    if not AccountMail.objects.filter(pk=pk, send_after__lte=now).update(send_after=timezone.now() + PAUSE):
        return False
    mail = AccountMail.objects.get(pk=pk)
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(mail.subject, mail.text, to=[mail.address], headers=headers).send()
    except (OSError, ValueError) as error:  # every smtplib error is an OSError
        log.warning("account mail not sent", mail=pk, error=type(error).__name__)
        if not _is_final(error):
            return False
    mail.delete()
    return True


def _is_final(error: Exception) -> bool:
    """Whether the server will never take this mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)
