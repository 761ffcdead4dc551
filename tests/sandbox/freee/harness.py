"""freee played in this process, with an authorised client. Every call is held against the published contract."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee import FreeeOffice, FreeeSettings, create_app
from sandbox.freee.records import Partner
from tests.contract.freee_contract import shared_contract

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday noon in Tokyo
COMPANY = FreeeSettings().company_id


@dataclass
class Played:
    app: Starlette
    office: FreeeOffice
    clock: Clock
    faults: Faults
    http: httpx.AsyncClient
    partner: Partner

    def login(self) -> None:
        """Take a fresh access token, because six hours of the clock have passed."""
        self.http.headers["Authorization"] = f"Bearer {self.office.tokens.mint()['access_token']}"

    def bill(self, **changes: Any) -> dict[str, Any]:
        """Return a request for an invoice of 110,000 yen, tax included."""
        body = {
            "company_id": COMPANY,
            "billing_date": "2026-11-30",
            "payment_date": "2026-12-31",
            "tax_entry_method": "out",
            "tax_fraction": "omit",
            "withholding_tax_entry_method": "out",
            "partner_id": self.partner.id,
            "partner_title": "御中",
            "subject": "11月分",
            "lines": [item("保守", 1, "100000")],
        }
        return {name: value for name, value in (body | changes).items() if value is not ...}

    async def create(self, **changes: Any) -> dict[str, Any]:
        """Create an invoice and return it."""
        answer = await self.http.post("/iv/invoices", json=self.bill(**changes))
        assert answer.status_code == 201, answer.text
        return dict(answer.json()["invoice"])

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params={"company_id": COMPANY, **query})

    async def listed(self, **query: Any) -> list[dict[str, Any]]:
        answer = await self.get("/iv/invoices", **query)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["invoices"])

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.post(path, json={"company_id": COMPANY, **body})

    async def put(self, path: str, **body: Any) -> httpx.Response:
        return await self.http.put(path, json={"company_id": COMPANY, **body})

    async def delete(self, path: str) -> httpx.Response:
        return await self.http.delete(path, params={"company_id": COMPANY})


def item(description: str, quantity: float, unit_price: str, tax_rate: int = 10, **more: Any) -> dict[str, Any]:
    line = {"type": "item", "description": description, "quantity": quantity, "unit_price": unit_price}
    return line | {"tax_rate": tax_rate} | more


@contextlib.asynccontextmanager
async def playing(**settings: Any) -> AsyncIterator[Played]:
    """Play freee with a clock that only the test moves. Limits are wide unless the test is about them."""
    wide = {"per_minute": 10**6, "per_hour": 10**6, "per_day": 10**6}
    clock, faults = Clock(NOON, scale=0.0), Faults()
    app = create_app(FreeeSettings(**(wide | settings)), clock, faults)
    office: FreeeOffice = app.state.office
    partner = office.add_partner("株式会社サンプル商事", "C-0001" if office.settings.use_partner_code else None)
    headers = {"Authorization": f"Bearer {office.tokens.mint()['access_token']}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://freee.test", headers=headers) as http:
        yield Played(app, office, clock, faults, http, partner)
    office.close()
    contract = shared_contract()
    if contract is not None:
        wrong = contract.check_exchanges(office.exchanges)
        assert not wrong, wrong
