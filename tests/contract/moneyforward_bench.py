"""Money Forward under the accounting contract suite."""

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
from sandbox.moneyforward import MoneyForwardOffice, MoneyForwardSettings, create_app
from sandbox.moneyforward.errors import ApiError
from sandbox.moneyforward.rules import MONTHS
from tests.contract.accounting_bench import DAY, NOON, Bench, wired

ROUNDING_WORDS = {Rounding.FLOOR: "round_down", Rounding.CEIL: "round_up", Rounding.HALF_UP: "round_off"}


class MoneyForwardHands:
    """Hands on the stand-in of Money Forward."""

    create = "POST /api/v3/invoice_template_billings"
    listing = "GET /api/v3/billings"
    token = "POST /token"
    tells_remaining = False
    tells_request_id = False

    def __init__(self, office: MoneyForwardOffice) -> None:
        self.office = office

    def add_partner(self, name: str, *, terms: tuple[int, int, int] | None = None) -> str:
        data: dict[str, Any] = {}
        if terms is not None:
            day = -1 if terms[2] == 32 else terms[2]
            deadline = {"due_month": MONTHS[terms[1]], "due_date": day, "contingency_day": "keep_as_is"}
            data["payment_deadline_setting"] = deadline
        return self.office.add_partner(name, **data).id

    def archive_partner(self, partner_id: str) -> None:
        self.office.partners.delete(self.office.partners.get(partner_id))

    def department(self, partner_id: str) -> str | None:
        try:
            return str(self.office.partners.get(partner_id).departments[0]["id"])
        except ApiError:
            return "nobodys-department"

    def write_invoices(self, partner_id: str, count: int) -> None:
        row = {"name": "手書き", "quantity": 1, "price": 1000, "excise": "ten_percent"}
        for _ in range(count):
            self.office.create_by_hand(partner_id, [row], billing_date=DAY.isoformat())

    def invoices_made(self) -> int:
        return len(self.office.billings)

    def mark_sent(self, invoice_id: str) -> None:
        self.office.mark_sent(invoice_id)

    def mark_paid(self, invoice_id: str) -> None:
        self.office.mark_paid(invoice_id)

    def book(self, invoice_id: str) -> None:
        raise AssertionError("Money Forward tells no booking")

    def change_memo(self, invoice_id: str, memo: str) -> None:
        self.office.edit_by_hand(invoice_id, memo=memo)

    def move(self, invoice_id: str, day: date) -> None:
        self.office.edit_by_hand(invoice_id, billing_date=day.isoformat())

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
        """Return the answer to the last creation; what is read back after it does not count."""
        path = self.create.split()[1]
        last = next(one for one in reversed(self.office.exchanges) if (one.method, one.path) == ("POST", path))
        return last.status, copy.deepcopy(last.response_json)

    def consent(self, url: str) -> str:
        """Allow what the page at `url` asks and return the code that the redirect would carry."""
        query = dict(parse_qsl(urlsplit(url).query))
        assert self.office.tokens.problem(query) is None
        return self.office.tokens.code(query["redirect_uri"], query.get("code_challenge"), query["scope"])

    def contract_breaches(self) -> list[str]:
        """Return nothing: there is no published contract to hold it against; the stand-in itself is strict."""
        return []


@contextlib.asynccontextmanager
async def open_moneyforward(
    *,
    numbering: Numbering = Numbering.AUTOMATIC,
    rounding: Rounding = Rounding.FLOOR,
    calls: int = 10**6,
    connection: dict[str, str] | None = None,
    **behaviour: Any,
) -> AsyncIterator[Bench]:
    """Play Money Forward. `calls`: how many a second allows. `connection`: further settings of the provider."""
    del numbering  # a number may always be given or left out
    word = ROUNDING_WORDS[rounding]
    ways: dict[str, Any] = {"rounding": word, "rounding_consumption_tax": word, "per_second": calls} | behaviour
    played = MoneyForwardSettings(**ways)
    clock, faults = Clock(NOON, scale=0.0), Faults()
    app = create_app(played, clock, faults)
    settings = {
        "company_id": played.office_code,
        "client_id": played.client_id,
        "client_secret": played.client_secret,
        "client_auth": played.client_auth,
        "redirect_uri": played.redirect_uris[0],
        "rounding": rounding.value,
        "zero_excise": "untaxable",
        **(connection or {}),
    }
    async with wired("moneyforward", app, MoneyForwardHands(app.state.office), settings, clock, faults) as bench:
        bench.rounding = rounding
        yield bench
