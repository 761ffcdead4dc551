"""A person at the page: reads what is on the screen, types, presses."""

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, Response, expect

TANAKA, SATO = "田中 健（営業）", "佐藤 美咲（営業）"
SUZUKI, ITO = "鈴木 由美（経理）", "伊藤 誠（経理）"
SALES, FINANCE = "営業-受注報告", "経理-入金"


@dataclass(frozen=True)
class Person:
    """Whoever sits at this page; `be` changes who that is."""

    page: Page

    def on(self, testid: str) -> Locator:
        """Return a part of the page."""
        return self.page.get_by_test_id(testid)

    async def arrive(self, url: str, name: str, channel: str = SALES) -> None:
        """Open the page as somebody, in a channel."""
        await self.page.goto(url)
        await self.be(name)
        await self.go(channel)

    async def be(self, name: str) -> None:
        """Change who acts."""
        await self.on("user-switcher").select_option(label=name)
        await expect(self.on("user-switcher").locator("option:checked")).to_have_text(name)

    async def go(self, channel: str) -> None:
        """Open a channel."""
        await self.on(f"channel-{channel}").click()
        await expect(self.on("title")).to_contain_text(channel)

    async def say(self, words: str) -> None:
        """Send something in the channel."""
        await self.on("composer-input").fill(words)
        await self.on("composer-send").click()
        await expect(self.on("composer-input")).to_have_value("")

    async def open_card(self, words: str) -> Locator:
        """Open the thread of the post with these words and return the bot's card in it."""
        post = self.on("messages").locator("article").filter(has_text=words).last
        await post.get_by_role("button", name=re.compile("件の返信")).click()
        card = self.on("replies").locator("article").filter(has=self.page.locator(".app-mark")).first
        await expect(card).to_be_visible()
        return card

    async def reach_for(self, card: Locator, action_id: str) -> None:
        """Press a button that asks「よろしいですか」, and go no further."""
        await card.get_by_test_id(f"action-{action_id}").click()
        await expect(self.on("confirm-ok")).to_be_visible()

    async def press(self, card: Locator, action_id: str, *, confirm: bool = False) -> None:
        """Press a button of a card, saying OK where it asks; again where the card changed under the finger."""
        for _again in range(5):
            async with self.page.expect_response(_of_a_click) as answer:
                await card.get_by_test_id(f"action-{action_id}").click()
                if confirm:
                    await self.on("confirm-ok").click()
            if (await (await answer.value).json())["ok"]:
                return
            await expect(self.on("toast").last).to_contain_text("メッセージが更新されました")
        raise AssertionError(f"the card went on changing under {action_id}")

    async def ask(self, command: str, heading: str) -> Locator:
        """Send a slash command and return the answer with that heading, which only this person sees."""
        await self.say(command)
        answer = self.on("messages").locator("article").filter(has=self.on("ephemeral")).filter(has_text=heading).last
        await expect(answer).to_be_visible()
        return answer


def _of_a_click(answer: Response) -> bool:
    return answer.url.endswith("/page/act") and (answer.request.post_data_json or {}).get("act") == "click"
