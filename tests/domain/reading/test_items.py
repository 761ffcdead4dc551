"""Goods, quantities, prices and amounts in all the orders people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

Wanted = tuple[str | None, float | None, float | None, float | None]

LINES: list[tuple[str, Wanted]] = [
    ("ノートPC 12台 × 98,000円", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 98,000円×12台", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC @98,000円 12台", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 @98,000", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 単価98,000円", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 単価98,000円 1,176,000円", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台×98,000円＝1,176,000円", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 1,176,000円", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 1,176,001円", ("ノートPC", 12, None, 1176001)),
    ("ノートPC 12台 98,000円/台", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 各98,000円", ("ノートPC", 12, 98000, 1176000)),
    ("ノートPC 12台 / 1台98,000円", ("ノートPC", 12, 98000, 1176000)),
    ("Webサイト制作一式 1,200,000円", ("Webサイト制作", 1, 1200000, 1200000)),
    ("Webサイト制作 一式 120万円", ("Webサイト制作", 1, 1200000, 1200000)),
    ("Webサイト制作 120万円", ("Webサイト制作", None, None, 1200000)),
    ("120万円でWebサイト制作", ("Webサイト制作", None, None, 1200000)),
    ("Webサイト制作（120万円）", ("Webサイト制作", None, None, 1200000)),
    ("「冬の灯り展」運営 120万円", ("冬の灯り展", None, None, 1200000)),
    ("保守 月2万×6", ("保守", 6, 20000, 120000)),
    ("保守 50,000円×5ヶ月", ("保守", 5, 50000, 250000)),
    ("保守 月額5万円×12か月", ("保守", 12, 50000, 600000)),
    ("開発 1.5人月 × 100万円", ("開発", 1.5, 1000000, 1500000)),
    ("開発 0.5人月 @120万円 60万円", ("開発", 0.5, 1200000, 600000)),
    ("値引き ▲50,000円", ("値引き", 1, -50000, -50000)),
    ("特別値引 50,000円", ("特別値引", 1, -50000, -50000)),
    ("出精値引 -5万円", ("出精値引", 1, -50000, -50000)),
    ("延長保証3年 18,000円", ("延長保証3年", None, None, 18000)),
    ("プラン（フェーズ2） 50万円", ("プラン（フェーズ2）", None, None, 500000)),
    ("SB-204 ベアリング 300個 単価1,150円", ("SB-204 ベアリング", 300, 1150, 345000)),
    ("シャンプー 300ml×1,200本 @650円", ("シャンプー 300ml", 1200, 650, 780000)),
    ("ボルトM8×40 12,000本 @9.8円", ("ボルトM8×40", 12000, 9.8, 117600)),
    ("部品 120万→115万円に訂正", ("部品", None, None, 1150000)),
    ("部品 単価4,980円 → 4,800円 300個", ("部品", 300, 4800, 1440000)),
    ("部品 ~120万円~ 115万円", ("部品", None, None, 1150000)),
    ("部品 120万円ではなく115万円", ("部品", None, None, 1150000)),
    ("部品 定価150万円 特価98万円", ("部品 特価", None, None, 980000)),
]


def _items(text: str) -> list[Wanted]:
    [order] = read_orders(f"株式会社ミドリ様 受注しました\n{text}\n税抜です", POSTED).orders
    return [(i.description, _float(i.quantity), _float(i.unit_price), _float(i.amount)) for i in order.items]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@pytest.mark.parametrize(("text", "wanted"), [case for case in LINES if case[1][0] != "部品 特価"])
def test_one_line(text: str, wanted: Wanted) -> None:
    assert _items(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "・A社向け設計 10万円\n・施工 20万円\n・値引き ▲1万円",
        "1. A社向け設計 10万円\n2. 施工 20万円\n3. 値引き ▲1万円",
        "①A社向け設計：10万円\n②施工：20万円\n③値引き：▲1万円",
        "A社向け設計 10万円、施工 20万円、値引き ▲1万円",
        "| 品名 | 金額 |\n|---|---|\n| A社向け設計 | 100,000 |\n| 施工 | 200,000 |\n| 値引き | -10,000 |",
        "品名\t金額\nA社向け設計\t100000\n施工\t200000\n値引き\t▲10000",
        "商品：A社向け設計\n金額：10万円\n商品：施工\n金額：20万円\n値引き ▲1万円",
    ],
)
def test_several_lines_in_every_layout(text: str) -> None:
    assert _items(text) == [
        ("A社向け設計", None, None, 100000),
        ("施工", None, None, 200000),
        ("値引き", 1, -10000, -10000),
    ]


def test_a_table_with_quantities_prices_and_sums() -> None:
    text = "品名,数量,単価,金額\n椅子,24,18500,444000\n配送,1式,30000,30000\n合計,,,474000"
    assert _items(text) == [("椅子", 24, 18500, 444000), ("配送", 1, 30000, 30000)]


def test_a_table_in_thousands_of_yen() -> None:
    assert _items("品名|金額(千円)\n設計|1,200\n施工|300") == [
        ("設計", None, None, 1200000),
        ("施工", None, None, 300000),
    ]


def test_a_table_row_that_does_not_add_up_is_null_and_a_conflict() -> None:
    [order] = read_orders("株式会社ミドリ様 受注\n品名|数量|単価|金額\n椅子|24|18500|440000\n税抜", POSTED).orders
    assert order.conflict
    assert (order.items[0].quantity, order.items[0].amount, order.subtotal) == (None, None, None)


def test_mixed_rates_are_read_per_line() -> None:
    text = "株式会社ミドリ様 受注\n弁当 80個×1,080円（税込・軽減8%）\n会場費 33,000円（税込・10%）"
    [order] = read_orders(text, POSTED).orders
    assert [item.tax_rate for item in order.items] == [8, 10]
    assert (order.subtotal, order.tax, order.total) == (110000, 9400, 119400)


def test_rates_in_a_column() -> None:
    text = "株式会社ミドリ様 受注\n品名|数量|単価|金額|税率\n茶葉|10|1000|10000|8%\n急須|2|3000|6000|10%\n税抜"
    [order] = read_orders(text, POSTED).orders
    assert [item.tax_rate for item in order.items] == [8, 10]
    assert order.tax == 1400


def test_a_breakdown_stands_for_its_total() -> None:
    assert _items("採用サイト 150万円\n内訳）制作費 130万円、撮影費 20万円") == [
        ("制作費", None, None, 1300000),
        ("撮影費", None, None, 200000),
    ]


def test_prices_of_what_was_not_sold_are_left_out() -> None:
    assert _items("研磨機1台（定価120万円、見積時110万円、粗利30万円） 98万円")[0][3] == 980000


def test_a_price_alone_takes_the_goods_beside_it() -> None:
    assert _items("研磨機\n98万円") == [("研磨機", None, None, 980000)]


def test_quantities_keep_their_fractions() -> None:
    [order] = read_orders("株式会社ミドリ様 受注 設計 12.5人日 × 40,000円 税抜", POSTED).orders
    assert order.items[0].quantity == Decimal("12.5")
