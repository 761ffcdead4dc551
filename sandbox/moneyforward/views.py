"""What the API shows: amounts as text ("110000.0"), days as 2026/11/30, statuses as Japanese words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from sandbox.moneyforward.records import Billing, Item, Json, Partner, make_id
from sandbox.moneyforward.settings import JST, MoneyForwardSettings

PAYMENT_WORDS = {"0": "未設定", "1": "未入金", "2": "入金済み", "3": "未払い", "4": "振込済み"}
HEAD = ("title", "memo", "payment_condition", "note", "document_name")
DATES = ("billing_date", "due_date", "sales_date")
DEPARTMENT = (
    *("zip", "tel", "prefecture", "address1", "address2", "person_name", "person_title", "person_dept"),
    *("office_member_name", "email", "cc_emails"),
)
OFFICE_ID, MEMBER_ID = make_id("office", 1), make_id("member", 1)
One = TypeVar("One")


def moment(seconds: float) -> str:
    """Return a time as Money Forward writes it: 2026-11-24 12:00:00 +0900."""
    return datetime.fromtimestamp(seconds, JST).strftime("%Y-%m-%d %H:%M:%S %z")


def decimal_text(value: object) -> str:
    """Return 1354.0 for 1354 and 33.333 for 33.333."""
    text = format(Decimal(str(value)), "f")
    return text if "." in text else f"{text}.0"


def office_view(settings: MoneyForwardSettings, created: float) -> Json:
    """Return GET /office."""
    return {
        "id": OFFICE_ID,
        "name": settings.office_name,
        "zip": settings.zip_code,
        "prefecture": settings.prefecture,
        "address1": settings.address,
        "address2": "",
        "tel": "",
        "fax": "",
        "office_type": "法人",
        "office_code": settings.office_code,
        "registration_code": settings.registration_code,
        "created_at": moment(created),
        "updated_at": moment(created),
    }


def department_view(department: Json) -> Json:
    """Return a department."""
    stamp = moment(department["created"])
    fields = {name: department.get(name) for name in DEPARTMENT}
    return {"id": department["id"], **fields, "created_at": stamp, "updated_at": stamp}


def partner_view(partner: Partner, settings: MoneyForwardSettings, *, single: bool) -> Json:
    """Return a partner."""
    shown: Json = {"id": partner.id, "name": partner.name}
    shown |= {name: getattr(partner, name) for name in ("code", "name_kana", "name_suffix", "memo")}
    shown |= {"created_at": moment(partner.created), "updated_at": moment(partner.updated)}
    if single or settings.lists_departments:
        shown["departments"] = [department_view(department) for department in partner.departments]
    if settings.shows_deadline:
        shown["payment_deadline_setting"] = partner.deadline
    return shown


def item_view(item: Item) -> Json:
    """Return an entry of the item master."""
    names = ("name", "code", "detail", "unit", "is_deduct_withholding_tax", "excise")
    shown: Json = {"id": item.id} | {name: item.data.get(name) for name in names}
    shown |= {name: decimal_text(item.data.get(name, 0)) for name in ("price", "quantity")}
    return shown | {"created_at": moment(item.created), "updated_at": moment(item.created)}


def line_view(line: Json, billing: Billing) -> Json:
    """Return a line of a billing."""
    names = ("id", "name", "code", "detail", "unit", "is_deduct_withholding_tax", "excise", "delivery_number")
    shown = {name: line.get(name) for name in names}
    shown |= {"price": decimal_text(line["price"]), "quantity": decimal_text(line["quantity"])}
    shown |= {"delivery_date": _slashed(line.get("delivery_date"))}
    return shown | {"created_at": moment(billing.created), "updated_at": moment(billing.updated)}


def billing_view(billing: Billing, settings: MoneyForwardSettings, base_url: str) -> Json:
    """Return a billing, in a list or alone: as far as known there is no difference."""
    amounts = {name: decimal_text(value) for name, value in billing.amounts.items()}
    return {
        "id": billing.id,
        "pdf_url": f"{base_url}/api/v3/billings/{billing.id}.pdf",
        "operator_id": MEMBER_ID,
        "department_id": billing.department_id,
        "member_id": MEMBER_ID,
        "member_name": settings.member_name,
        "partner_id": billing.partner_id,
        "partner_name": billing.partner_name,
        "office_id": OFFICE_ID,
        "office_name": settings.office_name,
        "office_detail": f"〒{settings.zip_code}\n{settings.prefecture}{settings.address}\n",
        **{name: billing.head.get(name, "") for name in HEAD},
        **{name: _slashed(billing.head.get(name)) for name in DATES},
        "billing_number": billing.number,
        "payment_status": PAYMENT_WORDS[billing.payment],
        "email_status": billing.email_status,
        "posting_status": billing.posting_status,
        "created_at": moment(billing.created),
        "updated_at": moment(billing.updated),
        "is_downloaded": False,
        "is_locked": billing.locked,
        "deduct_price": "0.0",
        "tag_names": billing.head.get("tag_names", []),
        "items": [line_view(line, billing) for line in billing.items],
        **amounts,
        "registration_code": settings.registration_code,
        "use_invoice_template": billing.template,
        "config": {
            "rounding": settings.rounding,
            "rounding_consumption_tax": settings.rounding_consumption_tax,
            "consumption_tax_display_type": settings.consumption_tax_display_type,
        },
    }


def paged(found: Sequence[One], query: Json, view: Callable[[One], Json]) -> Json:
    """Return one page of a list; pages count from 1, a page beyond the last is empty."""
    page, size = query.get("page", 1), query.get("per_page", 100)
    rows = found[(page - 1) * size : page * size]
    pagination = {
        "total_count": len(found),
        "total_pages": -(-len(found) // size),
        "per_page": size,
        "current_page": page,
    }
    return {"data": [view(row) for row in rows], "pagination": pagination}


def _slashed(day: object) -> str | None:
    return str(day).replace("-", "/") if day else None
