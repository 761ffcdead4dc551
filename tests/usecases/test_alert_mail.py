"""Alerts by e-mail, beside Slack: sync stopped, authorisation lost, an outcome nobody settles, nobody to tell."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.blocks import ids
from storage.models import Job
from tests.mailbox import Mailbox, mailbox
from tests.town import ORDER, Cast, Town, town

TO = "keiri@example.co.jp"


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as found:
        yield found


@pytest.fixture
async def m(tmp_path: Path, box: Mailbox, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """A town that sends mail; what it hands in lies in `box`."""
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "smtp_from": "seikyu@example.jp"}
    policy = getattr(request, "param", {"mail": {"alerts": [TO]}})
    async with town(tmp_path, settings=smtp, policy=policy, past=True) as place:
        yield place


def subjects(box: Mailbox) -> list[str]:
    return [str(mail["Subject"]) for mail in box.mails]


async def test_a_lost_authorisation_is_mailed_once_a_day_with_the_link_to_reconnect(m: Town, box: Mailbox) -> None:
    ts = await m.post(ORDER)
    m.office.tokens.revoke_all()
    await m.press(m.suzuki, ts, ids.APPROVE)
    for _ in range(4):
        await m.later(1800)
    (mail,) = box.mails
    assert m.say("alert.what.authorisation", system="freee") in str(mail["Subject"])
    assert "http://127.0.0.1:8080/connect" in mail.get_content()
    assert mail["To"] == TO


@pytest.mark.slow
async def test_payments_not_read_for_hours_are_mailed_and_a_short_pause_is_not(m: Town, box: Mailbox) -> None:
    await m.until("2026-11-27T10:00")  # three days off: payments are read at once
    await m.through(3600, step=900)
    assert box.mails == []
    m.office_faults.add("GET /iv/invoices", "status", times=10_000)
    await m.through(8 * 3600, step=900)
    told = [subject for subject in subjects(box) if m.say("alert.what.stopped") in subject]
    assert len(told) == 1
    assert any(m.say("alert.what.stopped") in text for text in m.alerts_posted())


async def test_an_outcome_that_nobody_settles_is_mailed_after_an_hour(m: Town, box: Mailbox) -> None:
    ts = await m.post(ORDER)
    m.office_faults.add("POST /iv/invoices", "lost_before", times=10)
    await m.press(m.suzuki, ts, ids.APPROVE)
    m.office_faults.add("GET /iv/invoices", "status", times=10_000)
    await m.through(45 * 60, step=300)
    assert box.mails == []
    await m.through(45 * 60, step=300)
    assert [subject for subject in subjects(box) if m.say("alert.what.outcome_old") in subject] == subjects(box) != []
    assert "株式会社サンプル商事" in box.mails[0].get_content()


def nobody(people: Cast) -> dict[str, Any]:
    return {"channels": {"sales": [people.sales]}, "mail": {"alerts": [TO]}}


@pytest.mark.parametrize("m", [nobody], indirect=True)
async def test_a_reminder_nobody_could_be_told_is_mailed_even_without_an_alerts_channel(m: Town, box: Mailbox) -> None:
    await m.until("2026-11-25T09:00")
    assert box.mails
    assert all(m.say("alert.what.nobody") in subject for subject in subjects(box))


async def test_a_refused_mail_is_an_alert_in_slack_and_no_further_mail(m: Town, box: Mailbox) -> None:
    box.answer = "554 not from you"
    ts = await m.post(ORDER)
    m.office.tokens.revoke_all()
    await m.press(m.suzuki, ts, ids.APPROVE)
    await m.later(600)
    assert any("554 not from you" in text for text in m.alerts_posted())
    assert box.mails == []


async def test_a_lost_answer_is_repeated_as_the_same_message(m: Town, box: Mailbox) -> None:
    box.taken_first = True
    ts = await m.post(ORDER)
    m.office.tokens.revoke_all()
    await m.press(m.suzuki, ts, ids.APPROVE)
    await m.later(60)
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]


async def test_without_addresses_nothing_is_mailed(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office.tokens.revoke_all()
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [job for job in await t.rows(Job) if job.kind == "mail"] == []
