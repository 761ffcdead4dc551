"""Socket Mode: Slack's payloads come over WebSockets that we open, so no port of ours is open to the internet.

Several connections at once: any of them may get a payload, and one that Slack is about to end (`disconnect`, a few
seconds ahead) gets its successor before it goes. A payload is acknowledged on the connection it came by, and only after
its listener has committed; what is not acknowledged, Slack sends again, and the store knows it.

Not slack_sdk's own client: it closes the old connection before the new one is open, acknowledges on whichever is
current, and after a failed connect tries the same used-up address for ever.
Rules: docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger(__name__)

CONNECTIONS = 2  # of the 10 an app may have: a few processes, and room for successors
HEARTBEAT_SECONDS = 10
LEAVING_SECONDS = 30  # an ending connection is read until Slack closes it, at most so long
DRAIN_SECONDS = 3  # at a stop: what is in hand is acknowledged first; Slack waits no longer either
SHORT_SECONDS = 10  # a connection that ends sooner counts as a failure, and the pauses grow
PAUSES = (0, 0.1, 0.5, 1, 2, 5, 10, 30)
DISABLED_SECONDS = 60
MAX_MESSAGE = 16 << 20


class SocketMode:
    """Keeps connections open and hands what comes to Bolt."""

    def __init__(
        self,
        app: AsyncApp,
        client: AsyncWebClient,
        *,
        app_token: str,
        team_id: Callable[[], Awaitable[str | None]],
        connections: int = CONNECTIONS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`team_id`: our workspace, once known; what comes from another is acknowledged and dropped."""
        self._app, self._client, self._token, self._team_id = app, client, app_token, team_id
        self._wanted, self._sleep = connections, sleep
        self._sockets: set[aiohttp.ClientWebSocketResponse] = set()
        self._lines: list[asyncio.Task[None]] = []
        self._reading: set[asyncio.Task[None]] = set()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._sockets)

    async def start(self) -> None:
        """Begin to connect; a Slack that cannot be reached is tried again and again."""
        self._session = aiohttp.ClientSession()
        self._lines = [asyncio.create_task(self._line()) for _ in range(self._wanted)]

    async def stop(self) -> None:
        """Open no more connections, acknowledge what is in hand, then close."""
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=DRAIN_SECONDS)
        for socket in list(self._sockets):
            await socket.close()
        if self._reading:
            await asyncio.wait(self._reading, timeout=DRAIN_SECONDS)
        if self._session is not None:
            await self._session.close()

    async def _line(self) -> None:
        """One connection after the other; the next is opened while the last is still read."""
        failures = 0
        while True:
            began = time.monotonic()
            try:
                socket = await self._open()
                leaving: asyncio.Future[str] = asyncio.get_running_loop().create_future()
                self._spawn(self._reading, self._read(socket, leaving))
                reason = await leaving
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
                reason = error.response.get("error", "") if isinstance(error, SlackApiError) else type(error).__name__
            failures = 0 if time.monotonic() - began > SHORT_SECONDS else failures + 1
            wait = DISABLED_SECONDS if reason == "link_disabled" else PAUSES[min(failures, len(PAUSES) - 1)]
            log.info("socket.reconnecting", reason=reason, seconds=wait)
            await self._sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311  replicas need not knock together

    async def _open(self) -> aiohttp.ClientWebSocketResponse:
        answer = await self._client.apps_connections_open(app_token=self._token)
        assert self._session is not None
        return await self._session.ws_connect(
            str(answer["url"]),
            heartbeat=HEARTBEAT_SECONDS,
            max_msg_size=MAX_MESSAGE,
            proxy=self._client.proxy,
            ssl=self._client.ssl if self._client.ssl is not None else True,
        )

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, leaving: "asyncio.Future[str]") -> None:
        self._sockets.add(socket)
        try:
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                envelope: dict[str, Any] = json.loads(message.data)
                if envelope.get("type") == "disconnect":
                    if not leaving.done():
                        leaving.set_result(str(envelope.get("reason")))
                        asyncio.get_running_loop().call_later(LEAVING_SECONDS, self._close_later, socket)
                elif "envelope_id" in envelope:
                    self._spawn(self._in_hand, self._take(socket, envelope))
        finally:
            self._sockets.discard(socket)
            if not leaving.done():
                leaving.set_result("closed")

    def _close_later(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        if not socket.closed:
            self._spawn(self._reading, _closed(socket))

    async def _take(self, socket: aiohttp.ClientWebSocketResponse, envelope: dict[str, Any]) -> None:
        """Let Bolt do one payload, then acknowledge it; without an acknowledgement Slack sends an event again."""
        request = SocketModeRequest.from_dict(envelope)
        if request is None:
            return
        answer: dict[str, Any] = {"envelope_id": request.envelope_id}
        if await self._is_ours(request.payload):
            try:
                response = await run_async_bolt_app(self._app, request)
            except Exception:
                log.exception("socket.listener_failed", type=request.type)
                return
            if response.status != 200:
                log.warning("socket.not_acknowledged", type=request.type, status=response.status)
                return
            answer |= _payload(response)
        else:
            log.warning("socket.foreign_team", type=request.type)
        with contextlib.suppress(ConnectionError):  # closed meanwhile: Slack sends it again, the store knows it
            await socket.send_str(json.dumps(answer))

    async def _is_ours(self, payload: dict[str, Any]) -> bool:
        ours = await self._team_id()
        theirs = payload.get("team_id") or (payload.get("team") or {}).get("id")
        return ours is None or theirs is None or theirs == ours

    @staticmethod
    def _spawn(group: "set[asyncio.Task[None]]", work: Any) -> None:
        task = asyncio.create_task(work)
        group.add(task)
        task.add_done_callback(group.discard)


async def _closed(socket: aiohttp.ClientWebSocketResponse) -> None:
    await socket.close()


def _payload(response: BoltResponse) -> dict[str, Any]:
    if not response.body:
        return {}
    if response.headers.get("content-type", [""])[0].startswith("application/json"):
        return {"payload": json.loads(response.body)}
    return {"payload": {"text": response.body}}
