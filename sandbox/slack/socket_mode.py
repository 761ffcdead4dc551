"""Socket Mode: WebSockets that the app opens, with hello, disconnect warnings and acknowledgements.

uvicorn has no WebSocket support without a further package, so aiohttp serves these on a port of their own; the app
learns its address from apps.connections.open. Rules: docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import json
import random
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.slack.settings import SlackSettings
from sandbox.slack.state import Delivery, Json, State

_WITH_ANSWER = {"view_submission", "block_suggestion"}
_DEBUG_SECONDS = 360.0
_TICKET_SECONDS = 30.0


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    number: int
    acknowledgements: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    closing: bool = False


class SocketHub:
    def __init__(self, state: State, settings: SlackSettings) -> None:
        self._state, self._settings = state, settings
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._tickets: dict[str, float] = {}
        self._opened = 0
        self.connections: list[Connection] = []
        self.dice = random.Random(0)  # noqa: S311  which connection gets a payload; Slack promises nothing

    async def new_url(self) -> str | None:
        """An address for one connection, good for half a minute; None when there are as many as Slack allows."""
        if len(self.connections) >= self._settings.socket_connections:
            return None
        if self._runner is None:
            await self._start()
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = self._state.clock.timestamp() + _TICKET_SECONDS
        return f"ws://127.0.0.1:{self._port}/link/?ticket={ticket}&app_id={self._settings.app_id}"

    async def send(self, delivery: Delivery) -> None:
        """Bring one delivery over any connection and wait for its acknowledgement; the outcome is written into it."""
        ready = [one for one in self.connections if not one.closing and not one.socket.closed]
        if not ready:
            delivery.error = "connection_failed"
            return
        connection = self.dice.choice(ready)
        envelope_id = str(uuid.uuid4())
        kind = "interactive" if delivery.kind == "options" else delivery.kind
        accepts = kind == "slash_commands" or delivery.payload.get("type") in _WITH_ANSWER
        envelope: Json = {"envelope_id": envelope_id, "payload": delivery.payload, "type": kind}
        envelope["accepts_response_payload"] = accepts
        if kind == "events_api":
            envelope |= {"retry_attempt": delivery.retry, "retry_reason": delivery.retry_reason or ""}
        delivery.body = json.dumps(envelope, ensure_ascii=False)
        answered: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.acknowledgements[envelope_id] = answered
        try:
            await connection.socket.send_str(delivery.body)
            async with asyncio.timeout(self._settings.ack_timeout):
                answer = await answered
        except (TimeoutError, ConnectionError):
            delivery.error = "timeout"
        else:
            delivery.status = 200
            payload = answer.get("payload")
            if payload and accepts:
                delivery.answer = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
        finally:
            connection.acknowledgements.pop(envelope_id, None)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every client to reconnect and close: "refresh_requested", or "link_disabled" when Socket Mode ends."""
        for connection in list(self.connections):
            await self._end(connection, reason)

    async def drop(self) -> None:
        """Break every connection without a word, as a network does."""
        for connection in list(self.connections):
            transport = _transport(connection.socket)
            if transport is not None:
                transport.abort()
            self._forget(connection)
        await asyncio.sleep(0)

    async def close(self) -> None:
        for connection in list(self.connections):
            connection.closing = True
            await connection.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # -- inside

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_get("/link/", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        expires = self._tickets.pop(request.query.get("ticket", ""), 0.0)
        if expires < self._state.clock.timestamp():
            return web.Response(status=404, text="the ticket was used or is too old")
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._opened += 1
        connection = Connection(socket, self._opened)
        self.connections.append(connection)
        self._state.changed()
        seconds = self._settings.socket_seconds
        if request.query.get("debug_reconnects") == "true":
            seconds = min(seconds, _DEBUG_SECONDS)
        await socket.send_str(json.dumps(self._hello(connection, seconds)))
        ageing = asyncio.create_task(self._age(connection, seconds))
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    _acknowledged(connection, message.data)
        finally:
            ageing.cancel()
            self._forget(connection)
        return socket

    def _hello(self, connection: Connection, seconds: float) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": f"applink-{connection.number}",
                "build_number": 1,
                "approximate_connection_time": int(seconds),
            },
            "connection_info": {"app_id": self._settings.app_id},
        }

    async def _age(self, connection: Connection, seconds: float) -> None:
        warning = min(self._settings.socket_warning, seconds)
        await self._state.clock.sleep(seconds - warning)
        await connection.socket.send_str(_goodbye("warning"))
        await self._state.clock.sleep(warning)
        await self._end(connection, "refresh_requested")

    async def _end(self, connection: Connection, reason: str) -> None:
        connection.closing = True
        if not connection.socket.closed:
            await connection.socket.send_str(_goodbye(reason))
            await connection.socket.close()
        self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self._state.changed()
        for waiting in connection.acknowledgements.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the connection ended before the acknowledgement"))


def _acknowledged(connection: Connection, text: str) -> None:
    try:
        answer: Any = json.loads(text)
    except ValueError:
        return
    waiting = connection.acknowledgements.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
    if waiting is not None and not waiting.done():
        waiting.set_result(answer)


def _goodbye(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}})


def _transport(socket: web.WebSocketResponse) -> asyncio.Transport | None:
    request = getattr(socket, "_req", None)
    transport = getattr(request, "transport", None)
    return transport if isinstance(transport, asyncio.Transport) else None
