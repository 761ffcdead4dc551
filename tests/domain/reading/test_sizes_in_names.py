"""Figures that say which goods are meant, in front of the one that says how many: no size is counted or cut out."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from domain.reading.model import Confidence, Order
from tests.domain.reading.by_rules import read_orders


def one(text: str) -> Order:
    (order,) = read_orders(text, datetime(2026, 6, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo")), None).orders
    return order


def asked(order: Order) -> list[str]:
    return [name for name, how in order.confidence.items() if how is Confidence.ASK and name.startswith("items")]


@pytest.mark.parametrize(
    ("row", "name", "quantity", "amount"),
    [
        ("上質紙 55kg 菊判　12連　＠8,450円", "上質紙 55kg 菊判", 12, 101_400),
        ("ペンキ 18L 白 3缶 @14,500", "ペンキ 18L 白", 3, 43_500),
        ("マーガリン500g×20 4ケース 12,000円/ケース", "マーガリン500g×20", 4, 48_000),
        ("ゴミ袋 45L 0.03mm厚 50枚×10 12箱 @3,900", "ゴミ袋 45L 0.03mm厚 50枚×10", 12, 46_800),
        ("木製棚 W900 4段 → 10台、1台あたり22,000円", "木製棚 W900 4段", 10, 220_000),
        ("養生フィルム 30μ×1,000mm×50m 24巻 @1,850", "養生フィルム 30μ×1,000mm×50m", 24, 44_400),
        ("等辺山形鋼 L65×65×6×8.5　20本　＠5,400", "等辺山形鋼 L65×65×6×8.5", 20, 108_000),
        ("鋼管 48.6φ×2.4t×4m 30本 @2,100", "鋼管 48.6φ×2.4t×4m", 30, 63_000),
        ("研磨シート#4000 180巻 @60", "研磨シート#4000", 180, 10_800),
        ("ブルーシート #3000 3.6m×5.4m 20枚 @1,480", "ブルーシート #3000 3.6m×5.4m", 20, 29_600),
    ],
)
def test_the_count_of_pieces_before_the_price_is_the_quantity(row: str, name: str, quantity: int, amount: int) -> None:
    order = one(f"㈱ヤマト紙業様より受注（税抜）\n・{row}")
    item = order.items[0]
    assert (item.description, item.quantity, item.amount) == (name, Decimal(quantity), Decimal(amount))
    assert asked(order) == []


@pytest.mark.parametrize(
    ("row", "quantity", "amount"),
    [
        ("砕石 20t @3,800", 20, 76_000),  # a weight that is all there is counts
        ("会議弁当 50食×3日 @1,200", 150, 180_000),  # counts that multiply
        ("機材 10×2500×12 = 300,000", None, 300_000),
    ],
)
def test_what_multiplies_is_no_size(row: str, quantity: int | None, amount: int) -> None:
    item = one(f"㈱ヤマト紙業様より受注（税抜）\n・{row}").items[0]
    assert (item.quantity, item.amount) == (quantity, amount)


def test_sides_before_a_slash_are_no_date() -> None:
    order = one("受注→㈱まるやま鉄工／SUS304 t3×1000×2000／10枚／1枚18,000円／計180,000円 税別")
    item = order.items[0]
    assert (item.description, item.quantity, item.unit_price) == ("SUS304 t3×1000×2000", 10, 18_000)


def test_a_labelled_quantity_leaves_the_size_in_the_name_across_other_rows() -> None:
    order = one("㈱ヤマト紙業様受注\n品名…コート紙 A判 76.5kg\n納期…来週\n数量…60連\n金額…711,000円（税抜）")
    assert (order.items[0].description, order.items[0].quantity) == ("コート紙 A判 76.5kg", 60)


def test_a_bracket_that_gives_a_row_its_basis_gives_it_its_rate() -> None:
    order = one("㈱ヤマト紙業様より受注。しょうゆ 1L 96本 @690、酢 1L 120本 @520（税抜、軽減8％）")
    assert [item.tax_rate for item in order.items] == [8, 8]
    assert (order.subtotal, order.tax) == (128_640, 10_291)


def test_a_rate_at_one_of_several_prices_is_its_own() -> None:
    order = one("㈱ヤマト紙業様より受注（税抜）。紙皿 96枚 @69、酢 1L 120本 @520（軽減8％）")
    assert [item.tax_rate for item in order.items] == [None, 8]


@pytest.mark.parametrize(
    ("row", "name", "quantity"),
    [
        ("軍手 12双×10 5袋 @2,000", "軍手 12双×10", 5),
        ("割り箸(100膳) 50袋 @300", "割り箸(100膳)", 50),
        ("ガラス 5t 900×1800 8枚 @7,400", "ガラス 5t 900×1800", 8),
        ("機材運搬　2車　165,000円", "機材運搬", 2),
        ("検定 2級　12,000円", "検定 2級", None),
    ],
)
def test_packs_in_brackets_and_signs_that_only_a_price_makes_counters(
    row: str, name: str, quantity: int | None
) -> None:
    item = one(f"㈱ヤマト紙業様より受注（税抜）\n・{row}").items[0]
    assert (item.description, item.quantity) == (name, quantity)


def test_a_sum_in_brackets_with_its_basis_is_no_line() -> None:
    order = one("㈱ヤマト紙業様受注\n＜内訳・税抜＞\n包装紙　25巻　4,800円　120,000円\n＜合計・税抜＞　120,000円")
    assert [item.description for item in order.items] == ["包装紙"]
    assert (order.subtotal, order.tax_entry) == (120_000, "out")
