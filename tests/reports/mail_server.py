"""A real mail server for the tests, on this machine: it keeps what it takes, and refuses what it is told to refuse."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword


@dataclass
class Mailbox:
    """The mails that came, in their order. `refusals` are told instead of taking a mail, one a mail; `answered` says
    what is told of each, None to hang up."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    on_letter: Callable[[], None] | None = None
    answered: Callable[[bytes], str | None] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answered:
            told = self.answered(bytes(envelope.content or b""))  # type: ignore[arg-type]
            if told is None:
                server.transport.close()
            return told or "421 gone"
        if self.refusals:
            return self.refusals.pop(0)
        self.letters.append(message_from_bytes(envelope.content or b"", policy=default))  # type: ignore[arg-type]
        if self.on_letter:
            self.on_letter()
        return "250 taken"


@contextmanager
def mail_server(**settings: Any) -> Iterator[Mailbox]:
    """Serve until the block ends; `settings` are those of aiosmtpd."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mailbox = Mailbox(port)
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ready_timeout=60, **settings)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """Lets in one user."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return check
