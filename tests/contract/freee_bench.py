"""freee under the accounting contract suite."""

import contextlib
import copy
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from domain.invoice import Numbering
from domain.tax import Rounding
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee import FreeeOffice, FreeeSettings, create_app
from tests.contract.accounting_bench import DAY, NOON, Bench, wired
from tests.contract.freee_contract import shared_contract


class FreeeHands:
    """Hands on the stand-in of freee."""

    create = "POST /iv/invoices"
    listing = "GET /iv/invoices"
    token = "POST /public_api/token"
    tells_remaining = True
    tells_request_id = True

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

    def department(self, partner_id: str) -> str | None:
        return None

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
    *,
    numbering: Numbering = Numbering.AUTOMATIC,
    rounding: Rounding = Rounding.FLOOR,
    throttles: bool = False,
    calls: int = 10**6,
    **behaviour: Any,
) -> AsyncIterator[Bench]:
    """Play freee. `calls`: how many a minute allows. `throttles`: answer 403 rather than 429 to too many."""
    played = FreeeSettings(
        numbering=numbering.value,
        per_minute=calls,
        per_hour=10**6,
        per_day=10**6,
        excess_answer="403" if throttles else "429",
        **behaviour,
    )
    clock, faults = Clock(NOON, scale=0.0), Faults()
    app = create_app(played, clock, faults)
    settings = {
        "company_id": str(played.company_id),
        "client_id": played.client_id,
        "client_secret": played.client_secret,
        "redirect_uri": played.redirect_uris[0],
    }
    async with wired("freee", app, FreeeHands(app.state.office), settings, clock, faults) as bench:
        bench.rounding = rounding  # said by the request
        yield bench
