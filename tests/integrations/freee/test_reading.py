"""What freee answers, in our words: statuses, amounts, terms."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from domain.invoice import PaymentStatus
from domain.tax import TaxedAmount, TaxRate
from domain.terms import ClosingTerms
from integrations.accounting.freee import schemas
from integrations.accounting.freee.convert import issued_detail, partner_record

INVOICE: dict[str, Any] = {
    "id": 1,
    "company_id": 1,
    "invoice_number": "INV-1",
    "subject": "件名",
    "billing_date": "2026-11-30",
    "payment_date": None,
    "memo": "",
    "sending_status": "unsent",
    "payment_status": "unsettled",
    "cancel_status": "uncanceled",
    "deal_status": "unregistered",
    "deal_id": None,
    "total_amount": Decimal("99790.0"),
    "amount_withholding_tax": Decimal("10210"),
    "amount_including_tax": Decimal("110000.0"),
    "amount_excluding_tax": 100000,
    "amount_tax": 10000,
    "partner_id": 2,
    "partner_name": "",
    "partner_display_name": "株式会社サンプル",
    "report_url": "https://invoice.example/1",
    "lines": [{"id": 1, "type": "item"}, {"id": 2, "type": "text"}],
    "amount_including_tax_10": Decimal("110000.0"),
    "amount_excluding_tax_10": Decimal("100000.0"),
    "amount_tax_10": Decimal("10000.0"),
    "amount_including_tax_8": 0,
    "amount_excluding_tax_8": 0,
    "amount_tax_8": 0,
}


def detail(**changes: Any) -> schemas.InvoiceDetail:
    return schemas.InvoiceDetail.model_validate(INVOICE | changes)


def test_the_invoice_is_what_was_billed_and_withholding_stands_apart() -> None:
    issued = issued_detail(detail())
    assert (issued.subtotal, issued.tax, issued.total, issued.withheld) == (100000, 10000, 110000, 10210)
    assert issued.per_rate == (TaxedAmount(TaxRate(10), 100000, 10000, 110000),)
    assert (issued.line_count, issued.due_date, issued.partner_name) == (2, None, "株式会社サンプル")
    assert (issued.booked, issued.entry_id, issued.token) == (False, None, None)


def test_a_fraction_of_a_yen_or_an_amount_as_text_is_not_believed() -> None:
    for wrong in (Decimal("110000.5"), "110000", True, None):
        with pytest.raises(ValidationError):
            detail(amount_including_tax=wrong)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("unsettled", PaymentStatus.UNPAID),
        ("settled", PaymentStatus.PAID),
        ("unprocessed", PaymentStatus.NOT_REQUESTED),
        ("failed", PaymentStatus.FAILED),
        ("canceled", PaymentStatus.FAILED),
    ],
)
def test_every_payment_status_has_a_meaning(word: str, status: PaymentStatus) -> None:
    issued = issued_detail(detail(payment_status=word))
    assert (issued.payment_status, issued.cancelled) == (status, False)


def test_only_the_cancel_status_says_that_an_invoice_no_longer_stands() -> None:
    assert issued_detail(detail(cancel_status="canceled")).cancelled
    assert issued_detail(detail(deal_status="registered", deal_id=5, sending_status="sent")).entry_id == "5"


def test_a_status_nobody_published_is_not_guessed() -> None:
    with pytest.raises(ValidationError):
        detail(payment_status="partly_settled")


@pytest.mark.parametrize(
    ("kept", "terms"),
    [
        ({"cutoff_day": 32, "additional_months": 1, "fixed_day": 32}, ClosingTerms("EOM", 1, "EOM")),
        ({"cutoff_day": 20, "additional_months": 0, "fixed_day": 5}, ClosingTerms(20, 0, 5)),
        ({"cutoff_day": None, "additional_months": 1, "fixed_day": 32}, None),
        ({"cutoff_day": 32, "fixed_day": 32}, None),
        ({"cutoff_day": 99, "additional_months": 1, "fixed_day": 32}, None),
        (None, None),
    ],
)
def test_terms_are_read_or_left_open(kept: Any, terms: ClosingTerms | None) -> None:
    partner = {
        "id": 1,
        "code": None,
        "company_id": 1,
        "name": "n",
        "update_date": "2026-11-24",
        "available": True,
        "invoice_payment_term_attributes": kept,
    }
    assert partner_record(schemas.Partner.model_validate(partner)).terms == terms
