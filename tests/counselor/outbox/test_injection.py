"""Forty ways to smuggle a header into a mail (promise S8)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from django.core import mail
from django.utils import timezone

from counselor.outbox import services
from counselor.outbox.models import OutgoingEmail

BREAKS = ("\r\n", "\n", "\r", "\r\n\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\x1b\n", "%0d%0a")
LURES = ("Bcc: x@evil.example", "To: x@evil.example", "Content-Type: text/html", "<script>zq</script>")
HEADERS = {
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"),
    "Auto-Submitted",
}


def test_forty_payloads_stay_words(write: Callable[..., OutgoingEmail]) -> None:
    payloads = [f"Your move{middle}{lure}" for middle, lure in product(BREAKS, LURES)]
    assert len(payloads) >= 40
    for number, payload in enumerate(payloads):
        write(
            subject=payload,
            text=f"Hello {payload}\n.\r\nQUIT\r\n",
            about=f"application:{payload}",
            occurrence=str(number),
        )
    assert services.deliver_due(timezone.now())["sent"] == len(payloads)
    for sent in mail.outbox:
        message = sent.message()
        assert set(message.keys()) == HEADERS
        assert len(message.keys()) == len(HEADERS)
        assert (message["To"], message.get_content_type()) == ("bob@home.example", "text/plain")
        assert sent.recipients() == ["bob@home.example"]
        assert len(sent.subject.splitlines()) == 1
        assert not message.is_multipart()
