"""The company's master data as 会計 shows it: company, account items, tax codes, wallets."""

from sandbox.freee.ledger import ACCOUNT_ITEMS, BANK, RECEIVABLE, SALES, TAX_CODES, WALLETABLES, Ledger
from sandbox.freee.office import FreeeOffice
from sandbox.freee.records import Json
from sandbox.freee.settings import FreeeSettings

MASTER_DATE = "2025-04-01"  # when everything here was last changed
COMPANY_NUMBER = "abcd123456"


def company_row(settings: FreeeSettings) -> Json:
    """Return the company as GET /companies lists it."""
    return {
        "id": settings.company_id,
        "name": settings.company_name,
        "name_kana": "ミホンショウテン",
        "display_name": settings.company_name,
        "company_number": COMPANY_NUMBER,
        "role": "admin",
    }


def company_view(office: FreeeOffice, query: Json) -> Json:
    """Return GET /companies/{id} with the master data that the query asks for."""
    settings = office.settings
    year = office.today().year
    shown = company_row(settings) | {
        "tax_at_source_calc_type": 1,
        "contact_name": settings.user_name,
        "head_count": 2,
        "corporate_number": settings.registration_number.removeprefix("T"),
        "txn_number_format": "not_used",
        "default_wallet_account_id": None,
        "private_settlement": False,
        "minus_format": 0,
        "org_code": 1,
        **dict.fromkeys(("phone1", "phone2", "fax", "street_name2")),
        "zipcode": "100-0000",
        "prefecture_code": 12,
        "street_name1": "千代田区見本町1-2-3",
        "invoice_layout": "default_classic",
        "amount_fraction": 0,
        "use_partner_code": settings.use_partner_code,
        "industry_class": "it",
        "industry_code": "system_development",
        "workflow_setting": "disable",
        "fiscal_years": [_fiscal_year(year - 1 if office.today().month < 4 else year)],
    }
    return (
        shown
        | {name: rows for name, rows in _masters(office).items() if query.get(name) or query.get("details")}
        | ({"tax_codes": _tax_codes()} if query.get("taxes") or query.get("details") else {})
    )


def _fiscal_year(start: int) -> Json:
    return {
        "id": start,
        "use_industry_template": False,
        "indirect_write_off_method": False,
        "start_date": f"{start}-04-01",
        "end_date": f"{start + 1}-03-31",
        "depreciation_record_method": 0,
        "tax_method": 4,
        "sales_tax_business_code": 0,
        "tax_fraction": 0,
        "tax_account_method": 2,
        "return_code": 0,
        "is_closed": False,
        "month_end_date": None,
        "temp_month_end_date": None,
    }


def _masters(office: FreeeOffice) -> dict[str, list[Json]]:
    codes = office.settings.use_partner_code
    return {
        "account_items": [{"id": i, "name": name, "categories": ["収入"]} for i, name in ACCOUNT_ITEMS.items()],
        "items": [],
        "partners": [
            {"id": p.id, "name": p.name, **({"code": p.code} if codes else {})}
            for p in office.partners
            if not p.archived
        ],
        "sections": [],
        "tags": [],
        "walletables": [{"id": i, "name": name, "type": kind} for i, (kind, name) in WALLETABLES.items()],
    }


def _tax_codes() -> list[Json]:
    return [{"code": code, "name": row[0], "name_ja": row[1]} for code, row in TAX_CODES.items() if code]


def account_item_views(query: Json) -> list[Json]:
    """Return GET /account_items."""
    return [_account_item(i, name) for i, name in ACCOUNT_ITEMS.items() if _updated(query)]


def _account_item(item_id: int, name: str) -> Json:
    tax = 129 if item_id == SALES else 0
    category = "売上高" if item_id == SALES else "売上債権" if item_id == RECEIVABLE else "その他"
    return {
        "id": item_id,
        "name": name,
        "tax_code": tax,
        "shortcut": None,
        "shortcut_num": None,
        "default_tax_code": tax,
        "account_category": category,
        "account_category_id": 1,
        "categories": [category],
        "available": True,
        "walletable_id": None,
        "group_name": None,
        "group_id": None,
        "corresponding_income_name": "売掛金",
        "corresponding_income_id": RECEIVABLE,
        "corresponding_expense_name": None,
        "corresponding_expense_id": None,
        "update_date": MASTER_DATE,
    }


def tax_views(query: Json) -> list[Json]:
    """Return GET /taxes/companies/{company_id}; every code here is in use."""
    wanted = query.get("display_category")
    return [
        {"code": code, "name": name, "name_ja": name_ja, "display_category": category, "available": True}
        for code, (name, name_ja, category, _) in TAX_CODES.items()
        if wanted in (None, category) and query.get("available", True)
    ]


def walletable_views(ledger: Ledger, query: Json) -> list[Json]:
    """Return GET /walletables. The bank's balance is what its lines add up to."""
    rows = []
    for wallet, (kind, name) in WALLETABLES.items():
        if not _updated(query):
            continue
        row: Json = {"id": wallet, "name": name, "type": kind, "update_date": MASTER_DATE}
        row["bank_id"] = 3 if wallet == BANK else None
        if query.get("with_balance"):
            signed = [x.amount if x.entry_side == "income" else -x.amount for x in ledger.bank_lines]
            balance = sum(signed) if wallet == BANK else 0
            row |= {"last_balance": balance, "walletable_balance": balance}
        if query.get("with_last_synced_at"):
            row["last_synced_at"] = ledger.synced_at if wallet == BANK else None
        if query.get("with_sync_status"):
            row["sync_status"] = ledger.sync_status if wallet == BANK else "unsupported"
        rows.append(row)
    return rows


def _updated(query: Json) -> bool:
    return bool(query.get("start_update_date", "") <= MASTER_DATE <= query.get("end_update_date", "9999-12-31"))
