"""The main job: a salesperson posts, an accountant presses once, exactly one invoice stands in the books."""

import json

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.invoice import IntentState
from domain.tax import TaxEntry
from storage.models import OrderReport, SlackEvent
from storage.repositories import evidence
from tests.town import ORDER, Town

pytestmark = pytest.mark.both_systems


async def test_a_posted_report_is_answered_with_a_card_in_its_thread(t: Town) -> None:
    ts = await t.post(ORDER)
    shown = t.shown(ts)
    assert len(t.cards(ts)) == 1
    assert t.card(ts).thread_ts == ts
    for fact in ("株式会社サンプル商事", "クラウド保守サービス", "12 × ¥30,000", "¥360,000", "¥36,000", "¥396,000"):
        assert fact in shown
    assert t.say("card.title") in shown
    assert t.say("status.proposed") in shown
    assert f"<@{t.tanaka}>" in shown


async def test_the_card_gives_the_due_date_with_the_reason_for_it(t: Town) -> None:
    ts = await t.post(ORDER)
    assert "2026-12-31" in t.shown(ts)
    assert "月末締め翌月末払い" in t.shown(ts)
    assert "投稿に記載" in t.shown(ts)


async def test_one_press_makes_exactly_one_invoice_with_the_figures_of_the_card(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.papers()
    deal = await t.deal(ts)
    assert deal.total == invoice.total == 396_000
    assert invoice.subtotal == 360_000
    assert invoice.partner == "株式会社サンプル商事"
    assert invoice.billing_date == "2026-11-24"
    assert invoice.due_date == "2026-12-31"
    assert t.books.calls(t.books.create) == 1


async def test_the_card_becomes_the_result_with_number_amount_due_date_link_and_approver(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.papers()
    shown = t.shown(ts)
    assert len(t.cards(ts)) == 1  # the same message
    for fact in (t.say("card.title.invoiced"), invoice.number, "¥396,000", "2026-12-31", f"<@{t.suzuki}>"):
        assert fact in shown
    assert invoice.id in json.dumps(t.card(ts).blocks)  # the link
    assert t.buttons(ts) == [ids.OPEN_INVOICE]


async def test_the_buttons_vanish_at_the_press_before_the_system_was_asked(t: Town) -> None:
    ts = await t.post(ORDER)
    for rule in t.books.anything:
        t.office_faults.add(rule, "lost_before", times=50)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert t.say("card.title.confirmed") in t.shown(ts)
    assert t.buttons(ts) == []


async def test_an_invoice_of_ours_carries_the_approver_and_our_token_in_its_memo(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.papers()
    assert invoice.memo.startswith("Slack受注報告から作成")
    assert invoice.memo.endswith((await t.intent(ts)).token)


async def test_everything_done_to_a_deal_is_kept_as_evidence_in_an_unbroken_chain(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert await t.evidence(ts) == ["proposed", "status:confirmed", "frozen", "status:invoiced"]
    assert await t.parts.database.read(evidence.verify) is None


async def test_the_three_second_path_only_records_the_event_and_one_job(t: Town) -> None:
    await t.slack.post_message(t.tanaka, t.sales, ORDER)
    (event,) = [row for row in await t.rows(SlackEvent) if row.body.get("text") == ORDER]
    assert event.kind == "slack.message"
    assert [job.kind for job in await t.open_jobs()] == ["slack.message"]
    assert await t.rows(OrderReport) == []
    await t.work()
    assert len(await t.rows(OrderReport)) == 1


async def test_an_event_delivered_three_times_at_once_is_one_deal_one_card_and_one_invoice(t: Town) -> None:
    t.slack.adversary.copies = 3
    ts = await t.post(ORDER)
    assert len(t.cards(ts)) == 1
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(await t.deals()) == 1
    assert len(t.invoices()) == 1


async def test_events_that_arrive_in_the_wrong_order_change_nothing(t: Town) -> None:
    t.slack.adversary.reorder = 2
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("12", "24"))
    await t.slack.flush()
    await t.work()
    assert (await t.deal(ts)).total == 792_000
    assert len(t.cards(ts)) == 1


async def test_an_order_posted_while_slack_answers_nothing_gets_its_card_later(t: Town) -> None:
    t.slack_faults.add("* /api/*", "status", times=3, status=503)
    ts = await t.post(ORDER)
    assert t.cards(ts) == []
    assert await t.status(ts) is DealStatus.PROPOSED
    await t.through(600, step=60)
    assert len(t.cards(ts)) == 1


async def test_the_deal_follows_the_invoice_from_made_to_verified(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert (await t.intent(ts)).state == IntentState.CREATED
    await t.until("2026-11-24T11:08")
    assert (await t.intent(ts)).state == IntentState.VERIFIED


@pytest.mark.parametrize(
    ("lines", "subtotal", "tax", "total"),
    [
        ("玄米 10kg | 20袋 | 3,800 | 8軽\n配送料 | 1 | 8,000 | 10", 84_000, 6_880, 90_880),
        ("切手 | 10 | 84 | 0\n手数料 | 1 | 99 | 10", 939, 9, 948),
        ("時間単価 | 7.5時間 | 1,333 | 10", 9_997, 999, 10_996),
        ("保守 | 1 | 100,000 | 10\n値引き | 1 | -10,000 | 10", 90_000, 9_000, 99_000),
    ],
)
async def test_tax_is_computed_once_per_rate_and_equals_the_answer_to_the_yen(
    t: Town, lines: str, subtotal: int, tax: int, total: int
) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.LINES: lines})
    assert f"¥{total:,}" in t.shown(ts)
    assert f"¥{subtotal:,}" in t.shown(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.papers()
    assert invoice.subtotal == subtotal
    assert invoice.tax == tax
    assert invoice.total == total
    assert (await t.intent(ts)).flags == ""


@pytest.mark.only_if(lambda can: TaxEntry.IN in can.tax_entries, "a request cannot say that prices hold the tax")
async def test_amounts_with_tax_inside_stay_what_was_reported(t: Town) -> None:
    ts = await t.post("【受注報告】\n会社名：株式会社サンプル商事\n商品：保守サービス\n金額：1,000円（税込）")
    assert "税込" in t.shown(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (invoice,) = t.papers()
    assert (invoice.total, invoice.tax) == (1_000, 90)


async def test_a_plain_line_is_read_too(t: Town) -> None:
    ts = await t.post("アクメ工業株式会社様から受注しました。研修 50万円（税抜）です")
    assert "アクメ工業株式会社" in t.shown(ts)
    assert "¥550,000" in t.shown(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1
