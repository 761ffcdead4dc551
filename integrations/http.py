"""The one way out: every call to another company's API passes through `Http`.

Nothing here is repeated, redirected or taken from the environment. What a transport failure means depends on whether
the request changes anything: a write that may have arrived is an unknown outcome, a read can simply be asked again.
"""

import asyncio
import json
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit

import httpx

from integrations import deadline
from integrations.errors import ChangedApiError, DataError, NoAnswerError, NotSentError, OutcomeUnknownError

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 30.0
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

# No byte of the request has left when these are raised: the connection was never made.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, unread. Header names are lower-case."""

    system: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    request_id: str | None = None

    def json(self) -> Any:
        """Return the decoded body; ChangedApiError if it is none. Fractions are Decimal: no amount may be a float."""
        try:
            return json.loads(self.body, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise ChangedApiError(
                f"{self.system}の応答がJSONではありません（HTTP {self.status}）。",
                system=self.system,
                request_id=self.request_id,
            ) from error


@dataclass(frozen=True, slots=True)
class Exchange:
    """One finished call, for logs and metrics. Holds no body, no query and no header: nothing secret."""

    system: str
    method: str
    path: str
    status: int | None  # None: no answer
    seconds: float
    request_id: str | None


class Http:
    """Connections to one system's hosts."""

    def __init__(
        self,
        system: str,
        bases: Iterable[str],
        *,
        request_id_header: str = "x-request-id",
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> None:
        """Allow only the hosts of `bases`; plain http is for this machine only (ValueError otherwise)."""
        self.system = system
        self._allowed = frozenset(_origin(_checked(urlsplit(base))) for base in bases)
        self._request_id_header = request_id_header.lower()
        self._total_seconds = total_seconds
        self._on_exchange = on_exchange
        context = httpx.create_ssl_context(trust_env=False)
        self._pooled = _client(context, connect_seconds, total_seconds, keep=20)
        # Keeps no connection alive, so every request opens its own: a kept one may die with our bytes inside it.
        self._fresh = _client(context, connect_seconds, total_seconds, keep=0)

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        fresh: bool = False,
    ) -> Answer:
        """Send once and return the answer, whatever its status.

        Raises NotSentError if nothing left this machine. Else, without an answer: NoAnswerError for GET,
        OutcomeUnknownError for everything that may change something. DataError if the host is not an allowed one.
        Past a deadline (`integrations.deadline`) nothing is sent: NotSentError.
        """
        target = urlsplit(url)
        if _origin(target) not in self._allowed:
            raise DataError(f"許可されていない接続先です: {target.hostname}", system=self.system)
        if deadline.passed():
            raise NotSentError(f"{self.system}への送信が遅れたため、送らずにやり直します。", system=self.system)
        started = time.monotonic()
        answer: Answer | None = None
        try:
            answer = await self._send(fresh, method, url, params=params, content=content, headers=headers)
            return answer
        except (httpx.HTTPError, TimeoutError) as error:
            raise self._transport_error(method, error) from error
        finally:
            if self._on_exchange is not None:
                self._on_exchange(self._exchange(method, target.path, answer, time.monotonic() - started))

    async def _send(self, fresh: bool, method: str, url: str, **parts: Any) -> Answer:
        client = self._fresh if fresh else self._pooled
        # httpx limits each step; a server that drips bytes would pass every step and never end.
        async with asyncio.timeout(self._total_seconds):
            response = await client.request(method, url, **parts)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(
            self.system, response.status_code, headers, response.content, headers.get(self._request_id_header)
        )

    def _transport_error(self, method: str, error: Exception) -> NotSentError | OutcomeUnknownError:
        what = type(error).__name__
        if isinstance(error, NEVER_SENT):
            return NotSentError(f"{self.system}に接続できませんでした（{what}）。", system=self.system)
        if method == "GET":
            return NoAnswerError(f"{self.system}から応答がありませんでした（{what}）。", system=self.system)
        return OutcomeUnknownError(
            f"{self.system}に送信しましたが、結果を受け取れませんでした（{what}）。", system=self.system
        )

    def _exchange(self, method: str, path: str, answer: Answer | None, seconds: float) -> Exchange:
        status = answer.status if answer else None
        request_id = answer.request_id if answer else None
        return Exchange(self.system, method, path, status, seconds, request_id)

    async def close(self) -> None:
        """Release all connections."""
        await self._pooled.aclose()
        await self._fresh.aclose()

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()


def _client(context: ssl.SSLContext, connect_seconds: float, total_seconds: float, *, keep: int) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(
            verify=context, retries=0, trust_env=False, limits=httpx.Limits(max_keepalive_connections=keep)
        ),
        headers={"User-Agent": "seikyu"},
        timeout=httpx.Timeout(total_seconds, connect=connect_seconds, pool=connect_seconds),
        follow_redirects=False,
        trust_env=False,
    )


def _checked(url: SplitResult) -> SplitResult:
    if url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK):
        return url
    raise ValueError(f"not an https address: {url.scheme}://{url.hostname}")


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or {"https": 443, "http": 80}.get(url.scheme)
