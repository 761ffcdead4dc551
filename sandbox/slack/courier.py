"""Brings events and interactions to the app: signed, timed, repeated when they were not acknowledged.

The rules are those of docs.slack.dev/apis/events-api: three seconds to acknowledge, three retries (at once, after one
and after five minutes) with x-slack-retry-num and -reason, none after `x-slack-no-retry: 1`. Interactions are brought
once.
"""

import asyncio
import hashlib
import hmac
import json
import random
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox.slack import shapes
from sandbox.slack.settings import SlackSettings
from sandbox.slack.state import Delivery, Json, State

SocketSend = Callable[[Delivery], Awaitable[None]]
"""Sends one delivery over a WebSocket and writes status, answer and error into it."""


@dataclass
class Adversary:
    """Bad luck that Slack's rules allow: copies at the same moment, and events out of order."""

    copies: int = 1
    reorder: int = 1
    """Hold this many events back and send them shuffled; `Courier.flush` sends what is held."""
    lost_answers: int = 0
    """The next so many answers to events get lost on their way: the app has done its work, and hears of it again."""
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311


def sign(secret: str, timestamp: str, body: str) -> str:
    """Slack's v0 signature of a request body."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Courier:
    def __init__(self, state: State, settings: SlackSettings) -> None:
        self.state, self.settings = state, settings
        self.adversary = Adversary()
        self.http_transport: httpx.AsyncBaseTransport | None = None
        """Set to bring deliveries to an ASGI app without a port."""
        self.socket: SocketSend | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._waiting_for_retry = 0
        self._held: list[Callable[[], Awaitable[None]]] = []
        self._client: httpx.AsyncClient | None = None
        self._lanes = asyncio.Semaphore(settings.parallel_deliveries)

    # -- events

    def event(self, event: Json) -> asyncio.Future[None]:
        """Start bringing an event; the future is done when the first attempt is (or at once while it is held back)."""
        now = self.state.clock.timestamp()
        envelope = shapes.envelope(event, self.state.new_id("Ev"), int(now), self.settings)
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def start() -> None:
            copies = [self._bring_event(envelope) for _ in range(max(self.adversary.copies, 1))]
            await asyncio.gather(*copies)

        if self.adversary.reorder > 1:
            first.set_result(None)
            self._held.append(start)
            if len(self._held) >= self.adversary.reorder:
                self.spawn(self.flush())
            return first
        task = self.spawn(start())
        task.add_done_callback(lambda _: None if first.done() else first.set_result(None))
        return first

    async def flush(self) -> None:
        """Send the events held back, shuffled."""
        held, self._held = self._held, []
        self.adversary.dice.shuffle(held)
        for start in held:
            await start()

    async def replay(self, delivery: Delivery) -> Delivery:
        """Bring exactly the same bytes and headers again, as somebody who recorded them would."""
        copy = Delivery(delivery.kind, delivery.payload, self.state.clock.now(), delivery.retry, delivery.retry_reason)
        copy.body, copy.headers = delivery.body, dict(delivery.headers)
        await self._attempt(copy)
        return copy

    async def _bring_event(self, envelope: Json) -> None:
        delivery = await self.once("events_api", envelope)
        if not delivery.ok and _may_retry(delivery):
            self.spawn(self._retry(envelope, delivery))

    async def _retry(self, envelope: Json, failed: Delivery) -> None:
        delays = [*self.settings.retry_delays, *([3600.0] * 24 if self.settings.delayed_events else [])]
        for number, delay in enumerate(delays, start=1):
            self._waiting_for_retry += 1
            try:
                await self.state.clock.sleep(delay)
            finally:
                self._waiting_for_retry -= 1
            failed = await self.once("events_api", envelope, retry=number, reason=failed.error)
            if failed.ok or not _may_retry(failed):
                return

    # -- one attempt

    async def once(self, kind: Any, payload: Json, *, retry: int = 0, reason: str | None = None) -> Delivery:
        """One attempt at one delivery; what came of it is in the answer and in the log."""
        delivery = Delivery(kind, payload, self.state.clock.now(), retry, reason)
        if not self.settings.socket_mode:
            self._pack(delivery)
        await self._attempt(delivery)
        return delivery

    async def _attempt(self, delivery: Delivery) -> None:
        # Waiting for a free lane is Slack's time, not the app's three seconds.
        async with self._lanes:
            await self._bring(delivery)

    async def _bring(self, delivery: Delivery) -> None:
        self.state.deliveries.append(delivery)
        started = time.monotonic()
        if self.settings.socket_mode:
            delivery.transport = "socket"
            if self.socket is None:
                delivery.error = "connection_failed"
            else:
                await self.socket(delivery)
        elif self.settings.request_url is None:
            delivery.error = "no_request_url"
        else:
            await self._post(delivery, self.settings.request_url)
        if delivery.kind == "events_api" and delivery.ok and self.adversary.lost_answers:
            self.adversary.lost_answers -= 1
            delivery.error, delivery.status = "http_timeout", None
        delivery.seconds = time.monotonic() - started
        self.state.changed()

    def _pack(self, delivery: Delivery) -> None:
        match delivery.kind:
            case "events_api":
                content_type, body = "application/json", json.dumps(delivery.payload, ensure_ascii=False)
            case "slash_commands":
                content_type, body = "application/x-www-form-urlencoded", urlencode(delivery.payload)
            case _:
                content_type = "application/x-www-form-urlencoded"
                body = urlencode({"payload": json.dumps(delivery.payload, ensure_ascii=False)})
        timestamp = str(int(time.time() + self.settings.signature_skew))
        delivery.body = body
        delivery.headers = {
            "content-type": content_type,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": sign(self.settings.signing_secret, timestamp, body),
        }
        if delivery.retry:
            delivery.headers["x-slack-retry-num"] = str(delivery.retry)
            delivery.headers["x-slack-retry-reason"] = delivery.retry_reason or "unknown_error"

    async def _post(self, delivery: Delivery, url: str) -> None:
        # The deadline counts from the first byte sent to the last received, which httpx's own timeouts do not.
        try:
            async with asyncio.timeout(self.settings.ack_timeout):
                answer = await self._http().post(url, content=delivery.body.encode(), headers=delivery.headers)
        except (TimeoutError, httpx.TimeoutException):
            delivery.error = "http_timeout"
        except httpx.TooManyRedirects:
            delivery.error = "too_many_redirects"
        except (httpx.TransportError, OSError):
            delivery.error = "connection_failed"
        else:
            delivery.status, delivery.answer = answer.status_code, answer.text
            delivery.answer_headers = dict(answer.headers)
            if not answer.is_success:
                delivery.error = "http_error"

    def _http(self) -> httpx.AsyncClient:
        if self._client is None or self._client.is_closed:
            self._client = httpx.AsyncClient(
                transport=self.http_transport,
                trust_env=False,
                timeout=None,  # noqa: S113  `_post` holds the deadline
                follow_redirects=True,
                max_redirects=2,
            )
        return self._client

    # -- background work

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run in the background until `close`."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settle(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109  a plain number reads best in tests
        """Wait until nothing is under way but retries whose time has not come."""
        async with asyncio.timeout(timeout):
            while len(self._tasks) > self._waiting_for_retry:  # noqa: ASYNC110  many tasks, no single event
                await asyncio.sleep(0.005)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()


def _may_retry(delivery: Delivery) -> bool:
    if delivery.error == "no_request_url":
        return False
    return delivery.status is None or delivery.answer_headers.get("x-slack-no-retry") != "1"
