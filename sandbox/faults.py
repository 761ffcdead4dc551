"""Faults on demand: lost, late, slow, broken and refused answers, planned by a test or by a seeded dice.

A client can only learn from the wire what the wire tells it, so each kind is about what the *client* sees and what the
*server* has done:

kind         what the server did             what the client sees
lost_before  nothing                         the connection breaks
lost_after   the work                        the connection breaks
late         nothing yet; the work later     the connection breaks at once, the work lands after `delay` clock seconds
status       nothing (the work if `done`)    `status`, `headers` and `body`
slow         the work after `delay`          the answer, late (with `done`: the work first, then the wait)
half_body    the work                        half of the answer, then the connection breaks
bad_json     the work                        HTTP 200 and a body that is not JSON
"""

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.clock import Clock

Kind = Literal["lost_before", "lost_after", "late", "status", "slow", "half_body", "bad_json"]
RESET = "sandbox.reset"  # the scope extension through which sandbox.serving lets the middleware break a connection


@dataclass
class Fault:
    """One rule of the plan. `times` None means for ever; `skip` lets that many matching requests pass first."""

    match: str
    kind: Kind
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    delay: float = 1.0
    status: int = 500
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    done: bool = False
    played: int = 0

    def matches(self, method: str, path: str) -> bool:
        wanted_method, _, wanted_path = self.match.rpartition(" ")
        return wanted_method in ("", "*", method) and fnmatchcase(path, wanted_path)


class Faults:
    """A plan of faults. The first rule that matches a request and has something left is played."""

    def __init__(self, seed: int = 0) -> None:
        self._dice = random.Random(seed)  # noqa: S311  a plan that can be repeated, not a secret
        self._plan: list[Fault] = []
        self.played: list[tuple[str, str, Kind]] = []
        """(method, path, kind) of everything played, in order."""

    def add(
        self,
        match: str,
        kind: Kind,
        *,
        times: int | None = None,
        probability: float | None = None,
        skip: int = 0,
        delay: float = 1.0,
        status: int = 500,
        body: bytes | str | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        done: bool = False,
    ) -> Fault:
        """Plan a fault for requests like "POST /iv/invoices" or "* /api/chat.*" (the path is a glob; no query string).

        With neither `times` nor `probability` it happens once; with a probability alone, for ever. `delay` is in clock
        seconds. A mapping as `body` is sent as JSON.
        """
        if kind not in get_args(Kind):
            raise ValueError(f"unknown fault {kind!r}")
        fault = Fault(
            match=match,
            kind=kind,
            times=1 if times is None and probability is None else times,
            probability=1.0 if probability is None else probability,
            skip=skip,
            delay=delay,
            status=status,
            body=_bytes(body),
            headers={"content-type": "application/json", **(headers or {})},
            done=done,
        )
        self._plan.append(fault)
        return fault

    def clear(self) -> None:
        """Forget the plan; what was played stays in the log."""
        self._plan.clear()

    def draw(self, method: str, path: str) -> Fault | None:
        """The fault to play for this request, counted as played; None when all is well."""
        for fault in self._plan:
            if not fault.matches(method, path) or (fault.times is not None and fault.played >= fault.times):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if self._dice.random() >= fault.probability:
                continue
            fault.played += 1
            self.played.append((method, path, fault.kind))
            return fault
        return None


class FaultMiddleware:
    """ASGI middleware that plays the plan on HTTP requests."""

    def __init__(self, app: ASGIApp, faults: Faults, clock: Clock) -> None:
        self.app, self.faults, self.clock = app, faults, clock
        self._late: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self.faults.draw(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if fault is None:
            await self.app(scope, receive, send)
            return
        # The body is read first: a server that drops a connection unread looks different to the client.
        again = _replayed(await _body_of(receive))
        match fault.kind:
            case "lost_before":
                await _break(scope)
            case "lost_after":
                await self._buffered(scope, again)
                await _break(scope)
            case "late":
                task = asyncio.create_task(self._land_later(fault.delay, scope, again))
                self._late.add(task)
                task.add_done_callback(self._late.discard)
                await _break(scope)
            case "status":
                if fault.done:
                    await self._buffered(scope, again)
                await _answer(send, fault.status, fault.headers, fault.body)
            case "slow":
                await self._slowly(fault, scope, again, send)
            case "half_body":
                await self._half(scope, again, send)
            case "bad_json":
                await self._buffered(scope, again)
                await _answer(send, 200, {"content-type": "application/json"}, b'{"ok": tru')

    async def _land_later(self, delay: float, scope: Scope, receive: Receive) -> None:
        await self.clock.sleep(delay)
        await self._buffered(scope, receive)

    async def _slowly(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if not fault.done:
            await self.clock.sleep(fault.delay)
            await self.app(scope, receive, send)
            return
        messages = await self._buffered(scope, receive)
        await self.clock.sleep(fault.delay)
        for message in messages:
            await send(message)

    async def _half(self, scope: Scope, receive: Receive, send: Send) -> None:
        messages = await self._buffered(scope, receive)
        body = b"".join(message.get("body", b"") for message in messages)
        headers = [pair for pair in messages[0].get("headers", []) if pair[0].lower() != b"content-length"]
        headers.append((b"content-length", str(max(len(body), 2)).encode()))
        await send({**messages[0], "headers": headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        await _break(scope, flush=True)

    async def _buffered(self, scope: Scope, receive: Receive) -> list[Message]:
        """Let the application do its work and keep its answer."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        return messages


async def _break(scope: Scope, *, flush: bool = False) -> None:
    """End the connection without a (whole) answer.

    Without sandbox.serving in front (httpx's ASGITransport) there is no connection; the client then meets the
    exception itself, which is as near as it gets.
    """
    reset = scope.get("extensions", {}).get(RESET)
    if reset is None:
        raise ConnectionResetError("the stand-in broke the connection")
    await reset(flush)


async def _answer(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    pairs.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


async def _body_of(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or not message.get("more_body"):
            return body


def _replayed(body: bytes) -> Receive:
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return unread.pop() if unread else {"type": "http.disconnect"}

    return receive


def _bytes(body: bytes | str | Mapping[str, Any] | None) -> bytes:
    if isinstance(body, Mapping):
        return json.dumps(body, ensure_ascii=False).encode()
    if isinstance(body, str):
        return body.encode()
    return body or b""
