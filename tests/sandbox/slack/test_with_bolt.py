"""A real Bolt app talks to the stand-in, over HTTP: signatures, listeners, modals, errors in forms."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.serving import running
from sandbox.slack import Command, SlackSettings, SlackWorkspace, create_app

PLAIN = "plain_text"


@dataclass
class Office:
    slack: SlackWorkspace
    clock: Clock
    user: str
    channel: str


def make_bolt(settings: SlackSettings, url: str) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=settings.team_id,
            bot_id=settings.bot_id,
            bot_user_id=settings.bot_user_id,
            bot_token=settings.bot_token,
        )

    client = AsyncWebClient(base_url=f"{url}/api/", retry_handlers=[])
    app = AsyncApp(
        client=client, signing_secret=settings.signing_secret, authorize=authorize, process_before_response=True
    )

    @app.message("受注")
    async def read(message: dict[str, Any], say: Any) -> None:
        button = {"type": "button", "action_id": "create", "text": {"type": PLAIN, "text": "請求書を作成"}}
        blocks = [{"type": "actions", "elements": [button]}]
        await say(text="読みました", blocks=blocks, thread_ts=message["ts"])

    @app.event("message")
    async def other(ack: Any) -> None:
        await ack()

    @app.action("create")
    async def create(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        label = {"type": PLAIN, "text": "金額"}
        block = {"type": "input", "block_id": "amount", "label": label}
        block["element"] = {"type": "plain_text_input", "action_id": "x"}
        view = {"type": "modal", "callback_id": "edit", "title": label, "submit": label, "blocks": [block]}
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view("edit")
    async def edit(ack: Any, view: dict[str, Any]) -> None:
        if view["state"]["values"]["amount"]["x"]["value"] == "0":
            await ack(response_action="errors", errors={"amount": "1 円以上にしてください"})
        else:
            await ack()

    @app.command("/unpaid")
    async def unpaid(ack: Any, respond: Any) -> None:
        await ack()
        await respond("未入金はありません")

    return app


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    settings, clock = SlackSettings(commands=[Command("/unpaid")]), Clock(scale=0)
    app = create_app(settings, clock)
    slack: SlackWorkspace = app.state.workspace
    async with running(app) as url:
        handler = AsyncSlackRequestHandler(make_bolt(settings, url))
        bot = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
        async with running(bot) as bot_url:
            settings.request_url = f"{bot_url}/slack/events"
            user = await slack.add_user("tanaka")
            yield Office(slack, clock, user, await slack.add_channel("受注報告"))


async def test_from_the_report_to_the_corrected_form(office: Office) -> None:
    ts = await office.slack.post_message(office.user, office.channel, "受注しました")
    card = office.slack.thread(office.channel, ts)[1]
    assert (await office.slack.click(office.user, office.channel, card.ts, "create")).ok
    view = office.slack.views_open_for(office.user)[0]
    await office.slack.submit_view(office.user, view.id, {"amount": "0"})
    assert office.slack.views_open_for(office.user)[0].errors == {"amount": "1 円以上にしてください"}
    await office.slack.submit_view(office.user, view.id, {"amount": "5"})
    assert office.slack.views_open_for(office.user) == []
    assert office.slack.warnings == []


async def test_a_command_answers_through_its_response_url(office: Office) -> None:
    await office.slack.command(office.user, office.channel, "/unpaid")
    assert [m.text for m in office.slack.ephemerals(office.user)] == ["未入金はありません"]


async def test_a_wrong_signature_is_refused(office: Office) -> None:
    office.slack.settings.signature_skew = -400
    await office.slack.post_message(office.user, office.channel, "受注")
    assert office.slack.deliveries[0].status == 401


async def test_edits_and_deletions_find_a_listener(office: Office) -> None:
    ts = await office.slack.post_message(office.user, office.channel, "おはよう")
    await office.slack.edit_message(office.user, office.channel, ts, "こんばんは")
    await office.slack.delete_message(office.user, office.channel, ts)
    assert [d.status for d in office.slack.deliveries] == [200, 200, 200]
