"""The shapes of クラウド請求書 API v3, as far as we use them (docs/money-forward.md tells where each fact is from).

Answers ignore what they do not know; a field we need that is missing, an amount that is not whole yen or a status of
another word is a changed API. Requests hold only what we send, with the published limits.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

TITLE_LIMIT = 200
MEMO_LIMIT = 450
NUMBER_LIMIT = 30
PAGE = 100  # the largest per_page
_TEN_BILLION = Decimal(10_000_000_000)


def _decimal(value: object) -> object:
    """Take "1354.0" and 1354, never a float and never NaN."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("not a number")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite():
        raise ValueError("not a number")
    return number


def _whole_yen(value: object) -> object:
    """Take "110000.0" but never a fraction of a yen."""
    number = _decimal(value)
    assert isinstance(number, Decimal)
    if number != number.to_integral_value():
        raise ValueError("not a whole yen amount")
    return int(number)


def _day(value: object) -> object:
    """Take 2026/11/30 and 2026-11-30; an empty text is no day."""
    return (value.replace("/", "-") or None) if isinstance(value, str) else value


def _text(value: object) -> object:
    return "" if value is None else value


Yen = Annotated[int, BeforeValidator(_whole_yen)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
Day = Annotated[date, BeforeValidator(_day)]
MaybeDay = Annotated[date | None, BeforeValidator(_day)]
Text = Annotated[str, BeforeValidator(_text)]
# Words as they are read; codes beside them, because the reference describes both.
PaymentWord = Literal["未設定", "未入金", "入金済み", "未払い", "振込済み", "0", "1", "2", "3", "4"]
Excise = Literal[
    "untaxable",
    "non_taxable",
    "tax_exemption",
    "five_percent",
    "eight_percent",
    "eight_percent_as_reduced_tax_rate",
    "ten_percent",
]


class Answer(BaseModel):
    """Base of what Money Forward answers."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Office(Answer):
    """GET /office."""

    name: str
    office_code: str
    registration_code: str | None = None


class Department(Answer):
    """A partner's department: it has no name of its own, so people know it by its first words."""

    id: str
    person_dept: Text = ""
    person_title: Text = ""
    person_name: Text = ""
    prefecture: Text = ""
    address1: Text = ""


class Deadline(Answer):
    """payment_deadline_setting: month and day counted from the billing date, -1 for the last day."""

    due_month: Literal[
        "this_month",
        "next_month",
        "two_months_after",
        "three_months_after",
        "four_months_after",
        "five_months_after",
        "six_months_after",
    ]
    due_date: int = Field(ge=-1, le=31)
    contingency_day: Literal["move_to_earlier_day", "keep_as_is", "move_to_later_day"]


class Partner(Answer):
    """A partner. Lists may lack the departments."""

    id: str
    name: str
    code: str | None = None
    name_kana: str | None = None
    departments: tuple[Department, ...] | None = None
    payment_deadline_setting: Deadline | None = None
    updated_at: Text = ""


class Line(Answer):
    """A line of a billing."""

    name: Text = ""
    unit: Text = ""
    price: Number
    quantity: Number
    excise: Excise


class Config(Answer):
    """How the office rounds, told by every billing."""

    rounding: str
    rounding_consumption_tax: str
    consumption_tax_display_type: str


class Billing(Answer):
    """A billing, in a list or alone."""

    id: str
    department_id: str
    partner_id: str
    partner_name: str
    title: Text
    memo: Text
    note: Text = ""
    billing_date: Day
    due_date: MaybeDay
    billing_number: Text
    payment_status: PaymentWord
    email_status: Text
    posting_status: Text
    created_at: str
    is_locked: bool = False
    deduct_price: Yen | None = None
    tag_names: tuple[str, ...] = ()
    items: tuple[Line, ...] | None = None
    subtotal_price: Yen
    excise_price: Yen
    total_price: Yen
    config: Config | None = None
    excise_price_of_untaxable: Yen | None = None
    subtotal_of_untaxable_excise: Yen | None = None
    excise_price_of_non_taxable: Yen | None = None
    subtotal_of_non_taxable_excise: Yen | None = None
    excise_price_of_tax_exemption: Yen | None = None
    subtotal_of_tax_exemption_excise: Yen | None = None
    excise_price_of_five_percent: Yen | None = None
    subtotal_of_five_percent_excise: Yen | None = None
    excise_price_of_eight_percent: Yen | None = None
    subtotal_of_eight_percent_excise: Yen | None = None
    excise_price_of_eight_percent_as_reduced_tax_rate: Yen | None = None
    subtotal_of_eight_percent_as_reduced_tax_rate_excise: Yen | None = None
    excise_price_of_ten_percent: Yen | None = None
    subtotal_of_ten_percent_excise: Yen | None = None


class Pagination(Answer):
    """Beside every list; pages count from 1."""

    total_count: int
    total_pages: int
    current_page: int


class BillingList(Answer):
    """GET /billings."""

    data: tuple[Billing, ...]
    pagination: Pagination


class PartnerList(Answer):
    """GET /partners."""

    data: tuple[Partner, ...]
    pagination: Pagination


class DepartmentList(Answer):
    """GET /partners/{id}/departments."""

    data: tuple[Department, ...]
    pagination: Pagination


class Request(BaseModel):
    """Base of what we send: nothing unknown, nothing out of the published range."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class LineRequest(Request):
    """A line. Three decimals are our own limit: how many Money Forward keeps is not known."""

    name: str = Field(min_length=1, max_length=450)
    quantity: Decimal = Field(ge=-_TEN_BILLION, le=_TEN_BILLION, decimal_places=3)
    unit: str | None = Field(default=None, min_length=1, max_length=20)
    price: Decimal = Field(ge=-_TEN_BILLION, le=_TEN_BILLION, decimal_places=3)
    excise: Excise


class BillingRequest(Request):
    """POST /invoice_template_billings. A field that is None is not sent at all."""

    department_id: str = Field(min_length=1)
    billing_date: date
    due_date: date
    title: str | None = Field(default=None, min_length=1, max_length=TITLE_LIMIT)
    memo: str = Field(min_length=1, max_length=MEMO_LIMIT)
    billing_number: str | None = Field(default=None, min_length=1, max_length=NUMBER_LIMIT)
    note: str | None = Field(default=None, min_length=1, max_length=2000)
    tag_names: tuple[Annotated[str, Field(max_length=255)], ...] | None = None
    items: tuple[LineRequest, ...] = Field(min_length=1)


class DepartmentRequest(Request):
    """A department of a new partner: at least one field must say something."""

    person_dept: str = Field(min_length=1, max_length=35)


class PartnerRequest(Request):
    """POST /partners."""

    name: str = Field(min_length=1, max_length=100)
    departments: tuple[DepartmentRequest, ...]


class PaymentRequest(Request):
    """PUT /billings/{id}/payment_status."""

    payment_status: Literal["0", "1", "2"]
