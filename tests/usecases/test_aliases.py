"""What a click on a partner teaches, who can see it, and how it is taken back."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.blocks import ids
from domain.order import DealContent
from storage.models import PartnerAlias
from storage.repositories import deals, partners
from tests.town import ORDER, Town, words

pytestmark = pytest.mark.both_systems


def order_for(name: str) -> str:
    return ORDER.replace("株式会社サンプル商事", name)


async def content(t: Town, ts: str) -> DealContent:
    return deals.content_of(await t.deal(ts))


async def choose(t: Town, written: str, partner: str) -> str:
    """Report an order for a written name and choose its partner; return the post's ts."""
    ts = await t.post(order_for(written))
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.PARTNER: partner, ids.PARTNER_NEW: ""})
    return ts


async def ask(t: Town, text: str = "") -> Any:
    """Ask /alias and return the answer."""
    await t.slack.command(t.suzuki, t.sales, ids.COMMAND_ALIAS, text)
    await t.work()
    return t.slack.ephemerals(t.suzuki)[-1]


async def answer(t: Town, action_id: str) -> Any:
    """Press a button of the last private message; return what stands there afterwards."""
    before = t.slack.ephemerals(t.suzuki)[-1]
    await t.slack.click(t.suzuki, t.sales, before.ts, action_id)
    await t.work()
    return t.slack.ephemerals(t.suzuki)[-1]


async def test_what_a_click_taught_stands_in_alias_with_who_and_when_and_can_be_taken_back(t: Town) -> None:
    await choose(t, "さくら", "さくら食品株式会社")
    listed = words((await ask(t)).blocks)
    assert "「さくら」" in listed
    assert "さくら食品株式会社" in listed
    assert f"<@{t.suzuki}>" in listed
    assert "2026-11-24" in listed
    (alias,) = await t.rows(PartnerAlias)
    after = await answer(t, f"{ids.ALIAS_FORGET}:{alias.id}")
    assert after.text == t.say("alias.none")
    assert await t.rows(PartnerAlias) == []
    await t.later(1)
    again = await t.post(order_for("さくら").replace("12", "5"))
    assert "partner" in (await content(t, again)).doubts


async def test_alias_finds_by_either_name_and_says_when_nothing_was_taught(t: Town) -> None:
    assert (await ask(t)).text == t.say("alias.none")
    await choose(t, "さくら", "さくら食品株式会社")
    assert "「さくら」" in words((await ask(t, "食品")).blocks)
    assert (await ask(t, "アクメ")).text == t.say("alias.none_for", text="アクメ")


async def test_an_acronym_settles_this_order_and_is_learnt_only_if_a_person_says_so(t: Town) -> None:
    ts = await choose(t, "AC", "アクメ工業株式会社")
    assert (await content(t, ts)).partner_label == "アクメ工業株式会社"
    assert await t.rows(PartnerAlias) == []
    question = t.slack.ephemerals(t.suzuki)[-1]
    assert question.text == t.say("alias.ask", written="AC", partner="アクメ工業株式会社")
    assert question.thread_ts == ts
    after = await answer(t, ids.ALIAS_LEARN)
    assert after.text == t.say("alias.learnt", written="AC", partner="アクメ工業株式会社")
    assert [alias.written for alias in await t.rows(PartnerAlias)] == ["AC"]
    again = await t.post(order_for("AC").replace("12", "5"))
    assert (await content(t, again)).partner_label == "アクメ工業株式会社"


async def test_an_acronym_nobody_wants_learnt_is_asked_about_again(t: Town) -> None:
    await choose(t, "AC", "アクメ工業株式会社")
    await answer(t, ids.ALIAS_ASK_AGAIN)
    assert await t.rows(PartnerAlias) == []
    again = await t.post(order_for("AC").replace("12", "5"))
    assert "partner" in (await content(t, again)).doubts


async def test_a_name_that_two_partners_have_is_asked_every_time_whatever_was_clicked(t: Town) -> None:
    """さくら is taught; then a partner of just that name is entered in the books."""
    await choose(t, "さくら", "さくら食品株式会社")
    t.books.add_partner("株式会社さくら")
    await t.until("2026-11-25T10:15")
    ts = await t.post(order_for("さくら").replace("12", "5"))
    assert (await content(t, ts)).partner_id is None
    await choose(t, "さくら", "さくら食堂")
    (alias,) = await t.rows(PartnerAlias)
    assert alias.created_at < t.clock.now().replace(hour=0)  # the one from the day before; nothing new was learnt


async def test_a_long_list_is_turned_page_by_page_the_newest_first(t: Town) -> None:
    for number in range(12):
        await t.parts.database.transact(
            partners.learn_alias,
            provider=t.parts.services.accounting.name,
            key=f"名前{number}",
            written=f"名前{number}号",
            partner_id="1",
            confirmed_by=t.suzuki,
            deal_id=None,
            now=t.clock.now() + timedelta(seconds=number),
        )
    first = words((await ask(t)).blocks)
    assert "「名前11号」" in first
    assert "「名前1号」" not in first
    second = words((await answer(t, f"{ids.ALIAS_PAGE}:next")).blocks)
    assert "「名前1号」" in second
    assert t.say("alias.page", first=11, last=12, count=12) in second


async def test_a_press_whose_numbers_are_none_takes_nothing_back_and_shows_the_list(t: Town) -> None:
    await choose(t, "さくら", "さくら食品株式会社")
    (alias,) = await t.rows(PartnerAlias)
    shown = await ask(t)
    for block in shown.blocks:
        if "accessory" in block:
            value = json.dumps({"a": "x", "p": alias.partner_id, "o": "x", "t": ""})
            block["accessory"] = {**block["accessory"], "value": value}
    delivery = await t.slack.click(t.suzuki, t.sales, shown.ts, f"{ids.ALIAS_FORGET}:{alias.id}")
    await t.work()
    assert delivery.ok
    assert "「さくら」" in words(t.slack.ephemerals(t.suzuki)[-1].blocks)
    assert [row.id for row in await t.rows(PartnerAlias)] == [alias.id]
