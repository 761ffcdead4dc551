"""What Money Forward says, in our words: amounts exact, statuses both ways, nothing guessed."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.invoice import PaymentStatus
from domain.tax import TaxedAmount, TaxRate
from domain.terms import ClosingTerms, HolidayShift
from integrations.accounting.base import InvoiceQuery
from integrations.accounting.moneyforward import convert, schemas
from integrations.accounting.moneyforward.connection import MoneyForwardConnection

CONNECTION = MoneyForwardConnection("5018-5904", "id", "secret")
BILLING: dict[str, Any] = {
    "id": "sg8qU4G0CrsCGUsyZFxtgg",
    "department_id": "hz06NCst0B89gCyoVcjgxA",
    "partner_id": "KVmEY0dSgFZPYekVvA7R0g",
    "partner_name": "株式会社サンプル",
    "title": "11月分",
    "memo": None,
    "billing_date": "2026/11/30",
    "due_date": "2026/12/31",
    "billing_number": "MF-1",
    "payment_status": "未設定",
    "email_status": "未送信",
    "posting_status": "未郵送",
    "created_at": "2026-11-24 12:00:00 +0900",
    "deduct_price": "1021.0",
    "items": [{"name": "保守", "price": "33.333", "quantity": "3.0", "unit": "式", "excise": "ten_percent"}],
    "subtotal_price": "10000.0",
    "excise_price": "1000.0",
    "total_price": "11000.0",
    "subtotal_of_ten_percent_excise": "10000.0",
    "excise_price_of_ten_percent": "1000.0",
    "something_new": {"x": 1},
}


def billing(**changes: Any) -> schemas.Billing:
    return schemas.Billing.model_validate({name: one for name, one in (BILLING | changes).items() if one is not ...})


def test_a_billing_is_an_invoice() -> None:
    told = convert.issued(billing(), CONNECTION)
    assert (told.external_id, told.number, told.subject) == (BILLING["id"], "MF-1", "11月分")
    assert (told.billing_date, told.due_date) == (date(2026, 11, 30), date(2026, 12, 31))
    assert (told.subtotal, told.tax, told.total, told.withheld) == (10_000, 1_000, 11_000, 1_021)
    assert told.per_rate == (TaxedAmount(TaxRate(10), 10_000, 1_000, 11_000),)
    assert (told.memo, told.token, told.line_count, told.booked) == ("", None, 1, True)
    assert told.url == f"https://invoice.moneyforward.com/billings/{BILLING['id']}/edit"


def test_lines_without_tax_are_one_rate_of_ours() -> None:
    zero = {f"subtotal_of_{word}_excise": "100.0" for word in ("untaxable", "non_taxable", "tax_exemption")}
    told = convert.issued(billing(**zero), CONNECTION)
    assert told.per_rate[-1] == TaxedAmount(TaxRate(0), 300, 0, 300)


@pytest.mark.parametrize("amount", ["110000.5", "x", "NaN", "", None, 1.5, True, "Infinity"])
def test_an_amount_that_is_not_whole_yen_is_a_changed_api(amount: object) -> None:
    with pytest.raises(ValidationError):
        billing(total_price=amount)


@pytest.mark.parametrize(
    ("text", "yen"), [("110000.0", 110_000), ("-5", -5), (7, 7), ("99999999999999999.0", 99999999999999999)]
)
def test_amounts_are_exact(text: object, yen: int) -> None:
    assert billing(total_price=text).total_price == yen


@pytest.mark.parametrize("missing", ["memo", "total_price", "payment_status", "partner_id", "billing_date"])
def test_what_we_need_must_be_there(missing: str) -> None:
    with pytest.raises(ValidationError, match=missing):
        billing(**{missing: ...})


@pytest.mark.parametrize(
    ("word", "code", "status"),
    [
        ("未設定", "0", PaymentStatus.UNPAID),
        ("未入金", "1", PaymentStatus.UNPAID),
        ("入金済み", "2", PaymentStatus.PAID),
    ],
)
def test_payment_is_read_from_words_and_from_codes(word: str, code: str, status: PaymentStatus) -> None:
    for said in (word, code):
        assert convert.issued(billing(payment_status=said), CONNECTION).payment_status is status
    assert convert.WRITE_PAYMENT == {PaymentStatus.UNPAID: "1", PaymentStatus.PAID: "2"}


def test_an_unknown_payment_word_is_not_taken_for_unpaid() -> None:
    with pytest.raises(ValidationError, match="payment_status"):
        billing(payment_status="一部入金")


@pytest.mark.parametrize(
    ("email", "posting", "sent"),
    [
        ("未送信", "未郵送", False),
        ("送付済み", "未郵送", True),
        ("受領済み", "未郵送", True),
        ("未送信", "郵送済み", True),
        ("未送信", "郵送依頼", False),
        ("未送信", "郵送失敗", False),
        (None, None, False),
        ("sent", "null", True),
    ],
)
def test_sent_is_mailed_or_posted(email: str | None, posting: str | None, sent: bool) -> None:
    assert convert.issued(billing(email_status=email, posting_status=posting), CONNECTION).sent is sent


def test_a_suppliers_billing_is_told_from_a_credit_note_of_ours() -> None:
    assert convert.is_suppliers(billing(email_status="受信"))
    assert convert.is_suppliers(billing(payment_status="未払い"))
    assert not convert.is_suppliers(billing(payment_status="未払い", total_price="-11000.0"))
    assert not convert.is_suppliers(billing())


@pytest.mark.parametrize(
    ("deadline", "terms", "shift"),
    [
        (("next_month", -1, "keep_as_is"), ClosingTerms(None, 1, "EOM"), HolidayShift.NONE),
        (("two_months_after", 10, "move_to_earlier_day"), ClosingTerms(None, 2, 10), HolidayShift.PREVIOUS),
        (("this_month", 31, "move_to_later_day"), ClosingTerms(None, 0, 31), HolidayShift.NEXT),
        (("six_months_after", 0, "keep_as_is"), None, HolidayShift.NONE),
    ],
)
def test_a_partners_deadline_is_its_terms(
    deadline: tuple[str, int, str], terms: ClosingTerms | None, shift: HolidayShift
) -> None:
    keys = ("due_month", "due_date", "contingency_day")
    raw = {"id": "p", "name": "n", "payment_deadline_setting": dict(zip(keys, deadline, strict=True))}
    record = convert.partner_record(schemas.Partner.model_validate(raw))
    assert (record.terms, record.shift) == (terms, shift)


def test_departments_are_known_by_what_stands_in_them() -> None:
    named = [
        {"id": "1", "person_dept": "購買部", "person_name": "田中"},
        {"id": "2", "prefecture": "大阪府", "address1": "大阪市1-1", "person_dept": None},
        {"id": "3"},
    ]
    record = convert.partner_record(schemas.Partner.model_validate({"id": "p", "name": "n", "departments": named}))
    assert record.departments == (("1", "購買部 田中"), ("2", "大阪府大阪市1-1"), ("3", "（名称なし）"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24 00:30:00 +0900", date(2026, 11, 24)),
        ("2026-11-23T15:30:00Z", date(2026, 11, 24)),
        ("2026-11-23T15:30:00.123+00:00", date(2026, 11, 24)),
        ("2026-11-24", None),
        ("", None),
    ],
)
def test_times_are_days_in_japan(text: str, day: date | None) -> None:
    assert convert.changed_on(text) == day


def test_a_range_always_has_its_key_and_both_ends() -> None:
    day = date(2026, 11, 30)
    assert convert.list_query(InvoiceQuery(), None) == {}
    assert convert.list_query(InvoiceQuery(billing_from=day, billing_to=day), "p") == {
        "partner_id": "p",
        "range_key": "billing_date",
        "from": "2026-11-29",
        "to": "2026-12-01",
    }
    due = convert.list_query(InvoiceQuery(due_to=day), None)
    assert due == {"range_key": "due_date", "from": "1999-12-31", "to": "2026-12-01"}


def test_what_stands_otherwise_is_named() -> None:
    asked = {
        "department_id": BILLING["department_id"],
        "billing_date": "2026-11-30",
        "due_date": "2026-12-31",
        "title": "11月分",
        "memo": "",
        "items": [{"name": "保守", "quantity": 3, "unit": "式", "price": 33.333, "excise": "ten_percent"}],
    }
    assert convert.altered(asked, billing()) == ()
    assert convert.altered(asked, billing(memo=" \r\n")) == ()
    other = billing(
        title="別",
        due_date=None,
        items=[{"name": "別", "price": "33.33", "quantity": "3.0", "excise": "eight_percent"}],
    )
    assert convert.altered(asked, other) == (
        "件名",
        "支払期限",
        "明細1行目の品名",
        "明細1行目の単位",
        "明細1行目の単価",
        "明細1行目の税区分",
    )
    assert "明細の数" in convert.altered(asked, billing(items=[]))
