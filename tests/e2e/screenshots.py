"""`python -m tests.e2e.screenshots`: take the pictures in docs/images anew, from a fresh demo."""

import asyncio
import os
import tempfile
from pathlib import Path

from playwright.async_api import Locator, async_playwright, expect

from bot.blocks import ids
from bot.texts import Texts
from tests.e2e.browsers import installed
from tests.e2e.demo_process import ROOT, demo, free_ports
from tests.e2e.person import FINANCE, SATO, SUZUKI, TANAKA, Person

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1120, "height": 720}
UNCLEAR = "さくらさんから受注いただきました！\nクラウド保守 月額5万円です"
REPLY = "半年分でお願いします"
TWICE = "【受注報告】\n会社名：さくら食品株式会社\n商品：クラウドの保守\n数量：6ヶ月\n単価：50,000円（税抜）"
say = Texts("ja")


async def main() -> None:
    """Play the main job and take a picture at every step."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        async with async_playwright() as playwright, demo(Path(state), free_ports()) as url:
            # Chromium writes dates in its own language, not in the page's.
            browser = await playwright.chromium.launch(
                executable_path=installed(playwright),
                args=["--no-sandbox", "--lang=ja"],
                env={**os.environ, "LANG": "ja_JP.UTF-8", "LANGUAGE": "ja"},
            )
            person = Person(await browser.new_page(viewport=SIZE, locale="ja-JP", device_scale_factor=1.25))
            await play(person, url)
            await browser.close()


async def play(person: Person, url: str) -> None:
    """From the post to the lists."""
    await person.arrive(url, TANAKA)
    await person.on("composer-example").click()
    await person.on("composer-send").click()
    await person.be(SUZUKI)
    card = await person.open_card("クラウド保守サービス")
    await take(person, "card", card.get_by_test_id(f"action-{ids.APPROVE}"))
    await person.press(card, ids.EDIT)
    await take(person, "modal", person.on(f"input-{ids.LINES}"))
    await person.on("modal-close").click()
    await person.reach_for(card, ids.APPROVE)
    await take(person, "confirm", person.on("confirm-ok"))
    await person.on("confirm-deny").click()
    await person.press(card, ids.APPROVE, confirm=True)
    await take(person, "result", card.get_by_test_id(f"action-{ids.OPEN_INVOICE}"))
    await person.be(SATO)
    await person.say(UNCLEAR)
    await person.be(SUZUKI)
    card = await person.open_card("クラウド保守 月額5万円")
    await take(person, "question", card.get_by_test_id(f"action-{ids.EDIT}"))
    await person.be(SATO)
    card = await person.open_card("クラウド保守 月額5万円")
    await person.on("thread-input").fill(REPLY)
    await person.on("thread-send").click()
    await expect(card).to_contain_text(say("card.replies").strip("*"))
    await person.be(SUZUKI)
    card = await person.open_card("クラウド保守 月額5万円")
    await person.press(card, f"{ids.CHOOSE}:partner:0")
    await expect(card.get_by_test_id(f"action-{ids.CHOOSE}:partner:0")).to_have_count(0)
    await person.press(card, f"{ids.CHOOSE}:tax_entry:0")
    await take(person, "reply", card.get_by_test_id(f"action-{ids.APPROVE}"))
    await person.be(TANAKA)
    await person.say(TWICE)
    await person.be(SUZUKI)
    card = await person.open_card("クラウドの保守")
    await take(person, "duplicate", card.get_by_test_id(f"action-{ids.NOT_DUPLICATE}"))
    await person.on("thread-close").click()
    await person.ask(ids.COMMAND_ALIAS, say("alias.title"))
    await take(person, "alias", person.on("messages").get_by_text(say("alias.forget")))
    await person.ask("/unpaid", say("unpaid.title"))
    await take(person, "unpaid", person.on(f"action-{ids.CHECK_PAYMENTS}:unpaid"))
    await person.go(FINANCE)
    await take(person, "overdue", person.on("messages").get_by_role("table"))


async def take(person: Person, name: str, what: Locator) -> None:
    """Write a picture once `what` is on the screen."""
    await what.last.scroll_into_view_if_needed()
    await person.page.mouse.move(2, 2)  # no tool bar under the pointer
    await person.page.wait_for_timeout(300)  # scrolling and fonts come to rest
    await person.page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
