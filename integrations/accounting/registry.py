"""The accounting systems we know, by the word in the settings. The only place outside a provider that names one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from integrations.accounting.base import AccountingSystem, CallBudget, CallLimit
from integrations.accounting.books import Books
from integrations.accounting.freee.adapter import Freee
from integrations.accounting.freee.books import FreeeBooks
from integrations.accounting.freee.client import FreeeClient
from integrations.accounting.freee.connection import FreeeConnection
from integrations.accounting.moneyforward.adapter import MoneyForward
from integrations.accounting.moneyforward.client import MoneyForwardClient
from integrations.accounting.moneyforward.connection import MoneyForwardConnection
from integrations.http import Exchange, Http
from integrations.oauth import OAuthSession
from integrations.oauth_store import TokenStore


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connection needs from us. `clock` returns aware UTC."""

    tokens: TokenStore
    budget: CallBudget
    clock: Callable[[], datetime] = _utc_now
    on_exchange: Callable[[Exchange], None] | None = None
    total_seconds: float = 30.0  # the longest any call may take; the settle window counts on it
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep  # waits of seconds, where a limit is that short


@dataclass(frozen=True, slots=True)
class Connected:
    """One company's system and the authorisation behind it. `system.close()` closes both."""

    system: AccountingSystem
    oauth: OAuthSession
    books: Books | None = None  # where the same connection reaches the accounting side


Builder = Callable[[Mapping[str, str], Surroundings], Connected]


def _freee(settings: Mapping[str, str], around: Surroundings) -> Connected:
    connection = FreeeConnection.from_settings(settings)
    http = Http(
        "freee",
        (connection.api_url, connection.auth_url),
        request_id_header="X-Freee-Request-ID",
        total_seconds=around.total_seconds,
        on_exchange=around.on_exchange,
    )
    oauth = OAuthSession(connection.app(), around.tokens, http, clock=around.clock)
    client = FreeeClient(connection, http, oauth, around.budget, around.clock)
    return Connected(Freee(connection, client, http, oauth), oauth, FreeeBooks(client, connection.app_url))


def _moneyforward(settings: Mapping[str, str], around: Surroundings) -> Connected:
    connection = MoneyForwardConnection.from_settings(settings)
    http = Http(
        "マネーフォワード",
        (connection.api_url, connection.auth_url),
        total_seconds=around.total_seconds,
        on_exchange=around.on_exchange,
    )
    oauth = OAuthSession(connection.app(), around.tokens, http, clock=around.clock)
    client = MoneyForwardClient(connection, http, oauth, around.budget, around.clock, around.sleep)
    return Connected(MoneyForward(connection, client, http, oauth), oauth)


BUILDERS: Mapping[str, Builder] = {"freee": _freee, "moneyforward": _moneyforward}
# What the systems allow where the company's plan says nothing else; the budget's windows are made of them.
LIMITS: Mapping[str, tuple[CallLimit, ...]] = {
    "freee": (CallLimit("minute", 60, 30), CallLimit("hour", 3_600, 1_500), CallLimit("day", 86_400, 3_000)),
    "moneyforward": (CallLimit("second", 1, 3),),
}


def call_limits(name: str, settings: Mapping[str, str]) -> tuple[CallLimit, ...]:
    """Return a system's limits, those of the company's plan (`calls_per_<window>`) where settings name them.

    ValueError for an unknown system.
    """
    if name not in LIMITS:
        raise ValueError(f"unknown accounting system {name!r}; known: {', '.join(sorted(LIMITS))}")
    return tuple(
        CallLimit(limit.name, limit.seconds, int(settings.get(f"calls_per_{limit.name}") or limit.calls))
        for limit in LIMITS[name]
    )


def connect(name: str, settings: Mapping[str, str], around: Surroundings) -> Connected:
    """Return the system of that name. `settings`: the provider's own group, as text. ValueError tells what is wrong."""
    builder = BUILDERS.get(name)
    if builder is None:
        raise ValueError(f"unknown accounting system {name!r}; known: {', '.join(sorted(BUILDERS))}")
    return builder(settings, around)
