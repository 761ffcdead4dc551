"""The frozen request: the same bytes for ever, and nothing freee's published schema would refuse."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.invoice import InvoiceDraft, InvoiceLine, Numbering, make_token
from domain.tax import Rounding, TaxEntry
from integrations.accounting.freee.convert import request_bytes
from integrations.errors import DataError
from tests.contract.accounting_bench import DAY, DUE, draft, line
from tests.contract.freee_contract import shared_contract


def frozen(
    wanted: InvoiceDraft, numbering: Numbering = Numbering.AUTOMATIC, template_id: str | None = None
) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(request_bytes(wanted, company_id=1, numbering=numbering, template_id=template_id))
    return body


def test_the_bytes_are_canonical_and_never_change() -> None:
    wanted = draft("101", line("100000"), line("1080.50", percent=8, reduced=True, quantity="2.50"))
    token = make_token("01JD" + "1".rjust(22, "0"), 1, "secret")
    expected = {
        "billing_date": "2026-11-30",
        "company_id": 1,
        "include_amount_brought_forward": False,
        "line_amount_fraction": "omit",
        "lines": [
            {
                "description": "システム保守（11月分）",
                "quantity": 1,
                "tax_rate": 10,
                "type": "item",
                "unit": "式",
                "unit_price": "100000",
                "withholding": False,
            },
            {
                "description": "システム保守（11月分）",
                "quantity": 2.5,
                "reduced_tax_rate": True,
                "tax_rate": 8,
                "type": "item",
                "unit": "式",
                "unit_price": "1080.5",
                "withholding": False,
            },
        ],
        "memo": f"受注報告より作成\n{token}",
        "partner_id": 101,
        "partner_title": "御中",
        "payment_date": "2026-12-31",
        "payment_type": "transfer",
        "subject": "11月分ご請求",
        "tax_entry_method": "out",
        "tax_fraction": "omit",
        "withholding_tax_entry_method": "out",
    }
    sent = request_bytes(wanted, company_id=1, numbering=Numbering.AUTOMATIC, template_id=None)
    assert sent == json.dumps(expected, sort_keys=True, separators=(",", ":")).encode()


def test_manual_numbering_gives_the_token_as_the_number() -> None:
    wanted = draft("101")
    assert frozen(wanted, Numbering.MANUAL)["invoice_number"] == wanted.token
    assert "invoice_number" not in frozen(wanted)


@pytest.mark.parametrize(
    ("rounding", "word"), [(Rounding.FLOOR, "omit"), (Rounding.CEIL, "round_up"), (Rounding.HALF_UP, "round")]
)
@pytest.mark.parametrize("entry", list(TaxEntry))
def test_tax_basis_and_rounding_are_stated_for_tax_and_lines(rounding: Rounding, word: str, entry: TaxEntry) -> None:
    body = frozen(draft("101", entry=entry, rounding=rounding))
    assert (body["tax_fraction"], body["line_amount_fraction"], body["tax_entry_method"]) == (word, word, entry.value)


@pytest.mark.parametrize(
    ("price", "text"),
    [("100", "100"), ("1E+3", "1000"), ("0.50", "0.5"), ("-3333", "-3333"), ("100.000", "100"), ("0", "0")],
)
def test_prices_are_written_in_digits(price: str, text: str) -> None:
    assert frozen(draft("101", line(price)))["lines"][0]["unit_price"] == text


def test_the_draft_of_the_entry_gets_account_and_tax_code_and_the_layout_is_chosen() -> None:
    row = line("100").model_copy(update={"account_item_id": "81001", "tax_code": "129"})
    body = frozen(draft("101", row), template_id="7")
    assert (body["lines"][0]["account_item_id"], body["lines"][0]["tax_code"]) == (81001, 129)
    assert body["template_id"] == 7


def test_what_is_empty_is_not_sent_and_what_is_long_still_carries_the_token() -> None:
    wanted = draft("101", line("100").model_copy(update={"unit": ""}), subject="", memo_text="あ" * 5000, note="備考")
    body = frozen(wanted)
    assert "subject" not in body
    assert "unit" not in body["lines"][0]
    assert body["memo"].endswith(wanted.token)
    assert len(body["memo"]) <= 2000
    assert body["invoice_note"] == "備考"
    assert len(frozen(draft("101", subject="件" * 300))["subject"]) == 255


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"partner_id": "abc"}, "取引先"),
        ({"note": "あ" * 4001}, "備考"),
        ({"lines": ()}, "明細"),
    ],
)
def test_a_draft_freee_cannot_take_names_the_field(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(DataError, match=named) as refused:
        frozen(draft("101").model_copy(update=changes))
    assert refused.value.fields


def test_a_layout_that_is_no_number_is_named() -> None:
    with pytest.raises(DataError, match="帳票テンプレート"):
        frozen(draft("101"), template_id="abc")


TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
LINES = st.builds(
    InvoiceLine,
    description=TEXT,
    quantity=st.decimals(-(10**9), 10**9, allow_nan=False, places=3),
    unit=TEXT,
    unit_price=st.decimals(-(10**14), 10**14, allow_nan=False, places=3),
    tax_percent=st.sampled_from([0, 1, 5, 8, 10]),
    reduced=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(LINES, min_size=1, max_size=3),
    subject=TEXT,
    memo=TEXT,
    entry=st.sampled_from(list(TaxEntry)),
    numbering=st.sampled_from(list(Numbering)),
)
def test_whatever_was_approved_is_refused_here_or_fits_the_published_schema(
    lines: list[InvoiceLine], subject: str, memo: str, entry: TaxEntry, numbering: Numbering
) -> None:
    contract = shared_contract()
    if contract is None:
        pytest.skip("no published schema: set SEIKYU_SPECS to the folder that holds freee/invoice-api.yml")
    wanted = InvoiceDraft(
        partner_id="101",
        partner_name="株式会社サンプル",
        billing_date=DAY,
        due_date=DUE,
        tax_entry=entry,
        subject=subject,
        lines=tuple(lines),
        memo_text=memo,
        token=make_token("01JD" + "0" * 22, 1, "secret"),
        subtotal=0,
        tax=0,
        total=0,
    )
    try:
        body = frozen(wanted, numbering)
    except DataError:
        return
    assert contract.check_request("POST", "/iv/invoices", {}, body) == []
    for row, sent in zip(lines, body["lines"], strict=True):
        assert Decimal(str(sent["quantity"])) == row.quantity
        assert Decimal(sent["unit_price"]) == row.unit_price
