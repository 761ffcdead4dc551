"""What freee請求書 accepts: the published schema of /iv/invoices (2026-08-21) and the rules its descriptions state."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.freee.rules import INT32, INT64, IV_INT64, Field, check_object
from sandbox.freee.settings import FreeeSettings

ID = Field("integer", minimum=1, maximum=IV_INT64)
ID32 = Field("integer", minimum=1, maximum=INT32)
DATE = Field("date")
FLAG = Field("boolean")
FRACTIONS = ("omit", "round_up", "round")
TITLES = ("御中", "様", "(空白)", "（空白）")


def _text(longest: int, shortest: int = 1, **more: Any) -> Field:
    return Field("string", min_length=shortest, max_length=longest, **more)


def _choice(*words: str, required: bool = False, nullable: bool = False) -> Field:
    return Field("string", choices=words, required=required, nullable=nullable)


LINE: Mapping[str, Field] = {
    "type": _choice("item", "text"),
    "description": _text(255),
    "sales_date": DATE,
    "unit": _text(255),
    "quantity": Field("number", minimum=-99_999_999.999, maximum=99_999_999.999),
    "unit_price": Field("string", pattern=r"-?[0-9]{0,13}(\.[0-9]{1,3})?"),
    "tax_rate": Field("number", choices=(0, 8, 10)),
    "reduced_tax_rate": FLAG,
    "withholding": FLAG,
    "account_item_id": ID32,
    "tax_code": Field("integer", minimum=0, maximum=INT32),
    "item_id": ID32,
    "section_id": ID32,
    "tag_ids": Field("array", items=Field("integer"), max_items=10),
    "segment_1_tag_id": ID,
    "segment_2_tag_id": ID,
    "segment_3_tag_id": ID,
}

INVOICE: Mapping[str, Field] = {
    "company_id": Field("integer", required=True, minimum=1, maximum=IV_INT64),
    "template_id": ID,
    "invoice_number": _text(255, 0),
    "branch_no": Field("integer", minimum=0, maximum=INT32),
    "billing_date": Field("date", required=True),
    "issue_date": DATE,
    "payment_date": DATE,
    "payment_type": _choice("transfer", "direct_debit", "card"),
    "subject": _text(255),
    "tax_entry_method": _choice("in", "out", required=True),
    "tax_fraction": _choice(*FRACTIONS, required=True),
    "line_amount_fraction": _choice(*FRACTIONS, nullable=True),
    "withholding_tax_entry_method": _choice("in", "out", required=True),
    "include_amount_brought_forward": FLAG,
    "amount_brought_forward": Field("integer", minimum=-999_999_999_999, maximum=999_999_999_999),
    "invoice_note": _text(4000, 0),
    "memo": _text(2000),
    "partner_id": ID,
    "partner_code": Field("string"),
    "partner_title": _choice(*TITLES, required=True),
    "partner_address_zipcode": _text(10, pattern="[0-9]{3}-?[0-9]{4}"),
    "partner_address_prefecture_code": Field("integer", minimum=-1, maximum=46),
    "partner_address_street_name1": _text(255),
    "partner_address_street_name2": _text(255),
    "partner_contact_department": _text(255),
    "partner_contact_email_cc": _text(255),
    "partner_contact_email_to": _text(255),
    "partner_contact_name": _text(255),
    "partner_display_name": _text(255, 0),
    "partner_sending_method": _choice("email", "posting", "email_and_posting", nullable=True),
    "partner_bank_account": _text(255, 0),
    "company_contact_name": _text(255, 0),
    "company_name": _text(255, 0),
    "company_description": _text(255, 0),
    "bank_account_to_transfer": _text(255, 0),
    "lines": Field("array", required=True, items=Field("object", fields=LINE)),
}

COMPANY_QUERY: Mapping[str, Field] = {"company_id": Field("integer", required=True, minimum=1, maximum=INT64)}
COMPANY_BODY: Mapping[str, Field] = {"company_id": INVOICE["company_id"]}

LIST_QUERY: Mapping[str, Field] = {
    **COMPANY_QUERY,
    "invoice_number": _text(255),
    "subject": _text(255),
    "partner_ids": _text(255, pattern="[0-9]+(,[0-9]+){0,2}"),
    "payment_status": _choice("settled", "unsettled", "canceled", "unprocessed", "failed"),
    "deal_status": _choice("registered", "unregistered"),
    "sending_status": _choice("sent", "unsent"),
    "cancel_status": _choice("canceled", "uncanceled"),
    "start_billing_date": DATE,
    "end_billing_date": DATE,
    "start_payment_date": DATE,
    "end_payment_date": DATE,
    "limit": Field("integer", minimum=1, maximum=100),
    "offset": Field("integer", minimum=0, maximum=INT32),
    "sales_management_origin": FLAG,
}


def check_invoice(body: object, settings: FreeeSettings) -> list[str]:
    """Return what is wrong with the body of POST or PUT /iv/invoices, apart from what needs the company's data."""
    wrong = check_object(body, INVOICE, unknown=settings.refuse_unknown)
    if wrong or not isinstance(body, dict):
        return wrong
    wrong += _check_number(body, settings) + _check_partner(body, settings) + _check_money(body, settings)
    if not body["lines"]:
        wrong.append("lines を入力してください。")
    for position, line in enumerate(body["lines"]):
        wrong += [f"lines[{position}].{text}" for text in _check_line(line)]
    return wrong


def _check_number(body: Mapping[str, Any], settings: FreeeSettings) -> list[str]:
    if settings.numbering == "automatic":
        return ["invoice_number は自動採番の場合、指定できません。"] if "invoice_number" in body else []
    return [] if body.get("invoice_number") else ["invoice_number を入力してください。"]


def _check_partner(body: Mapping[str, Any], settings: FreeeSettings) -> list[str]:
    if ("partner_id" in body) == ("partner_code" in body):
        return ["partner_id と partner_code はどちらか一方を必ず指定してください。"]
    if "partner_code" in body and not settings.use_partner_code:
        return ["partner_code は取引先コードを使用する設定の場合のみ指定できます。"]
    return []


def _check_money(body: Mapping[str, Any], settings: FreeeSettings) -> list[str]:
    wrong = []
    if "amount_brought_forward" in body and not body.get("include_amount_brought_forward"):
        wrong.append("amount_brought_forward は include_amount_brought_forward が true の場合のみ指定できます。")
    if body.get("payment_type") == "card" and not settings.card_payments:
        wrong.append("payment_type に card を指定するには決済連携の設定が必要です。")
    if "partner_bank_account" in body and body.get("payment_type") != "direct_debit":
        wrong.append("partner_bank_account は payment_type が direct_debit の場合のみ指定できます。")
    return wrong


def _check_line(line: Mapping[str, Any]) -> list[str]:
    if line.get("type", "item") == "text":
        extra = sorted(set(line) - {"type", "description"})
        wrong = [f"{name} はテキスト行では指定できません。" for name in extra]
        return wrong if "description" in line else [*wrong, "description を入力してください。"]
    wrong = [f"{name} を入力してください。" for name in ("quantity", "tax_rate") if name not in line]
    if line.get("reduced_tax_rate") and line.get("tax_rate") != 8:
        wrong.append("reduced_tax_rate は tax_rate が 8 の場合のみ true を指定できます。")
    if "quantity" in line and _decimals(line["quantity"]) > 3:
        wrong.append("quantity は小数部3桁まで入力できます。")
    # The pattern alone lets "" and "-" through; neither is a price.
    if "unit_price" in line and not re.search("[0-9]", line["unit_price"]):
        wrong.append("unit_price の形式が不正です。")
    return wrong


def _decimals(number: float) -> int:
    exponent = Decimal(str(number)).normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0
