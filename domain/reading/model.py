"""What reading a message yields: orders, each field with its evidence and how sure the reader is.

Money of a JPY order is whole yen (`int`); quantities and unit prices are `Decimal`. Dates are plain
dates in Asia/Tokyo.
Spans count characters of the text as it was handed in, end excluded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

FIELDS = (
    "partner_name",
    "partner_id",
    "items",
    "tax_entry",
    "subtotal",
    "tax",
    "total",
    "stated_amount",
    "currency",
    "order_date",
    "billing_date",
    "payment_due_date",
    "payment_terms",
    "owner",
)


class Confidence(StrEnum):
    """ACCEPTED: stands in the message beyond reasonable doubt. ASK: a person has to look."""

    ACCEPTED = "accepted"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the original message."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value a person may choose with one press. `value` is the JSON form of the field."""

    value: object
    label: str
    evidence: Span | None
    reason: str


@dataclass(frozen=True, slots=True)
class ClosingTerms:
    """締め払い: closed on day `close` (None if only the payment is said), paid `months` later on `day`."""

    close: int | Literal["EOM"] | None
    months: int
    day: int | Literal["EOM"]

    def as_json(self) -> dict[str, object]:
        return {"type": "closing", "close": self.close, "months": self.months, "day": self.day}


@dataclass(frozen=True, slots=True)
class NetTerms:
    """Paid `net_days` days after the invoice or after acceptance (検収)."""

    net_days: int
    from_: Literal["invoice", "acceptance"]

    def as_json(self) -> dict[str, object]:
        return {"type": "net", "net_days": self.net_days, "from": self.from_}


@dataclass(frozen=True, slots=True)
class PrepaidTerms:
    """Paid before delivery (前払い)."""

    def as_json(self) -> dict[str, object]:
        return {"type": "prepaid"}


Terms = ClosingTerms | NetTerms | PrepaidTerms


@dataclass(frozen=True, slots=True)
class Item:
    """One line as the message gives it. `tax_rate` is 10, 8 or 0 percent, None if nothing is said."""

    description: str | None
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: Decimal | None
    tax_rate: int | None

    def as_json(self) -> dict[str, object]:
        return {
            "description": self.description,
            "quantity": json_number(self.quantity),
            "unit_price": json_number(self.unit_price),
            "amount": json_number(self.amount),
            "tax_rate": self.tax_rate,
        }


@dataclass(frozen=True, slots=True)
class Order:
    """One order. A field that the message does not state is None and has no confidence."""

    partner_name: str | None
    partner_id: str | None
    items: tuple[Item, ...]
    tax_entry: str
    subtotal: int | None
    tax: int | None
    total: int | None
    stated_amount: int | None
    currency: str
    order_date: date | None
    billing_date: date | None
    payment_due_date: date | None
    payment_terms: Terms | None
    owner: str | None
    conflict: bool
    confidence: Mapping[str, Confidence]
    evidence: Mapping[str, Span]
    candidates: Mapping[str, tuple[Candidate, ...]]
    reasons: Mapping[str, str]
    span: Span

    def as_json(self) -> dict[str, object]:
        """The shape `read-orders` prints: dates ISO, whole numbers as int, evidence as [start, end)."""
        return {
            "partner_name": self.partner_name,
            "partner_id": self.partner_id,
            "items": [item.as_json() for item in self.items],
            "tax_entry": self.tax_entry,
            "subtotal": self.subtotal,
            "tax": self.tax,
            "total": self.total,
            "stated_amount": self.stated_amount,
            "currency": self.currency,
            "order_date": json_date(self.order_date),
            "billing_date": json_date(self.billing_date),
            "payment_due_date": json_date(self.payment_due_date),
            "payment_terms": self.payment_terms.as_json() if self.payment_terms else None,
            "owner": self.owner,
            "conflict": self.conflict,
            "confidence": {field: str(how) for field, how in self.confidence.items()},
            "evidence": {field: [span.start, span.end] for field, span in self.evidence.items()},
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message is.

    `intent` is "order", "maybe" (looks like an order, something needed is missing: see `missing`) or "none".
    `reason` says why in Japanese.
    """

    orders: tuple[Order, ...]
    intent: str
    reason: str
    missing: tuple[str, ...] = ()


def json_number(value: Decimal | int | None) -> int | float | None:
    """Whole numbers as int, others as float; JSON knows no Decimal."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def json_date(value: date | None) -> str | None:
    return value.isoformat() if value else None
