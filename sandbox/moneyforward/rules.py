"""What Money Forward accepts: names, types and lengths of bodies and queries (API v3 reference, restated)."""

from collections.abc import Mapping

from sandbox.freee.rules import Field
from sandbox.moneyforward.amounts import PERCENT

DATE = Field("date")
LIMIT = 10_000_000_000  # of price and quantity, either way
RANGE_KEYS = ("billing_date", "due_date", "sales_date", "created_at", "updated_at")


def _text(longest: int, shortest: int = 0) -> Field:
    return Field("string", min_length=shortest, max_length=longest)


_ANY = Field("string")
_PAGE = Field("integer", minimum=1)
_PER_PAGE = Field("integer", minimum=1, maximum=100)
PAGING: Mapping[str, Field] = {"page": _PAGE, "per_page": _PER_PAGE}

DEPARTMENT: Mapping[str, Field] = {
    "zip": Field("string", pattern=r"[0-9]{3}-?[0-9]{4}"),
    "tel": _text(30, 7),
    "prefecture": _ANY,
    "address1": _text(80),
    "address2": _text(80),
    "person_name": _text(35),
    "person_title": _text(35),
    "person_dept": _text(35),
    "office_member_name": _text(40),
    "email": _text(255),
    "cc_emails": _text(500),
}
MONTHS = (
    *("this_month", "next_month", "two_months_after", "three_months_after", "four_months_after"),
    *("five_months_after", "six_months_after"),
)
DEADLINE: Mapping[str, Field] = {
    "due_month": Field("string", required=True, choices=MONTHS),
    "due_date": Field("integer", required=True, choices=(-1, *range(1, 32))),
    "contingency_day": Field(
        "string", required=True, choices=("move_to_earlier_day", "keep_as_is", "move_to_later_day")
    ),
}
_PARTNER: Mapping[str, Field] = {
    "code": _text(30),
    "name_kana": _text(350),
    "name_suffix": _ANY,
    "memo": _text(500),
    "payment_deadline_setting": Field("object", fields=DEADLINE),
}
NEW_PARTNER: Mapping[str, Field] = {
    **_PARTNER,
    "name": Field("string", required=True, min_length=1, max_length=100),
    "departments": Field("array", max_items=10, items=Field("object", fields=DEPARTMENT)),
}
CHANGED_PARTNER: Mapping[str, Field] = {**_PARTNER, "name": _text(100, 1)}
PARTNER_QUERY: Mapping[str, Field] = {**PAGING, **dict.fromkeys(("q", "name", "code", "name_kana"), _ANY)}

_PRICE = Field("number", minimum=-LIMIT, maximum=LIMIT)
_EXCISE = Field("string", choices=tuple(PERCENT))
_ITEM: Mapping[str, Field] = {
    "name": _text(450, 1),
    "detail": _text(200),
    "unit": _text(20),
    "price": _PRICE,
    "quantity": _PRICE,
    "is_deduct_withholding_tax": Field("boolean", nullable=True),
    "excise": _EXCISE,
}
NEW_ITEM: Mapping[str, Field] = {
    **_ITEM,
    "name": Field("string", required=True, min_length=1, max_length=450),
    "excise": Field("string", required=True, choices=tuple(PERCENT)),
    "code": _text(30, 1),
}
LINE: Mapping[str, Field] = {**_ITEM, "item_id": _ANY, "delivery_number": _text(30), "delivery_date": DATE}

CHANGED_BILLING: Mapping[str, Field] = {
    "department_id": _ANY,
    "title": _text(200, 1),
    "memo": _text(450),
    "payment_condition": _text(250),
    "billing_date": DATE,
    "due_date": DATE,
    "sales_date": DATE,
    "billing_number": _text(30),
    "note": _text(2000),
    "document_name": _text(25),
    "tag_names": Field("array", items=_text(255)),
}
_REQUIRED: Mapping[str, Field] = {
    "department_id": Field("string", required=True, min_length=1),
    "billing_date": Field("date", required=True),
    "title": _text(200),
}
NEW_BILLING: Mapping[str, Field] = {
    **CHANGED_BILLING,
    **_REQUIRED,
    "items": Field("array", items=Field("object", fields=LINE)),
}
LEGACY_BILLING: Mapping[str, Field] = {**CHANGED_BILLING, **_REQUIRED}
PAYMENT: Mapping[str, Field] = {"payment_status": Field("string", required=True, choices=("0", "1", "2"))}
BILLING_QUERY: Mapping[str, Field] = {
    **PAGING,
    **dict.fromkeys(("q", "partner_id", "status", "document_number", "partner_name", "tags"), _ANY),
    "range_key": Field("string", choices=RANGE_KEYS),
    "from": DATE,
    "to": DATE,
}


def check_lines(lines: list[dict[str, object]]) -> list[str]:
    """Return what is wrong with lines beyond their types: a line is a master item, or has a name and an excise."""
    wrong = []
    for position, line in enumerate(lines):
        if "item_id" not in line:
            wrong += [
                f"items[{position}].{name} を入力してください。" for name in ("name", "excise") if name not in line
            ]
    return wrong


def check_range(query: Mapping[str, object]) -> list[str]:
    """Return what is wrong with a date range: from and to mean nothing without range_key."""
    return ["range_key を指定してください。"] if {"from", "to"} & set(query) and "range_key" not in query else []
