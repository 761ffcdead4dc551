"""The main job in a real browser: the demo as its own process, a person at the page, both stand-ins behind it."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from bot.blocks import ids
from bot.texts import Texts
from tests.e2e.browsers import installed
from tests.e2e.demo_process import demo, free_ports
from tests.e2e.person import FINANCE, ITO, SALES, SATO, SUZUKI, TANAKA, Person

pytestmark = pytest.mark.browser
say = Texts("ja")
PATIENCE = 20_000  # milliseconds; a machine that does other things, too, still passes
UNCLEAR = "サンプル商事さんから受注いただきました！\nクラウド保守 35万円、あと初期設定 5万円です"
TWO_NAMES = "【受注報告】\n会社名：さくら\n商品：店舗システム\n金額：200,000円\n担当：佐藤"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        path = installed(playwright)
        if path is None and os.environ.get("CI") == "true":
            pytest.fail("CI must have a Chromium")
        if path is None:
            pytest.skip("no Chromium here: install one, or run `playwright install chromium`")
        found = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        await found.close()


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    found = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja-JP")
    found.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield found
    await found.close()


@pytest.fixture
async def person(context: BrowserContext) -> Person:
    return Person(await context.new_page())


@pytest.mark.parametrize("accounting", ["freee", pytest.param("moneyforward", marks=pytest.mark.slow)])
async def test_an_order_becomes_an_invoice_and_leaves_the_unpaid_list_when_it_is_paid(
    tmp_path: Path, context: BrowserContext, person: Person, accounting: str
) -> None:
    async with demo(tmp_path, free_ports(), accounting) as url:
        await person.arrive(url, TANAKA)
        await person.on("composer-example").click()
        await person.on("composer-send").click()
        card = await person.open_card("クラウド保守サービス")
        await expect(card).to_contain_text("株式会社サンプル商事　¥396,000")

        # Who may not approve is told whom to ask, and nothing happens.
        await person.press(card, ids.APPROVE, confirm=True)
        await expect(person.on("replies")).to_contain_text("請求書を作成できるのは承認者だけです")
        await expect(card).to_contain_text(say("card.title"))

        await person.be(SUZUKI)
        card = await person.open_card("クラウド保守サービス")
        await correct_the_lines(person, card)
        await expect(card).to_contain_text("株式会社サンプル商事　¥330,000")
        await expect(card).to_contain_text(f"修正 @{SUZUKI}")

        await person.reach_for(card, ids.APPROVE)
        await expect(person.on("confirm")).to_contain_text("合計 ¥330,000（税込）")
        await person.on("confirm-deny").click()
        await person.press(card, ids.APPROVE, confirm=True)
        await expect(card).to_contain_text(say("card.title.invoiced"))
        await expect(card.get_by_test_id(f"action-{ids.APPROVE}")).to_have_count(0)
        number = str(await card.get_by_role("link").first.inner_text())

        unpaid = await person.ask("/unpaid", say("unpaid.title"))
        await expect(unpaid.get_by_role("row").filter(has_text=number)).to_contain_text("¥330,000")

        books = await context.new_page()
        pay = pay_in_freee if accounting == "freee" else pay_in_money_forward
        await pay(books, await books_url(person), number, total="330,000")

        await person.press(unpaid, f"{ids.CHECK_PAYMENTS}:unpaid")
        await expect(unpaid).to_contain_text(say("unpaid.now"))
        await expect(unpaid.get_by_role("row").filter(has_text=number)).to_have_count(0)
        await expect(card).to_contain_text(say("card.title.paid"))
        answer = await person.ask(f"/deal {number}", "の請求と入金")
        await expect(answer).to_contain_text("入金済み")

        await person.go(FINANCE)
        await expect(person.on("messages")).to_contain_text(say("overdue.title"))


async def correct_the_lines(person: Person, card: Locator) -> None:
    """Edit the deal: a mistake is told at its field and what was typed stays; then ten instead of twelve."""
    await person.press(card, ids.EDIT)
    lines = person.on(f"input-{ids.LINES}")
    await expect(lines).to_have_value("クラウド保守サービス | 12 | 30,000 | 10")
    await lines.fill("クラウド保守サービス | 10 | 三万くらい | 10")
    await person.on("modal-submit").click()
    await expect(person.on(f"error-{ids.LINES}")).to_contain_text("1行目: 単価「三万くらい」が読めません")
    await expect(lines).to_have_value("クラウド保守サービス | 10 | 三万くらい | 10")
    await lines.fill("クラウド保守サービス | 10 | 30,000 | 10")
    await person.on("modal-submit").click()
    await expect(person.on("modal")).not_to_be_visible()


async def books_url(person: Person) -> str:
    link = person.on("links").get_by_role("link", name=re.compile("freee|マネーフォワード"))
    return str(await link.get_attribute("href"))


async def pay_in_freee(books: Page, url: str, number: str, *, total: str) -> None:
    """Find the one invoice of that number in freee, see that its total is the card's, and record the payment."""
    await books.goto(url)
    row = books.locator(f'tr[data-number="{number}"]')
    await expect(row).to_have_count(1)
    await expect(row.locator('[data-testid^="total-"]')).to_have_text(total)
    await expect(books.get_by_text("クラウド保守サービス")).to_have_count(1)
    await row.locator('[data-testid^="deal-"]').first.click()
    await row.get_by_role("button", name="入金を記録").click()
    await expect(row).to_contain_text("決済済み")


async def pay_in_money_forward(books: Page, url: str, number: str, *, total: str) -> None:
    """The same at Money Forward's page."""
    await books.goto(url)
    row = books.locator(f'tr[data-number="{number}"]')
    await expect(row).to_have_count(1)
    await expect(row.locator('[data-testid^="total-"]')).to_have_text(total)
    await expect(books.locator('[data-testid="duplicates"]')).to_have_count(0)
    await row.get_by_role("button", name="入金済みにする").click()
    await expect(row.get_by_role("button", name="未入金に戻す")).to_be_visible()


@pytest.mark.slow
async def test_an_unclear_order_is_asked_about_and_two_approvers_make_one_invoice(
    tmp_path: Path, context: BrowserContext, person: Person
) -> None:
    port = free_ports()
    async with demo(tmp_path, port) as url:
        await person.arrive(url, SATO)
        await person.say(TWO_NAMES)
        card = await person.open_card("店舗システム")
        await expect(card.get_by_test_id(f"action-{ids.APPROVE}")).to_have_count(0)
        await expect(card).to_contain_text("「さくら」はどの取引先ですか？")
        await card.get_by_role("button", name="さくら食品株式会社").click()
        await expect(card).to_contain_text("さくら食品株式会社　未定")
        await expect(card).to_contain_text("会計システムの取引先設定")  # its own payment terms have been read
        await expect(card).to_contain_text("200,000円")  # the words of the post that the question is about
        await card.get_by_role("button", name=say("button.tax_entry", word="税抜", total="¥220,000")).click()
        await expect(card).to_contain_text("さくら食品株式会社　¥220,000")
        await expect(card.get_by_test_id(f"action-{ids.APPROVE}")).to_be_visible()

        await person.page.reload()
        first, second = person, Person(await context.new_page())
        await both_approve(url, first, second)
        number = await one_is_told_who_was_first(first, second)
        await person.page.reload()
        await sees_the_invoice(person, number)
    async with demo(tmp_path, port) as url:
        await person.arrive(url, ITO)
        await sees_the_invoice(person, number)
        await expect(await person.ask("/unpaid さくら", say("unpaid.title"))).to_contain_text(number)
        books = await context.new_page()
        await books.goto(await books_url(person))
        await expect(books.get_by_text("店舗システム")).to_have_count(1)


async def both_approve(url: str, first: Person, second: Person) -> None:
    """Bring both approvers to the last question and let them answer it in the same moment."""
    for person, name in ((first, SUZUKI), (second, ITO)):
        await person.arrive(url, name)
        card = await person.open_card("店舗システム")
        await person.reach_for(card, ids.APPROVE)
    moment = await first.page.evaluate("Date.now() + 500")
    press = "at => setTimeout(() => document.querySelector('[data-testid=confirm-ok]').click(), at - Date.now())"
    await asyncio.gather(*(person.page.evaluate(press, moment) for person in (first, second)))


async def one_is_told_who_was_first(first: Person, second: Person) -> str:
    """Return the number of the one invoice after exactly one of the two was told that the other had been first."""
    told = [person.on("replies").get_by_text(re.compile("二重には作成しません")) for person in (first, second)]
    for person in (first, second):
        await expect(person.on("replies")).to_contain_text(say("card.title.invoiced"))
    waiting = [asyncio.ensure_future(words.wait_for()) for words in told]
    done, still = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in still:
        task.cancel()
    assert [task.exception() for task in done] == [None]
    assert sum([await words.count() for words in told]) == 1
    link = first.on("replies").get_by_role("link", name=re.compile("INV-")).first
    return str(await link.inner_text())


async def sees_the_invoice(person: Person, number: str) -> None:
    card = await person.open_card("店舗システム")
    await expect(card).to_contain_text(say("card.title.invoiced"))
    await expect(card).to_contain_text(number)


@pytest.mark.slow
async def test_what_is_not_an_order_is_left_alone(tmp_path: Path, person: Person) -> None:
    async with demo(tmp_path, free_ports()) as url:
        await person.arrive(url, TANAKA)
        await person.say("お昼どうします？")
        await person.say(UNCLEAR)
        await person.open_card("クラウド保守")
        chatter = person.on("messages").locator("article").filter(has_text="お昼どうします？")
        await expect(chatter).to_have_count(1)
        await expect(chatter.get_by_role("button", name=re.compile("件の返信"))).to_have_count(0)
        assert SALES in await person.on("title").inner_text()
