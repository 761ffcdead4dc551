"""What the accounting contract suite needs of a provider: its adapter against its stand-in, and hands on the stand-in.

To put another provider under the suite, write its `open_…` and add one row to tests.contract.providers.
"""

import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol

from starlette.applications import Starlette

from domain.invoice import InvoiceDraft, InvoiceLine, make_token
from domain.tax import Rounding, TaxEntry, TaxRate, Totals, line_amount, tax_totals
from integrations.accounting.base import AccountingSystem, Purpose
from integrations.accounting.registry import Connected, Surroundings, connect
from integrations.errors import RateError
from integrations.http import Exchange
from integrations.oauth_store import InMemoryTokenStore, TokenRecord
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.serving import running

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday noon in Tokyo
DAY = date(2026, 11, 30)
DUE = date(2026, 12, 31)


class RecordingBudget:
    """A `CallBudget` that lets everything pass until it is told to stop, and remembers what it was told."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.taken: list[tuple[Purpose, str]] = []
        self.remaining: dict[str, int] = {}
        self.resets: dict[str, datetime] = {}
        self.stopped_until: datetime | None = None

    async def room(self, purpose: Purpose) -> None:
        if self.stopped_until is not None and self._clock() < self.stopped_until:
            raise RateError("stopped", retry_at=self.stopped_until)

    async def take(self, purpose: Purpose, kind: str) -> None:
        await self.room(purpose)
        self.taken.append((purpose, kind))

    async def observe(self, remaining: dict[str, int], resets: dict[str, datetime]) -> None:
        self.remaining |= remaining
        self.resets |= resets

    async def blocked_until(self, moment: datetime) -> None:
        self.stopped_until = moment


class Hands(Protocol):
    """What a person does in the system itself."""

    def add_partner(self, name: str, *, terms: tuple[int, int, int] | None = None) -> str: ...
    def archive_partner(self, partner_id: str) -> None: ...
    def department(self, partner_id: str) -> str | None: ...
    def write_invoices(self, partner_id: str, count: int) -> None: ...
    def invoices_made(self) -> int: ...
    def mark_sent(self, invoice_id: str) -> None: ...
    def mark_paid(self, invoice_id: str) -> None: ...
    def book(self, invoice_id: str) -> None: ...
    def change_memo(self, invoice_id: str, memo: str) -> None: ...
    def move(self, invoice_id: str, day: date) -> None: ...
    def contract_breaches(self) -> list[str]: ...


class WireHands(Hands, Protocol):
    """What else can be done to a stand-in behind a wire. Paths are patterns for `Faults.add`."""

    create: str
    listing: str
    token: str
    tells_remaining: bool  # answers say how many calls are left
    tells_request_id: bool  # answers carry an id of the exchange

    def new_pair(self) -> tuple[str, str, int]: ...
    def expire_tokens(self) -> None: ...
    def revoke_tokens(self) -> None: ...
    def refreshes(self) -> int: ...
    def last_answer(self) -> tuple[int, dict[str, Any]]: ...
    def consent(self, url: str) -> str: ...


@dataclass(kw_only=True)
class Desk:
    """One provider, ready: its system, hands on it, a partner, and a clock that only the test moves."""

    name: str
    settings: Mapping[str, str]
    clock: Clock
    hands: Hands
    budget: RecordingBudget
    system: AccountingSystem
    partner_id: str
    rounding: Rounding = Rounding.FLOOR

    def draft(self, *lines: InvoiceLine, partner_id: str | None = None, **changes: Any) -> InvoiceDraft:
        """Return an approved draft that is addressed as the provider needs it."""
        partner = partner_id or self.partner_id
        addressed = {"rounding": self.rounding, "department_id": self.hands.department(partner)} | changes
        return draft(partner, *lines, **addressed)

    async def close(self) -> None:
        await self.system.close()


@dataclass(kw_only=True)
class Bench(Desk):
    """A provider behind a wire: what goes over it can be broken, counted and authorised."""

    hands: WireHands
    faults: Faults
    store: InMemoryTokenStore
    connected: Connected
    exchanges: list[Exchange] = field(default_factory=list)
    _sessions: list[AccountingSystem] = field(default_factory=list)

    def another_session(self, **changed: str) -> Connected:
        """Return a second process's connection to the same company: it shares nothing but the token store."""
        around = Surroundings(self.store, self.budget, self.clock.now, self.exchanges.append, sleep=passing(self.clock))
        second = connect(self.name, {**self.settings, **changed}, around)
        self._sessions.append(second.system)
        return second

    async def close(self) -> None:
        for system in (self.system, *self._sessions):
            await system.close()


def passing(clock: Clock) -> Callable[[float], Awaitable[None]]:
    """Return a sleep that takes no time: the clock moves instead."""

    async def sleep(seconds: float) -> None:
        clock.advance(seconds)

    return sleep


@contextlib.asynccontextmanager
async def wired(
    name: str, app: Starlette, hands: WireHands, settings: Mapping[str, str], clock: Clock, faults: Faults
) -> AsyncIterator[Bench]:
    """Serve a stand-in and connect its provider to it. `settings`: all but the addresses."""
    async with running(app) as url:
        settings = {"api_url": url, "auth_url": url, **settings}
        store, budget = InMemoryTokenStore(_first(hands, clock), clock=clock.now), RecordingBudget(clock.now)
        exchanges: list[Exchange] = []
        around = Surroundings(store, budget, clock.now, exchanges.append, sleep=passing(clock))
        connected = connect(name, settings, around)
        bench = Bench(
            name=name,
            settings=settings,
            clock=clock,
            hands=hands,
            budget=budget,
            system=connected.system,
            partner_id=hands.add_partner("株式会社サンプル"),
            faults=faults,
            store=store,
            connected=connected,
            exchanges=exchanges,
        )
        try:
            yield bench
        finally:
            await bench.close()


def line(price: str, *, percent: int = 10, quantity: str = "1", reduced: bool = False) -> InvoiceLine:
    """Return a line; the description does not matter here."""
    return InvoiceLine(
        description="システム保守（11月分）",
        quantity=Decimal(quantity),
        unit="式",
        unit_price=Decimal(price),
        tax_percent=percent,
        reduced=reduced,
    )


def totals(lines: tuple[InvoiceLine, ...], entry: TaxEntry, rounding: Rounding) -> Totals:
    """Return what domain.tax says the lines come to."""
    amounts = [
        (line_amount(item.quantity, item.unit_price, rounding), TaxRate(item.tax_percent, item.reduced))
        for item in lines
    ]
    return tax_totals(amounts, entry, rounding)


def draft(
    partner_id: str,
    *lines: InvoiceLine,
    entry: TaxEntry = TaxEntry.OUT,
    rounding: Rounding = Rounding.FLOOR,
    serial: int = 1,
    **changes: Any,
) -> InvoiceDraft:
    """Return an approved draft whose figures come from domain.tax; `serial` makes its token its own."""
    rows = lines or (line("100000"),)
    figures = totals(rows, entry, rounding)
    made = InvoiceDraft(
        partner_id=partner_id,
        partner_name="株式会社サンプル",
        billing_date=DAY,
        due_date=DUE,
        tax_entry=entry,
        rounding=rounding,
        subject="11月分ご請求",
        lines=rows,
        memo_text="受注報告より作成",
        token=make_token(f"01JD{serial:022d}", 1, "secret"),
        subtotal=figures.subtotal,
        tax=figures.tax,
        total=figures.total,
    )
    return made.model_copy(update=changes)


def _first(hands: WireHands, clock: Clock) -> TokenRecord:
    access, refresh, seconds = hands.new_pair()
    now = clock.now()
    return TokenRecord(access, refresh, now, datetime.fromtimestamp(now.timestamp() + seconds, UTC), version=1)


def closed_port() -> str:
    """Return an address on this machine at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
