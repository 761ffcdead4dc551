"""Which posts are read, and what becomes of a deal when its post is changed or deleted."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from storage.models import Deal, OrderReport, SlackEvent
from tests.town import ORDER, Town

TWO = (
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：保守サービス\n金額：100,000円（税抜）\n\n"
    "【受注報告】\n会社名：アクメ工業株式会社\n商品：研修\n金額：200,000円（税抜）"
)
SECOND = TWO.split("\n\n")[1]
BOT = "B0WORKFLOW1"


# --- which posts


@pytest.mark.parametrize(
    "text",
    [
        "おはようございます。今日もよろしくお願いします",
        "お昼どうします？ 12時に1階で",
        "来週のアクメ工業さんの打ち合わせ、15時からになりました",
        "見積書を送りました。30万円くらいになりそうです",
        "ありがとうございます！ :tada:",
        "株式会社サンプル商事 失注しました。金額は50万円でした",
    ],
    ids=["greeting", "lunch", "meeting", "quote", "thanks", "lost"],
)
async def test_chatter_gets_no_answer_at_all(t: Town, text: str) -> None:
    ts = await t.post(text)
    assert t.cards(ts) == []
    assert t.slack.ephemerals(t.tanaka) == []
    assert await t.deals() == []


async def test_a_post_that_looks_like_an_order_but_lacks_something_gets_a_short_answer_on_how_to_write_it(
    t: Town,
) -> None:
    ts = await t.post("【受注報告】\n会社名：株式会社サンプル商事")
    assert await t.deals() == []
    (answer,) = t.cards(ts)
    assert t.say("hint.missing.items") in answer.text
    assert t.say("hint.how") in t.shown(ts)
    assert "会社名：" in t.shown(ts)  # the example


async def test_a_post_that_does_not_say_it_is_won_is_asked_about(t: Town) -> None:
    ts = await t.post("株式会社サンプル商事さん、LAN工事 一式 420,000円（税別）でまるっと預かりました！")
    assert await t.deals() == []
    (answer,) = t.cards(ts)
    assert answer.text == t.say("hint.won")
    assert t.buttons(ts) == [ids.TAKE_FOR_ORDER]


# nothing in it that a rule knows speaks against it, and it is told like none
DOUBTED = "株式会社サンプル商事さんの背景スタンド 3台 単価57,000円（税別）、発注書の現物は総務の棚の上から2段目です。"


@pytest.mark.parametrize("presser", ["tanaka", "suzuki"], ids=["who wrote it", "somebody else"])
async def test_one_press_makes_a_card_of_a_post_that_was_asked_about(t: Town, presser: str) -> None:
    ts = await t.post(DOUBTED)
    assert await t.deals() == []
    await t.press(getattr(t, presser), ts, ids.TAKE_FOR_ORDER)
    await t.later(2)
    (deal,) = await t.deals()
    assert await t.total(ts) == 188_100
    asked, _card = t.cards(ts)
    assert t.say("hint.taken", user=f"<@{getattr(t, presser)}>") in asked.text
    assert "¥188,100" in t.shown(ts)
    report = (await t.rows(OrderReport))[0]
    assert (report.author, deal.status) == (t.tanaka, DealStatus.PROPOSED)


async def test_two_presses_make_one_card(t: Town) -> None:
    ts = await t.post(DOUBTED)
    hint = t.card(ts)
    await t.slack.click(t.tanaka, t.sales, hint.ts, ids.TAKE_FOR_ORDER)
    await t.slack.click(t.suzuki, t.sales, hint.ts, ids.TAKE_FOR_ORDER)
    await t.work()
    await t.later(2)
    assert len(await t.deals()) == 1
    assert len(t.cards(ts)) == 2  # the question, answered, and the card


async def test_an_answer_in_the_thread_does_as_well(t: Town) -> None:
    ts = await t.post(DOUBTED)
    await t.slack.post_message(t.tanaka, t.sales, "はい、受注しました！", thread_ts=ts)
    await t.work()
    assert await t.total(ts) == 188_100


async def test_a_press_under_a_post_that_cannot_be_read_says_how_to_register_it(t: Town) -> None:
    ts = await t.post(DOUBTED)
    hint = t.card(ts)
    await t.slack.edit_message(t.tanaka, t.sales, ts, "すみません、間違えました")
    await t.work()
    await t.slack.click(t.tanaka, t.sales, hint.ts, ids.TAKE_FOR_ORDER)
    await t.work()
    assert await t.deals() == []
    assert t.told(t.tanaka) == [t.say("tell.not_read_as_order")]


async def test_an_edit_that_sounds_like_none_takes_no_card_away(t: Town) -> None:
    ts = await t.post("株式会社サンプル商事様より背景スタンド 3台 単価57,000円（税別）で発注書いただきました。")
    assert await t.total(ts) == 188_100
    await t.slack.edit_message(t.tanaka, t.sales, ts, DOUBTED)
    await t.work()
    (deal,) = await t.deals()
    assert deal.status == DealStatus.PROPOSED


async def test_a_hinted_post_that_is_completed_by_an_edit_becomes_a_deal(t: Town) -> None:
    ts = await t.post("【受注報告】\n会社名：株式会社サンプル商事")
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER)
    await t.work()
    assert await t.total(ts) == 396_000
    assert "¥396,000" in t.shown(ts)


async def test_posts_in_other_channels_are_none_of_our_business(t: Town) -> None:
    before = len(await t.rows(SlackEvent))
    ts = await t.slack.post_message(t.tanaka, t.finance, ORDER)
    await t.work()
    assert await t.deals() == []
    assert len(t.slack.thread(t.finance, ts)) == 1
    assert len(await t.rows(SlackEvent)) == before


async def test_replies_in_a_thread_are_not_orders(t: Town) -> None:
    parent = await t.post("今月もよろしくお願いします")
    await t.slack.post_message(t.tanaka, t.sales, ORDER, thread_ts=parent)
    await t.work()
    assert await t.deals() == []


async def test_several_orders_in_one_post_are_several_deals_with_a_card_each(t: Town) -> None:
    ts = await t.post(TWO)
    assert [deal.partner_label for deal in await t.deals()] == ["株式会社サンプル商事", "アクメ工業株式会社"]
    assert [deal.total for deal in await t.deals()] == [110_000, 220_000]
    assert len(await t.rows(OrderReport)) == 1
    first, second = t.cards(ts)
    await t.press(t.suzuki, ts, ids.APPROVE, card=first)
    await t.press(t.suzuki, ts, ids.APPROVE, card=second)
    assert sorted(invoice.amounts["total_amount"] for invoice in t.invoices()) == [110_000, 220_000]


async def test_cards_of_one_post_stand_in_the_order_of_the_text(t: Town) -> None:
    ts = await t.post(TWO)
    assert "株式会社サンプル商事" in t.shown(ts, 0)
    assert "アクメ工業株式会社" in t.shown(ts, 1)


@pytest.mark.town(policy={"reading": {"workflow_bots": [BOT]}})
async def test_an_allowed_workflow_bot_reports_orders(t: Town) -> None:
    ts = await t.slack.post_as_bot(t.sales, ORDER, bot_id=BOT)
    await t.work()
    assert await t.total(ts) == 396_000
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert len(t.invoices()) == 1


async def test_other_bots_are_not_listened_to(t: Town) -> None:
    await t.slack.post_as_bot(t.sales, ORDER, bot_id=BOT)
    await t.work()
    assert await t.deals() == []


async def test_our_own_cards_are_not_read_as_orders(t: Town) -> None:
    await t.post(ORDER)
    await t.work()
    assert len(await t.deals()) == 1


async def test_a_post_with_a_file_is_read(t: Town) -> None:
    ts = await t.slack.share_file(t.tanaka, t.sales, "po.pdf", b"%PDF-", ORDER)
    await t.work()
    assert await t.total(ts) == 396_000


async def test_what_a_customer_wrote_cannot_reach_the_whole_channel(t: Town) -> None:
    ts = await t.post(
        "【受注報告】\n会社名：株式会社サンプル商事\n商品：<!channel> 保守 <https://evil.example|freee>\n金額：1,000円（税抜）"
    )
    for card in t.cards(ts):
        assert "<!channel>" not in str(card.blocks)
        assert "<https://evil.example" not in str(card.blocks)


# --- edits


async def test_a_changed_report_revises_the_deal_that_is_not_approved(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("30,000", "40,000"))
    await t.work()
    assert await t.total(ts) == 528_000
    assert "¥528,000" in t.shown(ts)
    assert len(t.cards(ts)) == 1
    assert "revised" in await t.evidence(ts)


async def test_an_edit_that_adds_an_order_adds_a_card(t: Town) -> None:
    ts = await t.post(TWO.split("\n\n")[0])
    await t.slack.edit_message(t.tanaka, t.sales, ts, TWO)
    await t.work()
    assert len(t.cards(ts)) == 2
    assert [deal.total for deal in await t.deals()] == [110_000, 220_000]


async def test_an_edit_that_takes_an_order_away_supersedes_its_deal(t: Town) -> None:
    ts = await t.post(TWO)
    await t.slack.edit_message(t.tanaka, t.sales, ts, TWO.split("\n\n")[0])
    await t.work()
    assert await t.status(ts, 0) is DealStatus.PROPOSED
    assert await t.status(ts, 1) is DealStatus.SUPERSEDED
    assert t.say("card.no_longer") in t.shown(ts, 1)
    assert t.buttons(ts, 1) == []


async def test_an_edit_that_is_no_order_any_more_supersedes_the_deal(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.edit_message(t.tanaka, t.sales, ts, "すみません、間違えました")
    await t.work()
    assert await t.status(ts) is DealStatus.SUPERSEDED


async def test_an_edit_back_to_an_order_after_that_brings_a_deal_again(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.edit_message(t.tanaka, t.sales, ts, "すみません、間違えました")
    await t.work()
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER)
    await t.work()
    living = [deal for deal in await t.deals() if deal.status == DealStatus.PROPOSED]
    assert [deal.total for deal in living] == [396_000]


async def test_taking_out_the_first_order_leaves_the_second_one_alone(t: Town) -> None:
    ts = await t.post(TWO)
    await t.press(t.suzuki, ts, ids.APPROVE, card=t.card(ts, 0))
    await t.slack.edit_message(t.tanaka, t.sales, ts, SECOND)
    await t.work()
    assert await t.status(ts, 0) is DealStatus.INVOICED
    assert (await t.deal(ts, 0)).notice is not None
    assert await t.status(ts, 1) is DealStatus.PROPOSED
    assert await t.total(ts, 1) == 220_000


async def test_a_corrected_partner_name_revises_the_same_deal(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("株式会社サンプル商事", "アクメ工業株式会社"))
    await t.work()
    (deal,) = await t.deals()
    assert deal.partner_label == "アクメ工業株式会社"


async def test_a_report_corrected_after_its_rejection_waits_for_approval_again(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.REJECT)
    await t.submit(t.suzuki, {ids.REASON: "単価が見積書と違います"})
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("30,000", "28,000"))
    await t.work()
    assert await t.status(ts) is DealStatus.PROPOSED
    assert t.say("card.corrected") in t.shown(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [invoice.amounts["total_amount"] for invoice in t.invoices()] == [369_600]


async def test_a_report_corrected_after_its_invoice_was_cancelled_gets_a_new_card(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    (first,) = t.invoices()
    t.office.cancel_by_hand(first.id)
    await t.until("2026-11-24T11:08")
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("30,000", "28,000"))
    await t.work()
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [(i.cancel_status, i.amounts["total_amount"]) for i in t.invoices()] == [
        ("canceled", 396_000),
        ("uncanceled", 369_600),
    ]


async def test_after_the_approval_an_edit_only_warns(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("30,000", "40,000"))
    await t.work()
    (invoice,) = t.invoices()
    assert invoice.amounts["total_amount"] == await t.total(ts) == 396_000
    assert t.say("card.changed_after", system=t.parts.services.accounting.label) in t.shown(ts)


async def test_an_edit_that_changes_nothing_that_matters_does_not_warn(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER + "\n")
    await t.work()
    assert (await t.deal(ts)).notice is None


async def test_a_correction_by_hand_wins_over_a_later_edit_of_the_post(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.LINES: "保守 | 1 | 500,000 | 10"})
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("30,000", "40,000"))
    await t.work()
    assert await t.total(ts) == 550_000
    assert t.say("card.changed_edited") in t.shown(ts)


async def test_a_reaction_or_an_unfurled_link_is_no_edit(t: Town) -> None:
    ts = await t.post(ORDER)
    version = (await t.deal(ts)).version
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER)
    await t.work()
    assert (await t.deal(ts)).version == version


# --- deletions


async def test_a_deleted_post_withdraws_its_deals(t: Town) -> None:
    ts = await t.post(TWO)
    await t.slack.delete_message(t.tanaka, t.sales, ts)
    await t.work()
    assert {deal.status for deal in await t.deals()} == {DealStatus.CANCELLED}
    assert [report.deleted for report in await t.rows(OrderReport)] == [True]
    for card in t.slack.state.replies(t.sales, ts):
        assert t.say("card.withdrawn") in str(card.blocks)


async def test_a_post_deleted_after_the_approval_only_warns(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.slack.delete_message(t.tanaka, t.sales, ts)
    await t.work()
    (deal,) = await t.deals()
    assert deal.status == DealStatus.INVOICED
    assert deal.notice == t.say("card.deleted_after", system=t.parts.services.accounting.label)
    assert len(t.invoices()) == 1


async def test_a_post_deleted_before_it_was_read_leaves_nothing_to_approve(t: Town) -> None:
    ts = await t.slack.post_message(t.tanaka, t.sales, ORDER)
    await t.slack.delete_message(t.tanaka, t.sales, ts)
    await t.work()
    assert [deal.status for deal in await t.rows(Deal)] in ([], [DealStatus.CANCELLED])
    assert len(await t.open_jobs()) == 0


async def test_a_deleted_post_can_be_posted_again(t: Town) -> None:
    ts = await t.post(ORDER)
    await t.slack.delete_message(t.tanaka, t.sales, ts)
    await t.work()
    again = await t.post(ORDER)
    await t.press(t.suzuki, again, ids.APPROVE)
    assert len(t.invoices()) == 1
