"""What the reader is not sure of is asked on the card, and cannot be approved before a person has answered."""

import pytest

from bot.blocks import ids
from domain.deal import DealStatus
from domain.tax import TaxEntry
from tests.town import ORDER, Town, words

pytestmark = pytest.mark.both_systems

HEAD = "【受注報告】\n会社名：株式会社サンプル商事\n"


async def doubts(t: Town, ts: str) -> set[str]:
    return set((await t.deal(ts)).content["doubts"])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (HEAD + "商品：保守\n金額：100,000円", "tax_entry"),
        (HEAD + "商品：保守\n数量：12\n単価：3,000円\n合計：360,000円（税抜）", "total"),
        (HEAD + "商品：保守\n金額：10万円くらい（税抜）", "lines"),
    ],
    ids=["tax basis not said", "total contradicts its lines", "only about so much"],
)
async def test_a_doubtful_field_is_marked_and_the_card_has_no_approve_button(t: Town, text: str, field: str) -> None:
    ts = await t.post(text)
    assert field in await doubts(t, ts)
    assert t.say(f"field.{field}") in t.shown(ts)
    assert ids.APPROVE not in t.buttons(ts)
    assert ids.EDIT in t.buttons(ts)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "商品：保守\n金額：-5,000円（税抜）",
        HEAD + "商品：保守\n金額：0円（税抜）",
        HEAD + "商品：保守\n金額：99,999,999,999,999円（税抜）",
        HEAD + "商品：保守\n金額：100,000円（税抜）\n受注日：2月31日",
        HEAD + "商品：保守\n金額：100,000円（税抜）\n支払期限：2026年13月45日",
        HEAD + "商品：保守\n金額：100,000円（税抜）\n請求日：2026/12/10\n支払期限：2026/11/30",
        HEAD + "商品：保守\n金額：USD 5,000",
        "【受注報告】\n会社名：どこにもない株式会社\n商品：保守\n金額：100,000円（税抜）",
    ],
    ids=[
        "negative",
        "zero",
        "absurd",
        "no such day",
        "no such month",
        "due before billed",
        "dollars",
        "unknown partner",
    ],
)
async def test_what_cannot_be_is_asked_about_and_never_guessed(t: Town, text: str) -> None:
    ts = await t.post(text)
    if t.cards(ts) and await t.deals():
        assert ids.APPROVE not in t.buttons(ts)
    await t.until("2026-11-24T12:00")
    assert t.invoices() == []


@pytest.mark.only_if(lambda can: TaxEntry.IN in can.tax_entries, "a request cannot say that prices hold the tax")
async def test_a_pressed_candidate_settles_the_field_and_the_card_can_be_approved(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：100,000円")
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:tax_entry:1")
    assert await doubts(t, ts) == set()
    assert await t.total(ts) == 100_000
    assert ids.APPROVE in t.buttons(ts)
    assert "settled:tax_entry" in await t.evidence(ts)
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [paper.total for paper in t.papers()] == [100_000]


@pytest.mark.only_if(lambda can: TaxEntry.IN not in can.tax_entries, "prices that hold the tax are taken")
async def test_prices_with_tax_are_asked_about_where_the_system_cannot_take_them(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：110,000円（税込）")
    assert "税込の単価で請求書を作れません" in t.shown(ts)
    assert ids.APPROVE not in t.buttons(ts)
    await t.press(t.suzuki, ts, ids.EDIT)
    await t.submit(t.suzuki, {ids.LINES: "保守 | 1 | 100,000 | 10", ids.TAX_ENTRY: "out"})
    await t.press(t.suzuki, ts, ids.APPROVE)
    assert [paper.total for paper in t.papers()] == [110_000]


async def test_the_other_candidate_means_the_other_total(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：100,000円")
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:tax_entry:0")
    assert await t.total(ts) == 110_000


async def test_the_salesperson_may_answer_a_doubt_too(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：100,000円")
    await t.press(t.tanaka, ts, f"{ids.CHOOSE}:tax_entry:0")
    assert await doubts(t, ts) == set()


async def test_the_card_quotes_the_words_the_doubt_comes_from(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n数量：12\n単価：3,000円\n合計：360,000円（税抜）")
    assert "360,000円" in t.shown(ts)


async def test_two_companies_in_a_post_are_asked_about_each_with_where_it_stands(t: Town) -> None:
    ts = await t.post(
        "受注しました！\nアクメ工業株式会社様と株式会社サンプル商事様の共同案件です。\n保守サービス 100,000円（税抜）"
    )
    doubt = (await t.deal(ts)).content["doubts"]["partner"]
    assert {choice["label"] for choice in doubt["choices"]} == {"アクメ工業株式会社", "株式会社サンプル商事"}
    assert ids.APPROVE not in t.buttons(ts)
    number = [choice["label"] for choice in doubt["choices"]].index("株式会社サンプル商事")
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:partner:{number}")
    assert (await t.deal(ts)).partner_label == "株式会社サンプル商事"
    assert ids.APPROVE in t.buttons(ts)


async def test_two_people_answering_at_once_count_once(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：100,000円")
    card = t.card(ts)
    await t.slack.click(t.suzuki, t.sales, card.ts, f"{ids.CHOOSE}:tax_entry:0")
    await t.slack.click(t.ito, t.sales, card.ts, f"{ids.CHOOSE}:tax_entry:1")
    await t.work()
    assert await t.total(ts) == 110_000
    assert t.told(t.ito) == [t.say("tell.changed")]


async def test_a_doubt_that_arrives_while_somebody_approves_stops_the_approval(t: Town) -> None:
    ts = await t.post(ORDER)
    t.slack.adversary.reorder = 2  # the edit's event is still under way at the press
    await t.slack.edit_message(t.tanaka, t.sales, ts, ORDER.replace("（税抜）", ""))
    await t.slack.flush()
    await t.slack.click(t.suzuki, t.sales, t.card(ts).ts, ids.APPROVE)
    await t.work()
    if await t.status(ts) is DealStatus.PROPOSED:
        assert t.invoices() == []
        assert "tax_entry" in await doubts(t, ts)
    else:  # the press came first
        assert (await t.deal(ts)).notice is not None


async def test_what_was_filled_in_by_default_is_said_on_the_card(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：100,000円（税抜）")
    assumed = (await t.deal(ts)).content["assumed"]
    assert set(assumed) == {"order_date", "owner", "tax_rate"}
    for reason in assumed.values():
        assert reason.split("（")[0] in t.shown(ts)


@pytest.mark.town(policy={"language": "en"})
async def test_an_english_company_reads_its_cards_in_english(t: Town) -> None:
    ts = await t.post(HEAD + "商品：保守\n金額：100,000円")
    shown = words(t.card(ts).blocks)
    assert t.say("status.proposed") in shown
    assert t.say("field.tax_entry") in shown
