"""Reminders in the town: the owner hears of what is late, once, in the morning, and what they answer counts."""

from datetime import date, datetime
from typing import Any

import pytest

from bot.blocks import ids
from storage.models import Invoice, Reminder
from tests.town import Cast, Town, words

SALE = (
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守サービス\n数量：1\n単価：100,000円（税抜）\n"
    "支払条件：月末締め翌月末払い\n担当：田中"
)
NEXT_DAY, WEEK = "2027-01-05T09:00", "2027-01-12T09:00"  # due 12-31; banks open on 01-04, and 01-11 is a holiday


def with_people(people: Cast) -> dict[str, Any]:
    return {"people": {"田中": people.tanaka}}


pytestmark = pytest.mark.town(policy=with_people, past=True)


async def sold(t: Town) -> Invoice:
    """Sell something that is due on 2026-12-31; return its invoice."""
    ts = await t.post(SALE)
    await t.press(t.suzuki, ts, ids.APPROVE)
    deal = await t.deal(ts)
    invoice = next(row for row in await t.rows(Invoice) if row.deal_id == deal.id)
    assert invoice.due_date == date(2026, 12, 31)
    return invoice


async def dms(t: Town, user: str | None = None) -> list[Any]:
    """Return what the bot said to a person in direct messages."""
    return t.slack.messages(await t.slack.direct_message(user or t.tanaka))


async def click(t: Town, user: str, message: Any, action_id: str) -> None:
    await t.slack.click(user, message.channel, message.ts, action_id)
    await t.work()


def buttons(message: Any) -> list[str]:
    return [e["action_id"] for block in message.blocks if block["type"] == "actions" for e in block["elements"]]


async def test_the_owner_hears_of_a_late_invoice_on_the_first_business_morning_after_it_could_arrive(t: Town) -> None:
    invoice = await sold(t)
    await t.until("2027-01-04T10:00")
    assert await dms(t) == []
    await t.until("2027-01-05T08:30")
    assert await dms(t) == []
    await t.until(NEXT_DAY)
    (message,) = await dms(t)
    shown = words(message.blocks)
    assert "株式会社サンプル商事" in shown
    assert "¥110,000" in shown
    assert invoice.number in shown
    assert t.say("reminder.tone.first") in shown
    assert buttons(message)[:4] == [
        ids.REMIND_PROMISE,
        ids.REMIND_CHECKING,
        ids.REMIND_DISPUTE,
        ids.REMIND_CONTACTED,
    ]


async def test_days_of_downtime_and_a_job_that_runs_twice_tell_it_once(t: Town) -> None:
    invoice = await sold(t)
    await t.until("2027-01-08T11:00")  # nothing ran for six weeks
    assert len(await dms(t)) == 1
    for hour in range(1, 4):
        t.clock.advance(3600 * hour)
        await t.tick()
    assert len(await dms(t)) == 1
    assert [row.level for row in await t.rows(Reminder) if row.invoice_id == invoice.id] == ["first"]


async def test_downtime_that_ends_at_night_waits_for_the_morning(t: Town) -> None:
    await sold(t)
    await t.until("2027-01-08T22:00")  # a Friday
    assert await dms(t) == []
    await t.until("2027-01-09T10:00")
    await t.until("2027-01-11T10:00")  # a holiday
    assert await dms(t) == []
    await t.until("2027-01-12T09:30")
    await t.later(300)  # payments are read first
    (message,) = await dms(t)
    assert t.say("reminder.tone.second") in words(message.blocks)  # the level of that day; the first is past


async def test_a_payment_that_came_is_not_reminded_of_and_settles_the_message_there_is(t: Town) -> None:
    invoice = await sold(t)
    await t.until(NEXT_DAY)
    (message,) = await dms(t)
    t.office.mark_sent(int(invoice.external_id))
    t.office.register_deal(int(invoice.external_id))
    t.office.mark_paid(int(invoice.external_id))
    await t.until("2027-01-05T10:30")
    (message,) = await dms(t)
    assert t.say("reminder.settled_title") in words(message.blocks)
    assert buttons(message) == []
    await t.until(WEEK)
    assert len(await dms(t)) == 1


async def test_a_promise_pauses_feeds_the_message_and_fires_again_when_it_breaks(t: Town) -> None:
    await sold(t)
    await t.until(NEXT_DAY)
    (message,) = await dms(t)
    await click(t, t.tanaka, message, ids.REMIND_PROMISE)
    await t.submit(t.tanaka, {ids.PROMISED_DAY: "2027-01-15", ids.NOTE: "担当者が休み明けに処理"})
    (message,) = await dms(t)
    assert "2027-01-15" in words(message.blocks)
    assert "担当者が休み明けに処理" in words(message.blocks)
    await t.until(WEEK)
    await t.until("2027-01-15T09:00")
    assert len(await dms(t)) == 1
    await t.until("2027-01-18T09:00")
    first, second = await dms(t)
    assert t.say("reminder.tone.broken", day="2027-01-15") in words(second.blocks)
    assert t.say("reminder.over") in words(first.blocks)
    assert buttons(first) == []
    await t.until("2027-01-19T09:00")
    assert len(await dms(t)) == 2


async def test_a_day_that_has_passed_is_no_promise(t: Town) -> None:
    await sold(t)
    await t.until(NEXT_DAY)
    (message,) = await dms(t)
    await click(t, t.tanaka, message, ids.REMIND_PROMISE)
    view = await t.submit(t.tanaka, {ids.PROMISED_DAY: "2027-01-05"})
    assert t.say("error.promise") in str(view.errors)


async def test_a_dispute_pauses_until_somebody_settles_it(t: Town) -> None:
    await sold(t)
    await t.until(NEXT_DAY)
    (message,) = await dms(t)
    await click(t, t.tanaka, message, ids.REMIND_DISPUTE)
    await t.until(WEEK)
    (message,) = await dms(t)
    assert t.say("reminder.disputed", by="").rstrip("。")[:4] in words(message.blocks)
    await click(t, t.tanaka, message, ids.REMIND_DISPUTE_SETTLED)
    await t.until("2027-01-13T09:00")
    assert len(await dms(t)) == 2


async def test_checking_pauses_for_three_business_days_and_contacted_leaves_a_note(t: Town) -> None:
    await sold(t)
    await t.until("2027-01-12T09:00")
    (message,) = await dms(t)
    await click(t, t.tanaka, message, ids.REMIND_CONTACTED)
    await t.submit(t.tanaka, {ids.NOTE: "経理の方に電話。確認するとのこと"})
    await click(t, t.tanaka, message, ids.REMIND_CHECKING)
    (message,) = await dms(t)
    assert "2027-01-15" in words(message.blocks)
    assert "経理の方に電話" in words(message.blocks)


async def test_the_draft_of_a_mail_is_polite_complete_and_sends_nothing(t: Town) -> None:
    invoice = await sold(t)
    await t.until(NEXT_DAY)
    (message,) = await dms(t)
    await click(t, t.tanaka, message, ids.REMIND_MAIL)
    view = t.view(t.tanaka)
    subject, body = (block["element"]["initial_value"] for block in view.body["blocks"])
    assert invoice.number in subject
    assert body.startswith("株式会社サンプル商事\nご担当者様")
    for part in ("¥110,000", "2026-12-31", "ご入金を確認できておりません", "何卒よろしくお願い申し上げます"):
        assert part in body


async def test_nobody_is_reminded_while_payments_cannot_be_read_and_one_notice_says_so(t: Town) -> None:
    await sold(t)
    await t.until("2027-01-04T10:00")
    t.office_faults.add("GET /iv/invoices", "status", times=1000)
    before = len(t.slack.messages(t.finance))
    await t.until("2027-01-05T09:00")
    for _ in range(8):
        await t.later(600)
    assert await dms(t) == []
    held = [m for m in t.slack.messages(t.finance)[before:] if "保留" in m.text]
    assert len(held) == 1
    t.office_faults.clear()
    await t.later(1200)
    await t.later(1200)
    assert len(await dms(t)) == 1


async def test_an_owner_nobody_knows_is_heard_by_the_finance_channel(t: Town) -> None:
    ts = await t.post(SALE.replace("田中", "謎野"))
    await t.press(t.suzuki, ts, ids.APPROVE)
    before = len(t.slack.messages(t.finance))
    await t.until(NEXT_DAY)
    posted = t.slack.messages(t.finance)[before:]
    (message,) = [
        message
        for message in posted
        if "株式会社サンプル商事" in words(message.blocks) and "menu" in str(message.blocks)
    ]
    menus = [block["accessory"]["options"] for block in message.blocks if "accessory" in block]
    assert [option["text"]["text"] for option in menus[-1]][:2] == [t.say("reminder.promise"), t.say("reminder.check")]
    assert await dms(t) == []


async def test_money_on_the_bank_account_is_not_chased_while_it_waits_to_be_booked(t: Town) -> None:
    invoice = await sold(t)
    t.office.register_deal(int(invoice.external_id))
    await t.until("2026-12-30T12:00")
    t.office.sync_feed()
    t.office.add_bank_line(t.today, 110_000, "振込 ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ")
    await t.until("2026-12-30T13:03")
    card = next(m for m in t.slack.messages(t.finance) if m.text.startswith("入金の確認: ¥110,000"))
    t.clock.set(datetime.fromisoformat("2027-01-05T04:00+09:00"))
    t.office.sync_feed()
    await t.until("2027-01-05T05:03")
    await t.until(NEXT_DAY)
    assert await dms(t) == []
    await t.slack.command(t.suzuki, t.sales, ids.COMMAND_UNPAID, "サンプル商事")
    assert t.say("late.arrived", late="") in words(t.slack.ephemerals(t.suzuki)[-1].blocks)
    await t.slack.click(t.suzuki, t.finance, card.ts, ids.MATCH_REJECT)  # it was for something else
    await t.until("2027-01-06T05:03")
    await t.until("2027-01-06T09:00")
    assert len(await dms(t)) == 1


@pytest.mark.town(seeded=False)
@pytest.mark.slow
async def test_what_was_cancelled_while_the_machine_was_down_is_known_before_anybody_is_reminded(t: Town) -> None:
    partner = t.office.add_partner("株式会社サンプル商事").id
    line = {"type": "item", "description": "保守", "quantity": 1, "unit_price": "1000", "tax_rate": 10}
    made = [
        t.office.create_by_hand(partner, [line], billing_date="2026-11-24", payment_date="2026-11-30").id
        for _ in range(501)  # so many that the hours read only what is due
    ]
    await t.until("2026-11-24T11:08")
    await t.until("2026-11-30T12:08")
    t.office.cancel_by_hand(made[0])
    await t.until("2026-12-02T10:30")  # off since
    assert [row.external_id for row in await t.rows(Invoice) if not row.open] == [str(made[0])]
