"""What freee会計 accepts on the endpoints played here: the published schema (2026-08-21) and its stated rules."""

from collections.abc import Mapping
from typing import Any

from sandbox.freee.rules import INT32, INT64, Field, check_object
from sandbox.freee.settings import FreeeSettings

ID = Field("integer", minimum=1)
COMPANY = Field("integer", required=True, minimum=1)
DATE = Field("date")
TEXT = Field("string")
TEXT255 = Field("string", max_length=255)
FLAG = Field("boolean")
YEN = Field("integer", required=True, minimum=-INT64 - 1, maximum=INT64)
OFFSET = Field("integer", minimum=0, maximum=INT64)
WALLETS = ("bank_account", "credit_card", "wallet")
PAYERS = (*WALLETS, "private_account_item")
SIDES = ("income", "expense")

TERMS = Field(
    "object",
    nullable=True,
    fields={
        "cutoff_day": Field("integer", required=True, minimum=1, maximum=32),
        "additional_months": Field("integer", required=True, minimum=0, maximum=6),
        "fixed_day": Field("integer", required=True, minimum=1, maximum=32),
    },
)
NEW_TERMS = Field("object", fields=TERMS.fields)
ADDRESS = Field(
    "object",
    fields={
        "zipcode": Field("string", max_length=8),
        "prefecture_code": Field("integer", minimum=-1, maximum=46),
        "street_name1": TEXT255,
        "street_name2": TEXT255,
    },
)
SENDING = ("email", "posting", "email_and_posting", "pdf_delivery", "pdf_delivery_and_posting")
ACCOUNT_KINDS = ("ordinary", "checking", "earmarked", "savings", "other")
BANK = ("bank_name", "bank_name_kana", "bank_code", "branch_name", "branch_kana", "branch_code")
PARTNER_BANK = Field(
    "object",
    fields={
        **dict.fromkeys((*BANK, "account_number", "long_account_name", "account_name"), TEXT),
        "account_type": Field("string", choices=(*ACCOUNT_KINDS, "")),
    },
)

PARTNER: Mapping[str, Field] = {
    "name": Field("string", required=True, min_length=1, max_length=255),
    "shortcut1": TEXT255,
    "shortcut2": TEXT255,
    "org_code": Field("integer", nullable=True, choices=(1, 2)),
    "country_code": Field("string", choices=("JP", "ZZ")),
    "long_name": TEXT255,
    "name_kana": TEXT255,
    "default_title": Field("string", choices=("御中", "様", "(空白)")),
    "phone": TEXT,
    "contact_name": TEXT255,
    "email": TEXT255,
    "payer_walletable_id": Field("integer", minimum=1, nullable=True),
    "transfer_fee_handling_side": Field("string", choices=("payer", "payee")),
    "qualified_invoice_issuer": FLAG,
    "invoice_registration_number": Field("string", nullable=True, min_length=13, pattern="T?[1-9][0-9]{12}"),
    "address_attributes": ADDRESS,
    "partner_doc_setting_attributes": Field(
        "object", fields={"sending_method": Field("string", nullable=True, choices=SENDING)}
    ),
    "partner_bank_account_attributes": PARTNER_BANK,
    "payment_term_attributes": TERMS,
    "invoice_payment_term_attributes": TERMS,
}
NEW_PARTNER: Mapping[str, Field] = {
    "company_id": COMPANY,
    "code": Field("string"),
    **PARTNER,
    "payment_term_attributes": NEW_TERMS,
    "invoice_payment_term_attributes": NEW_TERMS,
}
CHANGED_PARTNER: Mapping[str, Field] = {"company_id": COMPANY, **PARTNER, "available": FLAG}
UPSERT_PARTNER: Mapping[str, Field] = {
    "company_id": COMPANY,
    "code": Field("string", required=True, min_length=1, max_length=255),
    "partner": Field("object", required=True, fields={**PARTNER, "available": FLAG}),
}

COMPANY_QUERY: Mapping[str, Field] = {"company_id": COMPANY}
UPDATED: Mapping[str, Field] = {"start_update_date": DATE, "end_update_date": DATE}
ONLY_TRUE = Field("boolean", choices=(True,))
COMPANY_DETAILS = ("details", "account_items", "taxes", "items", "partners", "sections", "tags", "walletables")
COMPANY_SHOW: Mapping[str, Field] = dict.fromkeys(COMPANY_DETAILS, ONLY_TRUE)
PARTNER_LIST: Mapping[str, Field] = {
    **COMPANY_QUERY,
    **UPDATED,
    "offset": OFFSET,
    "limit": Field("integer", minimum=1, maximum=3000),
    "keyword": TEXT,
}
ACCOUNT_ITEM_LIST: Mapping[str, Field] = {**COMPANY_QUERY, **UPDATED, "base_date": DATE}
CREDITS = (None, "e80", "e70", "e50", "e30")
TAX_CATEGORIES = tuple(
    f"tax_{rate}" + (f"_{credit}" if credit else "") for rate in ("5", "8", "r8", "10") for credit in CREDITS
)
TAX_LIST: Mapping[str, Field] = {"display_category": Field("string", choices=TAX_CATEGORIES), "available": FLAG}
WALLETABLE_LIST: Mapping[str, Field] = {
    **COMPANY_QUERY,
    **UPDATED,
    "with_balance": FLAG,
    "with_last_synced_at": FLAG,
    "with_sync_status": FLAG,
}
DEAL_SHOW: Mapping[str, Field] = {**COMPANY_QUERY, "accruals": Field("string", choices=("without", "with"))}
DEAL_LIST: Mapping[str, Field] = {
    **DEAL_SHOW,
    "partner_id": ID,
    "account_item_id": ID,
    "partner_code": TEXT,
    "status": Field("string", choices=("unsettled", "settled")),
    "type": Field("string", choices=SIDES),
    **dict.fromkeys(
        (f"{side}_{day}_date" for day in ("issue", "due", "renew") for side in ("start", "end")),
        DATE,
    ),
    "offset": OFFSET,
    "limit": Field("integer", minimum=1, maximum=100),
}
PAYMENT: Mapping[str, Field] = {
    "company_id": COMPANY,
    "date": Field("date", required=True),
    "from_walletable_type": Field("string", required=True, choices=PAYERS),
    "from_walletable_id": Field("integer", required=True, minimum=1),
    "amount": Field("integer", required=True, minimum=1, maximum=INT64),
}
FIRST_PAYMENT: Mapping[str, Field] = {**{k: v for k, v in PAYMENT.items() if k != "company_id"}, "amount": YEN}
SEGMENTS = {f"segment_{n}_tag_id": ID for n in (1, 2, 3)} | {f"segment_{n}_tag_code": TEXT for n in (1, 2, 3)}
DETAIL: Mapping[str, Field] = {
    "tax_code": Field("integer", required=True, minimum=0, maximum=INT32),
    "account_item_id": ID,
    "account_item_code": TEXT,
    "amount": YEN,
    "item_id": ID,
    "item_code": TEXT,
    "section_id": ID,
    "section_code": TEXT,
    "partner_id": Field("integer", minimum=0, nullable=True),
    "partner_code": Field("string", nullable=True),
    "tag_ids": Field("array", items=ID),
    **SEGMENTS,
    "description": TEXT,
    "vat": Field("integer"),
}
DEAL: Mapping[str, Field] = {
    "company_id": COMPANY,
    "issue_date": Field("date", required=True),
    "type": Field("string", required=True, choices=SIDES),
    "due_date": DATE,
    "partner_id": ID,
    "partner_code": TEXT,
    "ref_number": TEXT,
    "details": Field("array", required=True, max_items=100, items=Field("object", fields=DETAIL)),
    "payments": Field("array", items=Field("object", fields=FIRST_PAYMENT)),
    "receipt_ids": Field("array", items=ID),
}
BANK_LINE_LIST: Mapping[str, Field] = {
    **COMPANY_QUERY,
    "walletable_type": Field("string", choices=WALLETS),
    "walletable_id": ID,
    "start_date": DATE,
    "end_date": DATE,
    "entry_side": Field("string", choices=SIDES),
    "sort_type": Field("string", choices=("created_at_desc",)),
    "offset": OFFSET,
    "limit": Field("integer", minimum=1, maximum=100),
}
BANK_LINE: Mapping[str, Field] = {
    "company_id": COMPANY,
    "entry_side": Field("string", required=True, choices=SIDES),
    "description": TEXT,
    "amount": YEN,
    "walletable_id": Field("integer", required=True, minimum=1),
    "walletable_type": Field("string", required=True, choices=WALLETS),
    "date": Field("date", required=True),
    "balance": Field("integer", minimum=-INT64 - 1, maximum=INT64),
}


def check_new_partner(body: object, settings: FreeeSettings) -> list[str]:
    """Return what is wrong with POST /api/1/partners: the code is required if codes are in use, refused otherwise."""
    wrong = check_object(body, NEW_PARTNER, unknown=settings.refuse_unknown)
    if isinstance(body, dict):
        if settings.use_partner_code and not body.get("code"):
            wrong.append("Codeを入力してください。")
        if not settings.use_partner_code and "code" in body:
            wrong.append("取引先コードを使用しない設定のため、codeは指定できません。")
    return wrong


def check_deal(body: object, settings: FreeeSettings) -> list[str]:
    """Return what is wrong with POST /api/1/deals, apart from what needs the company's data."""
    wrong = check_object(body, DEAL, unknown=settings.refuse_unknown)
    if wrong or not isinstance(body, dict):
        return wrong
    wrong += _one_of(body, "partner", settings.use_partner_code)
    if not body["details"]:
        wrong.append("details を入力してください。")
    for position, detail in enumerate(body["details"]):
        where = f"details[{position}]."
        if ("account_item_id" in detail) == ("account_item_code" in detail):
            wrong.append(f"{where}account_item_id と account_item_code はどちらか一方を指定してください。")
        wrong += [where + text for text in _one_of(detail, "partner", settings.use_partner_code)]
        wrong += [
            f"{where}{name} は使用しない設定のため指定できません。"
            for name in ("account_item_code", "item_code", "section_code")
            if name in detail
        ]
    return wrong


def _one_of(body: Mapping[str, Any], name: str, codes: bool) -> list[str]:
    if f"{name}_id" in body and f"{name}_code" in body:
        return [f"{name}_id と {name}_code は同時に指定できません。"]
    if f"{name}_code" in body and not codes:
        return [f"{name}_code はコードを使用する設定の場合のみ指定できます。"]
    return []
