"""Subtotal, tax and total: the basis decides, arithmetic accepts, contradictions are null and asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading import Order
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED


def _order(text: str) -> Order:
    [order] = read_orders(f"株式会社ミドリ様 受注しました\n{text}", POSTED).orders
    return order


def _sums(text: str) -> tuple[str, int | None, int | None, int | None, int | None]:
    order = _order(text)
    return order.tax_entry, order.subtotal, order.tax, order.total, order.stated_amount


CASES = [
    ("設計 120万円（税抜）", ("out", 1200000, 120000, 1320000, None)),
    ("設計 132万円（税込）", ("in", 1200000, 120000, 1320000, None)),
    ("設計 120万円", ("unknown", None, None, None, 1200000)),
    ("設計 120万円＋税", ("out", 1200000, 120000, 1320000, None)),
    ("設計 税抜120万円（税込132万円）", ("out", 1200000, 120000, 1320000, None)),
    ("設計 税込132万円（税抜120万円）", ("out", 1200000, 120000, 1320000, None)),
    ("設計 132万円（税込、うち消費税12万円）", ("in", 1200000, 120000, 1320000, None)),
    ("設計 120万円\n小計 120万円\n消費税 12万円\n合計 132万円", ("out", 1200000, 120000, 1320000, None)),
    ("設計 120万円\n消費税 12万円\n合計 132万円", ("out", 1200000, 120000, 1320000, None)),
    ("設計 120万円\n税込合計 132万円", ("out", 1200000, 120000, 1320000, None)),
    ("設計 約45万円（税抜）", ("out", None, None, None, 450000)),
    ("設計 20〜30万円（税抜）", ("out", None, None, None, 300000)),
    ("設計 10万円\n施工 20万円", ("unknown", None, None, None, 300000)),
    ("設計 10万円\n施工 20万円\n合計 30万円", ("unknown", None, None, None, 300000)),
    ("設計 10万円 非課税", ("unknown", 100000, 0, 100000, None)),
    ("設計 10万円\n税：別", ("out", 100000, 10000, 110000, None)),
    ("設計 10万円\n消費税：込み", ("in", 90910, 9090, 100000, None)),
    ("茶 3,333円 税抜 軽減税率", ("out", 3333, 266, 3599, None)),
    ("印刷 3,333枚 @7円\n加工 1,111枚 @9円\n外税", ("out", 33330, 3333, 36663, None)),
    ("設計 10万円(税抜)\n合計 10万円", ("out", 100000, 10000, 110000, None)),
    ("設計 10万円(税抜)\n合計 11万円", ("out", 100000, 10000, 110000, None)),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_sums(text: str, wanted: tuple[str, int | None, int | None, int | None, int | None]) -> None:
    assert _sums(text) == wanted
    assert not _order(text).conflict


def test_figures_that_contradict_each_other_are_null() -> None:
    order = _order("ケーブル 12本×3,000円=360,000円（税抜）")
    assert order.conflict
    assert (order.subtotal, order.tax, order.total, order.stated_amount) == (None, None, None, None)
    assert (order.items[0].quantity, order.items[0].unit_price, order.items[0].amount) == (None, None, None)
    assert order.conflict
    assert order.confidence["items[0].amount"] == "ask"
    assert "items[0].description" not in order.confidence
    assert "total" not in order.confidence  # null is the reading; the card asks because of the conflict
    assert order.candidates["total"] == ()
    assert order.reasons["items[0].amount"]


def test_only_a_wrong_total_is_null_if_all_else_agrees() -> None:
    order = _order("設計 100万円\n小計 100万円\n消費税 10万円\n合計 120万円")
    assert (order.subtotal, order.tax, order.total) == (1000000, 100000, None)
    assert order.conflict
    assert order.candidates["total"]


@pytest.mark.parametrize(
    "text",
    [
        "設計 100万円(税抜)\n合計 150万円(税抜)",
        "設計 100万円\n施工 20万円\n合計 150万円",
        "設計 10万円 非課税\n合計 11万円",
    ],
)
def test_lines_and_sums_that_disagree_are_a_conflict(text: str) -> None:
    order = _order(text)
    assert order.conflict
    assert (order.subtotal, order.total, order.stated_amount) == (None, None, None)


def test_somebody_elses_rounding_is_asked_not_refused() -> None:
    order = _order("印刷 3,335円\n小計 3,335円\n消費税 334円\n合計 3,669円")
    assert (order.subtotal, order.tax, order.total, order.conflict) == (3335, 334, 3669, False)
    assert order.confidence["tax"] == "ask"


def test_both_bases_in_one_message_are_asked() -> None:
    order = _order("設計 10万円（税抜）\n施工 22万円（税込）")
    assert order.tax_entry == "unknown"
    assert order.confidence["tax_entry"] == "ask"


def test_the_unknown_basis_offers_both() -> None:
    order = _order("設計 120万円")
    assert [c.value for c in order.candidates["tax_entry"]] == ["out", "in"]


def test_payment_in_parts_is_never_accepted_unseen() -> None:
    order = _order("設計 900万円（税抜）\n3回分割（着手300万、中間300万、納品300万）")
    assert order.total == 9900000
    assert order.confidence["payment_terms"] == "ask"


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 10**7), st.integers(1, 500), st.sampled_from(["税抜", "税込"]))
def test_any_quantity_and_price_add_up(price: int, quantity: int, basis: str) -> None:
    order = _order(f"部品 {quantity}個 × {price:,}円（{basis}）")
    amount = price * quantity
    if basis == "税抜":
        assert (order.subtotal, order.tax, order.total) == (amount, amount * 10 // 100, amount + amount * 10 // 100)
    else:
        tax = amount * 10 // 110
        assert (order.subtotal, order.tax, order.total) == (amount - tax, tax, amount)
    assert order.confidence["total"] == "accepted"
