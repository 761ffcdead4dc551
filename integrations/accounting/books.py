"""The accounting side of a system: entries with what is still due, bank lines, payments.

A Protocol of its own, because some systems keep it in another product with its own consent (Money Forward: クラウド会計
beside クラウド請求書), and because a company may use none of it. `Connected.books` is None where it is missing.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from integrations.accounting.base import Purpose


@dataclass(frozen=True, slots=True)
class EntryPayment:
    """Money booked against an entry."""

    external_id: str
    day: date
    amount: int
    wallet_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A receivable in the books (freee: 取引). `residual`: yen still due; 0 when settled."""

    external_id: str
    amount: int
    residual: int
    due_date: date | None = None
    payments: tuple[EntryPayment, ...] = ()

    @property
    def settled(self) -> bool:
        """Return whether nothing is due any more."""
        return self.residual <= 0


class FeedHealth(StrEnum):
    """Whether a wallet's lines come by themselves."""

    WORKS = "works"
    FAILS = "fails"  # a person must renew the connection to the bank
    NONE = "none"  # no connection: lines come by hand or file, or not at all


@dataclass(frozen=True, slots=True)
class Wallet:
    """A bank account in the books. `synced_at`: when its lines last came, None if never."""

    external_id: str
    name: str
    health: FeedHealth = FeedHealth.NONE
    synced_at: datetime | None = None


class LineState(StrEnum):
    """What the accounting system has done with a bank line."""

    OPEN = "open"
    PART = "part"  # a part of the amount is booked
    BOOKED = "booked"
    IGNORED = "ignored"  # set aside by a person, or not to be booked


@dataclass(frozen=True, slots=True)
class FeedLine:
    """Money that came into a wallet, as the feed tells it. `unbooked`: yen nothing is booked for yet."""

    external_id: str
    wallet_id: str
    day: date
    amount: int
    unbooked: int
    text: str
    state: LineState
    balance: int | None = None


class Books(Protocol):
    """One company's accounting books. Every method may raise `integrations.errors.*`."""

    label: str  # what people read: "freee会計"
    records_payments: bool  # a payment can be booked against an entry
    reconciles: bool  # a bank line can be tied to an entry, so that nobody books it again

    def open_entries(
        self, *, due_to: date | None = None, first_page: int = 0, purpose: Purpose = Purpose.BULK
    ) -> AsyncIterator[Sequence[Entry]]:
        """Yield the receivables that are not settled (due by that day), page by page; `first_page` have been read."""
        ...

    async def entry(self, external_id: str, *, purpose: Purpose = Purpose.BULK) -> Entry:
        """Return one entry with its payments; NotFoundError if it was deleted."""
        ...

    async def wallets(self) -> Sequence[Wallet]:
        """Return the bank accounts with the age of their feeds."""
        ...

    def bank_lines(
        self, wallet_id: str, *, since: date | None = None, newest_first: bool = False
    ) -> AsyncIterator[Sequence[FeedLine]]:
        """Yield what came in, page by page. `newest_first`: by when the line was entered, so that a reader may stop."""
        ...

    async def record_payment(self, entry_id: str, *, day: date, amount: int, wallet_id: str) -> Entry:
        """Book a payment once, never repeated by itself, and return the entry as it is then.

        Raises DataError (nothing was booked), NotSentError (the same), OutcomeUnknownError or ChangedApiError: look at
        the entry before repeating. The bank line stays open: whoever books it too books the money twice.
        """
        ...

    def entry_url(self, entry_id: str) -> str:
        """Return where a person sees the entry."""
        ...

    def line_url(self, line_id: str | None) -> str:
        """Return where a person books the bank line; without an id: all that wait."""
        ...
