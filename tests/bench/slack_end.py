"""Slack's end of both transports, as light as can be: it sends events and takes the time until each is acknowledged."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from typing import Any

import aiohttp
from aiohttp import web

TEAM, CHANNEL, SECRET, APP_TOKEN = "TBENCH", "CBENCH", "bench-secret", "xapp-bench"
TEXT = (
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守サービス\n数量：12\n単価：30,000円（税抜）\n"
    "支払条件：月末締め翌月末払い\n担当：田中"
)


class SlackEnd:
    """Answers the few Web API calls a starting bot makes, opens WebSockets, and delivers."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._runner: web.AppRunner | None = None
        self._http: aiohttp.ClientSession | None = None
        self.url = ""
        self.events_url = ""

    async def __aenter__(self) -> "SlackEnd":
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._http is not None
        assert self._runner is not None
        await self._http.close()
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    async def connected(self, number: int) -> None:
        """Wait until the app has that many WebSockets open."""
        while len(self._sockets) < number:  # noqa: ASYNC110  a benchmark may poll
            await asyncio.sleep(0.01)

    async def deliver(self) -> float:
        """Deliver one new order and return the seconds until it was acknowledged."""
        number = next(self._numbers)
        event = self._event(number)
        began = time.perf_counter()
        if self._sockets:
            envelope_id = f"E{number}"
            acknowledged = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
            envelope = {"envelope_id": envelope_id, "type": "events_api", "payload": event}
            await self._sockets[number % len(self._sockets)].send_str(json.dumps(envelope))
            await acknowledged
            return time.perf_counter() - began
        body = json.dumps(event).encode()
        assert self._http is not None
        while True:
            try:
                async with self._http.post(self.events_url, data=body, headers=_signed(body)) as answer:
                    assert answer.status == 200, await answer.text()
            except aiohttp.ClientConnectionError:
                continue  # an idle connection was just being closed: Slack repeats at once, and so do we
            return time.perf_counter() - began

    def _event(self, number: int) -> dict[str, Any]:
        now = int(time.time())
        return {
            "token": "t",
            "team_id": TEAM,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": f"Ev{now}{number:08}",
            "event_time": now,
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": "UBOT", "is_bot": True}],
            "event": {
                "type": "message",
                "channel": CHANNEL,
                "channel_type": "channel",
                "user": "U1",
                "text": TEXT,
                "ts": f"{now}.{number:06}",
                "event_ts": f"{now}.{number:06}",
                "team": TEAM,
                "client_msg_id": f"m{number}",
            },
        }

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        answer: dict[str, Any] = {"ok": True}
        if method == "apps.connections.open":
            answer["url"] = f"{self.url.replace('http', 'ws')}/link"
        elif method == "auth.test":
            answer |= {"team_id": TEAM, "user_id": "UBOT"}
        elif method == "chat.postMessage":
            answer["ts"] = f"{time.time():.6f}"
        elif method.startswith("conversations."):
            answer["messages"] = []
        return web.json_response(answer)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello"}))
        self._sockets.append(socket)
        async for message in socket:
            waiting = self._waiting.pop(json.loads(message.data)["envelope_id"], None)
            if waiting is not None and not waiting.done():
                waiting.set_result(None)
        self._sockets.remove(socket)
        return socket


def _signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }
