"""The shapes freee publishes, as far as we use them (freee請求書 and freee会計 OpenAPI, 2026-08-21).

freee adds fields without notice, so answers ignore what they do not know; a required field that is missing or an amount
that is not whole yen is a changed API. Requests hold only what we send, with the published limits.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

SUBJECT_LIMIT = 255
PAGE = 100  # iv lists: the largest `limit`
PARTNER_PAGE = 3000  # 会計 partners: the largest `limit`
PARTNER_IDS = 3  # iv list: at most so many partner_ids


def _whole_yen(value: object) -> object:
    """Take 110000.0 (the published type is double) but never a fraction of a yen."""
    if isinstance(value, Decimal):
        if value != value.to_integral_value():
            raise ValueError("not a whole yen amount")
        return int(value)
    return value


Yen = Annotated[int, BeforeValidator(_whole_yen), Field(strict=True)]


class Answer(BaseModel):
    """Base of what freee answers."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class InvoiceEntry(Answer):
    """An invoice in a list (InvoiceIndexResponse_invoices)."""

    id: int
    company_id: int
    invoice_number: str
    subject: str
    billing_date: date
    payment_date: date | None = None
    memo: str
    sending_status: Literal["sent", "unsent"]
    payment_status: Literal["settled", "unsettled", "canceled", "unprocessed", "failed"]
    cancel_status: Literal["canceled", "uncanceled"]
    deal_status: Literal["registered", "unregistered"]
    deal_id: int | None = None
    total_amount: Yen  # what is to be transferred: less withholding
    amount_withholding_tax: Yen | None = None
    amount_including_tax: Yen
    amount_excluding_tax: Yen
    amount_tax: Yen
    partner_id: int
    partner_name: str = ""
    partner_display_name: str = ""
    report_url: str


class InvoiceLineEntry(Answer):
    """A line of an invoice; only counted."""

    id: int
    type: Literal["item", "text"]


class InvoiceDetail(InvoiceEntry):
    """One invoice with its lines and its amounts per rate (InvoiceResponse_invoice, InvoiceShowResponse_invoice)."""

    lines: tuple[InvoiceLineEntry, ...]
    amount_including_tax_10: Yen | None = None
    amount_excluding_tax_10: Yen | None = None
    amount_tax_10: Yen | None = None
    amount_including_tax_8: Yen | None = None
    amount_excluding_tax_8: Yen | None = None
    amount_tax_8: Yen | None = None
    amount_including_tax_8_reduced: Yen | None = None
    amount_excluding_tax_8_reduced: Yen | None = None
    amount_tax_8_reduced: Yen | None = None
    amount_including_tax_0: Yen | None = None
    amount_excluding_tax_0: Yen | None = None
    amount_tax_0: Yen | None = None


class InvoiceAnswer(Answer):
    """Answer of POST /invoices and GET /invoices/{id}."""

    invoice: InvoiceDetail


class InvoiceListAnswer(Answer):
    """Answer of GET /invoices."""

    invoices: tuple[InvoiceEntry, ...]


class CancelledInvoice(Answer):
    """What a cancelled invoice says of itself."""

    id: int
    cancel_status: Literal["canceled", "uncanceled"]


class CancelAnswer(Answer):
    """Answer of PUT /invoices/{id}/cancel."""

    invoice: CancelledInvoice


class Template(Answer):
    """A layout of invoices."""

    id: int
    name: str


class TemplateListAnswer(Answer):
    """Answer of GET /invoices/templates."""

    templates: tuple[Template, ...]


class PaymentTerm(Answer):
    """Closing day, months until payment, day of payment; 32 is the last day of the month. Any part may be unset."""

    cutoff_day: int | None = None
    additional_months: int | None = None
    fixed_day: int | None = None


class Partner(Answer):
    """A partner (会計 partnersResponse). Terms are missing below the starter plan."""

    id: int
    code: str | None
    company_id: int
    name: str
    update_date: date
    available: bool
    long_name: str | None = None
    name_kana: str | None = None
    invoice_payment_term_attributes: PaymentTerm | None = None


class PartnerAnswer(Answer):
    """Answer of POST /partners."""

    partner: Partner


class PartnerListAnswer(Answer):
    """Answer of GET /partners."""

    partners: tuple[Partner, ...]


class CompanyDetail(Answer):
    """A company (会計 companyResponse)."""

    id: int
    name: str | None
    display_name: str | None


class CompanyAnswer(Answer):
    """Answer of GET /companies/{id}."""

    company: CompanyDetail


class DealPayment(Answer):
    """Money booked against an entry (会計 deal.payments)."""

    id: int
    date: date
    from_walletable_id: int | None = None
    amount: Yen


class Deal(Answer):
    """An entry (会計 deal, freee's 取引). `due_amount` is missing only where nothing is due by nature."""

    id: int
    company_id: int
    due_date: date | None = None
    amount: Yen
    due_amount: Yen
    status: Literal["unsettled", "settled"]
    payments: tuple[DealPayment, ...] = ()


class DealAnswer(Answer):
    """Answer of GET /deals/{id} and POST /deals/{id}/payments."""

    deal: Deal


class DealListAnswer(Answer):
    """Answer of GET /deals."""

    deals: tuple[Deal, ...]


class Walletable(Answer):
    """A bank account, card or cash box (会計 walletable) with the age of its feed."""

    id: int
    name: str
    type: Literal["bank_account", "credit_card", "wallet"]
    last_synced_at: datetime | None = None
    sync_status: str | None = None


class WalletableListAnswer(Answer):
    """Answer of GET /walletables."""

    walletables: tuple[Walletable, ...]


class WalletTxn(Answer):
    """A bank line (会計 wallet_txn). status: 1 消込待ち, 2 消込済み, 3 無視, 4 消込中, 6 対象外."""

    id: int
    date: date
    amount: Yen
    due_amount: Yen
    balance: Yen | None
    entry_side: Literal["income", "expense"]
    walletable_id: int
    description: str
    status: int


class WalletTxnListAnswer(Answer):
    """Answer of GET /wallet_txns."""

    wallet_txns: tuple[WalletTxn, ...]


class Request(BaseModel):
    """Base of what we send: nothing unknown, nothing out of the published range."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PaymentRequest(Request):
    """POST /deals/{id}/payments."""

    company_id: int = Field(ge=1)
    date: date
    from_walletable_type: Literal["bank_account"] = "bank_account"
    from_walletable_id: int = Field(ge=1)
    amount: int = Field(ge=1, le=9_223_372_036_854_775_807)


class LineRequest(Request):
    """InvoiceRequest_lines. Account item and tax code only feed the draft of the accounting entry."""

    type: Literal["item"] = "item"
    description: str = Field(min_length=1, max_length=255)
    quantity: Decimal = Field(ge=Decimal("-99999999.999"), le=Decimal("99999999.999"), decimal_places=3)
    unit: str | None = Field(default=None, min_length=1, max_length=255)
    unit_price: str = Field(pattern=r"^-?[0-9]{1,13}(\.[0-9]{1,3})?$")
    tax_rate: Literal[0, 8, 10]
    reduced_tax_rate: Literal[True] | None = None
    withholding: Literal[False] = False
    account_item_id: int | None = Field(default=None, ge=1, le=2_147_483_647)
    tax_code: int | None = Field(default=None, ge=0, le=2_147_483_647)

    @field_validator("reduced_tax_rate")
    @classmethod
    def _only_with_8(cls, value: bool | None, info: ValidationInfo) -> bool | None:
        """Refuse the reduced mark on another rate than 8 (InvoiceRequest_lines.reduced_tax_rate)."""
        if value and info.data.get("tax_rate") != 8:
            raise ValueError("only with 8 %")
        return value


class InvoiceRequest(Request):
    """InvoiceRequest. A field that is None is not sent at all."""

    company_id: int = Field(ge=1)
    template_id: int | None = Field(default=None, ge=1)
    invoice_number: str | None = Field(default=None, max_length=255)
    billing_date: date
    payment_date: date
    payment_type: Literal["transfer"] = "transfer"
    subject: str | None = Field(default=None, min_length=1, max_length=SUBJECT_LIMIT)
    tax_entry_method: Literal["in", "out"]
    tax_fraction: Literal["omit", "round_up", "round"]
    line_amount_fraction: Literal["omit", "round_up", "round"]
    withholding_tax_entry_method: Literal["in", "out"] = "out"
    include_amount_brought_forward: Literal[False] = False
    invoice_note: str | None = Field(default=None, max_length=4000)
    memo: str = Field(min_length=1, max_length=2000)
    partner_id: int = Field(ge=1)
    partner_title: Literal["御中"] = "御中"
    lines: tuple[LineRequest, ...] = Field(min_length=1)
