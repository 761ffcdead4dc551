"""What an invoice is to us, whichever accounting system holds it, and what became of our request to create one.

The words of a provider (freee's `deal`, Money Forward's `billing`) never appear here.
"""

import hashlib
import hmac
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.evidence import canonical_json
from domain.tax import Rounding, TaxedAmount, TaxEntry

PREFIX = "S2F"
TOKEN = re.compile(r"S2F-[0-9A-HJKMNP-TV-Z]{26}-[0-9]{1,3}-[0-9a-f]{8}")
# freee's memo holds 2,000 characters; the token must always fit behind the text (iv InvoiceRequest.memo).
MEMO_TEXT_LIMIT = 1900


class IntentState(StrEnum):
    """Life of the frozen request to create one invoice (never two POSTs unless the first is proven absent)."""

    APPROVED = "approved"  # a person said yes; bytes may not be frozen yet
    SENDING = "sending"  # written before the request leaves; a crash here costs a settle wait
    CREATED = "created"  # the accounting system answered with an id, or a look-up found our token
    VERIFIED = "verified"  # read back and equal to what was frozen
    REFUSED = "refused"  # a definite refusal: nothing was made, a person corrects the data
    UNKNOWN = "unknown"  # the answer was lost; look-ups decide
    HUMAN = "human"  # look-ups could not decide; a person does
    CANCELLED = "cancelled"  # the invoice was cancelled in the accounting system


OPEN_INTENT_STATES = frozenset({IntentState.APPROVED, IntentState.SENDING, IntentState.UNKNOWN})


class PaymentStatus(StrEnum):
    """Whether the money arrived, in our words."""

    UNPAID = "unpaid"
    PAID = "paid"
    FAILED = "failed"  # a direct debit or card payment failed
    NOT_REQUESTED = "not_requested"  # direct debit or card, not requested yet


class Numbering(StrEnum):
    """Who gives the invoice its number."""

    AUTOMATIC = "automatic"  # the accounting system; a number in the request is refused
    MANUAL = "manual"  # we do; a request without a number is refused


class InvoiceLine(BaseModel):
    """One line as it will be printed. `unit_price` is in yen on the invoice's tax basis, up to 3 decimals."""

    model_config = ConfigDict(frozen=True)

    description: str
    quantity: Decimal
    unit: str = ""
    unit_price: Decimal
    tax_percent: int
    reduced: bool = False
    account_item_id: str | None = None
    tax_code: str | None = None


class InvoiceDraft(BaseModel):
    """Everything needed to create one invoice. Frozen at approval: the same intent never changes its bytes."""

    model_config = ConfigDict(frozen=True)

    partner_id: str
    partner_name: str
    billing_date: date
    due_date: date
    tax_entry: TaxEntry
    rounding: Rounding = Rounding.FLOOR
    subject: str
    lines: tuple[InvoiceLine, ...]
    memo_text: str = ""
    note: str = ""
    token: str
    department_id: str | None = None  # only for systems that address a partner's department
    # What the accounting system must answer, to the yen.
    subtotal: int
    tax: int
    total: int

    def memo(self) -> str:
        """Return the internal memo: the text, cut to leave room, and our token at the end."""
        return f"{self.memo_text[:MEMO_TEXT_LIMIT]}\n{self.token}".lstrip("\n")

    def sha256(self) -> str:
        """Return the hash of the canonical JSON of this draft."""
        return hashlib.sha256(canonical_json(self.model_dump(mode="json"))).hexdigest()


class IssuedInvoice(BaseModel):
    """An invoice as the accounting system tells it. Amounts in yen; `None` where the answer does not say."""

    model_config = ConfigDict(frozen=True)

    external_id: str
    number: str
    partner_id: str
    partner_name: str
    subject: str = ""
    billing_date: date
    due_date: date | None
    total: int
    subtotal: int
    tax: int
    per_rate: tuple[TaxedAmount, ...] = ()
    withheld: int = 0  # 源泉徴収: the transfer will be this much smaller
    memo: str = ""
    payment_status: PaymentStatus = PaymentStatus.UNPAID
    sent: bool = False
    cancelled: bool = False
    booked: bool = True  # the accounting entry (取引) exists, so a payment can attach to it
    entry_id: str | None = None  # that entry's id
    url: str = ""
    line_count: int | None = None

    @property
    def token(self) -> str | None:
        """Return our token if this invoice came from us."""
        return find_token(self.memo)


def make_token(deal_id: str, revision: int, secret: str) -> str:
    """Return `S2F-<deal ULID>-<revision>-<8 hex HMAC>`: what tells our invoice from any other for ever."""
    body = f"{PREFIX}-{deal_id}-{revision}"
    return f"{body}-{hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()[:8]}"


def find_token(text: str) -> str | None:
    """Return the last token in a memo, or None. The last, because people write above it."""
    found = TOKEN.findall(text or "")
    return found[-1] if found else None


def differences(draft: InvoiceDraft, issued: IssuedInvoice, *, tied: bool = False) -> tuple[str, ...]:
    """Return, in Japanese, every point in which the issued invoice is not what was approved; empty if equal.

    `tied`: a person said which invoice it is, so that it need not carry our token.
    """
    pairs: list[tuple[str, object, object]] = [
        ("取引先", draft.partner_id, issued.partner_id),
        ("請求日", draft.billing_date, issued.billing_date),
        ("支払期限", draft.due_date, issued.due_date),
        ("小計（円）", draft.subtotal, issued.subtotal),
        ("消費税（円）", draft.tax, issued.tax),
        ("合計（円）", draft.total, issued.total),
    ]
    if issued.line_count is not None:
        pairs.append(("明細の数", len(draft.lines), issued.line_count))
    if not tied:  # without it no look-up finds the invoice again
        pairs.append(("メモの目印", draft.token, issued.token))
    return tuple(f"{name}: 承認 {ours} / 会計 {theirs}" for name, ours, theirs in pairs if ours != theirs)
