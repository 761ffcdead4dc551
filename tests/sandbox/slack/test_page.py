"""The page, pressed in a browser: a report, a card, a form with an error, another person, the keyboard."""

import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect
from starlette.responses import JSONResponse, Response

from sandbox.slack.demo import EXAMPLE
from tests.sandbox.slack.conftest import Heard, Json, Scene
from tests.sandbox.slack.test_interactions import INPUT, MODAL, NOTE, SELECT, text

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CARD: list[Json] = [
    {"type": "header", "text": text("受注内容の確認")},
    {"type": "section", "text": {"type": "mrkdwn", "text": "*青空商事*　:tada: <!date^1796000000^{date_num}|x>"}},
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": "create",
                "text": text("請求書を作成"),
                "confirm": {
                    "title": text("作成しますか"),
                    "text": text("1 通作成します"),
                    "confirm": text("作成する"),
                    "deny": text("やめる"),
                },
            },
            SELECT,
            {"type": "overflow", "action_id": "more", "options": [{"text": text("根拠"), "value": "why"}]},
        ],
    },
]


@pytest.fixture
async def page(scene: Scene) -> AsyncIterator[Page]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    scene.settings.example_message = EXAMPLE
    scene.settings.links = [("freee（代役）", "http://127.0.0.1:1/")]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="ja-JP")
        page.set_default_timeout(5_000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{scene.url}/")
        await expect(page.get_by_test_id("title")).to_have_text("受注報告")
        yield page
        assert complaints == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await browser.close()


def actions(scene: Scene) -> list[dict[str, Any]]:
    return [h.payload["actions"][0] for h in scene.listener.heard if h.payload.get("type") == "block_actions"]


async def test_a_report_is_written_and_its_card_pressed(scene: Scene, page: Page) -> None:
    await page.get_by_test_id("composer-example").click()
    await page.get_by_test_id("composer-send").click()
    await scene.slack.until(lambda: scene.slack.messages(scene.orders))
    ts = scene.slack.messages(scene.orders)[0].ts
    assert scene.slack.messages(scene.orders)[0].text == EXAMPLE
    await scene.card(CARD, thread_ts=ts)
    await page.get_by_test_id(f"thread-open-{ts}").click()
    thread = page.get_by_test_id("replies")
    await expect(thread.get_by_role("heading")).to_have_text("受注内容の確認")
    await expect(thread.get_by_text("2026-11-30")).to_be_visible()
    await thread.get_by_test_id("action-create").click()
    await page.get_by_test_id("confirm-deny").click()
    await thread.get_by_test_id("action-create").click()
    await page.get_by_test_id("confirm-ok").click()
    await scene.slack.until(lambda: actions(scene))
    await thread.get_by_test_id("action-partner").select_option("b")
    await scene.slack.until(lambda: len(actions(scene)) == 2)
    await thread.get_by_test_id("action-more").click()
    await page.get_by_test_id("option-why").click()
    await scene.slack.until(lambda: len(actions(scene)) == 3)
    assert [action["action_id"] for action in actions(scene)] == ["create", "partner", "more"]


async def test_a_form_keeps_what_was_typed_when_it_comes_back_with_an_error(scene: Scene, page: Page) -> None:
    ts = await scene.card(CARD)
    await page.get_by_test_id(f"message-{ts}").get_by_test_id("action-more").click()
    await page.get_by_test_id("option-why").click()
    await scene.slack.until(lambda: actions(scene))
    trigger = scene.listener.heard[-1].payload["trigger_id"]
    await scene.client.views_open(trigger_id=trigger, view={**MODAL, "blocks": [INPUT, NOTE]})
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("toast")).to_contain_text("必須項目です")
    scene.listener.answer = lambda _: JSONResponse({"response_action": "errors", "errors": {"amount": "高すぎます"}})
    await page.get_by_test_id("input-amount").fill("5000")
    await page.get_by_test_id("input-note").fill("急ぎ")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("error-amount")).to_have_text("高すぎます")
    await expect(page.get_by_test_id("input-note")).to_have_value("急ぎ")
    scene.listener.answer = lambda _: Response()
    await page.get_by_test_id("input-amount").fill("500")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("modal")).to_be_hidden()
    sent = scene.listener.heard[-1].payload["view"]["state"]["values"]
    assert (sent["amount"]["n"]["value"], sent["note"]["t"]["value"]) == ("500", "急ぎ")


async def test_commands_are_hinted_and_answered_for_one_person_only(scene: Scene, page: Page) -> None:
    scene.listener.answer = lambda _: JSONResponse({"text": "未入金はありません"})
    await page.get_by_test_id("composer-input").fill("/un")
    await page.get_by_test_id("command-unpaid").click()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("ephemeral")).to_contain_text("あなただけに表示されています")
    await page.get_by_test_id("user-switcher").select_option(scene.accountant)
    await expect(page.get_by_text("未入金はありません")).to_have_count(0)


async def test_ones_own_message_is_edited_and_deleted_others_are_not(scene: Scene, page: Page) -> None:
    mine = await scene.slack.post_message(scene.sales, scene.orders, "受注 10万円")
    other = await scene.slack.post_message(scene.accountant, scene.orders, "了解です")
    await page.get_by_test_id(f"message-{other}").hover()
    await page.get_by_test_id(f"menu-{other}").click()
    await expect(page.get_by_test_id(f"edit-{other}")).to_have_count(0)
    await page.get_by_test_id("tools-" + other).get_by_test_id("shortcut-read_order").click()
    await scene.slack.until(lambda: scene.listener.heard[-1].payload.get("type") == "message_action")
    await page.get_by_test_id(f"message-{mine}").hover()
    await page.get_by_test_id(f"menu-{mine}").click()
    await page.get_by_test_id(f"edit-{mine}").click()
    await page.get_by_test_id("edit-input").fill("受注 12万円")
    await page.get_by_test_id("edit-save").click()
    await expect(page.get_by_test_id(f"message-{mine}")).to_contain_text("受注 12万円（編集済み）")
    await page.get_by_test_id(f"menu-{mine}").click()
    await page.get_by_test_id(f"delete-{mine}").click()
    await page.get_by_test_id("confirm-ok").click()
    await expect(page.get_by_test_id(f"message-{mine}")).to_have_count(0)


async def test_unread_marks_files_and_the_home_tab(scene: Scene, page: Page) -> None:
    room = await scene.slack.add_channel("経理")
    await page.get_by_test_id("composer-file-input").set_input_files(
        {"name": "注文書.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    await expect(page.get_by_test_id("file-注文書.pdf")).to_be_visible()
    assert scene.listener.events("file_share")
    await scene.slack.post_message(scene.accountant, room, "月次です")
    await expect(page.get_by_test_id("unread-経理")).to_have_text("1")
    await page.get_by_test_id("channel-経理").click()
    await expect(page.get_by_test_id("unread-経理")).to_have_count(0)
    home = {"type": "home", "blocks": [{"type": "header", "text": text("確認待ち 3 件")}]}
    await scene.client.views_publish(user_id=scene.sales, view=home)
    await page.get_by_test_id("app-home").click()
    await expect(page.get_by_test_id("home")).to_contain_text("確認待ち 3 件")
    assert any(h.event.get("type") == "app_home_opened" for h in scene.listener.heard)


async def test_an_app_that_does_not_answer_is_complained_about(scene: Scene, page: Page) -> None:
    def refuse(_: Heard) -> Response:
        return Response(status_code=500)

    await page.get_by_test_id("composer-shortcuts").click()
    scene.listener.answer = refuse
    await page.get_by_test_id("shortcut-new_order").click()
    await expect(page.get_by_test_id("toast")).to_contain_text("応答しませんでした")
