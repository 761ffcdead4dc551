from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.invoice import InvoiceDraft, InvoiceLine, IssuedInvoice, differences, find_token, make_token
from domain.tax import TaxEntry

DEAL = "01J9ZQ4Y7M8N5P2R3S6T7V8W9X"
TOKEN = make_token(DEAL, 1, "secret")

DRAFT = InvoiceDraft(
    partner_id="101",
    partner_name="株式会社青葉製作所",
    billing_date=date(2026, 11, 30),
    due_date=date(2026, 12, 31),
    tax_entry=TaxEntry.OUT,
    subject="保守",
    lines=(InvoiceLine(description="保守", quantity=Decimal(1), unit_price=Decimal(100_000), tax_percent=10),),
    token=TOKEN,
    subtotal=100_000,
    tax=10_000,
    total=110_000,
)
ISSUED = IssuedInvoice(
    external_id="9001",
    number="INV-0001",
    partner_id="101",
    partner_name="株式会社青葉製作所",
    billing_date=date(2026, 11, 30),
    due_date=date(2026, 12, 31),
    subtotal=100_000,
    tax=10_000,
    total=110_000,
    memo=DRAFT.memo(),
    line_count=1,
)


def test_the_token_names_the_deal_and_the_revision_and_is_signed() -> None:
    assert TOKEN.startswith(f"S2F-{DEAL}-1-")
    assert find_token(TOKEN) == TOKEN
    others = {make_token(DEAL, 2, "secret"), make_token(DEAL, 1, "other"), make_token(DEAL[::-1], 1, "secret")}
    assert TOKEN not in others
    assert len({token[-8:] for token in others | {TOKEN}}) == 4


@given(st.text(max_size=2_500))
def test_the_memo_fits_and_keeps_its_token_whatever_people_wrote(text: str) -> None:
    memo = DRAFT.model_copy(update={"memo_text": text}).memo()
    assert len(memo) <= 2_000
    assert memo.endswith(TOKEN)
    assert find_token(memo) == TOKEN


@pytest.mark.parametrize(
    ("memo", "token"),
    [
        ("", None),
        ("S2F-", None),
        (TOKEN[:-1], None),
        (f"追記: 11/30 送付済み\n{TOKEN}\n経理メモ", TOKEN),
        (f"{make_token(DEAL, 1, 'x')}\n{TOKEN}", TOKEN),
    ],
    ids=["empty", "prefix", "cut", "people wrote around it", "two"],
)
def test_our_invoice_is_found_by_its_memo(memo: str, token: str | None) -> None:
    assert find_token(memo) == token
    assert ISSUED.model_copy(update={"memo": memo}).token == token


def test_the_hash_covers_the_content() -> None:
    assert DRAFT.sha256() == DRAFT.model_copy().sha256()
    assert DRAFT.sha256() != DRAFT.model_copy(update={"note": "追記"}).sha256()
    assert DRAFT.sha256() == InvoiceDraft.model_validate_json(DRAFT.model_dump_json()).sha256()


def test_an_invoice_equal_to_the_approval_has_no_differences() -> None:
    assert differences(DRAFT, ISSUED) == ()
    assert differences(DRAFT, ISSUED.model_copy(update={"line_count": None})) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"partner_id": "102"}, "取引先: 承認 101 / 会計 102"),
        ({"billing_date": date(2026, 12, 1)}, "請求日: 承認 2026-11-30 / 会計 2026-12-01"),
        ({"due_date": None}, "支払期限: 承認 2026-12-31 / 会計 None"),
        ({"subtotal": 100_001}, "小計（円）: 承認 100000 / 会計 100001"),
        ({"tax": 9_999}, "消費税（円）: 承認 10000 / 会計 9999"),
        ({"total": 109_999}, "合計（円）: 承認 110000 / 会計 109999"),
        ({"line_count": 2}, "明細の数: 承認 1 / 会計 2"),
        ({"memo": "書き換えたメモ"}, f"メモの目印: 承認 {TOKEN} / 会計 None"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_one_yen_or_one_day_of_difference_is_told(change: dict[str, object], told: str) -> None:
    assert differences(DRAFT, ISSUED.model_copy(update=change)) == (told,)


def test_an_invoice_a_person_pointed_out_need_not_carry_our_token() -> None:
    assert differences(DRAFT, ISSUED.model_copy(update={"memo": ""}), tied=True) == ()
