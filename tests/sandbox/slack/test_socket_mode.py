"""A real Bolt app over Socket Mode: acknowledgements, repetitions, reconnections."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import Clock
from sandbox.serving import running
from sandbox.slack import Command, SlackSettings, SlackWorkspace, create_app

Json = dict[str, Any]


@dataclass
class Office:
    slack: SlackWorkspace
    clock: Clock
    handler: AsyncSocketModeHandler
    client: AsyncWebClient
    user: str = ""
    channel: str = ""
    heard: list[Json] = field(default_factory=list)
    failing: bool = False


def bolt(settings: SlackSettings, client: AsyncWebClient, office: list[Office]) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=settings.team_id,
            bot_id=settings.bot_id,
            bot_user_id=settings.bot_user_id,
            bot_token=settings.bot_token,
        )

    app = AsyncApp(client=client, authorize=authorize, process_before_response=True)

    @app.event("message")
    async def message(event: Json, request: Any) -> None:
        retry = request.headers.get("x-slack-retry-num", [None])[0]
        office[0].heard.append({**event, "retry": retry})
        if office[0].failing:
            raise RuntimeError("the disk is full")

    @app.command("/unpaid")
    async def unpaid(ack: Any) -> None:
        await ack("未入金はありません")

    return app


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    settings, clock = SlackSettings(socket_mode=True, commands=[Command("/unpaid")]), Clock(scale=0)
    app = create_app(settings, clock)
    async with running(app) as url:
        client = AsyncWebClient(base_url=f"{url}/api/", retry_handlers=[])
        known: list[Office] = []
        handler = AsyncSocketModeHandler(bolt(settings, client, known), settings.app_token)
        slack: SlackWorkspace = app.state.workspace
        office = Office(slack, clock, handler, client)
        known.append(office)
        office.user = await slack.add_user("tanaka")
        office.channel = await slack.add_channel("受注報告")
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt has no types here
        await slack.until(lambda: slack.sockets.connections)
        yield office
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_events_and_commands_come_over_the_socket(office: Office) -> None:
    ts = await office.slack.post_message(office.user, office.channel, "受注")
    await office.slack.command(office.user, office.channel, "/unpaid")
    assert [event["ts"] for event in office.heard] == [ts]
    assert [(d.transport, d.status) for d in office.slack.deliveries] == [("socket", 200)] * 2
    assert [m.text for m in office.slack.ephemerals(office.user)] == ["未入金はありません"]


async def test_what_is_not_acknowledged_comes_again(office: Office) -> None:
    office.failing = True
    patience, office.slack.settings.ack_timeout = office.slack.settings.ack_timeout, 0.05
    await office.slack.post_message(office.user, office.channel, "受注")
    await office.slack.settle()
    office.failing, office.slack.settings.ack_timeout = False, patience
    office.clock.advance(60)
    await asyncio.sleep(0.02)
    await office.slack.settle()
    assert [event["retry"] for event in office.heard] == ["0", "1", "2"]
    assert [d.error for d in office.slack.deliveries] == ["timeout", "timeout", None]


async def test_the_client_reconnects_when_it_is_asked_to(office: Office) -> None:
    first = office.slack.sockets.connections[0]
    await office.slack.sockets.disconnect("refresh_requested")
    await office.slack.until(lambda: office.slack.sockets.connections)
    assert office.slack.sockets.connections[0] is not first
    await office.slack.post_message(office.user, office.channel, "受注")
    assert len(office.heard) == 1


async def test_with_no_connection_the_event_waits_for_its_repetition(office: Office) -> None:
    await office.slack.sockets.disconnect("link_disabled")
    await office.slack.post_message(office.user, office.channel, "受注")
    assert office.slack.deliveries[0].error == "connection_failed"
    await office.slack.until(lambda: office.slack.sockets.connections)
    await office.slack.settle()
    office.clock.advance(60)
    await office.slack.until(lambda: office.heard)


async def test_the_way_in_needs_the_app_token_and_socket_mode(office: Office) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await office.client.apps_connections_open(app_token=office.slack.settings.bot_token)
    office.slack.settings.socket_connections = 1
    with pytest.raises(SlackApiError, match="too_many_websockets"):
        await office.client.apps_connections_open(app_token=office.slack.settings.app_token)
    office.slack.settings.socket_mode = False
    with pytest.raises(SlackApiError, match="socket_mode_not_enabled"):
        await office.client.apps_connections_open(app_token=office.slack.settings.app_token)
