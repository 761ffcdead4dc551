"""E-mail is handed to a real SMTP server: in Japanese, once, and never in the clear where that was not allowed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from integrations.errors import DataError, NotSentError, OutcomeUnknownError
from integrations.mail import Mailer, MailServer
from tests.mailbox import PASSWORD, Mailbox, mailbox

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as found:
        yield found


def server(box: Mailbox) -> MailServer:
    return MailServer("127.0.0.1", box.port, "seikyu@example.co.jp", security="none")


async def hand_in(given: MailServer, *, subject: str = "【請求くん】止まっています") -> None:
    await Mailer(given).send(
        to=("keiri@example.co.jp", "it@example.co.jp"),
        subject=subject,
        body="本文です。\n二行目",
        message_id="1@x",
        at=AT,
    )


async def test_japanese_arrives_as_written_for_everybody_with_an_id_of_its_own(box: Mailbox) -> None:
    await hand_in(server(box))
    (mail,) = box.mails
    assert mail["Subject"] == "【請求くん】止まっています"
    assert mail.get_content().split() == ["本文です。", "二行目"]
    assert mail["Message-ID"] == "<1@x>"
    assert mail["Date"].datetime == AT
    assert mail["Auto-Submitted"] == "auto-generated"
    assert box.envelopes[0].rcpt_tos == ["keiri@example.co.jp", "it@example.co.jp"]


async def test_a_line_break_in_a_subject_begins_no_header(box: Mailbox) -> None:
    await hand_in(server(box), subject="株式会社\r\nBcc: everybody@example.com")
    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert box.envelopes[0].rcpt_tos == ["keiri@example.co.jp", "it@example.co.jp"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 try again later", NotSentError), ("554 we do not want this", DataError)],
)
async def test_what_may_heal_is_told_apart_from_what_will_not(box: Mailbox, answer: str, error: type) -> None:
    box.answer = answer
    with pytest.raises(error, match=answer[4:]):
        await hand_in(server(box))


async def test_a_lost_answer_is_an_unknown_outcome(box: Mailbox) -> None:
    box.taken_first = True
    with pytest.raises(OutcomeUnknownError):
        await hand_in(server(box))
    assert len(box.mails) == 1


async def test_nobody_listening_is_told_as_not_sent() -> None:
    async with mailbox() as gone:
        pass
    with pytest.raises(NotSentError):
        await hand_in(server(gone))


async def test_a_server_without_starttls_gets_neither_password_nor_message(box: Mailbox) -> None:
    with pytest.raises(DataError, match="STARTTLS"):
        await hand_in(replace(server(box), security="starttls", username="seikyu", password=PASSWORD))
    assert box.mails == []


async def test_the_login_is_given_and_a_wrong_one_is_for_a_person_to_mend() -> None:
    async with mailbox(login=True) as box:
        known = replace(server(box), username="seikyu", password=PASSWORD)
        await hand_in(known)
        assert len(box.mails) == 1
        with pytest.raises(DataError, match="535"):
            await hand_in(replace(known, password="wrong"))
