"""A list of orders (CSV) shared in the sales channel: each good row a card, each bad row told, nothing twice."""

import pytest

from bot.blocks import ids
from tests.town import Town

HEAD = "会社名,商品,数量,単価,税区分,支払条件\n"
ROWS = "株式会社サンプル商事,クラウド保守,12,30000,税抜,月末締め翌月末払い\nアクメ工業株式会社,研修,1,200000,,\n"
BAD = "アクメ工業株式会社,研修,1,いくらか,税抜,\n"


async def share(t: Town, text: str, name: str = "受注.csv") -> str:
    ts = await t.slack.share_file(t.tanaka, t.sales, name, text.encode("cp932"))
    await t.work()
    await t.later(2)
    return str(ts)


def posts(t: Town) -> list[str]:
    """Return the ts of the bot's own order posts, oldest first."""
    return [message.ts for message in t.slack.messages(t.sales) if "（CSV）" in message.text]


@pytest.mark.both_systems
async def test_each_good_row_becomes_a_card_and_each_bad_row_is_told(t: Town) -> None:
    ts = await share(t, HEAD + ROWS + BAD)
    (answer,) = t.cards(ts)
    assert t.say("orders.taken", name="受注.csv", new=2, known=0) in answer.text
    assert "4行目: 単価「いくらか」が読めません" in answer.text
    first, second = posts(t)
    assert "¥396,000" in t.shown(first)
    assert f"<@{t.tanaka}>" in t.shown(first)
    await t.press(t.suzuki, first, ids.APPROVE)
    assert [paper.total for paper in t.papers()] == [396_000]
    assert ids.APPROVE not in t.buttons(second)  # 税抜 or 税込 is asked, as in a post
    await t.press(t.suzuki, second, f"{ids.CHOOSE}:tax_entry:0")
    assert ids.APPROVE in t.buttons(second)


async def test_the_same_file_again_or_a_longer_one_doubles_nothing(t: Town) -> None:
    await share(t, HEAD + ROWS)
    again = await share(t, HEAD + ROWS, "again.csv")
    assert t.say("orders.taken", name="again.csv", new=0, known=2) in t.cards(again)[0].text
    longer = await share(t, HEAD + "有限会社みどり造園,剪定,1,50000,税抜,\n" + ROWS, "longer.csv")
    assert t.say("orders.taken", name="longer.csv", new=1, known=2) in t.cards(longer)[0].text
    assert len(await t.deals()) == 3


async def test_other_files_are_left_alone_and_a_list_without_prices_says_why(t: Town) -> None:
    other = await share(t, "名前,電話\n田中,03-1234\n")
    assert t.cards(other) == []
    lacking = await share(t, "会社名,商品\nA社,保守\n", "lacking.csv")
    assert "列がありません" in t.cards(lacking)[0].text
    assert await t.deals() == []


async def test_a_reply_under_a_rows_post_corrects_it(t: Town) -> None:
    await share(t, HEAD + ROWS)
    _first, second = posts(t)
    await t.slack.post_message(t.tanaka, t.sales, "税抜です", thread_ts=second)
    await t.work()
    assert [deal.total for deal in await t.deals()] == [396_000, 220_000]
