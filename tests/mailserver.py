"""A real SMTP server on 127.0.0.1 that can misbehave: what it took is in `accepted`, one Message-ID per mail."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Takes mail. `says` is the answer to the text of a mail, `says_to` to its recipient; a number of seconds hangs."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.says: str | float = "250 OK"
        self.says_to: str | float = ""
        self.delay = 0.0
        self.tries = 0
        self.port = 0

    @property
    def accepted(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries += 1
        if self.says_to:
            return await _answer(self.says_to)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.delay)
        if self.says == "250 OK":
            self.taken.append(message_from_bytes(envelope.content))
        return await _answer(self.says)


async def _answer(answer: str | float) -> str:
    if isinstance(answer, str):
        return answer
    await asyncio.sleep(answer)
    return "250 at last"


class OnFreePort(Controller):
    """A controller on a port of the system's choosing, bound before it is known to anybody."""

    def __init__(self, handler: Any) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(handler, hostname="127.0.0.1", port=self._socket.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@contextmanager
def serving(handler: Any) -> Iterator[int]:
    """Serve with an aiosmtpd handler; gives the port."""
    controller = OnFreePort(handler)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
