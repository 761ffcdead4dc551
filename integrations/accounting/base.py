"""What every accounting system can do for us. Providers implement it; nobody above knows which one is there."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.invoice import InvoiceDraft, IssuedInvoice, Numbering, PaymentStatus
from domain.tax import TaxEntry
from domain.terms import ClosingTerms, HolidayShift


class Purpose(StrEnum):
    """Why a call is made: a fifth of the budget is kept for look-ups and people."""

    BULK = "bulk"  # creating invoices, list pages, sync
    LOOKUP = "lookup"  # did our request arrive?
    PERSON = "person"  # somebody waits at a button


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a system can and cannot do. Asked of the provider, never derived from its name."""

    numbering_known: bool  # the API tells how invoices are numbered
    accepts_number: bool  # we may have to give the number
    reports_sent: bool  # the API tells whether the invoice was sent
    reports_booking: bool  # the API tells whether the accounting entry exists
    reports_partial: bool  # residual amounts can be read
    cancels: bool  # an invoice can be cancelled by API
    payment_terms: bool  # partners carry payment terms
    departments: bool  # an invoice is addressed to a partner's department
    account_items: bool  # a draft entry takes account item and tax code
    unpaid_filter: bool  # lists can be narrowed to unpaid invoices
    partners_a_list: int = 1  # one list call can be narrowed to so many partners
    layouts: bool = True  # an invoice may name a layout (template)
    tax_entries: frozenset[TaxEntry] = frozenset(TaxEntry)  # prices may be given without tax, with it, or both
    chooses_rounding: bool = True  # the request says how tax is rounded; else the company's setting does
    number_optional: bool = False  # a number may be given or left out, whatever the company chose
    writes_payment: bool = False  # the payment status can be set by API
    deletes: bool = False  # people can delete invoices: one that is gone was deleted
    books: bool = False  # entries, bank lines and payments can be read: `Connected.books`, see books.py


@dataclass(frozen=True, slots=True)
class CallLimit:
    """At most `calls` in `seconds`, as published; `name` is the key that `CallBudget.observe` uses."""

    name: str
    seconds: int
    calls: int


@dataclass(frozen=True, slots=True)
class Company:
    """The company whose books these are."""

    external_id: str
    name: str
    registration_number: str | None = None  # 登録番号, if the system tells it


@dataclass(frozen=True, slots=True)
class PartnerRecord:
    """A partner (取引先) as the accounting system holds it."""

    external_id: str
    name: str
    code: str | None = None
    kana: str | None = None
    long_name: str | None = None
    available: bool = True
    terms: ClosingTerms | None = None
    shift: HolidayShift | None = None  # what happens on bank holidays, if the system says so
    departments: tuple[tuple[str, str], ...] = ()  # (id, name)
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceQuery:
    """A narrowing of the invoice list; None means any. Dates are inclusive.

    `first_page`: how many pages of this list (for the first partners, where they are asked for one after another) were
    read before.
    """

    partner_ids: tuple[str, ...] = ()
    billing_from: date | None = None
    billing_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    payment_status: PaymentStatus | None = None
    include_cancelled: bool = True
    first_page: int = 0


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """One page of the list, and how many calls stand behind it."""

    invoices: tuple[IssuedInvoice, ...]
    last: bool


class AccountingSystem(Protocol):
    """One company's books behind one connection. Every method may raise `integrations.errors.*`."""

    name: str  # settings word: "freee"
    label: str  # what people read: "freee請求書"
    capabilities: Capabilities

    async def company(self) -> Company:
        """Return the connected company."""
        ...

    def partners(self, *, updated_since: date | None = None) -> AsyncIterator[Sequence[PartnerRecord]]:
        """Yield all partners page by page, or those changed since that day (inclusive)."""
        ...

    async def partner(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> PartnerRecord:
        """Return one partner with its payment terms (lists may lack them); `NotFoundError` if there is none."""
        ...

    async def create_partner(self, name: str) -> PartnerRecord:
        """Create a partner by that name; `DuplicateError` if the name is taken."""
        ...

    async def find_partner(self, name: str) -> PartnerRecord | None:
        """Return the partner with exactly that name (after width folding), as the system has it now.

        DataError if several have it: a person must say which.
        """
        ...

    async def department(
        self, partner_id: str, chosen: str | None = None, *, purpose: Purpose = Purpose.BULK
    ) -> str | None:
        """Return the department to put into the draft: None where systems have none, `chosen` if the partner has it.

        Without a choice the partner's only one; else DataError whose fields name "department": a person must choose
        (`PartnerRecord.departments`), or add one in the system.
        """
        ...

    def freeze(self, draft: InvoiceDraft, *, numbering: Numbering, template_id: str | None = None) -> bytes:
        """Return the exact bytes that `send` will post. Pure: same input, same bytes.

        In manual numbering the number is the token, or the part of it that fits and is still its alone.
        DataError if the system cannot hold the draft: a rate, a figure, a length, a missing department.
        """
        ...

    async def send(self, frozen: bytes) -> IssuedInvoice:
        """Post frozen bytes once, on a fresh connection, never repeated by itself.

        Raises NotSentError, DataError, NumberingError, RateError, AuthorisationError (all: nothing was made),
        OutcomeUnknownError or ChangedApiError (both: look before repeating).
        """
        ...

    async def find_by_token(self, draft: InvoiceDraft) -> Sequence[IssuedInvoice]:
        """Return every invoice, cancelled ones too, that carries the draft's token; reads all pages."""
        ...

    async def invoice(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> IssuedInvoice:
        """Return one invoice; `NotFoundError` if there is none."""
        ...

    def invoices(self, query: InvoiceQuery, *, purpose: Purpose = Purpose.BULK) -> AsyncIterator[InvoicePage]:
        """Yield the invoice list page by page."""
        ...

    async def cancel(self, external_id: str) -> None:
        """Cancel an invoice; DataError where `capabilities.cancels` is False (nothing is deleted instead)."""
        ...

    async def set_payment_status(self, external_id: str, status: PaymentStatus) -> IssuedInvoice:
        """Set UNPAID or PAID and return the invoice as it reads then; DataError where it cannot be written."""
        ...

    def invoice_url(self, issued: IssuedInvoice) -> str:
        """Return where a person sees the invoice."""
        ...

    async def templates(self) -> Sequence[tuple[str, str]]:
        """Return (id, name) of the invoice layouts; empty where `capabilities.layouts` is False."""
        ...

    async def advice(self) -> Sequence[str]:
        """Return, in Japanese, what in the system does not fit our settings, as far as a single call shows."""
        ...

    async def keep_alive(self, purpose: Purpose) -> None:
        """Renew the connection's token where that is due; makes no call otherwise."""
        ...

    async def close(self) -> None:
        """Release connections."""
        ...


class CallBudget(Protocol):
    """Counts calls in one budget shared by every process, and learns from the answers."""

    async def take(self, purpose: Purpose, kind: str) -> None:
        """Count one call or raise RateError with the moment it may be made."""
        ...

    async def room(self, purpose: Purpose) -> None:
        """Count nothing; raise RateError if a call could not be made now."""
        ...

    async def observe(self, remaining: dict[str, int], resets: dict[str, datetime]) -> None:
        """Learn what the answer's headers say: keys are "minute", "hour", "day"."""
        ...

    async def blocked_until(self, moment: datetime) -> None:
        """Stop all calls until then (a throttle that says nothing else)."""
        ...
