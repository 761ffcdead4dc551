"""Replies in an order's thread complete and correct what is not approved; later they warn; chatter does nothing."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from tests.town import ORDER, Town
from tests.usecases.test_posts import TWO

pytestmark = pytest.mark.both_systems

UNCLEAR = "【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守\n金額：月額50,000円"


async def reply(t: Town, ts: str, text: str, *, user: str | None = None) -> str:
    """Answer in the thread of a post, let the bot work, and return the reply's ts."""
    own = await t.slack.post_message(user or t.tanaka, t.sales, text, thread_ts=ts)
    await t.work()
    await t.later(2)
    return own


def cards(t: Town, ts: str) -> list[str]:
    """Return what the bot's messages under a post say."""
    return [t.shown(ts, at) for at, message in enumerate(t.cards(ts)) if message.user not in (t.tanaka, t.ito)]


async def press(t: Town, ts: str, action_id: str) -> None:
    """Press a button of the first of the bot's messages under a post."""
    card = next(message for message in t.cards(ts) if message.user not in (t.tanaka, t.ito))
    await t.press(t.suzuki, ts, action_id, card=card)


async def test_replies_settle_the_doubts_and_the_card_says_whose_words_it_stands_on(t: Town) -> None:
    ts = await t.post(UNCLEAR)
    await reply(t, ts, "金額は税抜です")
    await reply(t, ts, "半年分でお願いします")
    assert await t.total(ts) == 330_000
    (shown,) = cards(t, ts)
    assert "¥330,000" in shown
    assert f"<@{t.tanaka}>「金額は税抜です」" in shown
    assert f"<@{t.tanaka}>「半年分でお願いします」" in shown
    assert "replied" in await t.evidence(ts)
    await press(t, ts, ids.APPROVE)
    assert [paper.total for paper in t.papers()] == [330_000]


async def test_a_changed_date_moves_the_invoice(t: Town) -> None:
    ts = await t.post(ORDER)
    await reply(t, ts, "請求日は来月末に変わりました")
    content = (await t.deal(ts)).content
    assert (content["billing_date"], content["due_date"]) == ("2026-12-31", "2027-01-31")


async def test_chatter_questions_and_other_peoples_words_change_nothing(t: Town) -> None:
    ts = await t.post(UNCLEAR)
    version = (await t.deal(ts)).version
    await reply(t, ts, "税抜ですか？", user=t.ito)
    await reply(t, ts, "税込だと思います", user=t.ito)
    await reply(t, ts, "ありがとうございます！30分後に電話します")
    assert (await t.deal(ts)).version == version
    assert len(cards(t, ts)) == 1


@pytest.mark.town(policy=lambda people: {"people": {"伊藤": people.ito}})
async def test_whoever_the_report_names_as_owner_may_correct_it_too(t: Town) -> None:
    ts = await t.post(f"{UNCLEAR}\n担当：伊藤")
    await reply(t, ts, "税抜です", user=t.ito)
    assert await t.total(ts) == 55_000


async def test_after_the_approval_a_reply_only_warns(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await reply(t, ts, "単価は28,000円でした")
    assert [paper.total for paper in t.papers()] == [396_000]
    assert await t.total(ts) == 396_000
    (shown,) = cards(t, ts)
    assert "承認の後に返信がありました「単価は28,000円でした」" in shown


async def test_a_cancellation_in_the_thread_stops_the_approval_until_a_person_has_answered(t: Town) -> None:
    ts = await t.post(ORDER)
    card = t.card(ts)
    assert ids.APPROVE in t.buttons(ts)
    await t.slack.post_message(t.tanaka, t.sales, "すみません、キャンセルになりました", thread_ts=ts)
    await t.work()
    assert ids.APPROVE not in str(card.blocks)
    await press(t, ts, f"{ids.CHOOSE}:reply:0")
    assert await t.status(ts) is DealStatus.CANCELLED


async def test_an_edited_post_is_read_anew_with_its_replies_on_top(t: Town) -> None:
    ts = await t.post(UNCLEAR)
    await reply(t, ts, "金額は税抜です")
    await t.slack.edit_message(t.tanaka, t.sales, ts, UNCLEAR.replace("50,000", "60,000"))
    await t.work()
    assert await t.total(ts) == 66_000


async def test_a_reply_that_is_edited_or_deleted_counts_as_it_stands(t: Town) -> None:
    ts = await t.post(UNCLEAR)
    own = await reply(t, ts, "金額は税抜です")
    await t.slack.edit_message(t.tanaka, t.sales, own, "金額は税込です")
    await t.work()
    assert (await t.deal(ts)).content["tax_entry"] == "in"
    await t.slack.delete_message(t.tanaka, t.sales, own)
    await t.work()
    assert "tax_entry" in (await t.deal(ts)).content["doubts"]
    assert (await t.deal(ts)).content["replies"] == []


async def test_a_reply_under_two_orders_is_put_into_effect_where_a_person_says_so(t: Town) -> None:
    ts = await t.post(TWO)
    await reply(t, ts, "すみません、税込でした")
    assert [deal.total for deal in await t.deals()] == [110_000, 220_000]
    first = t.cards(ts)[0]
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:reply:0", card=first)
    assert (await t.deal(ts, 0)).content["tax_entry"] == "in"
    assert (await t.deal(ts, 1)).content["tax_entry"] == "out"
    await reply(t, ts, "アクメ工業の研修の金額は180,000円でした")
    assert await t.total(ts, 1) == 198_000


async def test_a_reply_that_brings_what_was_missing_makes_it_an_order(t: Town) -> None:
    ts = await t.post("【受注報告】\n会社名：株式会社サンプル商事")
    assert await t.deals() == []
    await reply(t, ts, "商品：クラウド保守\n金額：50,000円（税抜）")
    assert await t.total(ts) == 55_000
    await t.slack.edit_message(t.tanaka, t.sales, ts, "【受注報告】\n会社名：アクメ工業株式会社")
    await t.work()
    assert [(deal.partner_label, deal.total) for deal in await t.deals()] == [("アクメ工業株式会社", 55_000)]


async def test_a_whole_report_as_a_reply_corrects_the_order_and_makes_no_second_one(t: Town) -> None:
    ts = await t.post(ORDER)
    await reply(t, ts, "訂正します。\n" + ORDER.replace("12", "10"))
    assert [deal.total for deal in await t.deals()] == [330_000]


async def test_a_correction_in_the_form_is_not_overruled_by_a_later_reply(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.LINES: "保守 | 1 | 500,000 | 10"})
    await reply(t, ts, "金額は480,000円でした")
    assert await t.total(ts) == 550_000
    await press(t, ts, f"{ids.CHOOSE}:reply:0")
    assert await t.total(ts) == 528_000
