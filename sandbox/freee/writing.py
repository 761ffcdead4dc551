"""How a request becomes an invoice, and an invoice an accounting entry."""

from sandbox.freee.amounts import bucket, line_amount
from sandbox.freee.ledger import PREPAID_TAX, SALES, TAX_CODE_OF
from sandbox.freee.records import Invoice, Json, Partner
from sandbox.freee.settings import FreeeSettings

_KEPT = {
    *("billing_date", "issue_date", "payment_date", "payment_type", "subject", "invoice_note", "memo", "partner_title"),
    *("tax_entry_method", "tax_fraction", "line_amount_fraction", "withholding_tax_entry_method"),
}
_OURS = {"id", "amount_excluding_tax"}  # in a kept line, but not from its writer


def header(body: Json, partner: Partner, settings: FreeeSettings) -> Json:
    """Return an invoice's fields without its lines: what the body says, else the partner, else the company."""
    address = partner.data.get("address_attributes", {})
    head: Json = {
        "issue_date": body["billing_date"],
        "payment_type": "transfer",
        "subject": "",
        "invoice_note": "",
        "memo": "",
        "partner_address_zipcode": address.get("zipcode") or "",
        "partner_address_prefecture_code": address.get("prefecture_code", -1),
        "partner_address_street_name1": address.get("street_name1") or "",
        "partner_address_street_name2": address.get("street_name2") or "",
        "partner_contact_department": "",
        "partner_contact_name": partner.data.get("contact_name") or "",
        "partner_contact_email_to": partner.data.get("email") or "",
        "partner_display_name": partner.data.get("long_name") or partner.name,
        "partner_bank_account": "",
        "company_contact_name": settings.user_name,
        "company_name": settings.company_name,
        "company_description": settings.company_description,
        "bank_account_to_transfer": settings.bank_account,
    }
    own = {"lines", "company_id", "partner_id", "partner_code", "invoice_number", "template_id"}
    head |= {name: value for name, value in body.items() if name not in own}
    head["partner_title"] = head["partner_title"].replace("（", "(").replace("）", ")")
    return head


def numbered(lines: list[Json], ids: list[int], head: Json) -> list[Json]:
    """Return the lines with their ids, types and amounts."""
    rows: list[Json] = []
    for line_id, line in zip(ids, lines, strict=True):
        row = {"type": "item", **line, "id": line_id}
        if row["type"] == "item":
            row["amount_excluding_tax"] = _line_net(row, head)
        rows.append(row)
    return rows


def as_request(invoice: Invoice, settings: FreeeSettings) -> Json:
    """Return the request that would write an invoice as it stands: the start of a change by hand."""
    body: Json = {name: invoice.head[name] for name in _KEPT if invoice.head.get(name)}
    body |= {"company_id": settings.company_id, "partner_id": invoice.partner_id}
    if settings.numbering == "manual":
        body["invoice_number"] = invoice.number
    body["lines"] = [{k: v for k, v in row.items() if k not in _OURS} for row in invoice.lines]
    return body


def _line_net(line: Json, head: Json) -> float:
    amount = line_amount(line, head.get("line_amount_fraction"))
    rate = int(line["tax_rate"])
    # Shown only; the tax that counts is computed once per rate on the sum.
    return float(amount if head["tax_entry_method"] == "out" else round(amount * 100 / (100 + rate)))


def entry_lines(invoice: Invoice) -> list[Json]:
    """Return the lines of an invoice's entry: one per rate, tax included, and the withheld tax as a deduction."""
    used = {bucket(line): line for line in invoice.lines if line["type"] == "item"}
    details: list[Json] = [
        {
            "account_item_id": line.get("account_item_id", SALES),
            "tax_code": line.get("tax_code", TAX_CODE_OF[name]),
            "amount": int(invoice.amounts[f"amount_including_tax_{name}"]),
            "vat": int(invoice.amounts[f"amount_tax_{name}"]),
            "description": invoice.head["subject"],
        }
        for name, line in used.items()
    ]
    withheld = invoice.amounts["amount_withholding_tax"]
    if withheld:
        details.append({"account_item_id": PREPAID_TAX, "tax_code": 0, "amount": -withheld, "vat": 0})
    return details
