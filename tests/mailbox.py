"""A real SMTP server on this machine that keeps what it is handed, and can refuse."""

import asyncio
import contextlib
import email
import email.policy
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "in the test only"


@dataclass
class Mailbox:
    """What arrived, oldest first. `answer`: what the server says to the next messages instead of taking them."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answer: str = ""
    taken_first: bool = False  # the message is taken, and the line drops before the answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        """Take a message, or answer as told."""
        if self.answer and not self.taken_first:
            return self.answer
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.envelopes.append(envelope)
        if self.taken_first:
            self.taken_first = False
            assert server.transport is not None
            server.transport.close()
        return "250 OK"


def _login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
    return AuthResult(success=right, handled=right)


@contextlib.asynccontextmanager
async def mailbox(*, login: bool = False) -> AsyncIterator[Mailbox]:
    """Listen on 127.0.0.1; with `login` nobody hands anything in without the password."""
    box = Mailbox()
    loop = asyncio.get_running_loop()

    def server() -> SMTP:
        with warnings.catch_warnings():  # a login without TLS is what this machine's loopback is for
            warnings.simplefilter("ignore", UserWarning)
            return SMTP(
                box, hostname="mail.test", loop=loop, authenticator=_login, auth_required=login, auth_require_tls=False
            )

    listening = await loop.create_server(server, "127.0.0.1", 0)
    box.port = listening.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        listening.close()
        await listening.wait_closed()
