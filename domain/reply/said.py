"""What one sentence of a reply says of the order. `words` is the sentence as written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from domain.tax import TaxEntry

DateField: TypeAlias = Literal["due_date", "billing_date", "order_date", "delivery_date"]
NumberField: TypeAlias = Literal["quantity", "months", "unit_price", "amount", "tax_rate"]


@dataclass(frozen=True, slots=True)
class SaidDate:
    """One of the order's days."""

    about: DateField
    value: date
    words: str


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A figure of what was sold: yen, a count or percent. `unit` of a quantity.

    `of_all`: an amount that may be the sum of everything, with tax or without.
    """

    about: NumberField
    value: Decimal
    words: str
    unit: str = ""
    of_all: bool = False


@dataclass(frozen=True, slots=True)
class SaidExtra:
    """Something more was sold: its price, and its `name` as far as it stands there."""

    value: Decimal
    name: str
    words: str
    about: Literal["extra"] = "extra"


@dataclass(frozen=True, slots=True)
class SaidName:
    """Who buys, or who sold: a name as written, or a Slack user id."""

    about: Literal["partner", "owner"]
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class SaidBasis:
    """Whether the prices hold the tax."""

    value: TaxEntry
    words: str
    about: Literal["tax_entry"] = "tax_entry"


@dataclass(frozen=True, slots=True)
class SaidTerms:
    """Payment terms in the order reader's shape; nobody has looked yet whether such are agreed on."""

    value: dict[str, object]
    words: str
    about: Literal["terms"] = "terms"


@dataclass(frozen=True, slots=True)
class SaidOpen:
    """The order may be called off, or something changes and it cannot be told for certain what: a person is asked."""

    about: Literal["cancelled", "unclear"]
    words: str
    value: None = None


Said: TypeAlias = SaidDate | SaidNumber | SaidExtra | SaidName | SaidBasis | SaidTerms | SaidOpen


def unclear(words: str) -> SaidOpen:
    """Return what leaves it to a person."""
    return SaidOpen("unclear", words)
