"""The accounting systems a town may have, under one set of hooks: what a test does by hand there, and what it counts.

A test that runs on every system (`@pytest.mark.both_systems`) names no system: it asks `t.books`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import SecretStr
from starlette.applications import Starlette

from integrations.accounting.base import Capabilities
from integrations.accounting.freee.adapter import Freee
from integrations.accounting.moneyforward.adapter import MoneyForward
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee.app import create_app as create_freee
from sandbox.freee.demo_data import seed as seed_freee
from sandbox.freee.settings import FreeeSettings
from sandbox.moneyforward import MoneyForwardSettings
from sandbox.moneyforward import create_app as create_moneyforward
from sandbox.moneyforward.demo_data import seed as seed_moneyforward

SYSTEMS = ("freee", "moneyforward")
CAPABILITIES: dict[str, Capabilities] = {"freee": Freee.capabilities, "moneyforward": MoneyForward.capabilities}
PLENTY = 1_000_000  # calls: limits have tests of their own


@dataclass(frozen=True)
class Paper:
    """An invoice as it stands in the books. Yen; days as text; `lines`: (what, how many, unit)."""

    id: str
    number: str
    partner: str
    partner_id: str
    subject: str
    note: str
    memo: str
    total: int
    subtotal: int
    tax: int
    billing_date: str
    due_date: str
    cancelled: bool
    lines: tuple[tuple[str, float, str], ...]


class Books(Protocol):
    """One company's books, as a person at their screen and a judge see them."""

    name: str
    app: Starlette
    office: Any
    create: str  # "METHOD path" of the request that makes an invoice, for faults
    listing: str
    new_partner: str
    anything: tuple[str, ...]  # "METHOD path" patterns of every call of the API

    def seed(self, *, past: bool) -> None:
        """Enter the partners of the demo, and if the company has a past its invoices and bank lines."""
        ...

    def settings(self, url: str) -> dict[str, Any]:
        """Return the bot's settings for these books at that address."""
        ...

    def papers(self) -> list[Paper]:
        """Return the invoices that carry our mark, oldest first."""
        ...

    def book(self) -> Sequence[Any]:
        """Return every invoice as the stand-in keeps it, oldest first."""
        ...

    def paper(self, row: Any) -> Paper:
        """Return one of those in words that hold for every system."""
        ...

    def duplicates(self) -> dict[str, list[Any]]:
        """Return the marks that stand in more than one invoice."""
        ...

    def calls(self, rule: str) -> int:
        """Return how often "METHOD path" was asked for."""
        ...

    def by_hand(self, partner: str, *, price: int, quantity: int = 1, billed: str = "", due: str = "") -> Paper:
        """Write an invoice as a person does, at 10 percent: without our mark."""
        ...

    def pay(self, invoice_id: str) -> None:
        """Note that the money arrived."""
        ...

    def send(self, invoice_id: str) -> None:
        """Note that the invoice was sent to the customer."""
        ...

    def withdraw(self, invoice_id: str) -> None:
        """Cancel an invoice on the screen; where that is not known, delete it."""
        ...

    def add_partner(self, name: str) -> str:
        """Enter a partner and return its id."""
        ...

    def partners_named(self, name: str) -> int:
        """Return how many partners have that name."""
        ...


class FreeeBooks:
    """freee's stand-in."""

    name = "freee"
    create, listing, new_partner = "POST /iv/invoices", "GET /iv/invoices", "POST /api/1/partners"
    anything: tuple[str, ...] = ("* /iv/*", "* /api/1/*")

    def __init__(self, changes: dict[str, Any], clock: Clock, faults: Faults) -> None:
        """Play it; `changes`: settings of the stand-in."""
        self.app = create_freee(FreeeSettings(**changes), clock, faults)
        self.office = self.app.state.office

    def seed(self, *, past: bool) -> None:
        seed_freee(self.office, self.office.today(), past=past)

    def settings(self, url: str) -> dict[str, Any]:
        played = self.office.settings
        return {
            "accounting": self.name,
            "freee_client_id": played.client_id,
            "freee_client_secret": SecretStr(played.client_secret),
            "freee_company_id": str(played.company_id),
            "freee_api_url": url,
            "freee_auth_url": url,
        }

    def papers(self) -> list[Paper]:
        return [self.paper(invoice) for rows in self.office.per_token().values() for invoice in rows]

    def book(self) -> Sequence[Any]:
        return list(self.office.invoices)

    def duplicates(self) -> dict[str, list[Any]]:
        return dict(self.office.duplicates())

    def calls(self, rule: str) -> int:
        return int(self.office.calls(*rule.split(" ", 1)))

    def by_hand(self, partner: str, *, price: int, quantity: int = 1, billed: str = "", due: str = "") -> Paper:
        line = {"description": "手書き", "quantity": quantity, "unit_price": str(price), "tax_rate": 10}
        days = {"billing_date": billed, "payment_date": due}
        fields = {name: day for name, day in days.items() if day}
        return self.paper(self.office.create_by_hand(self.office.partners.by_name(partner).id, [line], **fields))

    def pay(self, invoice_id: str) -> None:
        self.office.register_deal(int(invoice_id))
        self.office.mark_paid(int(invoice_id))

    def send(self, invoice_id: str) -> None:
        self.office.mark_sent(int(invoice_id))

    def withdraw(self, invoice_id: str) -> None:
        self.office.cancel_by_hand(int(invoice_id))

    def add_partner(self, name: str) -> str:
        return str(self.office.add_partner(name).id)

    def partners_named(self, name: str) -> int:
        return sum(partner.name == name for partner in self.office.partners)

    def paper(self, invoice: Any) -> Paper:
        return Paper(
            id=str(invoice.id),
            number=invoice.number,
            partner=invoice.partner["name"],
            partner_id=str(invoice.partner_id),
            subject=invoice.head.get("subject", ""),
            note=invoice.head.get("invoice_note", ""),
            memo=invoice.head.get("memo", ""),
            total=int(invoice.amounts["total_amount"]),
            subtotal=int(invoice.amounts["amount_excluding_tax"]),
            tax=int(invoice.amounts["amount_tax"]),
            billing_date=invoice.head["billing_date"],
            due_date=invoice.payment_date or "",
            cancelled=invoice.cancel_status == "canceled",
            lines=tuple(
                (line["description"], float(line["quantity"]), line.get("unit") or "") for line in invoice.lines
            ),
        )


class MoneyForwardBooks:
    """Money Forward's stand-in. `several_departments`: as in the demo, where some partners have many and one none."""

    name = "moneyforward"
    create, listing = "POST /api/v3/invoice_template_billings", "GET /api/v3/billings"
    new_partner = "POST /api/v3/partners"
    anything: tuple[str, ...] = ("* /api/v3/*",)

    def __init__(self, changes: dict[str, Any], clock: Clock, faults: Faults) -> None:
        """Play it; `changes`: settings of the stand-in."""
        changes = dict(changes)
        self._several = changes.pop("several_departments", False)
        self.app = create_moneyforward(MoneyForwardSettings(**{"per_second": PLENTY, **changes}), clock, faults)
        self.office = self.app.state.office

    def seed(self, *, past: bool) -> None:
        seed_moneyforward(self.office, self.office.today(), past=past)
        if self._several:
            return
        for partner in self.office.partners:
            del partner.departments[1:]
            if not partner.departments:
                self.office.partners.add_department(partner, {"person_dept": "経理部"}, self.office.now())

    def settings(self, url: str) -> dict[str, Any]:
        played = self.office.settings
        return {
            "accounting": self.name,
            "moneyforward_client_id": played.client_id,
            "moneyforward_client_secret": SecretStr(played.client_secret),
            "moneyforward_company_id": played.office_code,
            "moneyforward_api_url": url,
            "moneyforward_auth_url": url,
            "moneyforward_zero_excise": "untaxable",
            "moneyforward_calls_per_second": PLENTY,
        }

    def papers(self) -> list[Paper]:
        return [self.paper(billing) for rows in self.office.per_token().values() for billing in rows]

    def book(self) -> Sequence[Any]:
        return list(self.office.billings)

    def duplicates(self) -> dict[str, list[Any]]:
        return dict(self.office.duplicates())

    def calls(self, rule: str) -> int:
        return int(self.office.calls(*rule.split(" ", 1)))

    def by_hand(self, partner: str, *, price: int, quantity: int = 1, billed: str = "", due: str = "") -> Paper:
        line = {"name": "手書き", "quantity": quantity, "price": price, "excise": "ten_percent"}
        fields = {name: day for name, day in {"billing_date": billed, "due_date": due}.items() if day}
        (owner,) = (one for one in self.office.partners if one.name == partner)
        return self.paper(self.office.create_by_hand(owner.id, [line], **fields))

    def pay(self, invoice_id: str) -> None:
        self.office.mark_paid(invoice_id)

    def send(self, invoice_id: str) -> None:
        self.office.mark_sent(invoice_id)

    def withdraw(self, invoice_id: str) -> None:
        self.office.delete_by_hand(invoice_id)

    def add_partner(self, name: str) -> str:
        return str(self.office.add_partner(name).id)

    def partners_named(self, name: str) -> int:
        return sum(partner.name == name for partner in self.office.partners)

    def paper(self, billing: Any) -> Paper:
        head = billing.head
        return Paper(
            id=billing.id,
            number=billing.number,
            partner=billing.partner_name,
            partner_id=billing.partner_id,
            subject=head.get("title", ""),
            note=head.get("note", ""),
            memo=head.get("memo", ""),
            total=int(billing.amounts["total_price"]),
            subtotal=int(billing.amounts["subtotal_price"]),
            tax=int(billing.amounts["excise_price"]),
            billing_date=head["billing_date"],
            due_date=head["due_date"],
            cancelled=False,
            lines=tuple((line["name"], float(line["quantity"]), line.get("unit") or "") for line in billing.items),
        )


def open_books(name: str, changes: dict[str, Any], clock: Clock, faults: Faults) -> Books:
    """Play the books of that name; KeyError for an unknown one."""
    makers: dict[str, type[FreeeBooks] | type[MoneyForwardBooks]] = {
        "freee": FreeeBooks,
        "moneyforward": MoneyForwardBooks,
    }
    return makers[name](changes, clock, faults)


def papers_of(books: Sequence[Books]) -> list[Paper]:
    """Return what carries our mark in any of several books."""
    return [paper for one in books for paper in one.papers()]
