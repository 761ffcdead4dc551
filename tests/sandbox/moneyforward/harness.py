"""Money Forward played in this process, with an authorised client."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from starlette.applications import Starlette

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.moneyforward import MoneyForwardOffice, MoneyForwardSettings, create_app
from sandbox.moneyforward.records import Partner

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Tuesday noon in Tokyo
API = "/api/v3"
CREATE = f"{API}/invoice_template_billings"


@dataclass
class Played:
    app: Starlette
    office: MoneyForwardOffice
    clock: Clock
    faults: Faults
    http: httpx.AsyncClient
    partner: Partner

    @property
    def department(self) -> str:
        return str(self.partner.departments[0]["id"])

    def bill(self, **changes: Any) -> dict[str, Any]:
        """Return a request for a billing of 110,000 yen, tax included."""
        body = {
            "department_id": self.department,
            "billing_date": "2026-11-30",
            "due_date": "2026-12-31",
            "title": "11月分",
            "items": [item("保守", 1, 100000)],
        }
        return {name: value for name, value in (body | changes).items() if value is not ...}

    async def create(self, **changes: Any) -> dict[str, Any]:
        """Create a billing and return it."""
        answer = await self.http.post(CREATE, json=self.bill(**changes))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(API + path, params=query)

    async def put(self, path: str, body: Any) -> httpx.Response:
        return await self.http.put(API + path, json=body)

    async def listed(self, **query: Any) -> dict[str, Any]:
        answer = await self.get("/billings", **query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def numbers(self, **query: Any) -> list[str]:
        return [row["billing_number"] for row in (await self.listed(**query))["data"]]


def item(name: str, quantity: float, price: float, excise: str = "ten_percent", **more: Any) -> dict[str, Any]:
    return {"name": name, "quantity": quantity, "price": price, "excise": excise, **more}


@contextlib.asynccontextmanager
async def playing(**settings: Any) -> AsyncIterator[Played]:
    """Play with a clock that only the test moves. The limit is wide unless the test is about it."""
    clock, faults = Clock(NOON, scale=0.0), Faults()
    app = create_app(MoneyForwardSettings(**({"per_second": 10**6} | settings)), clock, faults)
    office: MoneyForwardOffice = app.state.office
    partner = office.add_partner("株式会社サンプル商事")
    headers = {"Authorization": f"Bearer {office.tokens.mint()['access_token']}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://mf.test", headers=headers) as http:
        yield Played(app, office, clock, faults, http, partner)
    office.close()
