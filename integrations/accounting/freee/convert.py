"""freee's words into ours and back. Pure."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from domain.invoice import InvoiceDraft, InvoiceLine, IssuedInvoice, Numbering, PaymentStatus
from domain.tax import Rounding, TaxedAmount, TaxEntry, TaxRate
from domain.terms import ClosingTerms, closing_terms
from integrations.accounting.base import InvoiceQuery, PartnerRecord
from integrations.accounting.freee import schemas
from integrations.accounting.freee.connection import LABEL
from integrations.accounting.wire import to_bytes, unsendable

FRACTION = {Rounding.FLOOR: "omit", Rounding.CEIL: "round_up", Rounding.HALF_UP: "round"}
ENTRY = {TaxEntry.OUT: "out", TaxEntry.IN: "in"}
PAYMENT = {
    "unsettled": PaymentStatus.UNPAID,
    "settled": PaymentStatus.PAID,
    "failed": PaymentStatus.FAILED,
    # The collection was called off, the invoice may still stand: `cancelled` comes from cancel_status alone.
    "canceled": PaymentStatus.FAILED,
    "unprocessed": PaymentStatus.NOT_REQUESTED,
}
PAYMENT_FILTER = {
    PaymentStatus.UNPAID: "unsettled",
    PaymentStatus.PAID: "settled",
    PaymentStatus.FAILED: "failed",
    PaymentStatus.NOT_REQUESTED: "unprocessed",
}
# Suffix of the amount_* fields and the rate they are for, in the order in which we show rates.
RATES = {"10": TaxRate(10), "8_reduced": TaxRate(8, reduced=True), "8": TaxRate(8), "0": TaxRate(0)}
# What people call the fields they must correct.
FIELD_NAMES = {
    "description": "品名",
    "quantity": "数量",
    "unit": "単位",
    "unit_price": "単価",
    "tax_rate": "税率",
    "reduced_tax_rate": "軽減税率",
    "account_item_id": "勘定科目",
    "tax_code": "税区分",
    "lines": "明細",
    "memo": "社内メモ",
    "invoice_note": "備考",
    "partner_id": "取引先",
    "template_id": "帳票テンプレート",
}


def request_bytes(draft: InvoiceDraft, *, company_id: int, numbering: Numbering, template_id: str | None) -> bytes:
    """Return the one JSON text of the request; DataError names in Japanese what freee could not take.

    Sorted keys, no spaces, ASCII, absent rather than null. The rounding of a line's amount follows that of the tax,
    as our own totals do.
    """
    fraction = FRACTION[draft.rounding]
    try:
        request = schemas.InvoiceRequest.model_validate(
            {
                "company_id": company_id,
                "template_id": template_id,
                "invoice_number": draft.token if numbering is Numbering.MANUAL else None,
                "billing_date": draft.billing_date,
                "payment_date": draft.due_date,
                "subject": draft.subject[: schemas.SUBJECT_LIMIT] or None,
                "tax_entry_method": ENTRY[draft.tax_entry],
                "tax_fraction": fraction,
                "line_amount_fraction": fraction,
                "invoice_note": draft.note or None,
                "memo": draft.memo(),
                "partner_id": draft.partner_id,
                "lines": [_line(line) for line in draft.lines],
            }
        )
    except ValidationError as error:
        raise unsendable(error, FIELD_NAMES, LABEL) from None
    return to_bytes(request)


def _line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit or None,
        "unit_price": _digits(line.unit_price),
        "tax_rate": line.tax_percent,
        "reduced_tax_rate": True if line.reduced else None,
        "account_item_id": line.account_item_id,
        "tax_code": line.tax_code,
    }


def _digits(value: Decimal) -> str:
    """Return the price without exponent and without zeros at the end; too many decimals stay, to be refused."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def issued_entry(entry: schemas.InvoiceEntry) -> IssuedInvoice:
    """Return an invoice of a list: totals, without lines and amounts per rate."""
    return IssuedInvoice(
        external_id=str(entry.id),
        number=entry.invoice_number,
        partner_id=str(entry.partner_id),
        partner_name=entry.partner_name or entry.partner_display_name,
        subject=entry.subject,
        billing_date=entry.billing_date,
        due_date=entry.payment_date,
        total=entry.amount_including_tax,
        subtotal=entry.amount_excluding_tax,
        tax=entry.amount_tax,
        withheld=entry.amount_withholding_tax or 0,
        memo=entry.memo,
        payment_status=PAYMENT[entry.payment_status],
        sent=entry.sending_status == "sent",
        cancelled=entry.cancel_status == "canceled",
        booked=entry.deal_status == "registered",
        entry_id=None if entry.deal_id is None else str(entry.deal_id),
        url=entry.report_url,
    )


def issued_detail(detail: schemas.InvoiceDetail) -> IssuedInvoice:
    """Return an invoice with its number of lines and its amounts per rate."""
    per_rate = tuple(amount for suffix, rate in RATES.items() if (amount := _rate_amount(detail, suffix, rate)))
    return issued_entry(detail).model_copy(update={"per_rate": per_rate, "line_count": len(detail.lines)})


def _rate_amount(detail: schemas.InvoiceDetail, suffix: str, rate: TaxRate) -> TaxedAmount | None:
    """Return a rate's amounts; None if no line has it, which freee may say with null or with zeros."""
    net, tax, gross = (getattr(detail, f"amount_{kind}_{suffix}") for kind in ("excluding_tax", "tax", "including_tax"))
    if not (net or tax or gross):
        return None
    return TaxedAmount(rate=rate, net=net or 0, tax=tax or 0, gross=gross or 0)


def partner_record(partner: schemas.Partner) -> PartnerRecord:
    """Return a partner; `terms` only if the answer holds them."""
    return PartnerRecord(
        external_id=str(partner.id),
        name=partner.name,
        code=partner.code,
        kana=partner.name_kana,
        long_name=partner.long_name,
        available=partner.available,
        terms=_terms(partner.invoice_payment_term_attributes),
        updated_on=partner.update_date,
    )


def _terms(term: schemas.PaymentTerm | None) -> ClosingTerms | None:
    """Return the terms if all three parts are set and are days of a calendar (32: month end)."""
    if term is None or term.cutoff_day is None or term.additional_months is None or term.fixed_day is None:
        return None
    try:
        return closing_terms(term.cutoff_day, term.additional_months, term.fixed_day)
    except ValueError:
        return None


def list_query(query: InvoiceQuery, partner_ids: tuple[str, ...]) -> dict[str, str | int]:
    """Return the filters of GET /invoices for at most three partners."""
    wanted: dict[str, str | None] = {
        "partner_ids": ",".join(partner_ids) or None,
        "start_billing_date": _day(query.billing_from),
        "end_billing_date": _day(query.billing_to),
        "start_payment_date": _day(query.due_from),
        "end_payment_date": _day(query.due_to),
        "payment_status": PAYMENT_FILTER[query.payment_status] if query.payment_status else None,
        "cancel_status": None if query.include_cancelled else "uncanceled",
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
