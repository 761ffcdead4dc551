"""What was sold, as it stands on the card: the content of a deal, its doubts, and what still keeps it from approval.

The reader says what the message says; here product defaults are added, visibly, each with its reason.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.evidence import canonical_json
from domain.tax import Rounding, TaxEntry, TaxRate, Totals, UnknownTaxRate, line_amount, rate_on, tax_totals

MAX_LINES = 100
MAX_TOTAL_YEN = 9_999_999_999


class Frozen(BaseModel):
    """Base of the value objects here: equal by content, never changed."""

    model_config = ConfigDict(frozen=True)


class Choice(Frozen):
    """One answer a person may press for a doubtful field. `value` is JSON; `quote` is where in the post it stands."""

    value: Any
    label: str
    quote: str = ""


class Doubt(Frozen):
    """Why a field is asked about, and what may be pressed."""

    reason: str
    choices: tuple[Choice, ...] = ()


class Change(Frozen):
    """What a reply changed: a field, and what it said before and after, as shown to people."""

    field: str
    before: str
    after: str


class Reply(Frozen):
    """A reply in the order's thread that says something of the order. `ts` and `author` are Slack's."""

    ts: str
    author: str
    text: str
    changes: tuple[Change, ...] = ()
    completes: bool = False  # without it the report was no order yet


class DealLine(Frozen):
    """One thing sold. `unit_price` in yen on the deal's tax basis."""

    description: str
    quantity: Decimal = Decimal(1)
    unit: str = ""
    unit_price: Decimal
    tax_percent: int = 10
    reduced: bool = False

    def amount(self, rounding: Rounding = Rounding.FLOOR) -> int:
        """Return quantity × unit price in yen."""
        return line_amount(self.quantity, self.unit_price, rounding)

    @property
    def rate(self) -> TaxRate:
        """Return the tax rate of the line."""
        return TaxRate(self.tax_percent, self.reduced)


class DealContent(Frozen):
    """Everything on the card that an approval covers. Dates are Asia/Tokyo days."""

    partner_name: str | None = None  # as written
    partner_id: str | None = None  # in the accounting system
    partner_label: str | None = None  # the accounting system's name of it
    create_partner: bool = False  # a person said: it is new, create it
    department_id: str | None = None
    lines: tuple[DealLine, ...] = ()
    tax_entry: TaxEntry | None = None
    rounding: Rounding = Rounding.FLOOR  # of tax, once per rate; the company's policy at the time
    currency: str = "JPY"
    subject: str = ""
    order_date: date | None = None
    delivery_date: date | None = None
    billing_date: date | None = None
    billing_reason: str = ""
    due_date: date | None = None
    due_reason: str = ""
    terms: dict[str, str | int | None] | None = None
    owner: str | None = None  # a Slack user id, or a name as written
    stated_total: int | None = None  # what the message says the total is
    note: str = ""
    doubts: dict[str, Doubt] = Field(default_factory=dict)
    quotes: dict[str, str] = Field(default_factory=dict)  # field -> the words in the post
    assumed: dict[str, str] = Field(default_factory=dict)  # field -> why a default was taken
    replies: tuple[Reply, ...] = ()  # what the thread changed or asks about, oldest first

    @property
    def totals(self) -> Totals | None:
        """Return the tax per rate and the total; None while lines or the tax basis are not known."""
        if self.tax_entry is None or not self.lines:
            return None
        return tax_totals(
            ((line.amount(self.rounding), line.rate) for line in self.lines), self.tax_entry, self.rounding
        )

    def sha256(self) -> str:
        """Return the hash an approval is bound to: what the invoice will say, not how it was read."""
        body = self.model_dump(mode="json", exclude={"doubts", "quotes", "assumed", "replies"})
        return hashlib.sha256(canonical_json(body)).hexdigest()


def blockers(content: DealContent) -> dict[str, str]:
    """Return field -> reason (Japanese) for everything that must be settled by a person before approval."""
    found = {name: doubt.reason for name, doubt in content.doubts.items()}
    found |= _rates(content)
    if content.currency != "JPY":
        found["currency"] = f"{content.currency} 建ての受注です。円の請求書は自動では作成しません"
    if not content.partner_id and not content.create_partner:
        found.setdefault("partner", "取引先が決まっていません")
    if not content.lines:
        found.setdefault("lines", "明細（商品と金額）がありません")
    if content.tax_entry is None:
        found.setdefault("tax_entry", "税込・税抜のどちらか分かりません")
    if content.billing_date is None:
        found.setdefault("billing_date", "請求日が決まっていません")
    if content.due_date is None:
        found.setdefault("due_date", "支払期限が決まっていません")
    totals = content.totals
    if totals is not None and not 0 < totals.total <= MAX_TOTAL_YEN:
        found.setdefault("total", "合計金額が請求できる範囲にありません")
    if (
        totals is not None
        and content.stated_total is not None
        and content.stated_total not in (totals.total, totals.subtotal)
    ):
        found.setdefault("total", f"本文の合計 {content.stated_total:,} 円と明細の合計が一致しません")
    if content.billing_date and content.due_date and content.due_date < content.billing_date and not _prepaid(content):
        found.setdefault("due_date", "支払期限が請求日より前です")
    return found


def _rates(content: DealContent) -> dict[str, str]:
    day = content.delivery_date or content.order_date or content.billing_date
    if day is None:
        return {}
    for line in content.lines:
        try:
            rate_on(line.tax_percent, line.reduced, day)
        except UnknownTaxRate as error:
            return {"tax_rate": f"「{line.description}」: {error}"}
    return {}


def _prepaid(content: DealContent) -> bool:
    return bool(content.terms and content.terms.get("type") == "prepaid")
