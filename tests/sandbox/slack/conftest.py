"""A workspace with an accountant and a salesperson, and a small app that listens to it over HTTP."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.serving import running
from sandbox.slack import Command, Shortcut, SlackSettings, SlackWorkspace, create_app

Json = dict[str, Any]


@dataclass
class Heard:
    """One request that Slack made, and what it is about."""

    payload: Json
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Json:
        event: Json = self.payload.get("event", {})
        return event


@dataclass
class Listener:
    """The app's side: remembers what it hears and answers as the test says."""

    heard: list[Heard] = field(default_factory=list)
    answer: Callable[[Heard], Response] = lambda _: Response()

    async def __call__(self, request: Request) -> Response:
        body = await request.body()
        if request.headers["content-type"] == "application/json":
            payload = json.loads(body)
        else:
            form = {key: value[0] for key, value in parse_qs(body.decode(), keep_blank_values=True).items()}
            payload = json.loads(form["payload"]) if "payload" in form else form
        heard = Heard(payload, dict(request.headers), body)
        self.heard.append(heard)
        return self.answer(heard)

    def events(self, subtype: str | None = None) -> list[Json]:
        return [h.event for h in self.heard if h.event.get("type") == "message" and h.event.get("subtype") == subtype]


@dataclass
class Scene:
    slack: SlackWorkspace
    clock: Clock
    faults: Faults
    settings: SlackSettings
    listener: Listener
    url: str
    client: AsyncWebClient
    http: httpx.AsyncClient
    sales: str = ""
    accountant: str = ""
    orders: str = ""

    async def card(self, blocks: list[Json], **more: Any) -> str:
        """The app posts blocks; returns the ts."""
        answer = await self.client.chat_postMessage(channel=self.orders, text="カード", blocks=blocks, **more)
        await self.slack.settle()  # the app hears of its own post, too
        return str(answer["ts"])


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    settings = SlackSettings(
        commands=[Command("/unpaid", "未入金の一覧", "[取引先]")],
        shortcuts=[
            Shortcut("受注を登録", "new_order", "global"),
            Shortcut("受注として読む", "read_order", "message"),
        ],
    )
    clock, faults, listener = Clock(scale=0), Faults(), Listener()
    app = create_app(settings, clock, faults)
    ear = Starlette(routes=[Route("/slack/events", listener.__call__, methods=["POST"])])
    async with running(app) as url, running(ear) as app_url, httpx.AsyncClient(trust_env=False) as http:
        settings.request_url = f"{app_url}/slack/events"
        client = AsyncWebClient(token=settings.bot_token, base_url=f"{url}/api/", retry_handlers=[])
        scene = Scene(app.state.workspace, clock, faults, settings, listener, url, client, http)
        scene.sales = await scene.slack.add_user("tanaka", real_name="田中 太郎")
        scene.accountant = await scene.slack.add_user("suzuki", real_name="鈴木 花子")
        scene.orders = await scene.slack.add_channel("受注報告")
        yield scene
