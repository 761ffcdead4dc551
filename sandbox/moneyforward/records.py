"""What the stand-in remembers. Fields are plain JSON values, so that a record is saved and read back as it is."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


def make_id(kind: str, serial: int) -> str:
    """Return an id as Money Forward writes them: 22 characters of URL-safe base64."""
    digest = hashlib.sha256(f"{kind} {serial}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(slots=True)
class Partner:
    """A partner (取引先). Times are seconds since 1970."""

    id: str
    serial: int
    name: str
    created: float
    updated: float
    code: str | None = None
    name_kana: str | None = None
    name_suffix: str | None = None
    memo: str | None = None
    departments: list[Json] = field(default_factory=list)
    deadline: Json | None = None  # payment_deadline_setting


@dataclass(slots=True)
class Item:
    """An entry of the item master (品目)."""

    id: str
    serial: int
    data: Json
    created: float


@dataclass(slots=True)
class Billing:
    """A billing (請求書). `head` holds the request's fields; amounts are yen, price and quantity decimal text."""

    id: str
    serial: int
    number: str
    partner_id: str
    partner_name: str
    department_id: str
    head: Json
    items: list[Json]
    amounts: Json
    created: float
    updated: float
    payment: str = "0"  # the code; shown as a word
    email_status: str = "未送信"
    posting_status: str = "未郵送"
    locked: bool = False
    by_hand: bool = False  # written by a person, not through the API
    template: bool = True  # use_invoice_template


@dataclass(frozen=True, slots=True)
class Exchange:
    """One API call as it went over the wire, for tests that count and compare calls."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    request_json: Any
    status: int
    response_json: Any
    headers: dict[str, str]
