"""What the accounting contract suite needs of a provider: its adapter against its stand-in, and hands on the stand-in.

To put a second provider under the suite, write its `open_…` and add one row to PROVIDERS.
"""

import contextlib
import copy
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from domain.invoice import InvoiceDraft, InvoiceLine, Numbering, make_token
from domain.tax import Rounding, TaxEntry, TaxRate, Totals, line_amount, tax_totals
from integrations.accounting.base import AccountingSystem, Purpose
from integrations.accounting.registry import Connected, Surroundings, connect
from integrations.errors import RateError
from integrations.http import Exchange
from integrations.oauth_store import InMemoryTokenStore, TokenRecord
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee import FreeeOffice, FreeeSettings, create_app
from sandbox.serving import running
from tests.contract.freee_contract import shared_contract

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
    """What a person, or the passing of time, does to the stand-in. Paths are patterns for `Faults.add`."""

    create: str
    listing: str
    token: str

    def add_partner(self, name: str, *, terms: tuple[int, int, int] | None = None) -> str: ...
    def archive_partner(self, partner_id: str) -> None: ...
    def write_invoices(self, partner_id: str, count: int) -> None: ...
    def invoices_made(self) -> int: ...
    def mark_sent(self, invoice_id: str) -> None: ...
    def mark_paid(self, invoice_id: str) -> None: ...
    def book(self, invoice_id: str) -> None: ...
    def change_memo(self, invoice_id: str, memo: str) -> None: ...
    def move(self, invoice_id: str, day: date) -> None: ...
    def new_pair(self) -> tuple[str, str, int]: ...
    def expire_tokens(self) -> None: ...
    def revoke_tokens(self) -> None: ...
    def refreshes(self) -> int: ...
    def last_answer(self) -> tuple[int, dict[str, Any]]: ...
    def consent(self, url: str) -> str: ...
    def contract_breaches(self) -> list[str]: ...


@dataclass
class Bench:
    """One provider, ready: a connected system, its stand-in, a partner, and a clock that only the test moves."""

    name: str
    settings: Mapping[str, str]
    clock: Clock
    faults: Faults
    hands: Hands
    store: InMemoryTokenStore
    budget: RecordingBudget
    connected: Connected
    partner_id: str
    exchanges: list[Exchange] = field(default_factory=list)
    _sessions: list[AccountingSystem] = field(default_factory=list)

    @property
    def system(self) -> AccountingSystem:
        return self.connected.system

    def another_session(self, **changed: str) -> Connected:
        """Return a second process's connection to the same company: it shares nothing but the token store."""
        around = Surroundings(self.store, self.budget, self.clock.now, self.exchanges.append)
        second = connect(self.name, {**self.settings, **changed}, around)
        self._sessions.append(second.system)
        return second

    async def close(self) -> None:
        for system in (self.system, *self._sessions):
            await system.close()


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


class FreeeHands:
    """Hands on the stand-in of freee."""

    create = "POST /iv/invoices"
    listing = "GET /iv/invoices"
    token = "POST /public_api/token"

    def __init__(self, office: FreeeOffice) -> None:
        self.office = office

    def add_partner(self, name: str, *, terms: tuple[int, int, int] | None = None) -> str:
        data: dict[str, Any] = {}
        if terms is not None:
            keys = ("cutoff_day", "additional_months", "fixed_day")
            data["invoice_payment_term_attributes"] = dict(zip(keys, terms, strict=True))
        return str(self.office.add_partner(name, **data).id)

    def archive_partner(self, partner_id: str) -> None:
        partner = self.office.partners.get(int(partner_id))
        assert partner is not None
        self.office.partners.archive(partner)

    def write_invoices(self, partner_id: str, count: int) -> None:
        row = {"type": "item", "description": "手書き", "quantity": 1, "unit_price": "1000", "tax_rate": 10}
        for _ in range(count):
            self.office.create_by_hand(int(partner_id), [row], billing_date=DAY.isoformat())

    def invoices_made(self) -> int:
        return len(self.office.invoices)

    def mark_sent(self, invoice_id: str) -> None:
        self.office.mark_sent(int(invoice_id))

    def mark_paid(self, invoice_id: str) -> None:
        self.office.mark_paid(int(invoice_id))

    def book(self, invoice_id: str) -> None:
        self.office.register_deal(int(invoice_id))

    def change_memo(self, invoice_id: str, memo: str) -> None:
        self.office.edit_by_hand(int(invoice_id), memo=memo)

    def move(self, invoice_id: str, day: date) -> None:
        self.office.edit_by_hand(int(invoice_id), billing_date=day.isoformat())

    def new_pair(self) -> tuple[str, str, int]:
        pair = self.office.tokens.mint()
        return pair["access_token"], pair["refresh_token"], pair["expires_in"]

    def expire_tokens(self) -> None:
        self.office.tokens.expire_access_tokens()

    def revoke_tokens(self) -> None:
        self.office.tokens.revoke_all()

    def refreshes(self) -> int:
        return self.office.tokens.refreshes

    def last_answer(self) -> tuple[int, dict[str, Any]]:
        last = self.office.exchanges[-1]
        return last.status, copy.deepcopy(last.response_json)

    def consent(self, url: str) -> str:
        """Allow what the page at `url` asks and return the code that the redirect would carry."""
        query = dict(parse_qsl(urlsplit(url).query))
        assert self.office.tokens.known_redirect(query["client_id"], query["redirect_uri"])
        return self.office.tokens.code(query["client_id"], query["redirect_uri"], query.get("code_challenge"))

    def contract_breaches(self) -> list[str]:
        contract = shared_contract()
        return contract.check_exchanges(self.office.exchanges) if contract else []


@contextlib.asynccontextmanager
async def open_freee(
    *, numbering: Numbering = Numbering.AUTOMATIC, throttles: bool = False, per_minute: int = 10**6, **behaviour: Any
) -> AsyncIterator[Bench]:
    """Play freee. `throttles`: answer 403 rather than 429 to too many calls."""
    played = FreeeSettings(
        numbering=numbering.value,
        per_minute=per_minute,
        per_hour=10**6,
        per_day=10**6,
        excess_answer="403" if throttles else "429",
        **behaviour,
    )
    clock, faults = Clock(NOON, scale=0.0), Faults()
    app = create_app(played, clock, faults)
    hands = FreeeHands(app.state.office)
    async with running(app) as url:
        settings = {
            "company_id": str(played.company_id),
            "client_id": played.client_id,
            "client_secret": played.client_secret,
            "api_url": url,
            "auth_url": url,
            "redirect_uri": played.redirect_uris[0],
        }
        store, budget = InMemoryTokenStore(_first(hands, clock), clock=clock.now), RecordingBudget(clock.now)
        exchanges: list[Exchange] = []
        connected = connect("freee", settings, Surroundings(store, budget, clock.now, exchanges.append))
        partner_id = hands.add_partner("株式会社サンプル")
        bench = Bench(
            "freee", settings, clock, faults, hands, store, budget, connected, partner_id, exchanges=exchanges
        )
        try:
            yield bench
        finally:
            await bench.close()


def _first(hands: Hands, clock: Clock) -> TokenRecord:
    access, refresh, seconds = hands.new_pair()
    now = clock.now()
    return TokenRecord(access, refresh, now, datetime.fromtimestamp(now.timestamp() + seconds, UTC), version=1)


def closed_port() -> str:
    """Return an address on this machine at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


PROVIDERS: Mapping[str, Callable[..., AbstractAsyncContextManager[Bench]]] = {"freee": open_freee}
