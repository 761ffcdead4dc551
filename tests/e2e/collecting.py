"""`python -m tests.e2e.collecting`: pictures of what collects the money: lists, reminders, forecast, homes.

The demo runs by the wall's clock; here the clock is moved to the mornings on which these things happen.
"""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bot.blocks import ids
from bot.clock import TOKYO
from tests.e2e.browsers import installed
from tests.e2e.screenshots import IMAGES
from tests.town import Cast, PolicyChange, Town, town

SIZE = {"width": 1120, "height": 760}
TERMS = "支払条件：月末締め翌月末払い\n担当：田中"
SALES_POSTS = (
    f"【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守サービス\n数量：12\n単価：30,000円（税抜）\n{TERMS}",
    "【受注報告】\n会社名：アクメ工業株式会社\n商品：初期設定\n金額：180,000円（税抜）\n担当：田中",
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：追加研修\n金額：50,000円\n担当：田中",
)
MONDAY, MORNING = "2026-12-14T09:05", "2027-01-05T09:00"


def rules(people: Cast) -> dict[str, Any]:
    """Return a policy that knows who sells, and draws the week."""
    return {"people": {"田中": people.tanaka}, "clock": {"forecast_weekday": "mon"}}


async def main(folder: Path = IMAGES) -> None:
    """Play two months and take a picture wherever somebody looks."""
    async with screens_of(rules, folder) as screens:
        await play(screens)


@contextlib.asynccontextmanager
async def screens_of(policy: PolicyChange, folder: Path) -> AsyncIterator["Screens"]:
    """Open a browser at a new town."""
    with tempfile.TemporaryDirectory() as state:
        async with (
            town(Path(state), policy=policy, past=True) as t,
            async_playwright() as playwright,
            await playwright.chromium.launch(
                executable_path=installed(playwright),
                args=["--no-sandbox", "--lang=ja"],
                env={**os.environ, "LANG": "ja_JP.UTF-8", "LANGUAGE": "ja"},
            ) as browser,
        ):
            yield Screens(t, browser, folder)


class Screens:
    """A browser at the page of the town's Slack."""

    def __init__(self, t: Town, browser: Browser, folder: Path) -> None:
        """Pictures go to `folder`."""
        self.t, self._browser, self._folder = t, browser, folder
        self._url = str(t.parts.settings.slack_api_url).removesuffix("/api/")

    async def sit_down(self, user: str) -> Page:
        """Return the page as a person sees it who has just come."""
        page = await self._browser.new_page(viewport=SIZE, locale="ja-JP", device_scale_factor=1.1)
        await page.goto(self._url)
        await page.get_by_test_id("user-switcher").select_option(value=user)
        await page.wait_for_timeout(500)
        return page

    async def take(self, page: Page, name: str, *, height: int | None = None) -> None:
        """Write a picture."""
        if height:
            await page.set_viewport_size({"width": SIZE["width"], "height": height})
        await page.mouse.move(2, 2)
        await page.wait_for_timeout(400)
        await page.screenshot(path=self._folder / f"{name}.png")

    async def home(self, user: str, name: str, *, height: int) -> None:
        """Take somebody's home tab."""
        page = await self.sit_down(user)
        await page.get_by_test_id("app-home").click()
        await self.settled(page)
        await self.take(page, name, height=height)
        await page.close()

    async def settled(self, page: Page) -> None:
        """Let the bot do what the last press asked for."""
        for _ in range(3):
            await page.wait_for_timeout(300)
            await self.t.work()

    async def unpaid(self, user: str, name: str) -> None:
        """Take the answer to /unpaid."""
        await self.t.slack.command(user, self.t.sales, ids.COMMAND_UNPAID)
        await self.t.work()  # the reader's language is learnt by the first
        page = await self.sit_down(user)
        await page.get_by_test_id("channel-営業").click()
        await page.get_by_test_id("composer-input").fill("/unpaid")
        await page.get_by_test_id("composer-send").click()
        await self.settled(page)
        await self.take(page, name)
        await page.close()

    async def channel(
        self, user: str, channel: str, name: str, *, show: str | None = None, height: int | None = None
    ) -> None:
        """Take a channel where `show` stands (a test id, or words), else its end."""
        page = await self.sit_down(user)
        if height:
            await page.set_viewport_size({"width": SIZE["width"], "height": height})
        await page.get_by_test_id(channel).click()
        await self.settled(page)
        if show:
            place = page.get_by_test_id(show) if show.startswith("file-") else page.get_by_text(show).last
            await place.evaluate("node => (node.closest('article') ?? node).scrollIntoView({block: 'start'})")
        await self.take(page, name)
        await page.close()


async def play(screens: Screens) -> None:
    """From the sale to the promise."""
    t = screens.t
    kate = await t.slack.add_user("kate", real_name="Kate Brown", locale="en-US")
    for channel in (t.sales, t.finance):
        for user in (t.tanaka, t.suzuki, t.ito, kate):
            await t.slack.join(user, channel)
    for text in SALES_POSTS:
        ts = await t.post(text)
        if ids.APPROVE in t.buttons(ts):
            await t.press(t.suzuki, ts, ids.APPROVE)
    await t.until(MONDAY)
    await t.later(30)
    await screens.channel(t.suzuki, "channel-経理", "forecast", show="入金の予測（", height=820)
    await screens.unpaid(t.suzuki, "unpaid")
    await screens.unpaid(kate, "unpaid-en")
    await wake(t, MORNING)
    await t.post(SALES_POSTS[0].replace("12", "3"))
    await screens.channel(t.suzuki, "channel-経理", "overdue", show=t.say("overdue.title"))
    await screens.channel(t.tanaka, "dm-app", "reminder")
    page = await screens.sit_down(t.tanaka)
    await page.get_by_test_id("dm-app").click()
    await page.get_by_test_id(f"action-{ids.REMIND_PROMISE}").last.click()
    await page.wait_for_timeout(500)
    await screens.take(page, "promise")
    await page.get_by_test_id("modal-close").click()
    await page.close()
    await screens.home(t.tanaka, "home-sales", height=640)
    t.office_faults.add("GET /iv/invoices", "bad_json", times=4)
    await t.until("2027-01-05T10:08")
    for _ in range(4):
        await t.later(300)
    t.office_faults.clear()
    await screens.home(t.suzuki, "home-accounting", height=1430)


async def wake(t: Town, moment: str) -> None:
    """Come to a morning with a bank feed that is up to date."""
    t.clock.set(datetime.fromisoformat(moment).replace(tzinfo=TOKYO, hour=5, minute=2))
    t.office.sync_feed()
    await t.tick()
    await t.until(moment)


if __name__ == "__main__":
    asyncio.run(main())
