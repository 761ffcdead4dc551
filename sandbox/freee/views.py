"""Invoices and entries as the API shows them: exactly the fields of the published responses, no more and no fewer."""

from datetime import datetime

from sandbox.freee.records import BankLine, Deal, Invoice, Json
from sandbox.freee.settings import JST, FreeeSettings

TEMPLATE_ID, TEMPLATE_NAME = 1, "標準（見本）"
DATED = ("billing_date", "issue_date", "payment_date")
METHODS = ("tax_entry_method", "tax_fraction", "line_amount_fraction", "withholding_tax_entry_method")
ADDRESS = ("zipcode", "prefecture_code", "street_name1", "street_name2")
CONTACT = ("contact_department", "contact_name", "display_name", "bank_account")
ONLY_WRITTEN = ("partner_contact_email_cc", "partner_contact_email_to", "partner_sending_method")
COMPANY = ("company_contact_name", "company_name", "company_description", "bank_account_to_transfer")
LINE = ("sales_date", "quantity", "unit_price", "tax_rate", "amount_excluding_tax")
DRAFT = ("account_item_id", "tax_code", "item_id", "section_id")
SEGMENTS = ("segment_1_tag_id", "segment_2_tag_id", "segment_3_tag_id")
STATUSES = ("sending_status", "payment_status", "cancel_status", "deal_status", "deal_id")
TOTALS = (
    "total_amount",
    "amount_withholding_tax",
    "amount_including_tax",
    "amount_excluding_tax",
    "amount_tax",
    "amount_brought_forward",
)


def listed(invoice: Invoice, settings: FreeeSettings, base_url: str) -> Json:
    """Return one row of GET /iv/invoices."""
    head = invoice.head
    return {
        **_common(invoice, settings, base_url),
        "partner_display_name": head["partner_display_name"],
        "company_contact_name": head["company_contact_name"],
        **{name: invoice.amounts[name] for name in TOTALS},
        **_shared_by_mail(),
    }


def written(invoice: Invoice, settings: FreeeSettings, base_url: str) -> Json:
    """Return the answer of POST and PUT, which repeats what only the writer knows."""
    shown = _whole(invoice, settings, base_url)
    shown |= {name: invoice.head.get(name, "") for name in ONLY_WRITTEN[:2]}
    shown["partner_sending_method"] = invoice.head.get("partner_sending_method")
    shown["lines"] = [_line(line) | _draft(line) for line in invoice.lines]
    return shown


def single(invoice: Invoice, settings: FreeeSettings, base_url: str) -> Json:
    """Return GET /iv/invoices/{id}."""
    shown = _whole(invoice, settings, base_url) | _shared_by_mail()
    shown["lines"] = [_line(line) for line in invoice.lines]
    return shown


def _common(invoice: Invoice, settings: FreeeSettings, base_url: str) -> Json:
    head = invoice.head
    return {
        "id": invoice.id,
        "company_id": settings.company_id,
        "invoice_number": invoice.number,
        "subject": head["subject"],
        "template_id": TEMPLATE_ID,
        **{name: head.get(name) for name in DATED},
        "payment_type": head["payment_type"],
        "memo": head["memo"],
        **{name: getattr(invoice, name) for name in STATUSES},
        "partner_id": invoice.partner_id,
        "partner_code": invoice.partner["code"] if settings.use_partner_code else None,
        "partner_name": invoice.partner["name"],
        "report_url": f"{base_url}/reports/invoices/{invoice.id}",
    }


def _whole(invoice: Invoice, settings: FreeeSettings, base_url: str) -> Json:
    head = invoice.head
    created = datetime.fromtimestamp(invoice.created, JST)
    return {
        **_common(invoice, settings, base_url),
        "branch_no": head.get("branch_no"),
        "template_name": TEMPLATE_NAME,
        "invoice_note": head["invoice_note"],
        **{name: head.get(name) for name in METHODS},
        "created_at": created.strftime("%Y-%m-%d %H:%M:%S"),
        **invoice.amounts,
        "partner_title": head["partner_title"],
        **{f"partner_address_{name}": head[f"partner_address_{name}"] for name in ADDRESS},
        **{f"partner_{name}": head[f"partner_{name}"] for name in CONTACT},
        **{name: head[name] for name in COMPANY},
        "template": {
            "title": "請求書",
            "invoice_registration_number": settings.registration_number,
            "company_name": settings.company_name,
            "company_description": settings.company_description,
            "bank_account_to_transfer": settings.bank_account,
            "message": "下記の通りご請求申し上げます。",
        },
    }


def _shared_by_mail() -> Json:
    return {
        "email_url_file_downloaded_at": None,
        "email_url_file_downloaded_status": None,
        "sales_management_origin": False,
    }


def _line(line: Json) -> Json:
    return {
        "id": line["id"],
        "type": line["type"],
        "description": line.get("description", ""),
        "unit": line.get("unit", ""),
        **{name: line.get(name) for name in LINE},
        "reduced_tax_rate": line.get("reduced_tax_rate", False),
        "withholding": line.get("withholding", False),
    }


def _draft(line: Json) -> Json:
    return {name: line.get(name) for name in (*DRAFT, *SEGMENTS)} | {"tag_ids": line.get("tag_ids", [])}


def deal_view(deal: Deal, settings: FreeeSettings, *, in_list: bool) -> Json:
    """Return an entry. `payments` is left out while there are none, as the schema says."""
    shown: Json = {
        "id": deal.id,
        "company_id": settings.company_id,
        "issue_date": deal.issue_date,
        "due_date": deal.due_date,
        "amount": deal.amount,
        "due_amount": deal.due_amount,
        "type": deal.type,
        "partner_id": deal.partner_id,
        "partner_code": deal.partner_code if settings.use_partner_code else None,
        "ref_number": deal.ref_number,
        "status": deal.status,
        "deal_origin_name": deal.origin,
        "details": [_detail(detail, deal, settings, in_list) for detail in deal.details],
        "receipts": [],
    }
    if deal.payments:
        shown["payments"] = [dict(payment) for payment in deal.payments]
    return shown


def _detail(detail: Json, deal: Deal, settings: FreeeSettings, in_list: bool) -> Json:
    shown: Json = {
        "id": detail["id"],
        "account_item_id": detail["account_item_id"],
        "tax_code": detail["tax_code"],
        "partner_id": detail.get("partner_id") or deal.partner_id,
        "partner_code": deal.partner_code if settings.use_partner_code else None,
        "item_id": detail.get("item_id"),
        "section_id": detail.get("section_id"),
        "tag_ids": detail.get("tag_ids", []),
        "amount": detail["amount"],
        "vat": detail["vat"],
        "description": detail.get("description", ""),
        "entry_side": detail["entry_side"],
    }
    codes = ("account_item_code", "item_code", "section_code")
    return shown if in_list else shown | dict.fromkeys(codes)


def bank_line_view(line: BankLine, settings: FreeeSettings) -> Json:
    """Return a bank line."""
    names = ("id", "date", "amount", "due_amount", "balance", "entry_side", "walletable_type", "walletable_id")
    shown: Json = {name: getattr(line, name) for name in (*names, "description", "status", "rule_matched")}
    return shown | {"company_id": settings.company_id}
