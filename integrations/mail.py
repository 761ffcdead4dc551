"""E-mail over SMTP. A message is sent with an id of its own: after an unclear answer it may go again, and is the same.

RFC 5321 §6.1: whoever takes DATA and loses the answer makes the sender send again; mail programs show one Message-ID
once. So a lost answer is repeated: an alert twice is better than none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Literal

from aiosmtplib import (
    SMTP,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from integrations.errors import DataError, NotSentError, OutcomeUnknownError

LABEL = "メール"
SECONDS = 30
Security = Literal["starttls", "tls", "none"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")  # a line break in a subject would begin a header


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in, and as whom. `security`: STARTTLS, TLS from the first byte, or none at all."""

    host: str
    port: int
    sender: str
    username: str = ""
    password: str = ""
    security: Security = "starttls"


class Mailer:
    """Hands messages to one server; a connection per message, because alerts are rare."""

    def __init__(self, server: MailServer) -> None:
        """Nothing is connected yet."""
        self._server = server

    async def send(self, *, to: Sequence[str], subject: str, body: str, message_id: str, at: datetime) -> None:
        """Send one message to all of `to`. `message_id`: unique for what is said, without angle brackets.

        Raises DataError if the server refuses for good (address, login), NotSentError if it was not taken now,
        OutcomeUnknownError if it may have been.
        """
        server = self._server
        message = EmailMessage()
        message["From"], message["To"] = server.sender, ", ".join(to)
        message["Subject"] = _CONTROL.sub(" ", subject)
        message["Message-ID"], message["Date"] = f"<{message_id}>", at
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes in answer
        message.set_content(body)
        client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username or None,
            password=server.password or None,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=SECONDS,
        )
        await _reach(client)
        try:
            refused, _ = await client.send_message(message)
        except SMTPRecipientsRefused as error:
            codes = [one.code for one in error.recipients]
            raise _refused(min(codes), error.recipients[0].message) from error
        except SMTPResponseException as error:
            raise _refused(error.code, error.message) from error
        except (SMTPException, OSError) as error:
            raise OutcomeUnknownError("メールサーバーの返事が届きません", system=LABEL) from error
        finally:
            client.close()
        if refused:  # some of several: they would stay unknown, and nobody else reads of it
            names = "、".join(refused)
            raise DataError(f"受け付けられない宛先があります: {names}", fields=tuple(refused), system=LABEL)


async def _reach(client: SMTP) -> None:
    """Connect, begin to speak in secret if that was asked for, log in; nothing of the message has left yet."""
    try:
        await client.connect()
    except SMTPResponseException as error:
        raise _refused(error.code, error.message) from error
    except (SMTPConnectError, SMTPServerDisconnected, SMTPTimeoutError) as error:
        raise NotSentError("メールサーバーにつながりません", system=LABEL) from error
    except SMTPException as error:  # no STARTTLS, no login we know: repeating changes nothing
        raise DataError(f"メールサーバーを使えません: {error}", system=LABEL) from error
    except OSError as error:
        raise NotSentError(f"メールサーバーにつながりません: {error}", system=LABEL) from error


def _refused(code: int, words: str) -> DataError | NotSentError:
    """RFC 5321 §4.2.1: 4yz may succeed later, 5yz will not."""
    said = f"メールサーバーの返事: {code} {words}"
    return DataError(said, system=LABEL) if code >= 500 else NotSentError(said, system=LABEL)
