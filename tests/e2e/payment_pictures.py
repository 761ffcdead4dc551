"""`python -m tests.e2e.payment_pictures`: pictures of money that comes in: a bank's file, cards, the notice.

Like `tests.e2e.collecting` with the clock moved: the bank's lines come in the morning.
"""

import asyncio
from pathlib import Path
from typing import Any

from bot.blocks import ids
from tests.e2e.collecting import Screens, screens_of
from tests.e2e.screenshots import IMAGES
from tests.town import ORDER, Cast, Town

FIRST = ORDER.replace("30,000", "30,050")  # no round sum: one that comes so early is asked about
OTHERS = (
    "【受注報告】\n会社名：アクメ工業株式会社\n商品：初期設定\n金額：180,000円（税抜）\n担当：田中",
    "【受注報告】\n会社名：アクメ工業株式会社\n商品：追加研修\n金額：50,000円（税抜）\n担当：田中",
)
FILE = (
    "日付,摘要,お引出し,お預入れ,残高\n"
    "2026/11/25,振込 ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ,,396660,\n"
    "2026/11/25,振込手数料,440,,\n"
    "2026/11/25,振込 ｱｸﾒｺｳｷﾞﾖｳ(ｶ,,54560,\n"
    "2026/11/25,利息,,12,\n"
)
MORNING = "2026-11-25T09:05"


def rules(people: Cast) -> dict[str, Any]:
    """Return a policy that knows who sells."""
    return {"people": {"田中": people.tanaka}}


async def main(folder: Path = IMAGES) -> None:
    """Play a morning and take a picture wherever somebody looks."""
    async with screens_of(rules, folder) as screens:
        await play(screens)


async def play(screens: Screens) -> None:
    """From the bank's lines to the owner's notice."""
    t = screens.t
    for channel in (t.sales, t.finance):
        for user in (t.tanaka, t.suzuki, t.ito):
            await t.slack.join(user, channel)
    sold = [await order(t, text) for text in (FIRST, *OTHERS)]
    await t.until(MORNING)
    await t.slack.share_file(t.suzuki, t.finance, "入出金明細.csv", FILE.encode("cp932"))
    await t.work()
    await t.later(5)
    page = await screens.sit_down(t.suzuki)
    await page.get_by_test_id("channel-経理").click()
    await page.get_by_test_id("messages").get_by_text("件の返信").last.click()
    await screens.settled(page)
    await screens.take(page, "bank-file", height=640)
    await page.close()
    await screens.channel(t.suzuki, "channel-経理", "payment-card", show=t.say("match.title.certain"), height=970)
    card = next(m for m in t.slack.messages(t.finance) if "¥396,660" in m.text and "入金の確認" in m.text)
    await t.slack.click(t.suzuki, t.finance, card.ts, f"{ids.MATCH_CONFIRM}:0:exact")
    await t.work()
    await t.later(5)
    page = await screens.sit_down(t.tanaka)
    await page.get_by_test_id("channel-営業").click()
    await page.get_by_test_id(f"thread-open-{sold[0]}").last.click()
    await screens.settled(page)
    await screens.take(page, "payment-notice", height=820)
    await page.close()


async def order(t: Town, text: str) -> str:
    """Report an order, have it invoiced and booked, and return the post's ts."""
    ts = await t.post(text)
    await t.press(t.suzuki, ts, ids.APPROVE)
    await t.later(5)
    invoice = t.invoices()[-1]
    t.office.register_deal(invoice.id)
    t.office.mark_sent(invoice.id)
    return ts


if __name__ == "__main__":
    asyncio.run(main())
