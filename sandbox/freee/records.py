"""What the stand-in remembers. Fields are plain JSON values, so that a record is saved and read back as it is."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Partner:
    """A partner (取引先). `data` holds what the API calls its attributes, under the API's names."""

    id: int
    name: str
    code: str | None
    update_date: str  # yyyy-mm-dd, JST
    data: Json = field(default_factory=dict)
    available: bool = True
    archived: bool = False


@dataclass(slots=True)
class Invoice:
    """An invoice (請求書). Times are seconds since 1970; amounts as `amounts.totals` gives them."""

    id: int
    number: str
    created: float
    head: Json  # the request's fields with their defaults, without lines
    lines: list[Json]
    amounts: Json
    partner: Json  # name, code and address as they were when the invoice was written
    sending_status: str = "unsent"
    payment_status: str = "unsettled"
    cancel_status: str = "uncanceled"
    deal_id: int | None = None
    by_hand: bool = False  # written by a person in freee, not through the API

    @property
    def billing_date(self) -> str:
        return str(self.head["billing_date"])

    @property
    def payment_date(self) -> str | None:
        value = self.head.get("payment_date")
        return None if value is None else str(value)

    @property
    def partner_id(self) -> int:
        return int(self.partner["id"])

    @property
    def deal_status(self) -> str:
        return "unregistered" if self.deal_id is None else "registered"


@dataclass(slots=True)
class Deal:
    """An accounting entry (freee's 取引). Amounts in yen, tax included; deduction lines are negative."""

    id: int
    issue_date: str
    due_date: str | None
    type: str
    partner_id: int | None
    partner_code: str | None
    ref_number: str | None
    details: list[Json]
    payments: list[Json] = field(default_factory=list)
    origin: str = "手動"
    invoice_id: int | None = None

    @property
    def amount(self) -> int:
        return sum(int(detail["amount"]) for detail in self.details)

    @property
    def due_amount(self) -> int:
        return self.amount - sum(int(payment["amount"]) for payment in self.payments)

    @property
    def status(self) -> str:
        return "settled" if self.due_amount == 0 else "unsettled"


@dataclass(slots=True)
class BankLine:
    """A line of a bank statement (口座明細). status: 1 消込待ち, 2 消込済み, 3 無視, 4 消込中, 6 対象外."""

    id: int
    date: str
    amount: int
    due_amount: int
    balance: int | None
    entry_side: str
    walletable_type: str
    walletable_id: int
    description: str
    created: float
    status: int = 1
    rule_matched: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One API call as it went over the wire, for the contract checker and for tests that count calls."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    request_json: Any
    status: int
    response_json: Any
    headers: dict[str, str]
