"""Registering an order without a report: /order, the shortcuts, the home tab, and a post the reader passed over."""

from typing import Any

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.order import DealContent
from storage.repositories import deals
from tests.town import ORDER, Cast, Town

FILLED = {
    ids.PARTNER: "株式会社サンプル商事",
    ids.LINES: "クラウド保守サービス | 12 | 30,000 | 10",
    ids.TAX_ENTRY: "out",
}


def two_channels(cast: Cast) -> dict[str, Any]:
    return {"channels": {"sales": [cast.sales, cast.finance], "alerts": cast.alerts}}


async def content(t: Town) -> DealContent:
    return deals.content_of((await t.deals())[-1])


async def by_command(t: Town) -> None:
    await t.slack.command(t.tanaka, t.finance, ids.COMMAND_ORDER)


async def by_shortcut(t: Town) -> None:
    await t.slack.shortcut(t.tanaka, ids.NEW_ORDER)


async def by_home(t: Town) -> None:
    await t.slack.open_home(t.tanaka)
    await t.work()
    home = t.slack.home(t.tanaka)
    assert home is not None
    await t.slack.click_view(t.tanaka, home.id, ids.HOME_NEW)


@pytest.mark.parametrize("way", [by_command, by_shortcut, by_home], ids=["/order", "shortcut", "home tab"])
async def test_a_form_makes_a_deal_whose_card_stands_under_a_post_of_ours(t: Town, way: Any) -> None:
    await way(t)
    await t.submit(t.tanaka, FILLED)
    (deal,) = await t.deals()
    assert (deal.total, deal.reporter, deal.owner) == (396_000, t.tanaka, t.tanaka)
    (report,) = t.slack.messages(t.sales)
    assert f"<@{t.tanaka}>" in str(report.blocks)
    assert "株式会社サンプル商事" in str(report.blocks)
    (card,) = t.slack.thread(t.sales, report.ts)[1:]
    await t.slack.click(t.suzuki, t.sales, card.ts, ids.APPROVE)
    await t.work()
    assert [invoice.amounts["total_amount"] for invoice in t.invoices()] == [396_000]


async def test_dates_follow_from_the_rules_where_the_form_leaves_them_open(t: Town) -> None:
    await by_command(t)
    await t.submit(t.tanaka, FILLED)
    found = await content(t)
    assert [str(day) for day in (found.order_date, found.billing_date, found.due_date)] == [
        "2026-11-24",
        "2026-11-24",
        "2026-12-31",
    ]


async def test_a_partner_nobody_knows_is_asked_on_the_card_and_not_created(t: Town) -> None:
    await by_command(t)
    await t.submit(t.tanaka, {**FILLED, ids.PARTNER: "株式会社はじめまして"})
    found = await content(t)
    assert not found.create_partner
    assert "partner" in found.doubts
    report = t.slack.messages(t.sales)[0]
    assert ids.APPROVE not in str(t.slack.thread(t.sales, report.ts)[1].blocks)


@pytest.mark.parametrize(
    ("values", "field", "key"),
    [
        ({ids.PARTNER: "　"}, ids.PARTNER, "error.partner"),
        ({ids.LINES: "保守"}, ids.LINES, "error.lines.shape"),
        ({ids.LINES: "返金 | 1 | -100"}, ids.LINES, "error.total"),
        ({ids.DUE_DATE: "2026-11-01", ids.BILLING_DATE: "2026-11-24"}, ids.DUE_DATE, "error.due"),
    ],
    ids=["no partner", "lines", "negative", "due before billed"],
)
async def test_wrong_fields_are_said_in_the_form(t: Town, values: dict[str, Any], field: str, key: str) -> None:
    await by_command(t)
    view = await t.submit(t.tanaka, {**FILLED, **values})
    assert view.errors[field] == t.say(key, line=1)
    assert await t.deals() == []


async def test_the_same_form_delivered_twice_is_one_order(t: Town) -> None:
    await by_command(t)
    view = t.view(t.tanaka)
    submitted = await t.slack.submit_view(t.tanaka, view.id, FILLED)
    await t.slack.replay(submitted)
    await t.work()
    assert len(await t.deals()) == 1
    assert len(t.slack.messages(t.sales)) == 1


@pytest.mark.town(policy=two_channels)
async def test_with_several_sales_channels_the_form_asks_which_one(t: Town) -> None:
    await by_command(t)
    await t.submit(t.tanaka, {**FILLED, ids.CHANNEL: t.finance})
    assert len(t.slack.messages(t.finance)) == 1
    assert t.slack.messages(t.sales) == []


@pytest.mark.town(policy=two_channels)
async def test_another_channel_than_those_is_refused_in_the_form(t: Town) -> None:
    await by_command(t)
    view = await t.submit(t.tanaka, {**FILLED, ids.CHANNEL: t.alerts})
    assert view.errors == {ids.CHANNEL: t.say("error.channel")}
    assert await t.deals() == []


# --- 受注として登録 on a message


async def registered(t: Town, text: str, values: dict[str, Any] | None = None) -> str:
    ts = await t.post(text)
    await t.slack.message_shortcut(t.suzuki, ids.REGISTER_MESSAGE, t.sales, ts)
    await t.submit(t.suzuki, values if values is not None else FILLED)
    return ts


async def test_a_post_the_reader_did_not_take_as_an_order_can_be_registered(t: Town) -> None:
    ts = await registered(t, "サンプル商事さんの件、いつもの内容でお願いします")
    assert await t.total(ts) == 396_000
    assert (await t.deal(ts)).reporter == t.suzuki
    assert t.card(ts).thread_ts == ts
    await t.press(t.ito, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_what_the_reader_could_read_is_filled_in_already(t: Town) -> None:
    ts = await t.post("【受注報告】\n会社名：株式会社サンプル商事")
    await t.slack.message_shortcut(t.suzuki, ids.REGISTER_MESSAGE, t.sales, ts)
    view = t.view(t.suzuki)
    elements = {block["block_id"]: block["element"] for block in view.body["blocks"]}
    assert ids.LINES in elements
    await t.submit(t.suzuki, FILLED)
    assert await t.total(ts) == 396_000


async def test_a_post_that_is_registered_already_says_so(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.message_shortcut(t.suzuki, ids.REGISTER_MESSAGE, t.sales, ts)
    view = await t.submit(t.suzuki, FILLED)
    assert t.say("tell.already") in view.errors.values()
    assert len(await t.deals()) == 1


async def test_a_post_whose_deals_are_all_closed_can_be_registered_again(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    t.office.cancel_by_hand(t.invoices()[0].id)
    await t.until("2026-11-24T11:08")
    await t.slack.message_shortcut(t.suzuki, ids.REGISTER_MESSAGE, t.sales, ts)
    await t.submit(t.suzuki, {**FILLED, ids.LINES: "クラウド保守サービス | 12 | 28,000 | 10"})
    assert [deal.status for deal in await t.deals()] == [DealStatus.CANCELLED, DealStatus.PROPOSED]


async def test_posts_of_other_channels_cannot_be_registered(t: Town) -> None:
    ts = await t.slack.post_message(t.tanaka, t.finance, ORDER)
    await t.slack.message_shortcut(t.suzuki, ids.REGISTER_MESSAGE, t.finance, ts)
    await t.work()
    assert t.slack.views_open_for(t.suzuki) == []
    assert t.told(t.suzuki) == [t.say("tell.not_sales")]


async def test_a_very_long_post_can_be_registered(t: Town) -> None:
    ts = await registered(t, "商談の経緯です。\n" + "先方のご要望を「詳しく」書きます。\n" * 150)
    assert await t.total(ts) == 396_000


async def test_a_registered_post_that_is_edited_later_keeps_what_was_registered(t: Town) -> None:
    ts = await registered(t, "サンプル商事さんの件、いつもの内容でお願いします")
    await t.slack.edit_message(t.tanaka, t.sales, ts, "サンプル商事さんの件、いつもの内容でお願いします！")
    await t.work()
    assert await t.status(ts) is DealStatus.PROPOSED
    assert await t.total(ts) == 396_000
