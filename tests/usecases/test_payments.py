"""Money comes in: seen, matched, confirmed by a person, told to the owner once; the books stay the books."""

import io
from pathlib import Path
from typing import Any

import pytest

from bot.blocks import ids
from bot.import_bank import run_import_bank
from bot.usecases.list_invoices import list_unpaid
from storage.database import make_engine
from storage.migrate import upgrade
from storage.repositories import invoices, jobs, payments
from tests.town import ORDER, Town, text_of, town

RECORDS = {"payments": {"record": True}}
KINDS = ("sync_payments", "sync_residuals", "sync_bank_lines")
LINE = {"description": "利用料", "quantity": 1, "unit_price": "1000", "tax_rate": 10}
PAYER = "振込 ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ"


async def invoiced(t: Town, *, price: str = "30,000", booked: bool = True) -> tuple[str, Any]:
    """Return (ts of the post, invoice in freee) of an order that was approved; 12 of them at that price."""
    ts = await t.post(ORDER.replace("30,000", price))
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(5)
    invoice = t.invoices()[-1]
    if booked:
        t.office.register_deal(invoice.id)
    await look(t)
    return ts, invoice


async def look(t: Town) -> None:
    """Let the jobs of the hour run."""
    await t.later(3_600)
    for kind in KINDS:
        now = t.clock.now()
        await t.parts.database.transact(jobs.enqueue, kind, f"test:{now.isoformat()}", now=now)
    await t.work()
    await t.later(5)


def bank(t: Town, amount: int, payer: str = PAYER) -> Any:
    t.office.sync_feed()
    return t.office.add_bank_line(t.office.today(), amount, payer)


def cards(t: Town, payer: str = "ｻﾝﾌﾟﾙｼﾖｳｼﾞ") -> list[Any]:
    """Return the cards of bank lines in the finance channel."""
    return [
        message
        for message in t.slack.messages(t.finance)
        if message.text.startswith("入金の確認: ") and payer in message.text
    ]


def buttons(message: Any) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


async def press(t: Town, user: str, card: Any, action_id: str) -> None:
    await t.slack.click(user, t.finance, card.ts, action_id)
    await t.work()
    await t.later(2)


def notices(t: Town, ts: str) -> list[str]:
    return [
        message.text
        for message in t.slack.thread(t.sales, ts)
        if "入金がありました: " in message.text and "請求書 <" in message.text
    ]


def deal_card(t: Town, ts: str) -> str:
    return text_of(next(message for message in t.slack.thread(t.sales, ts) if message.ts != ts))


async def test_an_exact_transfer_is_confirmed_by_one_press_and_told_once(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        ts, invoice = await invoiced(t, price="30,050")
        line = bank(t, 396_660)
        await look(t)
        (card,) = cards(t)
        assert "一致する請求書があります" in text_of(card)
        assert "株式会社サンプル商事" in text_of(card)
        assert "の明細は60分前" in text_of(card)  # how old the bank lines are
        assert buttons(card)[0] == f"{ids.MATCH_CONFIRM}:0:exact"
        await press(t, t.suzuki, card, f"{ids.MATCH_CONFIRM}:0:exact")
        (told,) = notices(t, ts)
        assert f"<@{t.tanaka}>" in told
        assert "¥396,660" in told
        assert "入金を確認しました" in text_of(cards(t)[0])
        assert "担当者に入金を知らせました" in text_of(cards(t)[0])
        assert "消し込み待ち" in deal_card(t, ts)
        assert "入金待ち" in deal_card(t, ts) or "発行済み" in deal_card(t, ts)  # the books have not got it yet
        t.office.book_bank_line(line.id, invoice.id)
        await look(t)
        await look(t)
        assert len(notices(t, ts)) == 1
        assert "入金済み" in deal_card(t, ts)
        assert "消し込み済み" in text_of(cards(t)[0])


async def test_a_round_sum_weeks_before_its_due_date_is_asked_about_with_the_invoice_first(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        await invoiced(t)
        bank(t, 396_000)
        await look(t)
        (card,) = cards(t)
        assert "選んでください" in text_of(card)
        assert "前受金や分割払いの可能性があります" in text_of(card)
        assert buttons(card)[0] == f"{ids.MATCH_CONFIRM}:0:exact"


async def test_the_second_press_is_told_who_was_first(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        ts, _ = await invoiced(t)
        bank(t, 396_000)
        await look(t)
        (card,) = cards(t)
        action = f"{ids.MATCH_CONFIRM}:0:exact"
        await t.slack.click(t.suzuki, t.finance, card.ts, action)
        await t.slack.click(t.ito, t.finance, card.ts, action)
        await t.work()
        await t.later(2)
        assert any(f"<@{t.suzuki}>" in message.text for message in t.slack.ephemerals(t.ito))
        assert len(notices(t, ts)) == 1


async def test_who_may_not_approve_may_not_match(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        ts, _ = await invoiced(t)
        bank(t, 396_000)
        await look(t)
        await t.slack.join(t.tanaka, t.finance)
        await press(t, t.tanaka, cards(t)[0], f"{ids.MATCH_CONFIRM}:0:exact")
        assert notices(t, ts) == []
        assert buttons(cards(t)[0])[0] == f"{ids.MATCH_CONFIRM}:0:exact"


@pytest.mark.parametrize(
    ("amount", "kind", "words"),
    [
        (396_000 - 440, "fee", "手数料 ¥440"),
        (396_000 - 36_756, "withholding", "源泉徴収 ¥36,756"),
        (396_500, "over", "¥500 多い"),
    ],
)
async def test_a_sum_that_differs_says_by_what_and_counts_as_paid(
    tmp_path: Path, amount: int, kind: str, words: str
) -> None:
    async with town(tmp_path, past=True) as t:
        ts, _ = await invoiced(t)
        bank(t, amount)
        await look(t)
        (card,) = cards(t)
        assert words in text_of(card)
        assert "選んでください" in text_of(card)
        assert buttons(card)[0] == f"{ids.MATCH_CONFIRM}:0:{kind}"
        await press(t, t.suzuki, card, f"{ids.MATCH_CONFIRM}:0:{kind}")
        assert len(notices(t, ts)) == 1


async def test_a_short_sum_may_be_called_a_part_and_each_name_says_before_the_press_what_it_means(
    tmp_path: Path,
) -> None:
    async with town(tmp_path, past=True) as t:
        ts, invoice = await invoiced(t)
        line = bank(t, 396_000 - 440)
        await look(t)
        (card,) = cards(t)
        row = next(block["elements"] for block in card.blocks if block["type"] == "actions")
        asked = {button["action_id"]: button["confirm"]["text"]["text"] for button in row}
        assert "入金 ¥395,560　手数料 ¥440" in asked[f"{ids.MATCH_CONFIRM}:0:fee"]
        assert "入金 ¥395,560　源泉徴収 ¥440" in asked[f"{ids.MATCH_CONFIRM}:0:withholding"]
        assert "入金 ¥395,560　入金後の残り ¥440" in asked[f"{ids.MATCH_CONFIRM}:0:partial"]
        await press(t, t.suzuki, card, f"{ids.MATCH_CONFIRM}:0:partial")
        assert ["残り ¥440" in told for told in notices(t, ts)] == [True]
        t.office.book_bank_line(line.id, invoice.id)
        await look(t)  # the books say the same: nobody hears it twice
        assert len(notices(t, ts)) == 1
        assert "残り *¥440*" in deal_card(t, ts)


async def test_one_transfer_for_several_invoices(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        (first, one), (second, two) = await invoiced(t), await invoiced(t, price="21,000")
        line = bank(t, 396_000 + 277_200)
        await look(t)
        (card,) = cards(t)
        assert buttons(card)[0] == f"{ids.MATCH_CONFIRM}:0:combined"
        await press(t, t.suzuki, card, f"{ids.MATCH_CONFIRM}:0:combined")
        assert (len(notices(t, first)), len(notices(t, second))) == (1, 1)
        for invoice in (one, two):
            t.office.book_bank_line(line.id, invoice.id)
        await look(t)
        await look(t)
        assert "入金済み" in deal_card(t, first)
        assert "入金済み" in deal_card(t, second)
        assert (len(notices(t, first)), len(notices(t, second))) == (1, 1)


async def test_a_payer_confirmed_once_is_known_the_next_time(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        await invoiced(t)
        bank(t, 396_000, "振込 ﾊﾟﾊﾟｽｼﾖｳｶｲ")
        await look(t)
        (card,) = cards(t, "ﾊﾟﾊﾟｽ")
        assert "選んでください" in text_of(card)
        await press(t, t.suzuki, card, f"{ids.MATCH_CONFIRM}:0:exact")
        await invoiced(t, price="21,000")
        bank(t, 277_200, "振込 ﾊﾟﾊﾟｽｼﾖｳｶｲ")
        await look(t)
        assert "一致する請求書があります" in text_of(cards(t, "ﾊﾟﾊﾟｽ")[-1])
        assert "前に確認した振込名義" in text_of(cards(t, "ﾊﾟﾊﾟｽ")[-1])


async def test_a_decision_can_be_taken_back_and_what_it_taught_is_forgotten(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        await invoiced(t)
        bank(t, 396_000, "振込 ﾊﾟﾊﾟｽｼﾖｳｶｲ")
        await look(t)
        await press(t, t.suzuki, cards(t, "ﾊﾟﾊﾟｽ")[0], f"{ids.MATCH_CONFIRM}:0:exact")
        await press(t, t.ito, cards(t, "ﾊﾟﾊﾟｽ")[0], ids.MATCH_REOPEN)
        assert await t.parts.database.read(payments.payers, "freee") == []
        await press(t, t.ito, cards(t, "ﾊﾟﾊﾟｽ")[0], ids.MATCH_REJECT)
        assert "請求書の入金ではない" in text_of(cards(t, "ﾊﾟﾊﾟｽ")[0])


async def test_a_payment_booked_there_without_us_is_told_once_and_asks_nobody(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        ts, invoice = await invoiced(t)
        t.office.mark_paid(invoice.id)
        await look(t)
        await look(t)
        assert len(notices(t, ts)) == 1
        assert "入金済み" in deal_card(t, ts)
        assert cards(t) == []


async def test_a_part_booked_there_leaves_the_rest_due_everywhere(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        ts, invoice = await invoiced(t)
        t.office.mark_partial(invoice.id, 96_000)
        await look(t)
        await look(t)
        assert ["残り ¥300,000" in told for told in notices(t, ts)] == [True]
        assert "残り *¥300,000*" in deal_card(t, ts)
        _, owed = await t.parts.database.read(invoices.unpaid_sum, invoices.Which(text="サンプル"))
        assert owed == 300_000
        bank(t, 300_000)
        await look(t)
        assert "一致する請求書があります" in text_of(cards(t)[0])


async def test_what_was_proposed_is_withdrawn_when_the_invoice_is_paid_otherwise(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        _, invoice = await invoiced(t)
        bank(t, 100_000)
        await look(t)
        assert buttons(cards(t)[0])[0] == f"{ids.MATCH_CONFIRM}:0:partial"
        stale = cards(t)[0]
        t.office.mark_paid(invoice.id)
        await look(t)
        await press(t, t.suzuki, stale, ids.MATCH_REJECT)
        assert "消し込" not in text_of(cards(t)[0])


async def test_freshness_stands_where_payments_are_spoken_of(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        await invoiced(t)
        t.office.sync_feed()
        await look(t)
        await t.later(5 * 3_600)
        now = t.clock.now()
        message = await t.parts.database.read(
            list_unpaid, t.parts.services, t.parts.services.texts, text="", offset=0, user=t.suzuki, now=now
        )
        assert "見本銀行 普通 1234567の明細は" in text_of(message)
        t.office.break_feed()
        await look(t)
        message = await t.parts.database.read(
            list_unpaid, t.parts.services, t.parts.services.texts, text="", offset=0, user=t.suzuki, now=t.clock.now()
        )
        assert "同期できていません" in text_of(message)


async def test_the_morning_digest_names_invoices_without_an_entry_and_money_nobody_expects(tmp_path: Path) -> None:
    async with town(tmp_path, seeded=False) as t:
        t.office.add_partner("株式会社サンプル商事", name_kana="サンプルショウジ")
        await t.until("2026-11-24T11:01")  # the hourly look at the partners
        await invoiced(t, booked=False)
        bank(t, 12_345, "ﾘｿｸ")
        await look(t)
        await t.later(22 * 3_600)
        await t.parts.scheduler.tick()
        await t.work()
        digests = [message for message in t.slack.messages(t.finance) if "残っていること" in message.text]
        assert len(digests) == 1
        assert "取引が未登録の請求書 1 件" in text_of(digests[0])
        assert "該当する請求書がない入金 1 件" in text_of(digests[0])
        assert "ﾘｿｸ" in text_of(digests[0])


async def test_what_is_due_is_read_on_where_the_budget_stopped_it(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        partner = t.office.partners.by_name("さくら食堂")
        made = [t.office.create_by_hand(partner.id, [LINE], payment_date="2026-12-31") for _ in range(150)]
        for invoice in made:
            t.office.register_deal(invoice.id)
        await look(t)
        for invoice in made:
            t.office.mark_partial(invoice.id, 100)
        refused = t.office_faults.add("GET /api/1/deals", "status", skip=1, status=429, headers={"Retry-After": "60"})
        before = len(t.office.exchanges)
        await look(t)
        await t.later(120)
        assert refused.played == 1
        asked = [one for one in list(t.office.exchanges)[before:] if (one.method, one.path) == ("GET", "/api/1/deals")]
        assert [one.query.get("offset", "0") for one in asked] == ["0", "100"]
        assert {(await t.mirror(invoice.number)).residual for invoice in made[::50]} == {1_000}


# --- bank files


def csv_of(*rows: tuple[int, str], day: str = "2026/11/24") -> bytes:
    text = "".join(f"{day},{payer},,{amount},\n" for amount, payer in rows)
    return f"日付,摘要,お引出し,お預入れ,残高\n{text}".encode("cp932")


async def share(t: Town, content: bytes, name: str = "meisai.csv") -> str:
    await t.slack.join(t.suzuki, t.finance)
    ts = await t.slack.share_file(t.suzuki, t.finance, name, content)
    await t.work()
    await t.later(2)
    return ts


def answers(t: Town, ts: str) -> list[str]:
    return [message.text for message in t.slack.thread(t.finance, ts) if message.ts != ts]


async def test_a_bank_file_is_taken_in_once_however_often_it_comes(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        await invoiced(t)
        content = csv_of((396_000, "ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ"), (1_000, "ﾔﾏﾀﾞ"), (1_000, "ﾔﾏﾀﾞ"))
        first = await share(t, content)
        assert ["新しい入金 3 件 ¥398,000" in text for text in answers(t, first)] == [True]
        assert len(cards(t)) == 1
        second = await share(t, content, "again.csv")
        assert ["新しい入金 0 件 ¥0、取り込み済み 3 件" in text for text in answers(t, second)] == [True]
        assert len(cards(t)) == 1


async def test_a_file_that_cannot_be_read_says_why_and_other_files_are_left_alone(tmp_path: Path) -> None:
    async with town(tmp_path, past=True) as t:
        assert ["見出し" in text for text in answers(t, await share(t, "名前,住所\n山田,東京\n".encode()))] == [True]
        assert answers(t, await share(t, b"notes of a meeting", "memo.txt")) == []
        assert answers(t, await share(t, b"%PDF-1.7 ...", "invoice.pdf")) == []


async def test_a_payment_from_a_file_is_recorded_once_on_request(tmp_path: Path) -> None:
    async with town(tmp_path, policy=RECORDS, past=True) as t:
        ts, invoice = await invoiced(t)
        await share(t, csv_of((396_000, "ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ")))
        await press(t, t.suzuki, cards(t)[0], f"{ids.MATCH_CONFIRM}:0:exact")
        assert t.office.ledger.deal(invoice.deal_id).payments == []
        card = cards(t)[0]
        await t.slack.click(t.suzuki, t.finance, card.ts, ids.MATCH_RECORD)
        await t.slack.click(t.ito, t.finance, card.ts, ids.MATCH_RECORD)
        await t.work()
        await t.later(2)
        assert [payment["amount"] for payment in t.office.ledger.deal(invoice.deal_id).payments] == [396_000]
        assert "消し込み済み" in text_of(cards(t)[0])
        assert "入金済み" in deal_card(t, ts)
        assert len(notices(t, ts)) == 1


@pytest.mark.parametrize("fault", ["lost_before", "lost_after", "late"])
async def test_a_lost_answer_records_a_payment_once_all_the_same(tmp_path: Path, fault: str) -> None:
    async with town(tmp_path, policy=RECORDS, past=True) as t:
        _, invoice = await invoiced(t)
        await share(t, csv_of((396_000, "ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ")))
        await press(t, t.suzuki, cards(t)[0], f"{ids.MATCH_CONFIRM}:0:exact")
        t.office_faults.add("POST /api/1/deals/*/payments", fault, delay=30)
        await press(t, t.suzuki, cards(t)[0], ids.MATCH_RECORD)
        for _ in range(12):
            await t.later(120)
        recorded = t.office.ledger.deal(invoice.deal_id).payments
        assert len(recorded) <= 1
        if fault == "lost_before":  # found to be absent: a person is asked, and may ask again
            assert recorded == []
            assert "会計ソフトで確かめてください" in text_of(cards(t)[0])
            await press(t, t.suzuki, cards(t)[0], ids.MATCH_RECORD)
        assert len(t.office.ledger.deal(invoice.deal_id).payments) == 1
        assert "消し込み済み" in text_of(cards(t)[0])


async def test_a_line_of_the_feed_is_never_recorded_by_us(tmp_path: Path) -> None:
    async with town(tmp_path, policy=RECORDS, past=True) as t:
        await invoiced(t)
        bank(t, 396_000)
        await look(t)
        await press(t, t.suzuki, cards(t)[0], f"{ids.MATCH_CONFIRM}:0:exact")
        assert ids.MATCH_RECORD not in buttons(cards(t)[0])
        assert t.office.calls("POST", "/api/1/deals") == 0


def test_a_bank_file_given_to_the_command_counts_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'one.sqlite3'}"
    upgrade(make_engine(url))
    file = tmp_path / "meisai.csv"
    file.write_bytes(csv_of((396_000, "ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ"), (500, "ﾘｿｸ")))
    said = io.StringIO()
    assert [run_import_bank(url, file, account="普通 1", out=said) for _ in range(2)] == [0, 0]
    assert "新しい入金 2 件 ¥396,500" in said.getvalue()
    assert "新しい入金 0 件 ¥0、取り込み済み 2 件" in said.getvalue()
    file.write_bytes(b"nothing of a bank")
    assert run_import_bank(url, file, account="", out=said) == 1
